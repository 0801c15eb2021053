//! telnet-mio.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use telnet_mio::Telnet;
use telnet_mio::mio::event::Event;
use telnet_mio::mio::net::TcpStream;
use telnet_mio::mio::{Interest, Registry, Token};

use super::crowd::Client;
use super::script::Script;

/// A client, and its script while it is at work.
pub(crate) struct TelnetClient {
    telnet: Telnet<TcpStream>,
    script: Option<Box<Script>>,
}

impl Client for TelnetClient {
    const KIND: &'static str = "telnet-mio";

    type Common = ();

    fn connect(addr: SocketAddr, registry: &Registry, token: Token) -> Self {
        let mut telnet = Telnet::connect(addr).unwrap();
        registry.register(&mut telnet, token, Interest::READABLE).unwrap();
        Self { telnet, script: Some(Box::new(Script::login())) }
    }

    fn command(&mut self) {
        self.script = Some(Box::new(Script::commands()));
    }

    fn on_event(&mut self, event: &Event) {
        self.telnet.on_event(event);
    }

    fn advance(&mut self, _: &mut (), times: &mut Vec<Duration>) -> bool {
        let Self { telnet, script } = self;
        let Some(wait) = script else { return false };
        let now = Instant::now();
        let step = loop {
            let step = telnet.poll(&mut **wait, now).unwrap();
            if step.is_ready() || !telnet.has_more() {
                break step;
            }
        };
        if step.is_pending() {
            return false;
        }
        times.extend_from_slice(&wait.times);
        *script = None;
        true
    }
}
