//! Writes `seeds/TARGET/` out of the vectors of telnet-testkit: the wire
//! cases, and what real peers said.
//!
//! `cargo run --example seeds`, in `fuzz/`. The names say where a seed is from.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use telnet_fuzz::expect::PREPARED;
use telnet_proto::TelnetOption;
use telnet_testkit::oracle::{Item, decode};
use telnet_testkit::transcript::{self, Direction, Transcript};
use telnet_testkit::wire;

/// Most octets of a recorded stream in one seed.
const MOST: usize = 512;
/// Most payloads of one option.
const OF_EACH: usize = 5;

/// Name to input.
type Seeds = BTreeMap<String, Vec<u8>>;

fn main() -> io::Result<()> {
    let all = [
        ("decode_split", decode_split()),
        ("dialogue", dialogue()),
        ("escape_roundtrip", escape_roundtrip()),
        ("expect", expect()),
        ("options_pair", options_pair()),
        ("serial_pair", serial_pair()),
        ("session_bytes", session_bytes()),
        ("start_tls", start_tls()),
        ("sub_payloads", sub_payloads()),
        ("typed", typed()),
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for (target, seeds) in all {
        let folder = root.join(target);
        fs::create_dir_all(&folder)?;
        for (name, input) in seeds {
            fs::write(folder.join(name), input)?;
        }
    }
    Ok(())
}

/// Keys in turn; and octets, whole and cut.
fn typed() -> Seeds {
    let mut seeds = Seeds::new();
    for columns in [0, 8, 30] {
        for first in (0..42u8).step_by(6) {
            let keys = (0..20).map(|it| first + it * 5);
            let input = [columns, 0, 2, 1, 5].into_iter().chain(keys);
            let name = format!("keys-{columns}-{first}");
            seeds.insert(name, input.collect());
        }
    }
    let streams: [(&str, &[u8]); 6] = [
        ("history", b"one\r\ntwo\r\0\x1B[A\x1B[A\x1B[B\r\0"),
        ("wide", "a\u{4E16}\u{301}\u{754C}e\u{301}\x7F\x1B[H\r\n".as_bytes()),
        ("rows", b"0123456789abcdef\x1B[D\x1BOD+\x01-\x0B\x12\x0C\x15\r"),
        ("no-utf8", b"\xC3\xC3\xA9\xE4\xB8x\xC3\r\n"),
        ("commands", b"ab\xFF\0c\xFF\x01d\xFF\x02e\xFF\x03\xFF\x04\xFF\x05"),
        ("words", b"one two  three\x17\x17x\x04\x1B[3~\x1B[1;5C\x07\r\n"),
    ];
    for (name, stream) in streams {
        for cut in [0, 1] {
            let input = [&[8, 1, cut, cut][..cut as usize + 3], stream];
            seeds.insert(format!("octets-{name}-{cut}"), input.concat());
        }
    }
    seeds
}

/// What one end of a recorded conversation said, from its beginning.
fn said(transcript: &Transcript, direction: Direction) -> Vec<u8> {
    let mut stream = transcript.stream(direction);
    stream.truncate(MOST);
    stream
}

/// Choices: open; settings of each kind, alone and together; data, and a look at
/// what comes back; a purge in the middle.
fn serial_pair() -> Seeds {
    let mut seeds = Seeds::new();
    for kind in 0..9u8 {
        let set = [0, 1, kind, 65, kind + 9, kind + 81, 4 + 8 * kind];
        seeds.insert(format!("set-{kind}"), set.to_vec());
    }
    seeds.insert("data".into(), vec![0, 253, 6, 13, 5, 6]);
    seeds.insert("purge".into(), vec![0, 253, 7, 21, 6]);
    seeds.insert("early".into(), vec![253, 3, 193, 0, 9, 18, 6, 0, 15, 5, 6]);
    seeds
}

fn after(head: &[u8], tail: &[u8]) -> Vec<u8> {
    [head, tail].concat()
}

/// Steps in turn: one slice; single octets; slices of 5, 2 events, 1 and 30.
fn decode_split() -> Seeds {
    let steps: [&[u8]; 3] = [&[0], &[1, 1], &[4, 5, 0x5F, 1, 30]];
    let mut seeds = Seeds::new();
    let cases = wire::all().into_iter().step_by(2);
    for (case, steps) in cases.zip(steps.iter().cycle()) {
        seeds.insert(case.name.into(), after(steps, &case.stream));
    }
    for (transcript, steps) in
        transcript::all().iter().zip(steps.iter().cycle())
    {
        let stream = said(transcript, Direction::Server);
        seeds.insert(transcript.name.into(), after(steps, &stream));
    }
    seeds
}

/// What peers say before TLS: agreements, refusals, text, other options.
const BEFORE_TLS: [&[u8]; 12] = [
    b"\xFF\xFD\x2E\xFF\xFA\x2E\x01\xFF\xF0\x16\x03\x01",
    b"\xFF\xFB\x2E\xFF\xFA\x2E\x01\xFF\xF0\x16\x03\x01",
    b"\xFF\xFD\x2E\xFF\xFD\x25\xFF\xFD\x1F\xFF\xFB\x03\xFF\xFA\x2E\x01\xFF\xF0",
    b"\xFF\xFE\x2Elogin: ",
    b"\xFF\xFC\x2E",
    b"login: ",
    b"\xFF\xFD\x2Ex\xFF\xFA\x2E\x01\xFF\xF0",
    b"\xFF\xFA\x2E\x01\xFF\xF0\xFF\xFD\x2E",
    b"\xFF\xFD\x2E\xFF\xFA\x2E\x02\xFF\xF0",
    b"\xFF\xFB\x2E\xFF\xFA\x2E\x01\xFF\xF1\xFF\xF0",
    b"\xFF\xFD\x2E\xFF\xFA\x18\x01\xFF\xF0\xFF\xFA\x2E\x01\xFF\xF0\xFF\xFA",
    b"\xFF\xFD\x2E\xFF\xFE\x2E\xFF\xFA\x2E\x01\xFF\xF0",
];

/// Each role, in slices of some lengths.
fn start_tls() -> Seeds {
    let heads: [&[u8]; 4] = [&[0, 0], &[1, 1, 1], &[0, 2, 2, 3], &[1, 0]];
    let mut seeds = Seeds::new();
    for (n, stream) in BEFORE_TLS.iter().enumerate() {
        for (role, head) in
            [heads[n % 4], heads[(n + 1) % 4]].iter().enumerate()
        {
            seeds.insert(format!("peer-{n:02}-{role}"), after(head, stream));
        }
    }
    seeds
}

/// What hosts say to a command.
const REPLIES: [&[u8]; 14] = [
    b"one\r\ntwo",
    b"R1#\r\nend",
    b"abcR1#\r\n",
    b"one\r\n--More--\r        \rtwo",
    b"one\r\n --More-- \x08\x08\x08\x08\x08\x08\x08\x08\x08        two",
    b"Password: \r\n% Access denied",
    b"Delete x? [confirm]\r\n",
    b"Save? [yes/no]: y\r\nOK",
    b"45%\r100%\r\nR1(config)#\r\n",
    b"\x1B[24;1H\x1B[2KR1# \x1B[24;6H\x1B[K",
    b"\x1B]0;R1\x07\x1B[01;32mbin\x1B[0m  notes\x1BEz",
    b"one\n\rtwo\n\rR1>\0\r\0x",
    b"R1#\xFE\xFFone\xFE",
    b"% Invalid input\r\nshow\r\nR1#show\r\nR2#\r\n",
];

/// Each in all the ways in which a host can be, in cuts and pauses in turn.
fn dialogue() -> Seeds {
    let cuts: [&[u8]; 5] = [
        &[0],
        &[3, 0xE5, 0xA1, 0xE2],
        &[6, 0xC0, 0x40, 0xC0, 0xE0, 0x80, 0x20],
        &[2, 0x25, 0x2A],
        &[9, 0xE5, 0xE0, 0xE0, 0xE0, 0xE0, 0xE0, 0xE0, 0xE0, 0xE0],
    ];
    let hows = [0, 2, 4, 6, 1, 0xF8];
    let mut seeds = Seeds::new();
    for (at, text) in REPLIES.iter().enumerate() {
        for (way, cuts) in cuts.iter().enumerate() {
            let head = [&[hows[(at + way) % 6]][..], cuts].concat();
            seeds.insert(format!("reply-{at:02}-{way}"), after(&head, text));
        }
    }
    seeds
}

/// Texts of real peers to send, to SUPDUP, TTYPE, EXOPL in turn.
fn escape_roundtrip() -> Seeds {
    let heads: [&[u8]; 4] =
        [&[21, 0, 0], &[24, 1, 1, 3], &[255, 2, 2, 0, 9], &[1, 3, 3, 1, 1, 1]];
    let mut seeds = Seeds::new();
    for (case, head) in wire::all().iter().step_by(8).zip(heads.iter().cycle())
    {
        seeds.insert(case.name.into(), after(head, &case.stream));
    }
    seeds
}

/// What patterns are found in. 0 is a silence, 255 a mark.
const TEXTS: [&[u8]; 9] = [
    b"router1> show\r\n--More--router1# ",
    b"\r\nlogin: \xFFroot\r\nPassword: \0x",
    b"ab\n#\n#a#ababaab aa\0a",
    b"aaab\xFFaabcd#bcab\r\r\n\n\0",
    b"N=12 C=345 C=1\0\xFFerror: closed",
    b"foo bar\xFFxoo foo\0 12 packets output, 3 lost",
    b"a\r\nb\na\rb\xFFa\n\0 \xC3\xA9#",
    b"a b a#1_ \xFFab\0ba#",
    b"ab",
];

/// Each list of patterns with a text in which one is, in turn with others; and
/// some that are spelled.
fn expect() -> Seeds {
    let mut seeds = Seeds::new();
    let cuts: [&[u8]; 3] = [&[0], &[2, 1, 7], &[4, 3, 3, 1, 1]];
    for which in 0..PREPARED {
        let how = (which * 7 % 16) as u8;
        let text = TEXTS[which % TEXTS.len()];
        let head = [&[which as u8, how][..], cuts[which % 3]].concat();
        seeds.insert(format!("prepared-{which:02}"), after(&head, text));
    }
    let spelled: [&[u8]; 4] = [
        // Of one: ab(?:1|), greedy.
        &[0, 10, 8, 8, 0, 0, 0, 1, 12, 0, 4],
        // Of two: a\b; the text "ab".
        &[1, 2, 8, 0, 0, 6, 8, 0, 2, b'a', b'b'],
        // A prompt: \w+#.
        &[0, 1, 8, 13, 1, 5, 5, 0, 5],
        // (?m:^)(a|b)#
        &[0, 2, 8, 6, 4, 8, 14, 11, 0, 0, 0, 1, 0, 5],
    ];
    for (at, (list, text)) in spelled.iter().zip(&TEXTS[2..]).enumerate() {
        let head = [&[192, 8][..], list, &[2, 3, 1]].concat();
        seeds.insert(format!("spelled-{at}"), after(&head, text));
    }
    // F3: (a)\B(?:b1|), greedy, in "ab" and a silence.
    let finding = [192, 0, 0, 10, 8, 14, 0, 0, 8, 6, 9, 12, 8, 0, 1, 0, 4, 0];
    seeds.insert("finding-3".into(), after(&finding, b"ab\0"));
    seeds
}

/// Each end requests what it was the first to say; what it sends arrives.
fn options_pair() -> Seeds {
    let mut seeds = Seeds::new();
    for transcript in transcript::all().into_iter().step_by(2) {
        let mut steps = Vec::new();
        for (end, direction) in (0u8..).zip(Direction::BOTH) {
            for item in decode(&said(&transcript, direction)) {
                let Item::Negotiation(it) = item else { continue };
                let remote = it.verb().command().code() >= 253;
                let enable = it.verb().enables();
                let how = end | u8::from(remote) << 1 | u8::from(enable) << 2;
                let option = it.option().code();
                let accept = 1 << 6 | 6 << 3;
                steps.extend([accept | how ^ 1, option]);
                steps.extend([3 << 3 | how, option, (1 - end), 0]);
            }
        }
        steps.truncate(128);
        if !steps.is_empty() {
            seeds.insert(transcript.name.into(), steps);
        }
    }
    seeds
}

/// Streams whose meaning depends on what was agreed before. Chance does not
/// come to the first two.
const CONVERSATIONS: [(&str, &[u8]); 5] = [
    ("binary-data-parts-cr-and-nul", b"\r\xFF\xFB\0a\xFF\xFC\0\0b"),
    ("binary-cr-is-no-nvt-cr", b"\xFF\xFB\0\r\xFF\xFC\0\0b"),
    ("binary-after-cr", b"\r\xFF\xFB\0\0a"),
    (
        "types-told-in-turn",
        b"\xFF\xFD\x18\xFF\xFA\x18\x01\xFF\xF0\xFF\xFA\x18\x01\xFF\xF0\
          \xFF\xFE\x18\xFF\xFD\x18\xFF\xFA\x18\x01\xFF\xF0",
    ),
    ("size-told-again", b"\xFF\xFD\x1F\xFF\xFD\x1F\xFF\xFE\x1F\xFF\xFD\x1F"),
];

/// Roles, modes and both ends in turn, with steps of all kinds.
fn session_bytes() -> Seeds {
    let steps: [(u8, u8); 12] = [
        (0, 7),
        (7, 0),
        (8, 4),
        (0, 31),
        (0x3A, 1),
        (5, 3),
        (0, 1),
        (11, 6),
        (12, 3),
        (7, 0),
        (0xAD, 9),
        (6, 20),
    ];
    let steps: Vec<u8> = steps.iter().flat_map(|it| [it.0, it.1]).collect();
    let mut choices = (0..=255u8).step_by(7).cycle();
    let mut input = |stream: &[u8]| {
        let choice = choices.next().unwrap_or(0);
        let caps = [choice, choice >> 1, choice >> 2, choice >> 3];
        let mut input = vec![choice];
        input.extend(caps);
        input.push(12);
        input.extend_from_slice(&steps);
        input.extend_from_slice(stream);
        input
    };
    let mut seeds = Seeds::new();
    let directions = Direction::BOTH.into_iter().cycle();
    for (transcript, direction) in transcript::all().iter().zip(directions) {
        let mut stream = said(transcript, direction);
        stream.truncate(256);
        seeds.insert(transcript.name.into(), input(&stream));
    }
    // As a client with something to tell, beside the model and stalling.
    for (name, stream) in CONVERSATIONS {
        for (mode, choice) in [("in-step", 4), ("stalling", 5)] {
            let head = [choice, 20, 20, 3, 16, 2, 0, 5, 0x3A, 0];
            seeds.insert(format!("{name}.{mode}"), after(&head, stream));
        }
    }
    // F1 of LEDGER.md: telnetlib, an output cap of 0.
    let finding = [6, 0, 0, 0, 0, 0, b'a'];
    seeds.insert("finding-1".into(), finding.to_vec());
    // F2: a Synch, data, a command; then the data is discarded.
    let head = [3, 31, 47, 5, 0, 4];
    let steps = [0x1E, 0, 11, 8, 0x6E, 0, 0x0E, 0];
    seeds.insert("finding-2".into(), [&head[..], &steps, b"a"].concat());
    seeds
}

/// Each payload once, for all codecs.
fn sub_payloads() -> Seeds {
    let mut streams = Vec::new();
    for transcript in transcript::all() {
        for direction in Direction::BOTH {
            streams.push(transcript.stream(direction));
        }
    }
    streams.extend(wire::all().into_iter().map(|case| case.stream));
    let mut seeds = Seeds::new();
    let mut seen: Vec<(TelnetOption, Vec<u8>)> = Vec::new();
    for stream in streams {
        let mut open = None;
        for item in decode(&stream) {
            match item {
                Item::SubBegin(option) => open = Some((option, Vec::new())),
                Item::SubData(data) => {
                    if let Some((_, payload)) = &mut open {
                        payload.extend(data);
                    }
                }
                Item::SubEnd => {
                    let Some((option, mut payload)) = open.take() else {
                        continue;
                    };
                    payload.truncate(MOST);
                    let of = seen.iter().filter(|it| it.0 == option).count();
                    if of < OF_EACH
                        && !seen.contains(&(option, payload.clone()))
                    {
                        let name = option.to_string().to_lowercase();
                        let name = format!("{name}-{of}");
                        seeds.insert(name, after(&[0], &payload));
                        seen.push((option, payload));
                    }
                }
                _ => open = None,
            }
        }
    }
    seeds
}
