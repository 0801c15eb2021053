//! telnet-codec.

use bytes::BytesMut;
use telnet_codec::{TelnetCodec, TelnetEvent};
use tokio_util::codec::Decoder as _;

use super::{Engine, Sink};

/// The codec of the crate telnet-codec.
pub struct Codec {
    codec: TelnetCodec,
    buffer: BytesMut,
}

impl Engine for Codec {
    const NAME: &'static str = "telnet-codec";

    fn new() -> Self {
        Self { codec: TelnetCodec::new(1 << 20), buffer: BytesMut::new() }
    }

    fn feed<S: Sink>(&mut self, chunk: &[u8], sink: &mut S) {
        self.buffer.extend_from_slice(chunk);
        while let Ok(Some(event)) = self.codec.decode(&mut self.buffer) {
            match event {
                TelnetEvent::Data(data) => sink.data(&data),
                TelnetEvent::Command(code) => sink.command(code),
                TelnetEvent::Negotiate(verb, option) => {
                    sink.negotiation(verb, option);
                }
                TelnetEvent::SubNegotiate(option, data) => {
                    sink.sub_begin(option);
                    sink.sub_data(&data);
                }
            }
        }
    }
}
