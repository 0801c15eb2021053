//! What the others do.

/// What all peers of a crowd do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// There is none.
    Nobody,
    /// They say nothing.
    Silent,
    /// They say an octet in ten seconds.
    Slow,
    /// They send as much as they can: lines, whose answers they read; lines, whose
    /// answers they do not read; commands. Who is sent away comes again.
    Floods,
    /// They come again as soon as they are turned away.
    Insists,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] =
        [Self::Nobody, Self::Silent, Self::Slow, Self::Floods, Self::Insists];

    pub(crate) fn of(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|it| it.name() == name).expect("no such kind")
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nobody => "others",
            Self::Silent => "silent",
            Self::Slow => "slow",
            Self::Floods => "floods",
            Self::Insists => "turned away",
        }
    }

    /// Its name in a call.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Insists => "turned",
            _ => self.name(),
        }
    }

    /// Whether one that is closed comes again.
    pub(crate) const fn comes_again(self) -> bool {
        matches!(self, Self::Floods | Self::Insists)
    }
}
