//! Signs by name and by number, and small sets of them.

/// What a word, a fact or a moment of the talk is a sign of; its number in [`Signs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Sign(u16);

impl Sign {
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The names of all signs, in the order in which they were first met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signs {
    names: Vec<String>,
}

impl Signs {
    /// The sign of that name, new if need be.
    pub(crate) fn intern(&mut self, name: &str) -> Sign {
        if let Some(sign) = self.named(name) {
            return sign;
        }
        assert!(self.names.len() < SignSet::CAPACITY, "more signs than a set can hold");
        self.names.push(name.to_owned());
        Sign(u16::try_from(self.names.len() - 1).unwrap_or(u16::MAX))
    }

    /// The sign of that name.
    pub(crate) fn named(&self, name: &str) -> Option<Sign> {
        let at = self.names.iter().position(|known| known == name)?;
        u16::try_from(at).ok().map(Sign)
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }
}

/// A set of signs, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SignSet([u64; 5]);

impl SignSet {
    pub(crate) const CAPACITY: usize = 320;

    pub(crate) fn insert(&mut self, sign: Sign) {
        self.0[sign.index() / 64] |= 1 << (sign.index() % 64);
    }

    pub(crate) fn contains(&self, sign: Sign) -> bool {
        self.0[sign.index() / 64] >> (sign.index() % 64) & 1 == 1
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a |= b;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0 == [0; 5]
    }
}

impl FromIterator<Sign> for SignSet {
    fn from_iter<I: IntoIterator<Item = Sign>>(signs: I) -> Self {
        let mut set = Self::default();
        for sign in signs {
            set.insert(sign);
        }
        set
    }
}
