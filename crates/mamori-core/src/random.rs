//! The only place that draws random numbers.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rand::Rng;
use sha2::{Digest, Sha256};

/// `N` random bytes from the operating system's generator.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may draw")]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// A secret of 256 bits for a link or a cookie, 43 characters that are safe in a URL.
pub fn token() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes::<32>())
}

/// What is stored of a token: its SHA-256, so that a stolen database opens no session.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A password that can be read out and typed on a phone: 12 characters without look-alikes, about 59 bits.
pub fn speakable() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let picks = bytes::<12>();
    let mut text = String::with_capacity(14);
    for (index, pick) in picks.iter().enumerate() {
        if index > 0 && index % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(*pick) % LETTERS.len()]));
    }
    text
}
