//! Names of our own side, learnt from how they introduce themselves, so that a customer's use of them is noticed.

/// Names that are remembered.
const MOST: usize = 8;
/// Characters of a family name at most; longer runs of kanji are names of shops and desks.
const LONGEST: usize = 4;
/// What follows a name when somebody introduces themselves.
const INTRODUCTIONS: &[&str] = &["でございます", "です", "が承", "と申", "がうかが", "が伺", "が担当"];
/// Runs of kanji that stand before 「です」 without being a name.
const NO_NAMES: &[&str] = &[
    "担当",
    "店長",
    "課長",
    "係長",
    "部長",
    "園長",
    "院長",
    "所長",
    "窓口",
    "受付",
    "予約係",
    "当店",
    "責任者",
    "本日",
    "必要",
    "可能",
    "結構",
    "以上",
    "最終",
    "無料",
    "有料",
    "大丈夫",
    "駐車場",
];

/// Family names as they were heard.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    known: Vec<String>,
}

impl Names {
    /// Learns names from a folded line of our own side.
    pub(crate) fn learn(&mut self, line: &str) {
        for introduction in INTRODUCTIONS {
            for (at, _) in line.match_indices(introduction) {
                let length: usize =
                    line[..at].chars().rev().take_while(|&c| is_kanji(c)).map(char::len_utf8).sum();
                let name = &line[at - length..at];
                let count = name.chars().count();
                let fits = (2..=LONGEST).contains(&count) && !NO_NAMES.contains(&name);
                if fits && self.known.len() < MOST && !self.known.iter().any(|known| known == name) {
                    self.known.push(name.to_owned());
                }
            }
        }
    }

    /// Byte ranges where a known name stands in a folded text.
    pub(crate) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        self.known
            .iter()
            .flat_map(move |name| text.match_indices(name.as_str()).map(|(at, found)| (at, at + found.len())))
    }
}

fn is_kanji(c: char) -> bool {
    matches!(c, '々' | '\u{4E00}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn the_name_of_an_introduction_is_known_afterwards() {
        let mut names = Names::default();
        names.learn("お電話ありがとうございます、杉野でございます。担当です。");
        assert_eq!(names.find("杉野さん、あなたね").collect::<Vec<_>>(), [(0, 6)]);
        assert_eq!(names.find("担当の人").count(), 0);
    }
}
