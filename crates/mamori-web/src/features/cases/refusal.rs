//! A change that the store refused: told in words, and what was typed stays on the page.

use mamori_core::CaseId;
use mamori_store::cases::{CaseError, Refused, events};

use super::page::Moment;
use super::{Opened, open};
use crate::App;
use crate::web::{Error, Member, Result, Shell};

/// What to say to a refusal. `KEY-help` says what to do.
pub(super) fn key(refused: Refused) -> &'static str {
    match refused {
        Refused::Stale => "cases-stale",
        Refused::Closed => "cases-closed-already",
        Refused::NotJudged => "cases-not-judged",
        Refused::NeedsCareCheck => "cases-needs-care",
        Refused::NotCarried => "cases-not-carried",
        Refused::OtherStep => "cases-other-step",
        Refused::SecondPerson => "cases-second-person",
    }
}

/// A refusal as an error page; failures of the store stay failures.
pub(super) fn error(error: CaseError) -> Error {
    match error {
        CaseError::Refused(refused) => Error::Conflict(key(refused)),
        CaseError::Store(error) => error.into(),
    }
}

/// Why a page with a form comes back.
pub(super) struct Told {
    /// What was refused.
    pub(super) message: String,
    /// What others did since the form was opened.
    pub(super) changes: Vec<Moment>,
}

/// Opens the case again after a refusal, with what to tell; a failure of the store goes on.
pub(super) async fn again(
    app: &App,
    member: &Member,
    id: CaseId,
    seen: i64,
    failed: CaseError,
) -> Result<(Opened, Told)> {
    let refused = match failed {
        CaseError::Refused(refused) => refused,
        CaseError::Store(error) => return Err(error.into()),
    };
    let shell = Shell::of(member);
    let mut opened = open(app, member, id).await?;
    let since = events::after(&mut opened.tx, member.org, id, seen).await?;
    let changes = since.into_iter().map(|event| Moment::of(event, &shell)).collect();
    Ok((opened, Told { message: shell.t(key(refused)).to_owned(), changes }))
}
