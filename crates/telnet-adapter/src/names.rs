//! The names that a program needs, the same in each adapter: a script that
//! moves to another adapter changes the crate's name.
//!
//! Each adapter hands all of them on at its root.

#[cfg(feature = "encoding")]
pub use telnet_session::encoding;
#[cfg(feature = "serde")]
pub use telnet_session::gmcp;
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
    error, flow_control, heartbeat, linemode, peer, proto, server, terminal,
    wait, watch,
};

pub use crate::tcp::{
    Address, AddressError, ConnectOptions, KeepAlive, Proxy, Target, ToAddress,
};
#[cfg(feature = "tls")]
pub use crate::tls::{
    Dangerous, Fingerprint, FingerprintError, TLS_PORT, TlsAcceptor, TlsError,
    TlsOptions,
};
pub use crate::user::Ended;
pub use crate::{Connection, Door, Place, TurnedAwayError, accept_delay};
