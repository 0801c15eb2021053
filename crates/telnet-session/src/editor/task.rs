//! What a user is asked for.

use bytes::Bytes;

/// How what is typed is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Face {
    /// As it is.
    #[default]
    Open,
    /// One sign for each character: it is a secret.
    Masked(u8),
    /// Not at all: it is a secret.
    Hidden,
}

/// What a user is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Task {
    prompt: Bytes,
    face: Face,
    /// The keys that end it besides Enter.
    stops: Bytes,
    /// Whether lines are kept in the history, and fetched from there.
    has_history: bool,
}

impl Task {
    /// No key but Enter ends it; a line that is shown as it is has a history.
    pub(crate) fn new(prompt: &[u8], face: Face) -> Self {
        Self {
            prompt: Bytes::copy_from_slice(prompt),
            face,
            stops: Bytes::new(),
            has_history: face == Face::Open,
        }
    }

    /// Shows a sign for each character of a secret.
    pub(crate) const fn mask(&mut self, sign: u8) {
        if self.is_secret() {
            self.face = Face::Masked(sign);
        }
    }

    pub(crate) fn stop_at(&mut self, keys: &[u8]) {
        self.stops = Bytes::copy_from_slice(keys);
    }

    pub(crate) const fn leave_history(&mut self) {
        self.has_history = false;
    }

    pub(crate) const fn prompt(&self) -> &Bytes {
        &self.prompt
    }

    pub(crate) const fn face(&self) -> Face {
        self.face
    }

    /// Whether what is typed must not show.
    pub(crate) const fn is_secret(&self) -> bool {
        !matches!(self.face, Face::Open)
    }

    /// Whether a key ends it.
    pub(crate) fn stops(&self, key: u8) -> bool {
        self.stops.contains(&key)
    }

    /// Whether its lines are kept, and earlier ones fetched.
    pub(crate) const fn has_history(&self) -> bool {
        self.has_history && !self.is_secret()
    }
}
