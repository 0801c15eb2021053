//! The floods.

use telnet_session::{
    Config, Policy, Side, TelnetOption, WindowSize, linemode::LinemodeSettings,
};

use crate::Flood;
use crate::part::Part::{
    Agreed, Events, Hidden, Inflated, Line, Marks, Output, Payloads, Peer, Text,
};
use crate::row::Row;

const GMCP: TelnetOption = TelnetOption::GMCP;
const NAWS: TelnetOption = TelnetOption::NAWS;
const TTYPE: TelnetOption = TelnetOption::TTYPE;
const NEW_ENVIRON: TelnetOption = TelnetOption::NEW_ENVIRON;

/// Small caps, all different, with events.
pub(crate) fn small(config: Config) -> Config {
    let mut config = config
        .events(true)
        .max_unread(8000)
        .max_output(3000)
        .max_subnegotiation(1500)
        .max_subnegotiation_for(GMCP, 5000)
        .policy(Side::Remote, GMCP, Policy::Accept);
    config.max_events = 50;
    config
}

fn client() -> Config {
    small(Config::default())
}

fn server() -> Config {
    small(Config::server())
}

/// A client that tells all there is.
fn teller() -> Config {
    client()
        .terminal_types(["vt100", "dumb"])
        .and_then(|it| it.environment([("USER", "ada"), ("TERM", "vt100")]))
        .and_then(|it| it.charsets(["UTF-8", "ISO-8859-1"]))
        .and_then(|it| it.display("host:0"))
        .and_then(|it| it.location("here"))
        .unwrap()
        .terminal_speed(38400, 38400)
        .window_size(WindowSize { columns: 80, rows: 24 })
        .tell_status()
        .linemode(LinemodeSettings::client())
}

/// A server that asks for all there is.
fn asker() -> Config {
    let options = [
        NEW_ENVIRON,
        TelnetOption::TSPEED,
        TelnetOption::XDISPLOC,
        TelnetOption::SNDLOC,
    ];
    let config = options
        .into_iter()
        .fold(server(), |config, option| config.request(Side::Remote, option));
    config.ask_peer(true)
}

fn sub(option: TelnetOption, payload: &[u8]) -> Vec<u8> {
    let payload = payload.iter().flat_map(|it| {
        std::iter::repeat_n(*it, if *it == 255 { 2 } else { 1 })
    });
    let mut octets = vec![255, 250, option.code()];
    octets.extend(payload);
    octets.extend([255, 240]);
    octets
}

/// Options that both ends are to agree on.
fn agree(verb: u8, options: &[TelnetOption]) -> Vec<u8> {
    options.iter().flat_map(|it| [255, verb, it.code()]).collect()
}

const WILL: u8 = 251;
const DO: u8 = 253;

/// All rows.
pub(crate) fn all() -> Vec<Row> {
    [wire(), negotiation(), told(), asked(), text()].concat()
}

/// Rows of a client and of a server.
fn both(row: impl Fn(&Config) -> Row) -> Vec<Row> {
    vec![row(&client()), row(&server())]
}

/// Payloads without end, and those of options that are off.
fn wire() -> Vec<Row> {
    let open = |octets: &[u8]| [b"\xFF\xFA\xC9", octets].concat();
    let agreed = agree(WILL, &[GMCP]);
    let gmcp = [Payloads(GMCP), Events];
    let mut rows = Vec::new();
    rows.extend(both(|it| {
        Row::new("H-13", it, &[&agreed[..], &open(b"")].concat(), b"A")
            .grows(&gmcp)
    }));
    rows.extend(both(|it| Row::new("H-13 off", it, &open(b""), b"A")));
    rows.extend(both(|it| {
        let opening = [&agreed[..], &open(b"")].concat();
        Row::new("H-14", it, &opening, b"\xFF\xFF").grows(&gmcp)
    }));
    rows.extend(both(|it| {
        Row::new("H-15", it, b"", &sub(NAWS, b"\0\x50\0\x18")).grows(&[Events])
    }));
    rows.extend(both(|it| {
        Row::new("H-62", it, &agreed, &sub(GMCP, &[b'x'; 4000])).grows(&gmcp)
    }));
    rows.extend(both(|it| {
        let broken = b"\xFF\xF0\xFF\0\xFF\xFA\xC9A\xFF\xF1\xFF\xFA\xFF\xF0";
        Row::new("H-06 to H-12", it, &agreed, broken).grows(&gmcp)
    }));
    rows.push(
        Row::new(
            "H-19",
            &server(),
            &agree(WILL, &[NAWS]),
            &sub(NAWS, b"\0\x50\0\x18"),
        )
        .grows(&[Payloads(NAWS), Events]),
    );
    rows.extend(both(|it| {
        Row::new("H-34", it, b"", b"\xFF\xF7\xFF\xF8\xFF\xF3\xFF\xEC\xFF\xF2")
            .grows(&[Events])
    }));
    rows
}

