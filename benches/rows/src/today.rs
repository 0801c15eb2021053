//! The crates of today.

pub(crate) mod api {
    pub(crate) use telnet_async_std::Telnet as OnTasks;
    pub(crate) use telnet_blocking::session::expect::{Expect, Step};
    pub(crate) use telnet_blocking::session::proto::nvt::NvtDecoder;
    pub(crate) use telnet_blocking::session::proto::{Decoder, Event};
    pub(crate) use telnet_blocking::session::wait::ReadUntil;
    pub(crate) use telnet_blocking::session::{
        Config, PatternSet, Session, Wait,
    };
    pub(crate) use telnet_blocking::{Cli, Telnet as Blocking};
    pub(crate) use telnet_mio::Telnet as OnMio;
}

use std::net::{SocketAddr, TcpStream};

use api::{Blocking, Cli, Config, OnMio, PatternSet, Session, Step};
use telnet_blocking::ConnectOptions;
use telnet_mio::mio;

#[path = "both/idle.rs"]
pub(crate) mod idle;
#[path = "both/list.rs"]
pub(crate) mod list;
#[allow(dead_code, reason = "what is searched is searched in place")]
#[path = "both/search.rs"]
pub(crate) mod search;
#[path = "both/socket.rs"]
pub(crate) mod socket;
#[path = "both/text.rs"]
pub(crate) mod text;
#[path = "both/wire.rs"]
pub(crate) mod wire;

/// The set of a list that is given as texts.
fn set_of(_: &Session, list: &[&str]) -> PatternSet {
    PatternSet::recent(list).expect("patterns")
}

/// Whether there is more to be searched already.
fn is_more(step: &Step) -> bool {
    *step == Step::More
}

fn on_mio(addr: SocketAddr) -> OnMio<mio::net::TcpStream> {
    OnMio::connect(addr).expect("a host")
}

/// With room for so much text.
fn roomy(addr: &str, room: usize) -> Blocking<TcpStream> {
    let config = Config::new().max_unread(room);
    let options = ConnectOptions::new().config(config);
    Blocking::connect_with(addr, options).expect("a host")
}

fn cli() -> Cli {
    Cli::default()
}
