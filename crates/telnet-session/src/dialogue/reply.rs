//! What a command has put out.

use bytes::Bytes;

use super::cli::Cli;

/// What a command has put out.
///
/// A part is empty where there was nothing of it. Texts are as a terminal
/// shows them in the end, one that is wide enough: without what was written
/// over or erased, without escape sequences, lines ended by LF. Octets that
/// are no UTF-8 stay as they came.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Reply {
    /// The output: without the echo of the command, without the prompt, and
    /// without the questions of a pager. A last line that the host did not
    /// end has no LF.
    pub text: Bytes,
    /// The prompt that ended it, with its blank; a prompt of two lines with
    /// LF between them.
    pub prompt: Bytes,
    /// What had come before the command could be read: log lines at the
    /// prompt, the end of another reply.
    pub before: Bytes,
    /// The line as it came back, with the prompt before it.
    pub echo: Bytes,
    /// The line by which the host refused the command, as
    /// `% Invalid input detected at '^' marker.`
    pub refused: Option<Bytes>,
    /// All that came since the command was sent, as it came; empty where it
    /// was handed on meanwhile.
    pub raw: Bytes,
}

/// So many lines of the output may say that the command was refused.
const FIRST: usize = 8;

/// They are within so many octets.
const HEAD: usize = 8 << 10;

/// So many octets of such a line are looked at.
const LONGEST: usize = 256;

impl Reply {
    /// The line by which the host refused the command; `head` was handed on.
    pub(super) fn refusal(&self, head: &[u8], cli: &Cli) -> Option<Bytes> {
        let head_of_text = self.text.get(..HEAD).unwrap_or(&self.text);
        let lines = [head, head_of_text].into_iter();
        let lines = lines.flat_map(|it| it.split(|it| *it == b'\n'));
        let mut lines = lines.filter(|it| !it.trim_ascii().is_empty());
        let is_error =
            |it: &&[u8]| cli.is_error(it.get(..LONGEST).unwrap_or(it));
        let mut errors = lines.by_ref().take(FIRST).filter(is_error);
        let first = errors.next()?;
        // The mark below the fault says less than the words behind it.
        let is_mark = first.trim_ascii() == b"^";
        let line = if is_mark { errors.next().unwrap_or(first) } else { first };
        Some(Bytes::copy_from_slice(line))
    }

    /// The last line of the prompt.
    pub(super) fn last_line(&self) -> &[u8] {
        let mut lines = self.prompt.rsplit(|it| *it == b'\n');
        lines.next().unwrap_or_default()
    }
}

/// Whether what is to be sent is one line at most.
pub(super) fn is_line(text: &[u8]) -> bool {
    !text.iter().any(|it| matches!(it, b'\r' | b'\n'))
}
