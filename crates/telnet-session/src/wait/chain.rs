//! Waits made of others.

use std::fmt;
use std::task::Poll;
use std::time::Instant;

use crate::session::Session;
use crate::wait::Wait;

/// See [`Wait::map`].
pub struct Map<W, F> {
    wait: W,
    make: Option<F>,
}

impl<W, F> Map<W, F> {
    pub(crate) const fn new(wait: W, make: F) -> Self {
        Self { wait, make: Some(make) }
    }
}

impl<W, F, T> Wait for Map<W, F>
where
    W: Wait,
    F: FnOnce(W::Output) -> T,
{
    type Output = T;

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<T> {
        let Poll::Ready(output) = self.wait.poll(session, now) else {
            return Poll::Pending;
        };
        // It is ready once.
        self.make.take().map_or(Poll::Pending, |it| Poll::Ready(it(output)))
    }

    fn deadline(&self) -> Option<Instant> {
        self.wait.deadline()
    }
}

impl<W: fmt::Debug, F> fmt::Debug for Map<W, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Map").field(&self.wait).finish()
    }
}

/// See [`Wait::then`].
pub struct Then<W, F, V> {
    stage: Stage<W, F, V>,
}

enum Stage<W, F, V> {
    First(W, Option<F>),
    Second(V),
}

impl<W: Wait, F, V: Wait> Stage<W, F, V> {
    /// `go_on` makes the second wait of what the first one gives, or ends it.
    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
        go_on: impl FnOnce(F, W::Output) -> Result<V, V::Output>,
    ) -> Poll<V::Output> {
        if let Self::First(wait, next) = self {
            let Poll::Ready(output) = wait.poll(session, now) else {
                return Poll::Pending;
            };
            // It is ready once.
            let Some(next) = next.take() else { return Poll::Pending };
            match go_on(next, output) {
                Ok(wait) => *self = Self::Second(wait),
                Err(output) => return Poll::Ready(output),
            }
        }
        match self {
            Self::First(..) => Poll::Pending,
            Self::Second(wait) => wait.poll(session, now),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        match self {
            Self::First(wait, _) => wait.deadline(),
            Self::Second(wait) => wait.deadline(),
        }
    }
}

impl<W: fmt::Debug, F, V: fmt::Debug> Stage<W, F, V> {
    fn fmt(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First(wait, _) => f.debug_tuple(name).field(wait).finish(),
            Self::Second(wait) => f.debug_tuple(name).field(wait).finish(),
        }
    }
}

impl<W, F, V> Then<W, F, V> {
    pub(crate) const fn new(wait: W, next: F) -> Self {
        Self { stage: Stage::First(wait, Some(next)) }
    }
}

impl<W, F, V> Wait for Then<W, F, V>
where
    W: Wait,
    V: Wait,
    F: FnOnce(W::Output) -> V,
{
    type Output = V::Output;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.stage.poll(session, now, |next, output| Ok(next(output)))
    }

    fn deadline(&self) -> Option<Instant> {
        self.stage.deadline()
    }
}

impl<W: fmt::Debug, F, V: fmt::Debug> fmt::Debug for Then<W, F, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stage.fmt("Then", f)
    }
}

/// See [`Wait::and_then`].
pub struct AndThen<W, F, V> {
    stage: Stage<W, F, V>,
}

impl<W, F, V> AndThen<W, F, V> {
    pub(crate) const fn new(wait: W, next: F) -> Self {
        Self { stage: Stage::First(wait, Some(next)) }
    }
}

impl<W, F, V, T, U, E> Wait for AndThen<W, F, V>
where
    W: Wait<Output = Result<T, E>>,
    V: Wait<Output = Result<U, E>>,
    F: FnOnce(T) -> V,
{
    type Output = Result<U, E>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        let go_on = |next, output: Result<T, E>| output.map(next).map_err(Err);
        self.stage.poll(session, now, go_on)
    }

    fn deadline(&self) -> Option<Instant> {
        self.stage.deadline()
    }
}

impl<W: fmt::Debug, F, V: fmt::Debug> fmt::Debug for AndThen<W, F, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stage.fmt("AndThen", f)
    }
}

/// See [`Wait::either`].
#[derive(Debug)]
pub struct EitherOf<A, B> {
    left: A,
    right: B,
}

impl<A, B> EitherOf<A, B> {
    pub(crate) const fn new(left: A, right: B) -> Self {
        Self { left, right }
    }
}

/// Which of two waits has ended, and with what: see [`Wait::either`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are two")]
pub enum Either<A, B> {
    /// The one that `either` was called on.
    Left(A),
    /// The one that was given to it.
    Right(B),
}

impl<A: Wait, B: Wait> Wait for EitherOf<A, B> {
    type Output = Either<A::Output, B::Output>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        if let Poll::Ready(output) = self.left.poll(session, now) {
            return Poll::Ready(Either::Left(output));
        }
        self.right.poll(session, now).map(Either::Right)
    }

    fn deadline(&self) -> Option<Instant> {
        let ends = [self.left.deadline(), self.right.deadline()];
        ends.into_iter().flatten().min()
    }
}

/// A wait that is over: for a chain that goes on only sometimes.
///
/// ```
/// use std::time::Duration;
/// use telnet_session::{Cli, Wait};
/// use telnet_session::dialogue::Run;
/// use telnet_session::wait::Over;
/// let (cli, time) = (Cli::default(), Duration::from_secs(20));
/// let run = Run::new(&cli, "show clock", time).and_then(move |reply| {
///     let next: Box<dyn Wait<Output = _>> = match reply.refused {
///         None => Box::new(Over::new(Ok(reply))),
///         Some(_) => Box::new(Run::new(&cli, "show time", time)),
///     };
///     next
/// });
/// # let _ = run;
/// ```
#[derive(Clone, Debug)]
pub struct Over<T>(Option<T>);

impl<T> Over<T> {
    /// Its output is `output`, once.
    #[must_use]
    pub const fn new(output: T) -> Self {
        Self(Some(output))
    }
}

impl<T> Wait for Over<T> {
    type Output = T;

    fn poll(&mut self, _: &mut Session, _: Instant) -> Poll<T> {
        self.0.take().map_or(Poll::Pending, Poll::Ready)
    }

    fn deadline(&self) -> Option<Instant> {
        None
    }
}
