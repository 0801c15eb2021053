//! Byte streams as peers send them, always the same ones.

/// A stream, and what an engine has to make of it.
pub struct Workload {
    /// Its name in the tables.
    pub name: &'static str,
    /// The octets on the wire.
    pub wire: Vec<u8>,
    /// What is to come out.
    pub expected: Cooked,
}

/// What a stream says: the data, and how many of everything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cooked {
    /// The data octets, unescaped.
    pub data: Vec<u8>,
    /// Commands without operand.
    pub commands: usize,
    /// WILL, WONT, DO and DONT.
    pub negotiations: usize,
    /// The payloads of subnegotiations, unescaped, each with its option.
    pub subnegotiations: Vec<(u8, Vec<u8>)>,
}

/// The names of all workloads.
pub const NAMES: [&str; 6] =
    ["plain", "binary", "dense", "negotiation", "subnegotiation", "mixed"];

const IAC: u8 = 255;

/// A small generator of numbers, so that a workload never changes.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        // The multiplier and increment of Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// From `low` up to, but not, `high`.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low)
    }
}

/// Writes a stream and what it says side by side.
struct Writer {
    wire: Vec<u8>,
    expected: Cooked,
    numbers: Numbers,
}

impl Writer {
    fn data(&mut self, data: &[u8]) {
        self.expected.data.extend_from_slice(data);
        for &octet in data {
            self.wire.push(octet);
            if octet == IAC {
                self.wire.push(octet);
            }
        }
    }

    fn text(&mut self, len: u64) {
        for _ in 0..len {
            let letter = self.numbers.between(97, 123) as u8;
            self.data(&[letter]);
        }
    }

    fn command(&mut self, code: u8) {
        self.wire.extend_from_slice(&[IAC, code]);
        self.expected.commands += 1;
    }

    fn negotiation(&mut self) {
        let verb = self.numbers.between(251, 255) as u8;
        // Options which no engine treats in a way of its own.
        let option = self.numbers.between(100, 130) as u8;
        self.wire.extend_from_slice(&[IAC, verb, option]);
        self.expected.negotiations += 1;
    }

    fn subnegotiation(&mut self) {
        let option = self.numbers.between(100, 130) as u8;
        let len = self.numbers.between(4, 201);
        let payload: Vec<u8> =
            (0..len).map(|_| self.numbers.between(0, 256) as u8).collect();
        self.wire.extend_from_slice(&[IAC, 250, option]);
        for &octet in &payload {
            self.wire.push(octet);
            if octet == IAC {
                self.wire.push(octet);
            }
        }
        self.wire.extend_from_slice(&[IAC, 240]);
        self.expected.subnegotiations.push((option, payload));
    }

    fn line(&mut self) {
        let len = self.numbers.between(20, 75);
        self.text(len);
        self.data(b"\r\n");
    }
}

/// The workload of that name, of about `size` octets.
///
/// # Panics
/// If there is none of that name.
#[must_use]
pub fn make(name: &str, size: usize) -> Workload {
    let name = NAMES.into_iter().find(|n| *n == name).expect("a workload");
    let mut w = Writer {
        wire: Vec::with_capacity(size + 512),
        expected: Cooked::default(),
        numbers: Numbers::new(0x7e17),
    };
    while w.wire.len() < size {
        match name {
            // CRLF text.
            "plain" => w.line(),
            // Random octets.
            "binary" => {
                let octet = w.numbers.between(0, 256) as u8;
                w.data(&[octet]);
            }
            // Each other octet is an escaped 255.
            "dense" => {
                let octet = w.numbers.between(0, 255) as u8;
                w.data(&[octet, IAC]);
            }
            // A negotiation about every 8 octets of text.
            "negotiation" => {
                let len = w.numbers.between(4, 13);
                w.text(len);
                w.negotiation();
            }
            // Payloads of 4 to 200 octets.
            "subnegotiation" => w.subnegotiation(),
            // Coloured lines, prompts with GA, now and then an option.
            _ => {
                for _ in 0..w.numbers.between(1, 8) {
                    w.data(b"\x1b[1;32m");
                    w.text(12);
                    w.data(b"\x1b[0m ");
                    w.line();
                }
                w.data(b"\x1b[?2004hrouter> ");
                w.command(249);
                if w.numbers.between(0, 4) == 0 {
                    w.negotiation();
                }
            }
        }
    }
    Workload { name, wire: w.wire, expected: w.expected }
}

/// All workloads, each of about `size` octets.
#[must_use]
pub fn all(size: usize) -> Vec<Workload> {
    NAMES.into_iter().map(|name| make(name, size)).collect()
}
