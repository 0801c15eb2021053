//! The crates of the commit before.

pub(crate) mod api {
    pub(crate) use async_std_before::Telnet as OnTasks;
    pub(crate) use blocking_before::session::proto::nvt::NvtDecoder;
    pub(crate) use blocking_before::session::proto::{Decoder, Event};
    pub(crate) use blocking_before::session::{
        Config, Expect, PatternSet, ReadUntil, Session, Step, Wait,
    };
    pub(crate) use blocking_before::{Cli, Telnet as Blocking};
    pub(crate) use mio_before::Telnet as OnMio;
}

use std::net::{SocketAddr, TcpStream};

use api::{Blocking, Cli, Config, OnMio, PatternSet, Session, Step};
use blocking_before::{CliPatterns, ConnectOptions};
use telnet_mio::mio;

#[path = "both/idle.rs"]
pub(crate) mod idle;
#[path = "both/list.rs"]
pub(crate) mod list;
#[path = "both/search.rs"]
pub(crate) mod search;
#[path = "both/socket.rs"]
pub(crate) mod socket;
#[path = "both/text.rs"]
pub(crate) mod text;
#[path = "both/wire.rs"]
pub(crate) mod wire;

/// The set of a list that is given as texts.
fn set_of(session: &Session, list: &[&str]) -> PatternSet {
    session.pattern_set(list).expect("patterns")
}

/// Whether there is more to be searched already: a poll searched all.
fn is_more(_: &Step) -> bool {
    false
}

fn on_mio(addr: SocketAddr) -> OnMio<mio::net::TcpStream> {
    OnMio::connect(addr, Config::default()).expect("a host")
}

/// With room for so much text.
fn roomy(addr: &str, room: usize) -> Blocking<TcpStream> {
    let mut options = ConnectOptions::default();
    options.config.max_unread = room;
    Blocking::connect_with(addr, options).expect("a host")
}

/// What is told nothing.
fn cli() -> Cli {
    Cli::new(CliPatterns::default()).expect("patterns")
}
