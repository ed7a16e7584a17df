//! Encryption of single values: ChaCha20-Poly1305 with a fresh nonce a value, bound to the value's place.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use mamori_core::access::Myself;
use mamori_core::{FollowUpId, OrgId, UserId, random};

use crate::{Error, Result};

/// Bytes of the nonce before each value. At random 96 bits a key serves 2^32 values (NIST SP 800-38D), far beyond what people tell.
const NONCE: usize = 12;
/// What the check value hides.
const CHECK: &[u8] = b"mamori care";

/// The place of a value; the same bytes anywhere else do not open.
pub(crate) struct Place(String);

impl Place {
    /// A value in the row of one follow-up.
    pub(crate) fn of_follow_up(column: &str, org: OrgId, user: UserId, follow_up: FollowUpId) -> Self {
        Self(format!("{column}|{org}|{user}|{follow_up}"))
    }

    /// A value in the one row of a person.
    pub(crate) fn of_person(column: &str, me: Myself) -> Self {
        Self(format!("{column}|{}|{}|", me.org(), me.user()))
    }

    fn of_check() -> Self {
        Self("care_key|check_value|||".into())
    }
}

/// Seals and opens values with the one key.
pub(crate) struct Seal(ChaCha20Poly1305);

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal(***)")
    }
}

impl Seal {
    pub(crate) fn new(key: [u8; crate::key::LENGTH]) -> Self {
        Self(ChaCha20Poly1305::new(&Key::from(key)))
    }

    /// Nonce, encrypted value and tag.
    pub(crate) fn seal(&self, place: &Place, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce = random::bytes::<NONCE>();
        let payload = Payload { msg: plain, aad: place.0.as_bytes() };
        let sealed = self.0.encrypt(&Nonce::from(nonce), payload).map_err(|_| Error::Seal)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// The value, if it was sealed with this key for this place and nobody changed it.
    pub(crate) fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(Error::Tampered)?;
        let payload = Payload { msg: sealed, aad: place.0.as_bytes() };
        self.0.decrypt(&Nonce::from(*nonce), payload).map_err(|_| Error::Tampered)
    }

    /// A value that only this key opens.
    pub(crate) fn check_value(&self) -> Result<Vec<u8>> {
        self.seal(&Place::of_check(), CHECK)
    }

    /// Refuses a check value of another key.
    pub(crate) fn prove(&self, check_value: &[u8]) -> Result<()> {
        let plain = self.open(&Place::of_check(), check_value)?;
        if plain == CHECK { Ok(()) } else { Err(Error::OtherKey) }
    }
}
