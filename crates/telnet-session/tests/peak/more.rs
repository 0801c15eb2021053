//! Inputs of rows that are no flood, and stand in no list that others use.

use telnet_session::{Config, Policy, Side, TelnetOption};
use telnet_testkit::wire;

use crate::part::Part::{Agreed, Events, Marks, Output, Payloads, Text};
use crate::row::Row;

const BINARY: TelnetOption = TelnetOption::BINARY;
const CHARSET: TelnetOption = TelnetOption::CHARSET;
const LEN: usize = 96 << 10;

fn roles() -> [Config; 2] {
    [Config::default(), Config::server()].map(|it| it.events(true))
}

/// All of them.
pub(crate) fn all() -> Vec<Row> {
    let mut rows = Vec::new();
    for role in roles() {
        let binary = role.clone().policy(Side::Remote, BINARY, Policy::Accept);
        let parts = [Text, Output(13), Events];
        let row = |name, config, input: &[u8]| {
            Row::new(name, config, b"", input).octets(LEN).grows(&parts)
        };
        rows.push(row("H-25", &binary, b"\r\xFF\xFB\0\0A\xFF\xFC\0"));
        let crossing = b"\xFF\xFB\x01\xFF\xFC\x01\xFF\xFE\x01\xFF\xFD\x01";
        rows.push(row("H-30", &role, crossing).set_by(|session| {
            session.request(Side::Remote, TelnetOption::ECHO, true);
            session.request(Side::Local, TelnetOption::ECHO, false);
        }));
        rows.push(
            row("H-37", &role, b"AA\xFF\xF4\xFF\xF2B")
                .set_by(|session| session.receive_urgent()),
        );
        rows.push(row("H-39", &role, b"ab\xFF\xF2cd"));
        rows.push(request_from_both(role.clone()));
        rows.push(row("H-68", &role, b"\xFF\xFA\x56\xFF\xF0x\xDA"));
        rows.extend(vectors(&role));
        // A peer that asks and never reads, and is written to.
        rows.push(row("H-71", &role, b"\xFF\xFD\x06").set_by(|session| {
            assert!(session.send(&[b'x'; 100_000]) > 0);
        }));
        rows.push(row("H-72", &role, b"x").octets(1));
    }
    rows.extend(packed());
    rows
}

/// CHARSET asked for by both ends.
fn request_from_both(role: Config) -> Row {
    let config = role.charsets(["UTF-8", "ISO-8859-1"]).unwrap().policy(
        Side::Remote,
        CHARSET,
        Policy::Accept,
    );
    let opening = b"\xFF\xFD\x2A\xFF\xFB\x2A";
    let asked = b"\xFF\xFA\x2A\x01;UTF-8\xFF\xF0";
    Row::new("H-52", &config, opening, asked).octets(LEN).grows(&[
        Text,
        Output(100),
        Events,
        Payloads(CHARSET),
        Agreed,
    ])
}

/// Each stream that is written down.
fn vectors(role: &Config) -> Vec<Row> {
    let parts = [Text, Marks, Output(13), Events];
    let cases = wire::all().into_iter().filter(|it| !it.stream.is_empty());
    let rows = cases.map(|case| {
        let row = Row::new("H-70", role, b"", &case.stream);
        row.octets(case.stream.len()).grows(&parts)
    });
    rows.collect()
}

/// Streams that are compressed, within one another, broken, and with text behind.
fn packed() -> Vec<Row> {
    use std::io::Write as _;

    use crate::part::Part::Inflated;
    const BEGIN: &[u8] = b"\xFF\xFA\x56\xFF\xF0";
    let zlib = |plain: &[u8]| {
        let level = flate2::Compression::default();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), level);
        zlib.write_all(plain).unwrap();
        zlib.finish().unwrap()
    };
    let accept = |config: Config| {
        config.policy(Side::Remote, TelnetOption::MCCP2, Policy::Accept)
    };
    let text = zlib(&b"text that is packed\r\n".repeat(2000));
    let again = zlib(&[b"text", BEGIN, b"more"].concat());
    let header = b"\x79\xDB nothing that is deflated";
    let mut broken = text.clone();
    broken[20] ^= 255;
    let tail = b"text behind it";
    let mut rows = Vec::new();
    for config in roles().map(accept) {
        for (name, stream) in [
            ("H-63", [BEGIN, &text].concat()),
            ("H-65", [BEGIN, &again, tail].concat()),
            ("H-66", [BEGIN, header].concat()),
            ("H-66", [BEGIN, &broken].concat()),
            ("H-67", [BEGIN, &text, tail].concat()),
        ] {
            let row = Row::new(name, &config, b"\xFF\xFB\x56", &stream);
            let parts = [Text, Output(13), Events, Inflated];
            rows.push(row.octets(LEN).grows(&parts));
        }
    }
    rows
}