/// Options that change, and questions that are answered each.
fn negotiation() -> Vec<Row> {
    let each: Vec<u8> = (0..=255)
        .flat_map(|code| {
            [255, WILL, code, 255, DO, code, 255, 252, code, 255, 254, code]
        })
        .collect();
    let parts = [Output(13), Events];
    let mut rows = Vec::new();
    rows.extend(both(|it| {
        Row::new("H-27", it, b"", b"\xFF\xFB\x03\xFF\xFC\x03")
            .grows(&parts)
            .answers(of_budget(3))
    }));
    rows.extend(both(|it| {
        Row::new("H-28", it, b"", &each).grows(&parts).answers(no_more)
    }));
    rows.extend(both(|it| {
        Row::new("H-32", it, b"", b"\xFF\xFD\x06")
            .grows(&parts)
            .answers(no_more)
    }));
    // An answer each time that output is written.
    rows.push(
        Row::new("H-33", &server(), b"", b"\xFF\xF6")
            .grows(&parts)
            .answers(|flood, piece| 64 + 9 * flood.received.div_ceil(piece)),
    );
    rows.push(
        Row::new("H-35", &server(), b"", b"\xFF\xF5")
            .grows(&parts)
            .answers(no_more),
    );
    rows.extend(both(|it| {
        Row::new("H-38", it, b"", b"text\xFF\xF1")
            .grows(&[Events, Text])
            .set_by(|session| session.receive_urgent())
    }));
    rows
}

/// A client that tells all there is, and is asked without end.
fn told() -> Vec<Row> {
    let (client, status) = (teller(), TelnetOption::STATUS);
    let row = |name, option, payload: &[u8], reply| {
        Row::new(name, &client, &agree(DO, &[option]), &sub(option, payload))
            .grows(&[Output(reply), Events, Payloads(option), Agreed])
    };
    let user = b"\x01\x00USER".as_slice();
    let slc: Vec<u8> =
        [3].into_iter().chain((0..3 * 400).map(|n| n as u8)).collect();
    vec![
        row("H-40", TTYPE, &[&[1], &[b'A'; 1000][..]].concat(), 0),
        row("H-41", TTYPE, b"\x00X", 0),
        row("TTYPE SEND", TTYPE, b"\x01", 262).answers(of_budget(11)),
        row("H-44", NEW_ENVIRON, b"\x01", 16 << 10).answers(of_budget(40)),
        row("H-45", NEW_ENVIRON, b"\x01\x03SSH_AUTH_SOCK", 16 << 10)
            .answers(of_budget(40)),
        row("H-46", NEW_ENVIRON, &user.repeat(200), 16 << 10)
            .answers(of_budget(16 << 10)),
        row("H-51", TelnetOption::CHARSET, b"\x01;UTF-8;X", 100)
            .answers(of_budget(20)),
        row("H-53", TelnetOption::CHARSET, b"\x04\x01;\xFF\xFF\xFF", 100)
            .answers(of_budget(20)),
        row("H-55", TelnetOption::LINEMODE, &slc, 400).answers(no_more),
        row("H-57", TelnetOption::LINEMODE, b"\x01\x01", 400).answers(no_more),
        row("H-59", status, b"\x01", 2 << 10).answers(of_budget(2 << 10)),
    ]
}

