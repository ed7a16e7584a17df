//! The folding table: what each character of the basic plane becomes, in one look-up.

use std::sync::LazyLock;

/// Meaning of a table cell that is not a folded character.
pub(super) const DROP: u16 = 0;
/// The character needs the slow road (compatibility decomposition, or a look at its neighbours).
pub(super) const SLOW: u16 = 1;

/// Script class of a character as it was written, before folding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Other,
    Hiragana,
    Katakana,
    Kanji,
    Latin,
    Digit,
    Space,
    /// Ends a sentence: 。！？ and line ends.
    Stop,
    /// Pauses inside a sentence: 、 ， ・ and brackets.
    Pause,
}

impl Kind {
    pub(crate) fn is_japanese(self) -> bool {
        matches!(self, Self::Hiragana | Self::Katakana | Self::Kanji)
    }

    pub(crate) fn is_kana(self) -> bool {
        matches!(self, Self::Hiragana | Self::Katakana)
    }

    pub(crate) fn is_word(self) -> bool {
        self.is_japanese() || matches!(self, Self::Latin | Self::Digit)
    }
}

/// Half-width katakana U+FF61..=U+FF9F in the folded (hiragana) form.
const HALF_WIDTH: &str = "。「」、・をあいうえおゃゅょっーあいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん゛゜";

pub(super) struct Table {
    to: Box<[u16]>,
    kind: Box<[Kind]>,
}

impl Table {
    pub(super) fn get() -> &'static Self {
        static TABLE: LazyLock<Table> = LazyLock::new(Table::build);
        &TABLE
    }

    /// The folded character's code, or [`DROP`], or [`SLOW`].
    pub(super) fn to(&self, c: char) -> u16 {
        self.to.get(c as usize).copied().unwrap_or_else(|| beyond(c))
    }

    pub(super) fn kind(&self, c: char) -> Kind {
        match self.kind.get(c as usize) {
            Some(&kind) => kind,
            None if ('\u{20000}'..'\u{32000}').contains(&c) => Kind::Kanji,
            None => Kind::Other,
        }
    }

    fn build() -> Self {
        let chars = (0..=0xFFFFu32).map(|code| char::from_u32(code).unwrap_or('\u{FFFD}'));
        let to = chars.clone().map(|c| u16::try_from(u32::from(fold(c))).unwrap_or(SLOW)).collect();
        Self { to, kind: chars.map(kind_of).collect() }
    }
}

/// Characters beyond the basic plane: letters in disguise (𝐛𝐚𝐝) go the slow road, tags and selectors vanish.
fn beyond(c: char) -> u16 {
    if ('\u{E0000}'..'\u{E0FFF}').contains(&c) { DROP } else { SLOW }
}

/// Folds one character: width, case, script (katakana becomes hiragana), small vowels. `'\0'` is "drop", `'\u{1}'` "slow".
fn fold(c: char) -> char {
    match c {
        _ if is_dropped(c) => '\0',
        _ if is_slow(c) => '\u{1}',
        '\n' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' | '\r' | ' ' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => ' ',
        'A'..='Z' => c.to_ascii_lowercase(),
        'ァ' | 'ぁ' => 'あ',
        'ィ' | 'ぃ' => 'い',
        'ゥ' | 'ぅ' => 'う',
        'ェ' | 'ぇ' => 'え',
        'ォ' | 'ぉ' => 'お',
        'ア'..='ヴ' | 'ヵ' | 'ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        '｡' | '．' => '。',
        ',' | '，' | '､' => '、',
        '！' => '!',
        '？' => '?',
        '’' | '‘' | '＇' => '\'',
        '“' | '”' | '〝' | '〟' => '"',
        '『' | '｢' => '「',
        '』' | '｣' => '」',
        '（' => '(',
        '）' => ')',
        '･' => '・',
        '\u{FF65}'..='\u{FF9D}' => HALF_WIDTH.chars().nth(c as usize - 0xFF61).unwrap_or(c),
        '＂'..='｝' => fold(char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)),
        _ => c,
    }
}

/// Controls, marks without width, selectors and the dots of a pause.
fn is_dropped(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    control
        || matches!(c, '\u{AD}' | '…' | '‥' | '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{0300}'..='\u{036F}' | '\u{20D0}'..='\u{20FF}')
}

/// Waves and dashes, voicing marks, and characters that stand for others (㈱, ①, ㍻).
fn is_slow(c: char) -> bool {
    matches!(c, '〜' | '～' | '~' | '−' | '‐' | '–' | '—' | '―')
        || matches!(c, '゛' | '゜' | '\u{3099}' | '\u{309A}' | 'ﾞ' | 'ﾟ')
        || matches!(
            c,
            '\u{AA}' | '\u{B2}' | '\u{B3}' | '\u{B5}' | '\u{B9}' | '\u{BA}' | '\u{2070}'..='\u{209F}'
        )
        || matches!(c, '\u{2100}'..='\u{218F}' | '\u{2460}'..='\u{24FF}' | '\u{2E80}'..='\u{2FDF}')
        || matches!(c, '\u{3200}'..='\u{33FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FB00}'..='\u{FB06}')
}

/// The class of a character as written.
fn kind_of(c: char) -> Kind {
    match c {
        '。' | '．' | '！' | '？' | '!' | '?' | '\n' | '\u{2028}' | '\u{2029}' | '｡' => Kind::Stop,
        ' ' | '\t' | '\r' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => Kind::Space,
        '、' | ',' | '，' | '､' | '・' | '･' | '「' | '」' | '『' | '』' | '(' | ')' | '（' | '）' => {
            Kind::Pause
        }
        '\u{3041}'..='\u{309F}' => Kind::Hiragana,
        'ー' | '\u{30A1}'..='\u{30FA}' | '\u{30FD}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}' => Kind::Katakana,
        '々' | '〆' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => {
            Kind::Kanji
        }
        '0'..='9' | '０'..='９' => Kind::Digit,
        _ if c.is_alphabetic() => Kind::Latin,
        _ => Kind::Other,
    }
}

/// The voiced (゛) form of a folded kana, where one exists.
pub(super) fn voiced(kana: char) -> Option<char> {
    const PAIRS: &str =
        "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼうゔ";
    partner(PAIRS, kana)
}

/// The half-voiced (゜) form of a folded kana, where one exists.
pub(super) fn half_voiced(kana: char) -> Option<char> {
    partner("はぱひぴふぷへぺほぽ", kana)
}

fn partner(pairs: &str, kana: char) -> Option<char> {
    let mut chars = pairs.chars();
    while let (Some(plain), Some(marked)) = (chars.next(), chars.next()) {
        if plain == kana {
            return Some(marked);
        }
    }
    None
}
