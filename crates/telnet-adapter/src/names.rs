//! The names that a program needs, the same in each adapter: a script that
//! moves to another adapter changes the crate's name.
//!
//! Each adapter hands all of them on at its root.

pub use telnet_session::{
    AndThen, AnsiFilter, Answer, BufferFull, Cause, Change, Cli, CliPatterns,
    Closed, Command, CommandError, Config, Deadline, DialogueError, Event,
    EventKind, Expect, InvalidName, Login, Match, Newline, NextEvent, NoMatch,
    OptionHandle, Outcome, OutputFull, Over, PORT, Pattern, PatternError,
    PatternSet, Patterns, Policy, Question, Quiet, ReadAll, ReadSome,
    ReadUntil, Reply, Resync, Run, RunAll, RunTo, SendData, SendItem, Session,
    Side, State, TelnetOption, TimedOut, Timeouts, Trace, UnknownPlatform,
    Unsent, Wait, WindowSize,
};

pub use crate::Connection;
pub use crate::tcp::{
    Address, AddressError, ConnectOptions, KeepAlive, ToAddress,
};
pub use crate::user::Ended;
