//! What the outcome is held against.

use telnet_testkit::oracle::{Given, Item, NaiveSession, decode};

use super::config::{Mode, Setup};

/// What a run gave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) given: Given,
    /// What the application sent and was accepted.
    pub(crate) sent: Vec<u8>,
    /// What the model gave that went along.
    pub(crate) model: Option<Given>,
    /// Output was dropped in the midst of the stream.
    pub(crate) is_cut: bool,
}

/// What it should have given.
pub(crate) enum Expected {
    All(Given),
    /// Events are not made.
    TextAndOutput(Given),
    /// The output is whole commands and data.
    Whole,
}

impl Expected {
    pub(crate) fn of(
        setup: &Setup,
        stream: &[u8],
        model: Option<Given>,
    ) -> Self {
        match (model, setup.mode) {
            (Some(given), _) => Self::All(given),
            (None, Mode::Telnetlib) => {
                Self::TextAndOutput(telnetlib(stream, setup.calls_back))
            }
            (None, Mode::Free) => Self::Whole,
            (None, Mode::InStep | Mode::Stalling) => {
                Self::All(NaiveSession::run(&setup.rules, stream))
            }
        }
    }

    pub(crate) fn check(self, outcome: Outcome) {
        let given = outcome.given;
        match self {
            Self::All(expected) => {
                assert_eq!(given.text, expected.text);
                assert_eq!(given.notes, expected.notes);
                output(&given.output, &expected.output, &outcome.sent);
            }
            Self::TextAndOutput(expected) => {
                assert_eq!(given.text, expected.text);
                assert_eq!(given.notes, []);
                output(&given.output, &expected.output, &outcome.sent);
            }
            Self::Whole if outcome.is_cut => {}
            Self::Whole => {
                let items = decode(before_compression(&given.output));
                let is_whole = |item: &Item| {
                    !matches!(item, Item::Malformed(_) | Item::SubAborted(_))
                };
                assert!(items.iter().all(is_whole), "{items:?}");
            }
        }
    }
}

/// Output up to where it is compressed: behind that it is no Telnet to look at.
fn before_compression(output: &[u8]) -> &[u8] {
    const MARKERS: [&[u8]; 3] = [
        b"\xFF\xFA\x55\xFB\xF0",
        b"\xFF\xFA\x56\xFF\xF0",
        b"\xFF\xFA\x57\xFF\xF0",
    ];
    let mut rest = output;
    loop {
        if MARKERS.iter().any(|it| rest.starts_with(*it)) {
            return &output[..output.len() - rest.len()];
        }
        // An octet 255 within text or a payload is doubled: it begins none.
        rest = match rest {
            [255, 255, rest @ ..] | [255, 251..=254, _, rest @ ..] => rest,
            [_, rest @ ..] => rest,
            [] => return output,
        };
    }
}

/// The output is what the model gave, with what was sent in between.
fn output(output: &[u8], expected: &[u8], sent: &[u8]) {
    if sent.is_empty() {
        assert_eq!(output, expected);
        return;
    }
    let (data, commands) = parted(output);
    assert_eq!(data, sent);
    assert_eq!(commands, parted(expected).1);
}

fn parted(stream: &[u8]) -> (Vec<u8>, Vec<Item>) {
    let mut all = Vec::new();
    let mut others = Vec::new();
    for item in decode(stream) {
        match item {
            Item::Data(data) => all.extend(data),
            other => others.push(other),
        }
    }
    (all, others)
}

/// telnetlib's `process_rawq`, without its subnegotiations. A callback keeps
/// it from answering.
fn telnetlib(stream: &[u8], calls_back: bool) -> Given {
    let mut given = Given::default();
    let mut command: Vec<u8> = Vec::new();
    let mut in_sub = false;
    for &octet in stream {
        match *command {
            [] => match octet {
                0 | 0x11 => {}
                255 => command.push(octet),
                _ if in_sub => {}
                _ => given.text.push(octet),
            },
            [_] if (251..=254).contains(&octet) => command.push(octet),
            [_] => {
                command.clear();
                match octet {
                    255 if !in_sub => given.text.push(octet),
                    250 => in_sub = true,
                    240 => in_sub = false,
                    _ => {}
                }
            }
            [_, verb, ..] => {
                command.clear();
                if !calls_back {
                    let refusal = if verb < 253 { 254 } else { 252 };
                    given.output.extend([255, refusal, octet]);
                }
            }
        }
    }
    given
}
