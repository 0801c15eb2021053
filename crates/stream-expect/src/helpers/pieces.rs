//! Text from a stream of futures.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::helpers::buffer::Buffer;
use crate::helpers::matched::Match;
use crate::helpers::miss;
use crate::search::found::{End, Step};
use crate::set::PatternSet;

/// A stream of futures whose items are pieces of text, and what has come of it
/// and was not taken.
///
/// ```
/// # use std::pin::Pin;
/// # use std::task::{Context, Poll};
/// # struct Lines(Vec<&'static str>);
/// # impl futures_core::Stream for Lines {
/// #     type Item = std::io::Result<&'static str>;
/// #     fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>)
/// #         -> Poll<Option<Self::Item>> { Poll::Ready(self.0.pop().map(Ok)) }
/// # }
/// use stream_expect::{PatternSet, Pieces};
/// # async fn show(socket: Lines) -> Result<(), Box<dyn std::error::Error>> {
/// let set = PatternSet::new(["ready", r"(?m)^error (\d+)\n"])?;
/// let mut pieces = Pieces::new(socket);
/// let found = pieces.expect(&set).await?;
/// println!("number {} behind {:?}", found.index(), found.before());
/// # Ok(())
/// # }
/// ```
///
/// It has no clock. Who takes a silence for an end lets a timer of the runtime
/// run beside [`expect`](Self::expect), which can be dropped at any time, and
/// then calls [`at_end`](Self::at_end).
pub struct Pieces<S> {
    stream: S,
    buffer: Buffer,
}

impl<S, B, E> Pieces<S>
where
    S: Stream<Item = Result<B, E>> + Unpin,
    B: AsRef<[u8]>,
    E: Into<io::Error>,
{
    /// Keeps 8 MiB of text that was not taken, and what the last piece has
    /// more.
    #[must_use]
    pub const fn new(stream: S) -> Self {
        Self::with_buffer(stream, Buffer::new())
    }

    /// Keeps text in a buffer that may hold some already.
    #[must_use]
    pub const fn with_buffer(stream: S, buffer: Buffer) -> Self {
        Self { stream, buffer }
    }

    /// Waits until a pattern matches, and takes the text through the end of the
    /// match. It can be dropped before it is done: nothing is lost, and the
    /// next call for the same set goes on.
    ///
    /// # Errors
    /// `UnexpectedEof` at the end of the stream; `QuotaExceeded` if the buffer
    /// is full; those of the stream. Nothing is taken then.
    pub async fn expect(&mut self, set: &PatternSet) -> io::Result<Match> {
        poll_fn(|context| self.poll_expect(context, set)).await
    }

    /// Does what [`expect`](Self::expect) does, for who polls by hand.
    ///
    /// # Errors
    /// As [`expect`](Self::expect).
    pub fn poll_expect(
        &mut self,
        context: &mut Context<'_>,
        set: &PatternSet,
    ) -> Poll<io::Result<Match>> {
        loop {
            match self.buffer.find(set) {
                Step::Found(found) => {
                    return Poll::Ready(Ok(self.buffer.take(set, &found)));
                }
                Step::More => {
                    // Other tasks have their turn first.
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Step::Pending { .. } => {}
            }
            let unread = self.buffer.unread();
            if self.buffer.is_finished() {
                return Poll::Ready(Err(miss::ended(set, unread)));
            }
            if self.buffer.room() == 0 {
                return Poll::Ready(Err(miss::full(set, unread)));
            }
            match ready!(Pin::new(&mut self.stream).poll_next(context)) {
                Some(Ok(piece)) => self.buffer.feed(piece.as_ref()),
                Some(Err(error)) => return Poll::Ready(Err(error.into())),
                None => self.buffer.finish(),
            }
        }
    }

    /// Takes what matches if no more comes for now; `None` if nothing does.
    #[must_use]
    pub fn at_end(&mut self, set: &PatternSet, end: End) -> Option<Match> {
        match self.buffer.find_all_at(set, end) {
            Step::Found(found) => Some(self.buffer.take(set, &found)),
            Step::Pending { .. } | Step::More => None,
        }
    }

    /// What has come and was not taken.
    #[must_use]
    pub const fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// What has come and was not taken: to take it, or to say that the sender
    /// has marked an end.
    pub const fn buffer_mut(&mut self) -> &mut Buffer {
        &mut self.buffer
    }

    /// The stream.
    pub const fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }

    /// The stream, and what has come of it and was not taken.
    #[must_use]
    pub fn into_parts(self) -> (S, Buffer) {
        (self.stream, self.buffer)
    }
}

impl<S> fmt::Debug for Pieces<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pieces")
            .field("buffer", &self.buffer)
            .finish_non_exhaustive()
    }
}
