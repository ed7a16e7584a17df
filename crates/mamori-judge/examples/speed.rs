//! Turns a second of the engine alone, on one core, over the ten fixture talks: `cargo run --release --example speed`.

use mamori_judge::{Context, Judge, Turn};
use serde::Deserialize;
use std::io::Write as _;
use std::time::Instant;

#[derive(Deserialize)]
struct Talk {
    turns: Vec<Turn>,
}

fn main() -> std::io::Result<()> {
    let folder = format!("{}/../../content/fixtures", env!("CARGO_MANIFEST_DIR"));
    let read = |name: usize| std::fs::read_to_string(format!("{folder}/k{name}.jsonl"));
    let talks: Vec<Talk> =
        (1..=9).map(|name| Ok(serde_json::from_str(&read(name)?)?)).collect::<std::io::Result<_>>()?;
    let long: Talk = serde_json::from_str(&read(10)?)?;
    let begun = Instant::now();
    let judge = Judge::builtin();
    let built = begun.elapsed();
    let rate = |talks: &[&Talk], rounds: usize| {
        let begun = Instant::now();
        let mut turns = 0u32;
        for talk in talks.iter().cycle().take(talks.len() * rounds) {
            let mut heard = judge.conversation(Context::default());
            for turn in &talk.turns {
                heard.hear(turn);
                turns += 1;
            }
        }
        f64::from(turns) / begun.elapsed().as_secs_f64()
    };
    let short: Vec<&Talk> = talks.iter().collect();
    let head = Talk { turns: long.turns[..100].to_vec() };
    let mut out = std::io::stdout().lock();
    writeln!(out, "model built in {built:?}")?;
    writeln!(out, "K1 to K9, short talks: {:.0} turns/s", rate(&short, 300))?;
    writeln!(out, "K10, first 100 turns:  {:.0} turns/s", rate(&[&head], 300))?;
    writeln!(out, "K10, all 3,000 turns:  {:.0} turns/s", rate(&[&long], 10))
}
