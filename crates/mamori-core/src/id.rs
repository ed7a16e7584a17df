//! Identifiers: one type for each kind of thing, so that they cannot be mixed up.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{UnixMs, random};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new UUIDv7: ids made later sort later.
            pub fn new(now: UnixMs) -> Self {
                Self(version_7(now))
            }

            /// The nil id, which stands for nothing; used where a page needs a sample.
            pub const NIL: Self = Self(Uuid::nil());

            /// The largest id: where paging from the newest starts.
            pub const MAX: Self = Self(Uuid::max());
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// An organisation (組織): the wall between tenants.
    OrgId,
    /// A unit (部署・店舗) in an organisation's tree.
    UnitId,
    /// A person with an account.
    UserId,
    /// An invitation by link or QR.
    InvitationId,
    /// A key of a program that feeds conversations in.
    ApiKeyId,
    /// A conversation (会話).
    ConversationId,
    /// An alert (応援要請).
    AlertId,
    /// A case (事案).
    CaseId,
    /// A person's judgement (判定) of a case.
    JudgementId,
    /// A measure (措置) in a case.
    MeasureId,
    /// A 配慮チェック of a case.
    CareCheckId,
    /// A follow-up (事後ケア) date.
    FollowUpId,
    /// A recurrence-prevention task (再発防止).
    PreventionId,
    /// A version of the rulebook (対応ルール).
    RulebookId,
    /// A ground rule of a team (約束).
    GroundRuleId,
    /// A timer or queued piece of work.
    JobId,
}

fn version_7(now: UnixMs) -> Uuid {
    let millis = u64::try_from(now.0).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random::bytes()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_ids_sort_later_and_read_back() {
        let (early, late) = (CaseId::new(UnixMs(1_000)), CaseId::new(UnixMs(2_000)));
        assert!(early < late);
        assert_eq!(early.to_string().parse::<CaseId>().expect("an id"), early);
    }
}
