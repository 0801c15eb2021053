//! However the peer's octets are cut, TLS begins at the same one or not at all; and
//! where it begins, the model says that the peer agreed, sent no text, and said
//! FOLLOWS last.
//!
//! Input: the role, the client if it is even; a list of the lengths of slices, which
//! is gone through in a circle; then the stream. Without a length above 0 the stream
//! is one slice.

use telnet_proto::{Negotiation, TelnetOption};
use telnet_session::error::StartTlsError;
use telnet_session::start_tls::StartTls;
use telnet_testkit::oracle::{Item, decode};

use crate::input::Input;

const FOLLOWS: &[u8] = b"\xFF\xFA\x2E\x01\xFF\xF0";

/// Most octets of the peer before TLS.
const MAX: usize = 4096;

/// Runs one input.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let is_client = input.octet() % 2 == 0;
    let make = if is_client { StartTls::client } else { StartTls::server };
    let steps = input.list();
    let stream = input.rest();
    let whole = Said::by(make(), stream, &[]);
    let cut = Said::by(make(), stream, steps);
    assert_eq!(whole.end, cut.end);
    assert!(cut.octets.starts_with(&whole.octets));
    if whole.end != Some(Ok(())) {
        return;
    }
    assert_eq!(whole.used, cut.used);
    assert_eq!(whole.octets, cut.octets);
    let option = TelnetOption::START_TLS;
    let (will, do_) = (Negotiation::will(option), Negotiation::do_(option));
    let (first, agrees) = if is_client { (will, do_) } else { (do_, will) };
    assert!(whole.octets.starts_with(&first.to_bytes()));
    assert!(whole.octets.ends_with(FOLLOWS));
    let plain = &stream[..whole.used];
    assert!(plain.ends_with(FOLLOWS));
    let items = decode(plain);
    assert!(items.contains(&Item::Negotiation(agrees)));
    assert!(!items.iter().any(|it| matches!(it, Item::Data(_))));
}

/// What one end said to a stream.
struct Said {
    octets: Vec<u8>,
    /// How many octets of the stream were in the clear.
    used: usize,
    /// How it ended, if it did.
    end: Option<Result<(), StartTlsError>>,
}

impl Said {
    fn by(mut machine: StartTls, stream: &[u8], steps: &[u8]) -> Self {
        let moves = steps.iter().any(|step| *step > 0);
        let steps: &[u8] = if moves { steps } else { &[] };
        let mut steps = steps.iter().cycle();
        let mut said = Self { octets: Vec::new(), used: 0, end: None };
        said.write(&mut machine);
        let mut rest = stream;
        while !rest.is_empty() && said.end.is_none() {
            let len = steps.next().map_or(rest.len(), |it| (*it).into());
            let (slice, after) = rest.split_at(len.min(rest.len()));
            match machine.receive(slice) {
                Ok(used) => said.used += used,
                Err(error) => said.end = Some(Err(error)),
            }
            said.write(&mut machine);
            if machine.is_over() {
                said.end = Some(Ok(()));
            } else if said.end.is_none() {
                assert!(machine.wants_read(), "neither over nor to go on");
            }
            rest = after;
        }
        assert!(said.used <= MAX);
        assert!(said.octets.len() <= said.used.max(MAX) + 9);
        if let Some(Err(error)) = said.end {
            assert_eq!(machine.receive(rest), Err(error));
            assert!(!machine.is_over() && machine.transmit().is_empty());
        }
        said
    }

    fn write(&mut self, machine: &mut StartTls) {
        self.octets.extend(machine.transmit());
        machine.transmitted(machine.transmit().len());
    }
}
