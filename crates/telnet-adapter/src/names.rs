//! The names that a program needs, the same in each adapter: a script that
//! moves to another adapter changes the crate's name.
//!
//! Each adapter hands all of them on at its root.

pub use telnet_session::dialogue::{
    Answer, DialogueError, Login, Question, Resync, Run, RunAll, RunTo,
    UnknownPlatformError,
};
pub use telnet_session::error::{
    BufferFullError, ClosedError, CommandError, InvalidNameError,
    OutputFullError, TimedOutError, UnresponsiveError, UnsentError,
};
pub use telnet_session::expect::{Expect, PatternError};
pub use telnet_session::heartbeat::{Beat, Heartbeat};
pub use telnet_session::peer::Peer;
pub use telnet_session::proto::{Change, State};
pub use telnet_session::terminal::AnsiFilter;
pub use telnet_session::wait::{
    AndThen, Either, NextEvent, Over, ReadAll, ReadNext, ReadSome, ReadUntil,
    Received, SendData, SendItem, Settled,
};
pub use telnet_session::watch::Trace;
pub use telnet_session::{
    Cause, Command, Config, Deadline, Event, EventKind, Match, Newline,
    NoMatch, OptionHandle, Outcome, PORT, Policy, Quiet, Session, Side,
    TelnetOption, Timeouts, Wait, WindowSize,
};
#[cfg(feature = "expect")]
pub use telnet_session::{
    Cli, CliPatterns, Pattern, PatternSet, Patterns, Reply, dialogue, expect,
};
pub use telnet_session::{
    error, heartbeat, peer, proto, terminal, wait, watch,
};

#[cfg(feature = "tls")]
pub use telnet_session::start_tls::StartTlsError;

pub use crate::Connection;
pub use crate::tcp::{
    Address, AddressError, ConnectOptions, KeepAlive, Proxy, Target, ToAddress,
};
#[cfg(feature = "tls")]
pub use crate::tls::{
    Dangerous, Fingerprint, FingerprintError, TLS_PORT, TlsAcceptor, TlsError,
    TlsOptions,
};
pub use crate::user::Ended;
