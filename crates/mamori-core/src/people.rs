//! Names, logins, languages and passwords as they come through the door.

/// Defines a text enum with its stored text, its Japanese and its English name.
macro_rules! text_enum {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal $ja:literal $en:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(type_name = "text"))]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] #[cfg_attr(feature = "sqlx", sqlx(rename = $text))] $variant,)*
        }

        impl $name {
            /// Every value, in the order of the definition.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The text that is stored and sent.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The word on the screen.
            pub fn label(self, language: $crate::people::Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, $crate::people::Language::Ja) => $ja,
                      (Self::$variant, $crate::people::Language::En) => $en,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::people::UnknownCode;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
                    .ok_or_else(|| $crate::people::UnknownCode(text.chars().take(40).collect()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use text_enum;

/// A code that is not in its list.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not one of the known codes.")]
pub struct UnknownCode(pub String);

text_enum! {
    /// The language of a person's screens.
    pub enum Language {
        /// 日本語.
        Ja = "ja" "日本語" "Japanese",
        /// English.
        En = "en" "English" "English",
    }
}

/// A person's name: 姓, 名 and how they are read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PersonName {
    /// 姓.
    pub family: String,
    /// 名.
    pub given: String,
    /// セイ, empty when unknown.
    pub family_kana: String,
    /// メイ, empty when unknown.
    pub given_kana: String,
}

impl PersonName {
    /// Takes a name from a form: trimmed, 姓 not empty, each part at most 40 characters and without control characters.
    pub fn parse(
        family: &str,
        given: &str,
        family_kana: &str,
        given_kana: &str,
    ) -> Result<Self, InvalidName> {
        let part = |text: &str| {
            let text = text.trim();
            if text.chars().count() > 40 || text.chars().any(char::is_control) {
                Err(InvalidName)
            } else {
                Ok(text.to_owned())
            }
        };
        let name = Self {
            family: part(family)?,
            given: part(given)?,
            family_kana: part(family_kana)?,
            given_kana: part(given_kana)?,
        };
        if name.family.is_empty() { Err(InvalidName) } else { Ok(name) }
    }

    /// 姓 and 名 with a space between them.
    pub fn full(&self) -> String {
        if self.given.is_empty() { self.family.clone() } else { format!("{} {}", self.family, self.given) }
    }
}

/// A name that cannot be stored.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("A name needs a family name, and each part at most 40 characters.")]
pub struct InvalidName;

/// What a person types to sign in: a staff number or an address; always lower case, without spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login(String);

impl Login {
    /// Takes a login from a form: 2 to 100 visible characters.
    pub fn parse(text: &str) -> Result<Self, InvalidLogin> {
        let text = text.trim().to_lowercase();
        let fits = (2..=100).contains(&text.chars().count());
        if fits && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            Ok(Self(text))
        } else {
            Err(InvalidLogin)
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A login that cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("A login has 2 to 100 characters and no spaces.")]
pub struct InvalidLogin;

/// A password as somebody chose it: 10 to 200 characters, no other rule (NIST SP 800-63B asks for length, not for kinds).
#[derive(Clone, Debug)]
pub struct NewPassword(crate::Secret<String>);

impl NewPassword {
    /// Takes a password from a form.
    pub fn parse(text: &str) -> Result<Self, WeakPassword> {
        if (10..=200).contains(&text.chars().count()) {
            Ok(Self(crate::Secret::new(text.to_owned())))
        } else {
            Err(WeakPassword)
        }
    }

    /// The password, to be hashed.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// A password that is too short or too long.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("A password has 10 to 200 characters.")]
pub struct WeakPassword;
