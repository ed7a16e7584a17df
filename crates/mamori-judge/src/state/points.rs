//! Repetition: whether a turn presses a point that the customer has made before. Bounded, whatever the talk's length.

/// Turns that are remembered.
const REMEMBERED: usize = 12;
/// Pairs of characters below which a turn is too short to be a point (「はい」「もしもし」).
const SHORTEST: u32 = 7;

/// The pairs of neighbouring characters of a text, hashed into 512 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Point {
    bits: [u64; 8],
    count: u32,
}

impl Point {
    /// The point of a folded text.
    pub(crate) fn of(folded: &str) -> Self {
        let mut point = Self::default();
        let mut before = None;
        for c in folded.chars().filter(|c| c.is_alphanumeric()).take(400) {
            if let Some(before) = before {
                let hash = (u32::from(before).wrapping_mul(0x9E37_79B1) ^ u32::from(c))
                    .wrapping_mul(0x85EB_CA6B)
                    >> 23;
                point.bits[(hash / 64) as usize] |= 1 << (hash % 64);
            }
            before = Some(c);
        }
        point.count = point.bits.iter().map(|word| word.count_ones()).sum();
        point
    }

    /// Whether two texts say nearly the same: at least half of the shorter one's pairs are shared.
    fn repeats(&self, earlier: &Self) -> bool {
        let shared: u32 = self.bits.iter().zip(&earlier.bits).map(|(a, b)| (a & b).count_ones()).sum();
        let shorter = self.count.min(earlier.count);
        shorter >= SHORTEST && shared * 100 >= shorter * 60 && shared * 3 >= self.count.max(earlier.count)
    }
}

/// The last points of the customer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Points {
    ring: [Point; REMEMBERED],
    next: usize,
}

impl Points {
    /// Remembers a point and says whether it was made before.
    pub(crate) fn made_again(&mut self, point: Point) -> bool {
        if point.count < SHORTEST {
            return false;
        }
        let again = self.ring.iter().any(|earlier| point.repeats(earlier));
        self.ring[self.next] = point;
        self.next = (self.next + 1) % REMEMBERED;
        again
    }
}

#[cfg(test)]
mod tests {
    use super::{Point, Points};

    #[test]
    fn the_same_demand_in_nearly_the_same_words_is_a_repetition() {
        let mut points = Points::default();
        assert!(!points.made_again(Point::of("新品を無料で一台と五万円を出してください")));
        assert!(!points.made_again(Point::of("わかりました")));
        assert!(points.made_again(Point::of("だから、新品を無料で一台と五万円を出してください")));
        assert!(!points.made_again(Point::of("明日の午前中に届けてもらえますか")));
    }
}
