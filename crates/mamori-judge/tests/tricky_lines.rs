//! One-liners and short talks that a word filter gets wrong. `客：` and `店：` lines are turns; a fact stands in brackets.

use mamori_judge::{Context, Fact, Judge, Reading, Speaker, Turn, Verdict};

fn read(talk: &str) -> Reading {
    let mut heard = Judge::builtin().conversation(Context::default());
    for line in talk.split('\n') {
        let (speaker, rest) = match line.strip_prefix("店：") {
            Some(rest) => (Speaker::Staff, rest),
            None => (Speaker::Customer, line.strip_prefix("客：").unwrap_or(line)),
        };
        let (facts, text) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((fact, text)) => (vec![Fact::parse(fact).expect("a known fact")], text),
            None => (Vec::new(), rest),
        };
        heard.hear(&Turn { facts, ..Turn::new(speaker, text) });
    }
    heard.into_reading()
}

/// Each talk must come out as one of the verdicts.
fn all(expected: &[Verdict], talks: &[&str]) {
    let wrong: Vec<_> = talks
        .iter()
        .map(|talk| (talk, read(talk)))
        .filter(|(_, reading)| !expected.contains(&reading.verdict))
        .map(|(talk, reading)| {
            let rules: Vec<_> =
                reading.evidence.iter().map(|line| format!("{} {}", line.rule, line.text)).collect();
            format!("{talk} -> {} {rules:?}", reading.verdict)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const FINE: &[Verdict] = &[Verdict::Enquiry, Verdict::Complaint];
const LOOK: &[Verdict] = &[Verdict::Grey, Verdict::Harassment];
const CROSSED: &[Verdict] = &[Verdict::Harassment];

#[test]
fn idioms_are_not_abuse() {
    all(
        FINE,
        &[
            "死ぬほど忙しいので、早めにお願いします。",
            "必死に探したんですけど、見つからないんです。",
            "注文が殺到してるのは分かりますけど、いつ届きますか。",
            "送料も馬鹿にならないんですよ。",
            "首を長くして待ってたのに、まだ来ないんですか。",
            "おいしくて死にそうでした。",
            "腹が立って死ぬかと思った。",
            "クソ暑い中、二時間待ちました。",
            "この会社、人を馬鹿にするにもほどがある。説明してください。",
            "虫を殺すスプレーはどこですか。",
            "もう必死ですよ。ばかりか、連絡もないんです。",
            "カラカスのバカリズムのライブのチケット、取れますか。",
            "殺菌剤の使い方を教えてください。",
            "首都高が混んでいて、遅れます。",
        ],
    );
}

#[test]
fn denied_words_are_not_abuse() {
    all(
        FINE,
        &[
            "バカとは言っていないでしょう。説明してほしいだけです。",
            "殺すつもりはないですよ、ネズミを逃がしたいだけで。",
            "土下座しろとは言いません。理由を教えてください。",
            "訴えるとか、クビにしろとか、そういうんじゃないんです。ただ返金してほしい。",
            "殴るつもりはありません。怒ってるだけです。",
            "あなたに死ねとは思っていません。",
        ],
    );
}

#[test]
fn words_of_others_are_not_the_customers() {
    all(
        FINE,
        &[
            "隣の部屋の人に「殺すぞ」と言われたんです。部屋を替えてください。",
            "店員さんに「バカか」と言われました。謝ってほしいです。",
            "前の担当の方に役立たずって言われたんですよ。",
            "知らない男の人から「家に火をつけるぞ」って電話があって、怖くて。",
            "子どもが学校で「死ね」って言われて、相談したいんです。",
            "「帰れ」と怒鳴られたのはこっちです。",
        ],
    );
}

#[test]
fn anger_at_things_and_companies_is_a_complaint() {
    all(
        FINE,
        &[
            "[shouting]金返せ！",
            "このクソアプリ、また落ちた。いい加減にしてくれ。",
            "ほんと使えないシステムだな、三回も入力させやがって。",
            "このポンコツ券売機、金だけ飲みやがった。",
            "おたくの会社はどうなってるんだ。責任者を出してください。",
            "消費者センターに相談します。弁護士にも話しますから。",
            "上司の方に代わってください。話にならない。",
            "新聞社に知り合いはいませんが、投書はします。こんな対応はおかしい。",
            "最低のサービスですね。全額返金してください。",
            "ふざけるな、三時間も待たせて。どういうことだ。",
            "なんやねんこのソフト、アホちゃうか。",
            "This app is useless. I want a refund.",
            "Your website is garbage and the delivery is late again.",
        ],
    );
}

#[test]
fn needs_are_not_harassment() {
    all(
        FINE,
        &[
            "耳が遠いので、もう一度ゆっくり言ってください。\n店：はい。\n客：[shouting]え、なんですか。聞こえない。",
            "点字でください。何回もお願いしています。目が見えないんです。",
            "日本語、少し。もう一回、もう一回、お願いします。",
            "物忘れがあって。さっきも聞きましたかね。もう一度教えてください。",
            "吃音があります。最後まで聞いてください。",
        ],
    );
}

#[test]
fn an_insult_taken_back_is_grey() {
    all(
        &[Verdict::Grey],
        &[
            "バカなの？　画面見てよ。\n店：申し訳ございません。\n客：ごめん、言い過ぎた。よろしくお願いします。",
            "この役立たず！\n店：失礼いたしました。\n客：すみません、八つ当たりでした。",
        ],
    );
}

#[test]
fn insults_at_a_person_cross_the_line() {
    all(
        CROSSED,
        &[
            "おまえみたいな役立たず、生きてる価値ないわ。",
            "死ね。",
            "氏ね、ゴミ店員",
            "お前タヒねよ",
            "この税金泥棒、脳みそ入ってんのか。",
            "ほんと無能だな。頭悪いんじゃないの、あんた。",
            "このﾎﾞｹﾅｽ、ﾊﾞｶ野郎",
            "お前は無能。\n店：おやめください。\n客：無能は無能だろ、早くしろ。",
            "kill yourself, idiot",
            "You stupid bitch, you are worthless.",
        ],
    );
}

#[test]
fn threats_cross_the_line() {
    all(
        CROSSED,
        &[
            "殺すぞ。",
            "ぶっ殺してやるからな、待ってろ。",
            "しばいたろか、おまえ。",
            "いてまうぞ、こら。",
            "夜道に気をつけろよ。家族いるよね、あんた。",
            "あなたのお子さん、三丁目の保育園でしたよね、今日中に返金しないと心配だなあ。",
            "灯油持ってそっち行くからな。火つけてやる。",
            "包丁持っていくから、お前レジで待ってろ。",
            "お前の住所は調べた。裏口で待ってるからな。",
            "I'll kill you when you get off.",
        ],
    );
}

#[test]
fn polite_pressure_is_noticed() {
    all(
        LOOK,
        &[
            "担当者様のお名前とお顔を添えて、ネットに書きますね。返金いただければ書きませんけれど。",
            "大西さまのお名前とお写真を、フォロワー三万人の前に載せてもよろしいのですよ。",
            "夜道にはお気をつけくださいね。",
            "お帰りは裏口からですよね、あなた。いつも七時に。",
            "誠意を見せていただけないのでしたら、若い者が伺いますので。",
            "市長とは長い付き合いでしてね。あなたの異動の話もできるんですよ。",
            "口コミ、星一つで書きましょうか。無料にしてくだされば消しますけど。",
        ],
    );
}

#[test]
fn other_kinds_are_noticed() {
    all(
        CROSSED,
        &[
            "土下座しろ。",
            "床に手ぇついて謝れや、みんなの前で。",
            "今日どんな下着つけてるの、お姉さん。",
            "外人に用はない、日本人に代わって。国に帰れ。",
            "[throwing]いらねえよ、こんなもの。",
            "[touching]おい、こっち来い。",
            "鍵かけたから。書くまで帰さないよ。",
            "客：新品を無料で。\n店：[final_answer_given]お受けできません。\n客：いや新品だよ、無料で新品。\n店：お受けできません。\n客：新品を無料で送れ。\n客：新品、無料、それだけだ。新品を。",
        ],
    );
}

#[test]
fn mixed_and_obfuscated_spellings_are_read() {
    all(
        LOOK,
        &[
            "ば　か　か、お前",
            "ﾊﾞｶかお前は",
            "おまえバ.カなの？",
            "クズが。二度と出てくんな",
            "you idiot、早くして",
            "omae 役立たず",
        ],
    );
}
