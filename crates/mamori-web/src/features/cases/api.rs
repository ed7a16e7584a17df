//! The same list and the same case as JSON, through the same doors.

use axum::Json;
use axum::response::{IntoResponse, Response};
use mamori_core::access::Action;
use mamori_core::cases::{CaseState, Confidentiality, NextStep, OurFault};
use mamori_core::{CaseId, UnixMs};
use mamori_store::cases::CaseFile;
use mamori_store::cases::listing::CaseRow;
use serde::Serialize;

use super::list::{self, Asked, PAGE};
use super::{note, open};
use crate::App;
use crate::web::{Member, Path, Query, Result};

#[derive(Serialize)]
struct Cases {
    cases: Vec<Row>,
    /// What `before` has to be for the next part.
    next_before: Option<CaseId>,
}

#[derive(Serialize)]
struct Row {
    id: CaseId,
    number: i64,
    title: String,
    state: CaseState,
    next_step: NextStep,
    next_due_at: Option<UnixMs>,
    happened_at: UnixMs,
}

/// `GET /api/v1/cases?tab=open|closed&before=ID`
pub(super) async fn list(app: App, member: Member, Query(asked): Query<Asked>) -> Result<Response> {
    member.must(Action::UseOwnRooms)?;
    let (mut rows, _) = list::read(&app, &member, asked.part()).await?;
    let more = rows.len() > usize::try_from(PAGE)?;
    rows.truncate(usize::try_from(PAGE)?);
    let next_before = rows.last().filter(|_| more).map(|row| row.id);
    let cases = rows.into_iter().map(Row::from).collect();
    Ok(Json(Cases { cases, next_before }).into_response())
}

impl From<CaseRow> for Row {
    fn from(row: CaseRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            title: row.title,
            state: row.state,
            next_step: row.next_step,
            next_due_at: row.next_due_at,
            happened_at: row.happened_at,
        }
    }
}

#[derive(Serialize)]
struct Case {
    id: CaseId,
    number: i64,
    title: String,
    state: CaseState,
    confidentiality: Confidentiality,
    unit: String,
    holder: String,
    our_fault: OurFault,
    next_step: NextStep,
    next_due_at: Option<UnixMs>,
    happened_at: UnixMs,
    opened_at: UnixMs,
    closed_at: Option<UnixMs>,
    version: i64,
}

/// `GET /api/v1/cases/{id}`
pub(super) async fn one(app: App, member: Member, Path(id): Path<CaseId>) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    note(&mut opened.tx, &member, "case.read", &id.to_string(), "api", opened.now).await?;
    opened.tx.commit().await?;
    Ok(Json(Case::from(opened.case)).into_response())
}

impl From<CaseFile> for Case {
    fn from(case: CaseFile) -> Self {
        Self {
            id: case.id,
            number: case.number,
            title: case.title,
            state: case.state,
            confidentiality: case.confidentiality,
            unit: case.unit_name,
            holder: case.holder_name,
            our_fault: case.our_fault,
            next_step: case.next_step,
            next_due_at: case.next_due_at,
            happened_at: case.happened_at,
            opened_at: case.opened_at,
            closed_at: case.closed_at,
            version: case.version,
        }
    }
}