/// A server that asks for all there is, and is told without end.
fn asked() -> Vec<Row> {
    let server = asker();
    let row = |name, option, payload: &[u8]| {
        Row::new(name, &server, &agree(WILL, &[option]), &sub(option, payload))
            .grows(&[Output(16 << 10), Events, Payloads(option), Peer])
    };
    let variables: Vec<u8> = (0..100)
        .flat_map(|n| [b"\x03", format!("{n}\x01value").as_bytes()].concat())
        .collect();
    let variables = [b"\0", &variables[..]].concat();
    let long = [b"\0\x03NAME\x01", &[b'v'; 1400][..]].concat();
    vec![
        row("H-42", TTYPE, b"\0A").answers(|_flood, _piece| 64 + 17 * 6),
        row("H-43", TTYPE, &[b"\0", &b"\x1B\0\xFFx".repeat(60)[..]].concat())
            .answers(|_flood, _piece| 64 + 17 * 6),
        row("H-48", NEW_ENVIRON, &variables).answers(|_flood, _piece| 200),
        row("H-49", NEW_ENVIRON, &long).answers(|_flood, _piece| 200),
        row("H-54", TelnetOption::CHARSET, b"\x02UTF-8"),
        row("XDISPLOC", TelnetOption::XDISPLOC, b"\0host:0"),
        row("SNDLOC", TelnetOption::SNDLOC, &[b'x'; 1000]),
    ]
}

/// Text, and what stands in it.
fn text() -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(both(|it| {
        Row::new("H-77", it, b"", b"text\r\n").grows(&[Text])
    }));
    rows.extend(both(|it| {
        Row::new("marks", it, b"", b"a\xFF\xF9").grows(&[Text, Marks, Events])
    }));
    let mut shown = client();
    shown.strip_ansi = true;
    shown.max_unread = 64 << 10;
    rows.push(
        Row::new("H-80", &shown, b"", b"a\x1B[31m").grows(&[Text, Hidden]),
    );
    rows.push(
        // One that is too long is text in the end.
        Row::new("H-80 endless", &shown, b"\x1B]0;", b"x")
            .grows(&[Text, Hidden]),
    );
    rows.push(
        Row::new(
            "a trace",
            &client(),
            &agree(WILL, &[GMCP]),
            &sub(GMCP, &[b'x'; 4000]),
        )
        .grows(&[Payloads(GMCP), Events])
        .set_by(|session| {
            session.set_trace(|line| drop(format_args!("{line}").to_string()));
        })
        .also(4 << 10),
    );
    rows.push(
        Row::new(
            "a transcript",
            &client(),
            b"",
            b"a line that goes on and on ",
        )
        .grows(&[Text, Line])
        .set_by(|session| session.set_transcript(std::io::sink())),
    );
    rows.push(
        Row::new(
            "a transcript of what is drawn over",
            &client(),
            b"",
            b"abc\x08d",
        )
        .grows(&[Text, Line])
        .set_by(|session| session.set_transcript(std::io::sink())),
    );
    rows.push(bomb());
    rows
}

const BOMB: usize = 64 << 20;

/// What inflates to a thousand times as much.
fn bomb() -> Row {
    use std::io::Write as _;
    let level = flate2::Compression::best();
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), level);
    zlib.write_all(&vec![b'a'; BOMB]).unwrap();
    let packed = zlib.finish().unwrap();
    let config =
        client().policy(Side::Remote, TelnetOption::MCCP2, Policy::Accept);
    let marker = sub(TelnetOption::MCCP2, b"");
    let opening = [agree(WILL, &[TelnetOption::MCCP2]), marker].concat();
    Row::new("H-64", &config, &opening, &packed)
        .grows(&[Text, Inflated, Events])
        .inflates_to(BOMB)
}

/// No more octets than came in.
fn no_more(flood: &Flood, _piece: usize) -> usize {
    64 + flood.received
}

/// 256 changes or questions, and 16 in each second, each answered by so many octets.
const fn of_budget(octets: usize) -> impl Fn(&Flood, usize) -> usize {
    move |flood, _piece| 64 + octets * (256 + 16 * flood.seconds)
}
