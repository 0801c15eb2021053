//! libmudtelnet.

use libmudtelnet::Parser;
use libmudtelnet::events::TelnetEvents;

use super::{Engine, Sink};

/// The parser of the crate libmudtelnet.
pub struct Mudtelnet(Parser);

impl Engine for Mudtelnet {
    const NAME: &'static str = "libmudtelnet";

    fn new() -> Self {
        let mut parser = Parser::new();
        for option in 100..130 {
            parser.options.support(option);
        }
        Self(parser)
    }

    fn feed<S: Sink>(&mut self, chunk: &[u8], sink: &mut S) {
        for event in self.0.receive(chunk) {
            match event {
                TelnetEvents::DataReceive(data) => sink.data(&data),
                TelnetEvents::IAC(it) => sink.command(it.command),
                TelnetEvents::Negotiation(it) => {
                    sink.negotiation(it.command, it.option);
                }
                TelnetEvents::Subnegotiation(it) => {
                    sink.sub_begin(it.option);
                    sink.sub_data(&it.buffer);
                }
                _ => {}
            }
        }
    }
}
