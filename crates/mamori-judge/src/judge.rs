//! The judge: the shared model, and readings of whole conversations.

use crate::conversation::{Body, Context, Conversation};
use crate::model::Model;
use crate::reading::{Reading, StaffReading};
use crate::rules::{Rules, RulesError};
use crate::signals::{Scan, Voice};
use crate::staff::Spoken;
use crate::state::{Point, Points};
use crate::talk::Talk;
use std::sync::{Arc, LazyLock};

/// The engine: immutable, shared between threads, cheap to clone.
#[derive(Clone, Debug)]
pub struct Judge {
    model: Arc<Model>,
}

impl Judge {
    /// The judge with the rules that a new organisation starts with.
    pub fn builtin() -> Self {
        static BUILTIN: LazyLock<Judge> = LazyLock::new(|| {
            Judge::with_rules(Rules::builtin()).expect("the built-in data is compiled by every test")
        });
        BUILTIN.clone()
    }

    /// A judge with an organisation's own rules.
    pub fn with_rules(rules: Rules) -> Result<Self, RulesError> {
        Ok(Self { model: Arc::new(Model::compile(rules)?) })
    }

    /// The rules in force.
    pub fn rules(&self) -> &Rules {
        &self.model.rules
    }

    /// Begins a talk that is read as it goes.
    pub fn conversation(&self, context: Context) -> Talk {
        Talk::new(Arc::clone(&self.model), context)
    }

    /// Reads a whole conversation or report.
    pub fn read(&self, conversation: &Conversation) -> Reading {
        self.hear(conversation).into_reading()
    }

    /// Reads a whole conversation or report and keeps the course of it: a reading for each turn, and our own side.
    pub fn hear(&self, conversation: &Conversation) -> Talk {
        let mut talk = self.conversation(conversation.context.clone());
        match &conversation.body {
            Body::Turns(turns) => {
                for turn in turns {
                    talk.hear(turn);
                }
            }
            Body::Report(report) => talk.hear_report(report),
        }
        talk
    }

    /// Reads a sentence or draft of our own side; `context` is what went before, where it is known.
    pub fn staff_line(&self, text: &str, context: Option<&str>) -> StaffReading {
        let mut scan = Scan::default();
        scan.read(text, Voice::FirstPerson, &self.model.staff_words, &self.model.staff_scopes);
        let mut spoken = Spoken::of(&scan, &self.model.manual);
        if let Some(before) = context {
            let mut points = Points::default();
            let line = Point::of(scan.normal.text());
            scan.normal.fold(before);
            points.made_again(Point::of(scan.normal.text()));
            if points.made_again(line) {
                spoken.say_again();
            }
        }
        spoken.reading(&self.model.manual)
    }
}
