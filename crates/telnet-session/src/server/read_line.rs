//! Asking a user for a line.

use std::io;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::editor::{Entry, Face, Task};
use crate::error::ClosedError;
use crate::session::Session;
use crate::wait::{Patience, Timeouts, Wait};

/// Asks a user for a line: sends a prompt, echoes what is typed, and ends with
/// the [`Entry`].
///
/// The user edits it by the keys of a Unix terminal, and by the cursor keys:
///
/// | key | what it does |
/// |---|---|
/// | Backspace, Delete (8 and 127), `^W`, `^U` | erases a character, a word, the line |
/// | Left, Right, `^B`, `^F`, Home, End, `^A`, `^E` | moves in the line |
/// | the key Delete, `^D`, `^K` | erases at the cursor, and all behind it |
/// | Up, Down, `^P`, `^N` | fetches lines that were entered before |
/// | `^R`, `^L` | shows the line again, on a clear screen |
/// | `^C`, `^\`, `^Z`, `^D` in an empty line | ends it as [`Entry`] says |
///
/// The commands IP, BRK, ABORT, SUSP, EOF, EC and EL do what their keys do, from
/// the first line on that was asked for; behind the answer to AYT, and behind AO,
/// the line is shown again.
///
/// Where the client has not agreed to ECHO of this end, or edits lines by
/// LINEMODE, it sends whole lines, and nothing is echoed: ECHO is given up while
/// LINEMODE has EDIT (RFC 1184, section 2.2), and asked for while a secret is
/// typed (RFC 857). The prompt ends as
/// [`send_prompt`](Session::send_prompt) has it.
///
/// A line has at most [`Config::max_line`](crate::Config::max_line) octets: what
/// is more is answered by a bell. One that is longer and was edited by the client
/// is dropped, and asked for again. The width of the window is known where
/// [`Config::ask_peer`](crate::Config::ask_peer) is on; else it is taken for 80.
///
/// What is typed ahead stays unread. What was typed of a line stays, too, when
/// the wait is dropped, or ends for want of time: the next one goes on with it.
///
/// ```
/// use std::task::Poll;
/// use std::time::{Duration, Instant};
/// use telnet_session::server::{Entry, ReadLine};
/// use telnet_session::{Config, Session, Wait};
/// let mut session = Session::new(Config::server());
/// let mut line = ReadLine::new("name: ", Duration::from_secs(60));
/// assert!(line.poll(&mut session, Instant::now()).is_pending());
/// session.receive(b"\xFF\xFD\x01ada lovelavce\x7F\x7F\x7Fce\r\0");
/// let Poll::Ready(Ok(Entry::Line(name))) =
///     line.poll(&mut session, Instant::now())
/// else {
///     panic!()
/// };
/// assert_eq!(name, "ada lovelace");
/// ```
///
/// Its errors are `UnexpectedEof` where the stream ends before, `TimedOut` where
/// the time is over, and `QuotaExceeded` where
/// [`Config::max_output`](crate::Config::max_output) has no room for the prompt.
#[derive(Clone, Debug)]
pub struct ReadLine {
    task: Task,
    filled: Option<Bytes>,
    has_begun: bool,
    /// Until when a secret is not asked for.
    held: Option<Instant>,
    patience: Patience,
}

/// For so long a secret is not asked for where the client has not answered
/// `WONT ECHO`: before, ECHO cannot be asked for (RFC 1143), and it would show the
/// secret. Some clients never answer.
const HELD: Duration = Duration::from_secs(1);

impl ReadLine {
    /// Asks for a line that the user may see, and that the history keeps: up to
    /// [`Config::max_history`](crate::Config::max_history) of them. The prompt may
    /// have escape sequences in it, and lines before its own.
    #[must_use]
    pub fn new(
        prompt: impl AsRef<[u8]>,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        Self::of(prompt.as_ref(), Face::Open, timeouts.into())
    }

    /// Asks for a secret: nothing of it is echoed, kept in the history, or shown
    /// by a trace or a transcript of this end.
    #[must_use]
    pub fn secret(
        prompt: impl AsRef<[u8]>,
        timeouts: impl Into<Timeouts>,
    ) -> Self {
        Self::of(prompt.as_ref(), Face::Hidden, timeouts.into())
    }

    fn of(prompt: &[u8], face: Face, timeouts: Timeouts) -> Self {
        let task = Task::new(prompt, face);
        let patience = Patience::new(timeouts);
        Self { task, filled: None, has_begun: false, held: None, patience }
    }

    /// Of a secret: echoes this sign, one column wide, for each character, as
    /// `*`. It tells how long the secret is.
    #[must_use]
    pub const fn masked_by(mut self, sign: u8) -> Self {
        if sign >= b' ' && sign < 0x7F {
            self.task.mask(sign);
        }
        self
    }

    /// Leaves the history alone: what is asked for is no command, but a name.
    #[must_use]
    pub const fn without_history(mut self) -> Self {
        self.task.leave_history();
        self
    }

    /// Ends at these keys, too, as `?` or Tab (9): see [`Entry::Key`]. They must
    /// be ASCII and have no function of their own.
    #[must_use]
    pub fn stop_at(mut self, keys: impl AsRef<[u8]>) -> Self {
        self.task.stop_at(keys.as_ref());
        self
    }

    /// Puts a text into the line, in the place of what was typed of it before. The
    /// user may edit it.
    #[must_use]
    pub fn filled(mut self, text: impl AsRef<[u8]>) -> Self {
        self.filled = Some(Bytes::copy_from_slice(text.as_ref()));
        self
    }

    /// Whether it is too early to ask.
    fn is_held(&mut self, session: &Session, now: Instant) -> bool {
        if self.has_begun || !self.task.is_secret() || !session.gives_up_echo()
        {
            self.held = None;
            return false;
        }
        let until = self.held.or_else(|| now.checked_add(HELD));
        self.held = until;
        until.is_some_and(|until| now < until) && !session.is_eof()
    }

    fn step(&mut self, session: &mut Session) -> io::Result<Option<Entry>> {
        let worked = self.work(session);
        match worked {
            // What is queued goes out first, and makes room.
            Err(_) if session.wants_write() => Ok(None),
            Err(error) => Err(error.into()),
            Ok(entry) => Ok(entry),
        }
    }

    fn work(
        &mut self,
        session: &mut Session,
    ) -> Result<Option<Entry>, crate::error::OutputFullError> {
        if !self.has_begun || session.is_line_aside() {
            session.begin_line(&self.task, self.filled.as_deref())?;
            self.has_begun = true;
            self.filled = None;
        }
        session.edit_line()
    }
}

impl Wait for ReadLine {
    type Output = io::Result<Entry>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.patience.poll(session, now);
        let is_held = self.is_held(session, now);
        let step = if is_held { Ok(None) } else { self.step(session) };
        match step {
            Ok(Some(entry)) => return Poll::Ready(Ok(entry)),
            Ok(None) => {}
            Err(error) => return Poll::Ready(Err(error)),
        }
        if session.is_eof() {
            return Poll::Ready(Err(ClosedError.into()));
        }
        self.patience.waiting(session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        let ends = [self.held, self.patience.deadline()];
        ends.into_iter().flatten().min()
    }
}
