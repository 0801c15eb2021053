//! What is known of command lines before anybody says anything: prompts,
//! pagers, questions, refusals and errors, as data.
//!
//! Each row is a regular expression of the crate `regex`, over octets, with
//! ASCII classes, and says where such a line was seen. It is compared with a
//! line **as a terminal shows it**: no CR, no escape sequences, no line end.
//! Each table says what part of the line a row has to match. Blanks at the
//! end of a line are for the caller: it adds ` *` to a row, no row has it.
//!
//! A question and a prompt can look alike, so the tables are compared in
//! this order, and the first that matches counts:
//!
//! 1. [`questions::NEVER`]: neither question nor prompt;
//! 2. [`pagers::PAGERS`], [`questions::CALLER`], [`questions::KEYS`];
//! 3. [`questions::PASSWORD`], [`questions::USER`];
//! 4. [`prompts::NEVER`]: no prompt; then [`prompts::PROMPTS`] and, as long as
//!    no prompt has been learned, [`prompts::LONE`].

pub(super) mod errors;
pub(super) mod pagers;
pub(super) mod platforms;
pub(super) mod prompts;
pub(super) mod questions;
pub(super) mod refusals;
#[cfg(test)]
mod tests;

/// A line that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// What it looks like.
    pub(super) regex: &'static str,
    /// Where such a line was seen.
    #[cfg_attr(not(test), expect(dead_code, reason = "for its reader"))]
    pub(super) source: &'static str,
}

/// What answers a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A key, without a line end.
    Key(&'static str),
    /// A line.
    Line(&'static str),
    /// Nobody but the user of the library knows: it is handed out.
    Caller,
}

/// A question that is known: it reaches the end of the line, and a silence
/// follows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    /// What it looks like.
    pub(super) regex: &'static str,
    /// What answers it.
    pub(super) answer: Answer,
    /// Where it was seen.
    #[cfg_attr(not(test), expect(dead_code, reason = "for its reader"))]
    pub(super) source: &'static str,
}

/// What a pager asks between two pages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pager {
    /// What it looks like, up to the end of the line.
    pub(super) regex: &'static str,
    /// The key that goes on to the next page or, at the end, leaves the pager.
    pub(super) key: &'static str,
    /// Whether it has to be the whole line. If not, text of the output may
    /// stand in front of it.
    pub(super) alone: bool,
    /// Where it was seen.
    #[cfg_attr(not(test), expect(dead_code, reason = "for its reader"))]
    pub(super) source: &'static str,
}

/// A platform, for who says what host it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Platform {
    /// Its names: netmiko's `device_type` without `_telnet` first, then those
    /// of scrapli, oxidized and others.
    pub(super) names: &'static [&'static str],
    /// What it alone shows as a prompt, beside [`prompts::PROMPTS`]: whole
    /// lines, and none of `prompts::NEVER` is asked.
    pub(super) prompts: &'static [&'static str],
    /// Commands after which there are no pages, in this order.
    pub(super) pager_off: &'static [&'static str],
    /// The command that asks for more rights, if there is one.
    pub(super) enable: Option<&'static str>,
    /// The command that begins to configure.
    pub(super) configure: Option<&'static str>,
    /// The command that leaves the configuration, from any depth.
    pub(super) leave: Option<&'static str>,
    /// What its pagers ask, beside [`pagers::PAGERS`].
    pub(super) pagers: &'static [Pager],
    /// What it asks, beside the tables of [`questions`].
    pub(super) questions: &'static [Question],
    /// How it refuses a command, beside [`errors::ERRORS`].
    pub(super) errors: &'static [&'static str],
    /// Where this is from.
    #[cfg_attr(not(test), expect(dead_code, reason = "for its reader"))]
    pub(super) source: &'static str,
}

const fn known(regex: &'static str, source: &'static str) -> Known {
    Known { regex, source }
}

const fn question(
    regex: &'static str,
    answer: Answer,
    source: &'static str,
) -> Question {
    Question { regex, answer, source }
}
