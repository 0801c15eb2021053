//! The payloads that hold negotiations: STATUS and EXTENDED-OPTIONS-LIST.

use telnet_proto::sub::exopl::{self, Exopl};
use telnet_proto::sub::status::{self, Item, MAX_REPORT, Status};
use telnet_proto::{Negotiation, Options, Policy, Side};

use super::{all, join};

pub(super) fn status(payload: &[u8]) {
    let Ok(it) = Status::parse(payload) else { return };
    assert_eq!(join(it.to_parts()), payload);
    let Status::Is(report) = it else { return };
    assert!(payload.len() <= MAX_REPORT + 1);
    let items = all(report.items(), payload.len() / 2);
    let mut written = vec![0];
    for item in &items {
        match item {
            Item::Negotiation(it) => {
                written.extend_from_slice(&it.to_bytes()[1..]);
            }
            Item::Nested(nested) => {
                let inner = join(nested.payload());
                assert!(nested.payload().all(|slice| !slice.is_empty()));
                written.extend(join(status::nested(nested.option(), &inner)));
            }
        }
    }
    assert_eq!(written, payload);
    answer(&items);
}

/// A peer that reports these finds its options in our report.
fn answer(items: &[Item<'_>]) {
    let mut options = Options::new();
    for item in items {
        let Item::Negotiation(it) = item else { continue };
        let side = it.verb().side_when_received();
        options.set_policy(side, it.option(), Policy::Accept);
        let _ = options.receive(*it);
    }
    let payload = all(status::answer(&options), 1025).concat();
    let Ok(Status::Is(report)) = Status::parse(&payload) else {
        panic!("{payload:02x?}");
    };
    let mut told = report.items();
    for code in 0..=u8::MAX {
        let option = code.into();
        for (side, it) in [
            (Side::Local, Negotiation::will(option)),
            (Side::Remote, Negotiation::do_(option)),
        ] {
            if options.is_enabled(side, option) {
                assert_eq!(told.next(), Some(Item::Negotiation(it)));
            }
        }
    }
    assert_eq!(told.next(), None);
}

pub(super) fn exopl(payload: &[u8]) {
    match Exopl::parse(payload) {
        Ok(Exopl::Negotiation { verb, option }) => {
            assert_eq!(exopl::negotiation(verb, option), payload);
        }
        Ok(Exopl::Subnegotiation { option, parameters }) => {
            let slices = all(parameters.slices(), payload.len());
            assert!(slices.iter().all(|slice| !slice.is_empty()));
            let written = exopl::subnegotiation(option, &slices.concat())
                .collect::<Vec<_>>()
                .concat();
            assert_eq!(written, payload);
        }
        Err(_) => {}
    }
}
