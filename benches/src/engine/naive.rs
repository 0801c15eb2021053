//! One octet at a time, each one copied: the decoder one writes in an hour.

use super::{Engine, Sink};

/// A byte machine with a buffer for the data of a chunk.
pub struct Naive {
    state: State,
    data: Vec<u8>,
}

#[derive(Clone, Copy)]
enum State {
    Data,
    Iac,
    Verb(u8),
    Option,
    Sub,
    SubIac,
}

impl Naive {
    fn flush(&mut self, sink: &mut impl Sink, sub: bool) {
        if !self.data.is_empty() {
            if sub {
                sink.sub_data(&self.data);
            } else {
                sink.data(&self.data);
            }
            self.data.clear();
        }
    }
}

impl Engine for Naive {
    const NAME: &'static str = "naive";

    fn new() -> Self {
        Self { state: State::Data, data: Vec::new() }
    }

    fn feed<S: Sink>(&mut self, chunk: &[u8], sink: &mut S) {
        for &octet in chunk {
            self.state = match (self.state, octet) {
                (State::Data, 255) => State::Iac,
                (State::Data, _) | (State::Iac, 255) => {
                    self.data.push(octet);
                    State::Data
                }
                (State::Iac, 250) => {
                    self.flush(sink, false);
                    State::Option
                }
                (State::Iac, 251..=254) => {
                    self.flush(sink, false);
                    State::Verb(octet)
                }
                (State::Iac, _) => {
                    self.flush(sink, false);
                    sink.command(octet);
                    State::Data
                }
                (State::Verb(verb), _) => {
                    sink.negotiation(verb, octet);
                    State::Data
                }
                (State::Option, _) => {
                    sink.sub_begin(octet);
                    State::Sub
                }
                (State::Sub, 255) => State::SubIac,
                (State::Sub, _) | (State::SubIac, 255) => {
                    self.data.push(octet);
                    State::Sub
                }
                (State::SubIac, _) => {
                    self.flush(sink, true);
                    State::Data
                }
            };
        }
        let sub = matches!(self.state, State::Sub | State::SubIac);
        self.flush(sink, sub);
    }
}
