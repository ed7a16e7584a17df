//! The conversations that the product ships with its demonstration, with the labels of a careful reader.

/// The names of the ten conversations, in order.
pub const FIXTURES: [&str; 10] = ["k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9", "k10"];

/// One of the ten, as a line of the engine's input format with `gold`; `name` may be `k1` or `K1`.
pub fn fixture(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "k1" => include_str!("../../../content/fixtures/k1.jsonl"),
        "k2" => include_str!("../../../content/fixtures/k2.jsonl"),
        "k3" => include_str!("../../../content/fixtures/k3.jsonl"),
        "k4" => include_str!("../../../content/fixtures/k4.jsonl"),
        "k5" => include_str!("../../../content/fixtures/k5.jsonl"),
        "k6" => include_str!("../../../content/fixtures/k6.jsonl"),
        "k7" => include_str!("../../../content/fixtures/k7.jsonl"),
        "k8" => include_str!("../../../content/fixtures/k8.jsonl"),
        "k9" => include_str!("../../../content/fixtures/k9.jsonl"),
        "k10" => include_str!("../../../content/fixtures/k10.jsonl"),
        _ => return None,
    })
}

/// Seventy more labelled conversations, one a line.
pub fn talks() -> &'static str {
    include_str!("../../../content/fixtures/talks.jsonl")
}
