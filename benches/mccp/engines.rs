//! Who inflates and decodes, in memory.

use flate2::{Decompress, FlushDecompress};
use telnet_session::{Config, Policy, Session, Side, TelnetOption};

use crate::text::{BEGIN, Judge, Stream};

pub(crate) struct Engine {
    pub(crate) name: &'static str,
    pub(crate) judge: fn(&Stream, bool) -> Judge<'_>,
    pub(crate) run: fn(&Stream, &mut Judge<'_>),
}

#[cfg(not(feature = "libtelnet"))]
pub(crate) const ALL: [Engine; 2] = [FLATE2, OURS];
#[cfg(feature = "libtelnet")]
pub(crate) const ALL: [Engine; 3] = [FLATE2, OURS, LIBTELNET];

const FLATE2: Engine =
    Engine { name: "flate2 alone", judge: Stream::judge_wire, run: flate2 };
const OURS: Engine =
    Engine { name: "telnet-session", judge: Stream::judge_text, run: ours };

/// As a session has it, with a buffer of 64 KiB in place of its own.
fn flate2(stream: &Stream, judge: &mut Judge<'_>) {
    let mut inflate = Decompress::new(true);
    let mut buffer = vec![0; 1 << 16];
    for mut chunk in stream.chunks() {
        loop {
            let (used, had) = (inflate.total_in(), inflate.total_out());
            let none = FlushDecompress::None;
            inflate.decompress(chunk, &mut buffer, none).unwrap();
            chunk = &chunk[(inflate.total_in() - used) as usize..];
            let made = (inflate.total_out() - had) as usize;
            judge.take(&buffer[..made]);
            if chunk.is_empty() && made < buffer.len() {
                break;
            }
        }
    }
}

pub(crate) fn config() -> Config {
    let mccp2 = TelnetOption::MCCP2;
    Config::new().policy(Side::Remote, mccp2, Policy::Accept)
}

fn ours(stream: &Stream, judge: &mut Judge<'_>) {
    let mut session = Session::new(config());
    session.receive(BEGIN);
    for chunk in stream.chunks() {
        session.receive(chunk);
        judge.take(session.unread());
        session.consume(session.unread().len());
    }
}

#[cfg(feature = "libtelnet")]
const LIBTELNET: Engine = Engine {
    name: "libtelnet, zlib",
    judge: Stream::judge_text,
    run: libtelnet,
};

#[cfg(feature = "libtelnet")]
fn libtelnet(stream: &Stream, judge: &mut Judge<'_>) {
    use telnet_benches::engine::{Engine as _, Libtelnet, Sink};

    struct Text<'j, 's>(&'j mut Judge<'s>);

    impl Sink for Text<'_, '_> {
        fn data(&mut self, data: &[u8]) {
            self.0.take(data);
        }
        fn command(&mut self, _code: u8) {}
        fn negotiation(&mut self, _verb: u8, _option: u8) {}
        fn sub_begin(&mut self, _option: u8) {}
        fn sub_data(&mut self, _data: &[u8]) {}
    }

    let mut text = Text(judge);
    let mut telnet = Libtelnet::new();
    telnet.feed(BEGIN, &mut text);
    for chunk in stream.chunks() {
        telnet.feed(chunk, &mut text);
    }
}
