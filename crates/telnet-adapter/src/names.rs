//! The names that a program needs, the same in each adapter: a script that
//! moves to another adapter changes the crate's name.
//!
//! Each adapter hands all of them on at its root.

pub use telnet_session::{
    AndThen, AnsiFilter, Beat, BufferFull, Cause, Change, Closed, Command,
    CommandError, Config, Deadline, Either, Event, EventKind, FlowState,
    Heartbeat, InvalidName, LinemodeSettings, LinemodeState, Logout, Match,
    Negotiate, Newline, NextEvent, NoMatch, OptionHandle, Outcome, OutputFull,
    Over, PORT, Peer, Policy, Quiet, ReadAll, ReadNext, ReadSome, ReadUntil,
    Received, SendData, SendItem, Session, Settled, Side, State, TelnetOption,
    TimedOut, Timeouts, TimingMark, Trace, Unresponsive, Unsent, Wait,
    WindowSize,
};
#[cfg(feature = "expect")]
pub use telnet_session::{
    Answer, Cli, CliPatterns, DialogueError, Expect, Login, Pattern,
    PatternError, PatternSet, Patterns, Question, Reply, Resync, Run, RunAll,
    RunTo, UnknownPlatform,
};

pub use crate::Connection;
pub use crate::tcp::{
    Address, AddressError, ConnectOptions, KeepAlive, Proxy, Target, ToAddress,
};
#[cfg(feature = "tls")]
pub use crate::tls::{
    BadFingerprint, Dangerous, Fingerprint, TLS_PORT, TlsAcceptor, TlsError,
    TlsOptions,
};
pub use crate::user::Ended;
