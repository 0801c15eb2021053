//! The answers that a call brings along.

use bytes::Bytes;
use stream_expect::{LineSet, Part};

use stream_expect::{Pattern, PatternError};

/// What is answered in one call, before the questions that a
/// [`Cli`](crate::Cli) knows.
#[derive(Debug, Default)]
pub(super) struct Answers {
    rows: Vec<(LineSet, Bytes)>,
    /// What the next question for a password is answered by.
    pub(super) password: Option<Bytes>,
}

impl Answers {
    /// Answers a line in which `asked` matches by a line.
    pub(super) fn add(
        &mut self,
        asked: &Pattern,
        answer: &[u8],
    ) -> Result<(), PatternError> {
        let asked = LineSet::new(std::slice::from_ref(asked), Part::Any)?;
        self.rows.push((asked, Bytes::copy_from_slice(answer)));
        Ok(())
    }

    /// The answer to what a line asks.
    pub(super) fn find(&self, line: &[u8]) -> Option<Bytes> {
        let asked = self.rows.iter().find(|(asked, _)| asked.is_match(line));
        asked.map(|(_, answer)| answer.clone())
    }
}
