//! The care house: health data in a database of its own, encrypted by column. Nobody else opens it.

/// The only door to the care house.
#[derive(Clone, Debug)]
pub struct Care;
