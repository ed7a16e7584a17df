//! The JSON Schema of inputs and answers; its lists of codes are those of the program.

use serde_json::{Value, json};

use crate::codes::{
    Action, Care, Channel, ConductValue, DemandKind, DemandValue, Fact, HarassmentType, HarmValue, Inflaming,
    Lang, ProblemCode, Speaker, StaffAct, Verdict,
};

macro_rules! one_of {
    ($code:ty) => {
        json!({ "type": "string", "enum": <$code>::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>() })
    };
}

/// The schema of one line of output; those of the inputs stand in `$defs` as `input` and `staff_input`.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mamori judge",
        "description": "One line of output. Fields may be added, never renamed.",
        "anyOf": [{ "$ref": "#/$defs/reading" }, { "$ref": "#/$defs/problem" }, { "$ref": "#/$defs/staff_reading" }],
        "$defs": {
            "input": input(),
            "turn": turn(),
            "staff_input": {
                "type": "object",
                "required": ["text"],
                "properties": { "id": id(), "text": text_or_null(), "context": text_or_null() }
            },
            "reading": reading(),
            "problem": {
                "type": "object",
                "required": ["id", "line", "error", "message"],
                "properties": {
                    "id": text_or_null(),
                    "line": { "type": "integer", "minimum": 1 },
                    "error": one_of!(ProblemCode),
                    "message": { "type": "string" }
                }
            },
            "staff_reading": {
                "type": "object",
                "required": ["id", "acts", "inflaming", "ok", "rewrite", "why"],
                "properties": {
                    "id": { "type": "string" },
                    "acts": list(one_of!(StaffAct)),
                    "inflaming": list(one_of!(Inflaming)),
                    "ok": { "type": "boolean" },
                    "rewrite": text_or_null(),
                    "why": { "type": "string" }
                }
            }
        }
    })
}

fn input() -> Value {
    json!({
        "type": "object",
        "description": "One line of input: turns or report. null means absent, unknown fields are ignored.",
        "anyOf": [{ "required": ["turns"] }, { "required": ["report"] }],
        "properties": {
            "id": id(),
            "channel": or_null(one_of!(Channel)),
            "industry": {
                "type": ["string", "null"],
                "description": "Another word than those of the interface is read as other."
            },
            "lang": or_null(one_of!(Lang)),
            "turns": { "type": ["array", "null"], "items": { "$ref": "#/$defs/turn" } },
            "report": text_or_null(),
            "history": {
                "type": ["object", "null"],
                "properties": {
                    "contacts_7d": { "type": ["number", "null"] },
                    "contacts_30d": { "type": ["number", "null"] },
                    "same_point": { "type": ["number", "null"] }
                }
            },
            "care": { "type": ["array", "null"], "items": one_of!(Care) },
            "minutes": { "type": ["number", "null"] }
        }
    })
}

fn turn() -> Value {
    json!({
        "type": "object",
        "required": ["speaker"],
        "properties": {
            "speaker": one_of!(Speaker),
            "text": text_or_null(),
            "at_s": { "type": ["number", "null"] },
            "facts": { "type": ["array", "null"], "items": one_of!(Fact) },
            "asr": {
                "type": ["object", "null"],
                "properties": {
                    "confidence": { "type": ["number", "null"] },
                    "no_speech": { "type": ["boolean", "null"] }
                }
            }
        }
    })
}

fn reading() -> Value {
    let severity = || json!({ "type": "integer", "minimum": 0, "maximum": 4 });
    let part = || json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let place = || json!({ "type": "integer", "minimum": 0 });
    let place_or_null = || json!({ "type": ["integer", "null"], "minimum": 0 });
    let text = || json!({ "type": "string" });
    let mut demand = element(one_of!(DemandValue), &["value", "kinds", "why", "evidence"]);
    demand["properties"]["kinds"] = list(one_of!(DemandKind));
    json!({
        "type": "object",
        "required": [
            "id", "verdict", "severity", "confidence", "demand", "conduct", "harm", "types", "first_trigger_turn",
            "forecast", "evidence", "care_check", "asks", "staff"
        ],
        "properties": {
            "id": text(),
            "verdict": one_of!(Verdict),
            "severity": severity(),
            "confidence": part(),
            "demand": demand,
            "conduct": element(one_of!(ConductValue), &["value", "why", "evidence"]),
            "harm": element(one_of!(HarmValue), &["value", "why", "evidence"]),
            "types": list(one_of!(HarassmentType)),
            "first_trigger_turn": place_or_null(),
            "forecast": part(),
            "evidence": list(object(&[
                ("turn", place_or_null()), ("start", place()), ("end", place()), ("text", text()),
                ("type", or_null(one_of!(HarassmentType))), ("rule", text()), ("why", text()),
            ])),
            "care_check": { "type": "boolean" },
            "asks": list(object(&[("rule", text()), ("do", one_of!(Action)), ("why", text())])),
            "doubtful": list(place()),
            "staff": list(object(&[
                ("turn", place()), ("acts", list(one_of!(StaffAct))), ("inflaming", list(one_of!(Inflaming))),
                ("ok", json!({ "type": "boolean" })),
            ])),
            "readings": list(object(&[
                ("turn", place()), ("verdict", one_of!(Verdict)), ("severity", severity()), ("forecast", part()),
            ]))
        }
    })
}

fn element(value: impl Into<Value>, required: &[&str]) -> Value {
    let evidence = list(json!({ "type": "integer", "minimum": 0 }));
    let properties = json!({ "value": value.into(), "why": { "type": "string" }, "evidence": evidence });
    json!({ "type": "object", "required": required, "properties": properties })
}

/// An object whose fields are all there.
fn object(fields: &[(&str, Value)]) -> Value {
    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    let properties: serde_json::Map<_, _> =
        fields.iter().map(|(name, field)| ((*name).to_owned(), field.clone())).collect();
    json!({ "type": "object", "required": names, "properties": properties })
}

fn list(items: impl Into<Value>) -> Value {
    json!({ "type": "array", "items": items.into() })
}

fn or_null(value: impl Into<Value>) -> Value {
    json!({ "anyOf": [value.into(), { "type": "null" }] })
}

fn id() -> Value {
    json!({ "type": ["string", "number", "null"] })
}

fn text_or_null() -> Value {
    json!({ "type": ["string", "null"] })
}
