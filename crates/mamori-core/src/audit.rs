//! The audit log as a hash chain that anybody can verify with no server.
//!
//! Each entry holds the SHA-256 of the entry before it, so that nothing can be changed, left out or put in
//! between without the chain breaking from there on. An export is JSON Lines, one [`Entry`] a line.

use std::io::BufRead;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{OrgId, UnixMs, UserId};

/// One thing that somebody did or read. It carries ids and codes, never personal text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The organisation whose chain this is.
    pub org: OrgId,
    /// 1 for the first entry, then without a gap.
    pub seq: i64,
    /// When.
    pub at: UnixMs,
    /// Who; absent when the program itself acted (a timer).
    pub actor: Option<UserId>,
    /// What, as `subject.verb`: `case.read`.
    pub action: String,
    /// The id of what it was done to, empty when there is none.
    pub subject: String,
    /// Codes that tell more, without personal text.
    pub detail: String,
    /// Hex SHA-256 of the entry before, 64 zeros for the first.
    pub previous: String,
    /// Hex SHA-256 of this entry's other fields.
    pub hash: String,
}

/// The `previous` of a chain's first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Entry {
    /// The hash that the fields give. Lengths stand before texts, so that no two entries share one input.
    pub fn computed_hash(&self) -> String {
        let mut hasher = Sha256::new();
        let actor = self.actor.map(|actor| actor.to_string()).unwrap_or_default();
        let (org, seq, at) = (self.org.to_string(), self.seq.to_string(), self.at.0.to_string());
        let fields = [&org, &seq, &at, &actor, &self.action, &self.subject, &self.detail, &self.previous];
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// Where a chain is broken, in words for the person who checks it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Entries are missing or out of order.
    #[error("Entry {found} stands where entry {expected} should be.")]
    Gap {
        /// The number that should be here.
        expected: i64,
        /// The number that is.
        found: i64,
    },
    /// The entry does not name its predecessor's hash.
    #[error("Entry {0} does not follow from the one before it.")]
    Link(i64),
    /// The entry's own fields were changed.
    #[error("Entry {0} was changed after it was written.")]
    Changed(i64),
    /// An entry of another organisation.
    #[error("Entry {0} belongs to another organisation.")]
    Foreign(i64),
}

/// Checks entries one after another.
#[derive(Debug, Default)]
pub struct Verifier {
    last: Option<(OrgId, i64, String)>,
}

impl Verifier {
    /// Takes the next entry; the first one may be any, so that a part of a chain can be checked.
    pub fn check(&mut self, entry: &Entry) -> Result<(), Broken> {
        if let Some((org, seq, hash)) = &self.last {
            if entry.org != *org {
                return Err(Broken::Foreign(entry.seq));
            }
            if entry.seq != seq + 1 {
                return Err(Broken::Gap { expected: seq + 1, found: entry.seq });
            }
            if entry.previous != *hash {
                return Err(Broken::Link(entry.seq));
            }
        } else if entry.seq == 1 && entry.previous != GENESIS {
            return Err(Broken::Link(entry.seq));
        }
        if entry.computed_hash() != entry.hash {
            return Err(Broken::Changed(entry.seq));
        }
        self.last = Some((entry.org, entry.seq, entry.hash.clone()));
        Ok(())
    }

    fn into_head(self) -> Option<(i64, String)> {
        self.last.map(|(_, seq, hash)| (seq, hash))
    }

    /// How far the chain was followed: the last entry's number and hash.
    pub fn head(&self) -> Option<(i64, &str)> {
        self.last.as_ref().map(|(_, seq, hash)| (*seq, hash.as_str()))
    }
}

/// Why an exported log does not hold, with the line.
#[derive(Debug, thiserror::Error)]
#[error("{line} 行目 (line {line}): {why}")]
pub struct BadLine {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: BadEntry,
}

/// What can be wrong with a line of an exported log.
#[derive(Debug, thiserror::Error)]
pub enum BadEntry {
    /// The line could not be read.
    #[error(transparent)]
    Read(#[from] std::io::Error),
    /// The line is not an entry.
    #[error(transparent)]
    NotAnEntry(#[from] serde_json::Error),
    /// The chain is broken here.
    #[error(transparent)]
    Broken(#[from] Broken),
}

/// Follows every chain in an export, one organisation after another. Gives each chain's last number and hash.
pub fn verify(export: impl BufRead) -> Result<Vec<(i64, String)>, BadLine> {
    let mut heads = Vec::new();
    let mut verifier = Verifier::default();
    let mut org = None;
    for (line, text) in (1..).zip(export.lines()) {
        let bad = |why: BadEntry| BadLine { line, why };
        let entry: Entry = serde_json::from_str(&text.map_err(|error| bad(error.into()))?)
            .map_err(|error| bad(error.into()))?;
        if org != Some(entry.org) {
            heads.extend(std::mem::take(&mut verifier).into_head());
            org = Some(entry.org);
        }
        verifier.check(&entry).map_err(|error| bad(error.into()))?;
    }
    heads.extend(verifier.into_head());
    Ok(heads)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Vec<Entry> {
        let mut previous = GENESIS.to_owned();
        (1..=3)
            .map(|seq| {
                let mut entry = Entry {
                    org: OrgId::NIL,
                    seq,
                    at: UnixMs(seq * 10),
                    actor: None,
                    action: "case.read".into(),
                    subject: "x".into(),
                    detail: String::new(),
                    previous: previous.clone(),
                    hash: String::new(),
                };
                entry.hash = entry.computed_hash();
                previous.clone_from(&entry.hash);
                entry
            })
            .collect()
    }

    fn verify(entries: &[Entry]) -> Result<(), Broken> {
        let mut verifier = Verifier::default();
        entries.iter().try_for_each(|entry| verifier.check(entry))
    }

    #[test]
    fn an_untouched_chain_holds_and_every_tampering_shows() {
        assert_eq!(verify(&chain()), Ok(()));
        let mut changed = chain();
        changed[1].detail = "nothing to see".into();
        assert_eq!(verify(&changed), Err(Broken::Changed(2)));
        let mut cut = chain();
        cut.remove(1);
        assert_eq!(verify(&cut), Err(Broken::Gap { expected: 2, found: 3 }));
        let mut rewritten = chain();
        rewritten[1].detail = "nothing to see".into();
        rewritten[1].hash = rewritten[1].computed_hash();
        assert_eq!(verify(&rewritten), Err(Broken::Link(3)));
    }
}
