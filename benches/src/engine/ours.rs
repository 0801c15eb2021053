//! telnet-proto.

use telnet_proto::{Decoder, Event};

use super::{Engine, Sink};

/// This workspace's decoder.
pub struct Ours(Decoder);

impl Engine for Ours {
    const NAME: &'static str = "telnet-proto";

    fn new() -> Self {
        Self(Decoder::new())
    }

    #[inline]
    fn feed<S: Sink>(&mut self, chunk: &[u8], sink: &mut S) {
        for event in self.0.decode(chunk) {
            match event {
                Event::Data(data) => sink.data(data),
                Event::Command(command) => sink.command(command.code()),
                Event::Negotiation(it) => sink.negotiation(
                    it.verb().command().code(),
                    it.option().code(),
                ),
                Event::SubBegin(option) => sink.sub_begin(option.code()),
                Event::SubData(data) => sink.sub_data(data),
                _ => {}
            }
        }
    }
}
