//! What a person fills in to judge: three elements, a verdict, a reason.

use mamori_core::cases::{Element, Elements, IncompleteJudgement, Verdict, check_judgement};
use mamori_judge::{ConductValue, DemandValue, HarmValue};
use mamori_store::cases::judgements::Judgement;
use serde::Deserialize;

use super::prose::{self, LONG};
use crate::web::{FieldError, Shell};

/// The form as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct JudgeForm {
    pub(super) version: i64,
    pub(super) demand_value: String,
    pub(super) demand_why: String,
    pub(super) demand_lines: Vec<String>,
    pub(super) conduct_value: String,
    pub(super) conduct_why: String,
    pub(super) conduct_lines: Vec<String>,
    pub(super) harm_value: String,
    pub(super) harm_why: String,
    pub(super) harm_lines: Vec<String>,
    pub(super) verdict: String,
    pub(super) reason: String,
}

/// A judgement that can be kept.
pub(super) struct Parsed {
    pub(super) verdict: Verdict,
    pub(super) elements: Elements,
    pub(super) reason: String,
}

impl JudgeForm {
    /// The form for judging again: the newest judgement, to be changed where it has to be.
    pub(super) fn after(judgement: Option<&Judgement>, version: i64) -> Self {
        let Some(judgement) = judgement else { return Self { version, ..Self::default() } };
        let numbers = |element: &Element| element.lines.iter().map(u32::to_string).collect();
        let Elements { demand, conduct, harm } = &judgement.elements;
        Self {
            version,
            demand_value: demand.value.clone(),
            demand_why: demand.why.clone(),
            demand_lines: numbers(demand),
            conduct_value: conduct.value.clone(),
            conduct_why: conduct.why.clone(),
            conduct_lines: numbers(conduct),
            harm_value: harm.value.clone(),
            harm_why: harm.why.clone(),
            harm_lines: numbers(harm),
            verdict: String::new(),
            reason: String::new(),
        }
    }

    /// Takes the judgement, or says what is missing.
    pub(super) fn parse(&self, shell: &Shell) -> Result<Parsed, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut words = |field, text: &str| {
            prose::parse(text, LONG).unwrap_or_else(|fault| {
                faults.push(fault.at(shell, field));
                String::new()
            })
        };
        let element = |value: String, why: String, lines: &[String]| Element {
            value,
            why,
            lines: lines.iter().filter_map(|line| line.parse().ok()).collect(),
        };
        let code = |known: Option<&'static str>| known.unwrap_or_default().to_owned();
        let demand = code(DemandValue::parse(&self.demand_value).ok().map(DemandValue::as_str));
        let conduct = code(ConductValue::parse(&self.conduct_value).ok().map(ConductValue::as_str));
        let harm = code(HarmValue::parse(&self.harm_value).ok().map(HarmValue::as_str));
        let elements = Elements {
            demand: element(demand, words("demand_why", &self.demand_why), &self.demand_lines),
            conduct: element(conduct, words("conduct_why", &self.conduct_why), &self.conduct_lines),
            harm: element(harm, words("harm_why", &self.harm_why), &self.harm_lines),
        };
        let reason = words("reason", &self.reason);
        let Ok(verdict) = self.verdict.parse::<Verdict>() else {
            let message = shell.t("cases-judge-no-verdict").to_owned();
            faults.push(FieldError { field: "verdict", message });
            return Err(faults);
        };
        if faults.is_empty()
            && let Err(missing) = check_judgement(verdict, &elements, &reason)
        {
            faults.extend(missing_parts(missing, verdict, &elements, shell));
        }
        if faults.is_empty() { Ok(Parsed { verdict, elements, reason }) } else { Err(faults) }
    }
}

/// One line for each thing that is missing, beside its own field.
fn missing_parts(
    missing: IncompleteJudgement,
    verdict: Verdict,
    elements: &Elements,
    shell: &Shell,
) -> Vec<FieldError> {
    let fault = |field, key| vec![FieldError { field, message: shell.t(key).to_owned() }];
    match missing {
        IncompleteJudgement::NoReason => fault("reason", "cases-judge-no-reason"),
        IncompleteJudgement::NoEvidence => fault("conduct_lines", "cases-judge-no-evidence"),
        IncompleteJudgement::ElementsDoNotCarry => fault("verdict", "cases-judge-not-carried"),
        IncompleteJudgement::BlankElement => blank_parts(verdict, elements, shell),
    }
}

fn blank_parts(verdict: Verdict, elements: &Elements, shell: &Shell) -> Vec<FieldError> {
    let three = [
        (&elements.demand, "demand_value", "demand_why", "cases-demand"),
        (&elements.conduct, "conduct_value", "conduct_why", "cases-conduct"),
        (&elements.harm, "harm_value", "harm_why", "cases-harm"),
    ];
    let mut faults = Vec::new();
    for (element, value, why, name) in three {
        let mut fault = |field, key| {
            faults.push(FieldError { field, message: shell.f(key, "element", shell.t(name)) });
        };
        if element.value.is_empty() {
            fault(value, "cases-judge-no-value");
        }
        if verdict == Verdict::Harassment && element.why.is_empty() {
            fault(why, "cases-judge-no-why");
        }
    }
    faults
}
