//! Takes the text of a reply apart: what is quoted, and by whom it was written, as far as it says so.

/// Words of one person, with the address that stands with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Passage {
    /// The address in the line that introduces the quotation.
    pub(super) author: Option<String>,
    pub(super) text: String,
}

/// The passages of a message, oldest first; the last one is the message's own.
pub(super) fn split(text: &str) -> Vec<Passage> {
    // One passage for each depth of quotation; a forwarded original opens a depth of its own.
    let mut depths = vec![Passage::default()];
    let mut originals = 0;
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let (depth, line) = depth_of(lines[at]);
        let depth = depth + originals;
        if is_divider(line) {
            originals += 1;
            let (author, used) = original_header(&lines[at + 1..]);
            open(&mut depths, depth + 1).author = author;
            at += 1 + used;
            continue;
        }
        if let Some(used) = introduction(&lines[at..], depth - originals) {
            let words = lines[at..at + used].join(" ");
            open(&mut depths, depth + 1).author = address(&words);
            at += used;
            continue;
        }
        let passage = open(&mut depths, depth);
        passage.text.push_str(line);
        passage.text.push('\n');
        at += 1;
    }
    depths.reverse();
    depths
}

/// More levels than any reader follows are read as one.
const DEEPEST: usize = 50;

fn open(depths: &mut Vec<Passage>, depth: usize) -> &mut Passage {
    let depth = depth.min(DEEPEST);
    if depths.len() <= depth {
        depths.resize(depth + 1, Passage::default());
    }
    &mut depths[depth]
}

/// How many quotation marks a line begins with, and the rest of it.
fn depth_of(line: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while let Some(after) = rest.strip_prefix(['>', '＞']) {
        depth += 1;
        rest = after.strip_prefix(' ').filter(|rest| rest.starts_with(['>', '＞'])).unwrap_or(after);
    }
    if depth == 0 { (0, line) } else { (depth, rest.strip_prefix(' ').unwrap_or(rest)) }
}

/// `-----Original Message-----` and its Japanese sisters.
fn is_divider(line: &str) -> bool {
    let words = line.trim().trim_matches(['-', '_', ' ', '－', '―']);
    line.trim().starts_with(['-', '_', '－', '―'])
        && ["Original Message", "元のメッセージ", "Original message", "転送メッセージ", "Forwarded message"]
            .contains(&words)
}

/// The header lines below a divider: the author's address, and how many lines they take.
fn original_header(lines: &[&str]) -> (Option<String>, usize) {
    const NAMES: [&str; 14] = [
        "From",
        "Sent",
        "To",
        "Cc",
        "Subject",
        "Date",
        "Importance",
        "差出人",
        "送信日時",
        "送信者",
        "宛先",
        "件名",
        "日時",
        "日付",
    ];
    let mut author = None;
    let mut used = 0;
    for line in lines {
        let line = depth_of(line).1;
        let Some((name, value)) =
            line.split_once([':', '：']).filter(|(name, _)| NAMES.contains(&name.trim()))
        else {
            break;
        };
        if ["From", "差出人", "送信者"].contains(&name.trim()) {
            author = address(value);
        }
        used += 1;
    }
    (author, used)
}

/// `On … wrote:`, `○○さんは書きました:`, `2026年1月5日(月) 10:00 名前 <a@example.jp>:`, on one line or two.
fn introduction(lines: &[&str], depth: usize) -> Option<usize> {
    let same_depth = |line: &&&str| depth_of(line).0 == depth;
    let first = depth_of(lines.first()?).1.trim();
    if introduces(first) {
        return Some(1);
    }
    let second = depth_of(lines.get(1).filter(same_depth)?).1.trim();
    let both = format!("{first} {second}");
    let opens = first.starts_with("On ") || (starts_with_date(first) && first.chars().count() < 120);
    (opens && introduces(&both)).then_some(2)
}

fn introduces(line: &str) -> bool {
    let Some(words) = line.strip_suffix([':', '：']) else { return false };
    let words = words.trim_end();
    (words.starts_with("On ") && words.ends_with("wrote"))
        || words.ends_with("さんは書きました")
        || words.ends_with("のメッセージ")
        || words.ends_with("様は書きました")
        || (starts_with_date(words) && (address(words).is_some() || words.ends_with("書きました")))
}

fn starts_with_date(line: &str) -> bool {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    digits == 4 && line[digits..].starts_with(['年', '/', '-'])
}

/// The first thing in a line that looks like an address.
fn address(line: &str) -> Option<String> {
    let at = line.find('@')?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let start = line[..at]
        .rfind(|c| !fits(c))
        .map_or(0, |before| before + line[before..].chars().next().map_or(1, char::len_utf8));
    let after = &line[at + 1..];
    let end = after.find(|c| !fits(c)).unwrap_or(after.len());
    (start < at && end > 0).then(|| line[start..at + 1 + end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(Option<String>, String)> {
        split(text).into_iter().map(|passage| (passage.author, passage.text.trim().to_owned())).collect()
    }

    #[test]
    fn quotation_marks_become_earlier_passages() {
        let text = "困ります。\n\n2026年1月5日(月) 10:00 窓口 <desk@shop.example.jp>:\n> お待ちください。\n>\n> On Sun, Jan 4, 2026, Sato\n> <sato@example.com> wrote:\n>> まだですか。\n";
        let expected = [
            (Some("sato@example.com"), "まだですか。"),
            (Some("desk@shop.example.jp"), "お待ちください。"),
            (None, "困ります。"),
        ];
        assert_eq!(told(text), expected.map(|(a, t)| (a.map(str::to_owned), t.to_owned())));
    }

    #[test]
    fn an_original_below_a_line_is_an_earlier_passage() {
        let text = "了解しました\n-----Original Message-----\nFrom: 佐藤 <sato@example.com>\nSent: Monday\nSubject: 件\n\n返金してください\n";
        let expected = [
            (Some("sato@example.com".to_owned()), "返金してください".to_owned()),
            (None, "了解しました".to_owned()),
        ];
        assert_eq!(told(text), expected);
    }

    #[test]
    fn a_name_without_address_introduces_too() {
        assert_eq!(
            told("はい\n佐藤さんは書きました：\n> どうですか"),
            [(None, "どうですか".into()), (None, "はい".into())]
        );
        assert_eq!(
            told("10:30 に行くと言いました:\nはい"),
            [(None, "10:30 に行くと言いました:\nはい".into())]
        );
    }
}
