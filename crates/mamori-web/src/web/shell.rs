//! The house around every page: who is signed in, which rooms there are, texts in the right language.

use mamori_core::access::Action;
use mamori_core::people::Language;

use crate::web::texts::Texts;
use crate::web::{Member, Visitor};

/// What `templates/base.html` needs. Templates ask it for every text.
#[derive(Clone, Debug)]
pub(crate) struct Shell {
    /// `ja` or `en`.
    pub(crate) lang: &'static str,
    /// 姓 名, empty when nobody is signed in.
    pub(crate) user_name: String,
    /// The token that forms carry, empty when nobody is signed in.
    pub(crate) csrf: String,
    /// The rooms that this person may enter.
    pub(crate) rooms: Vec<Room>,
    /// A line to show once.
    pub(crate) flash: Option<String>,
    /// `auto`; the browser's script may know better.
    pub(crate) theme: &'static str,
    /// Whether 応援を呼ぶ is within reach.
    pub(crate) sos: bool,
    /// Whether a new call for help shows itself on this page, for those who are called.
    pub(crate) alarm: bool,
    /// The same as `lang`, for Rust.
    pub(crate) language: Language,
}

/// A link in the navigation.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    /// Where it leads.
    pub(crate) href: &'static str,
    /// Its name.
    pub(crate) label: String,
    /// The name of its icon in `icons.svg`.
    pub(crate) icon: &'static str,
    /// Whether this page is in it.
    pub(crate) current: bool,
}

/// Every room: path, key of its text, icon. What is not there yet is not in the list.
const ROOMS: &[(&str, &str, &str)] = &[
    ("/now", "room-now", "now"),
    ("/cases", "room-cases", "cases"),
    ("/learn", "room-learn", "learn"),
    ("/care", "room-care", "care"),
    ("/team", "room-team", "team"),
    ("/ready", "room-ready", "ready"),
    ("/admin", "room-admin", "admin"),
];

/// Pages that show calls for help themselves.
fn shows_alerts(path: &str) -> bool {
    path == "/now/board" || path.starts_with("/now/sos/")
}

impl Shell {
    /// The shell of somebody who is signed in.
    pub(crate) fn of(member: &Member) -> Self {
        let language = member.language;
        let rooms = ROOMS
            .iter()
            .filter(|(path, ..)| {
                *path != "/admin" || member.may(Action::ManagePeople) || member.may(Action::ReadAudit)
            })
            .map(|(href, key, icon)| Room {
                href,
                label: Texts::builtin().get(language, key).to_owned(),
                icon,
                current: member.visitor.path == *href || member.visitor.path.starts_with(&format!("{href}/")),
            })
            .collect();
        Self {
            user_name: member.name.full(),
            csrf: member.csrf().to_owned(),
            rooms,
            sos: true,
            alarm: member.may(Action::AnswerAlerts) && !shows_alerts(&member.visitor.path),
            ..Self::outside(&member.visitor)
        }
    }

    /// The shell before the door.
    pub(crate) fn outside(visitor: &Visitor) -> Self {
        let language = visitor.language;
        let flash = visitor.flash.as_deref().map(|key| Texts::builtin().get(language, key).to_owned());
        Self { flash, ..Self::plain(language) }
    }

    /// Nothing but a language: for parts of a page that several people are shown.
    pub(crate) fn plain(language: Language) -> Self {
        Self {
            lang: language.as_str(),
            user_name: String::new(),
            csrf: String::new(),
            rooms: Vec::new(),
            flash: None,
            theme: "auto",
            sos: false,
            alarm: false,
            language,
        }
    }

    /// The text of `key`.
    pub(crate) fn t<'k>(&self, key: &'k str) -> &'k str
    where
        'static: 'k,
    {
        Texts::builtin().get(self.language, key)
    }

    /// A text of the written material in the page's language.
    pub(crate) fn say<'w>(&self, text: &'w mamori_content::Text) -> &'w str {
        match self.language {
            Language::Ja => &text.ja,
            Language::En => &text.en,
        }
    }

    /// The text of `key` with one argument.
    pub(crate) fn f(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        Texts::builtin().format(self.language, key, &[(name, &value.to_string())])
    }

    /// The text of `key` with two arguments.
    pub(crate) fn f2(
        &self,
        key: &str,
        first: &str,
        first_value: impl std::fmt::Display,
        second: &str,
        second_value: impl std::fmt::Display,
    ) -> String {
        let (first_value, second_value) = (first_value.to_string(), second_value.to_string());
        Texts::builtin().format(self.language, key, &[(first, &first_value), (second, &second_value)])
    }
}
