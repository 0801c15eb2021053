//! The byte machine of Python's telnetlib, bug for bug.
//!
//! Its rules cannot be had from the decoder of `telnet-proto`: a negotiation
//! inside a subnegotiation is executed and the subnegotiation goes on, a
//! subnegotiation needs no option, NUL and XON vanish everywhere, and where
//! the stream is cut matters.

use std::fmt;

use telnet_proto::{Command, Negotiation, Side, Verb};

use super::Session;
use crate::watch::{Trace, Tracer};

const NUL: u8 = 0;
const XON: u8 = 0x11;

/// What telnetlib keeps between two reads of its socket.
#[derive(Debug, Default)]
pub(super) struct Machine {
    sequence: Sequence,
    in_sub: bool,
}

/// `iacseq`: the command begun.
#[derive(Clone, Copy, Debug, Default)]
enum Sequence {
    #[default]
    None,
    Iac,
    Verb(Verb),
}

impl Machine {
    /// `fill_rawq` and `process_rawq` for one chunk.
    pub(super) fn process(&mut self, chunk: &[u8], session: &mut Session) {
        if session.watch.tracer().hides_echo() {
            let len = chunk.len();
            session.msg(format_args!("recv {len} octets, not shown"));
        } else if session.watch.traces() {
            session.msg(format_args!("recv {}", PyBytes(chunk)));
        }
        let mut text = Vec::new();
        let mut sub = Vec::new();
        for &octet in chunk {
            match self.sequence {
                Sequence::None => match octet {
                    NUL | XON => {}
                    255 => self.sequence = Sequence::Iac,
                    _ if self.in_sub => sub.push(octet),
                    _ => text.push(octet),
                },
                Sequence::Iac => {
                    self.sequence = Sequence::None;
                    let command = Command::from(octet);
                    if let Some(verb) = Verb::from_command(command) {
                        self.sequence = Sequence::Verb(verb);
                    } else if command == Command::IAC {
                        (if self.in_sub { &mut sub } else { &mut text })
                            .push(octet);
                    } else {
                        self.command(command, &mut sub, session);
                    }
                }
                Sequence::Verb(verb) => {
                    self.sequence = Sequence::None;
                    let it = Negotiation::new(verb, octet.into());
                    Self::negotiation(it, session);
                }
            }
        }
        session.watch.tracer().pass(&text);
        session.text.push_as_it_is(&text);
        append_sb(&sub, session);
    }

    /// Any command but a negotiation: SB and SE, too, come out as unknown.
    fn command(
        &mut self,
        command: Command,
        sub: &mut Vec<u8>,
        session: &mut Session,
    ) {
        if command == Command::SB {
            self.in_sub = true;
            session.gathered.forget_last();
        } else if command == Command::SE {
            self.in_sub = false;
            append_sb(sub, session);
            sub.clear();
        }
        let (called, _) = session.call_back(command, None);
        if !called {
            let code = command.code();
            session.msg(format_args!("IAC {code} not recognized"));
        }
    }

    /// Each request is refused, each refusal too: there is no memory.
    fn negotiation(it: Negotiation, session: &mut Session) {
        let option = it.option();
        let verb = it.verb();
        session.msg(format_args!("IAC {verb} {}", option.code()));
        let (called, _) = session.call_back(verb.command(), Some(it));
        if called {
            return;
        }
        // Past the debug output, as telnetlib did.
        let answer = match verb.side_when_received() {
            Side::Local => Negotiation::wont(option),
            Side::Remote => Negotiation::dont(option),
        };
        session.outgoing.push_command(std::iter::once(&answer.to_bytes()[..]));
    }
}

/// `sbdataq`, up to the cap; telnetlib had none.
fn append_sb(data: &[u8], session: &mut Session) {
    let max = session.config.max_subnegotiation;
    let room = max.saturating_sub(session.gathered.last_len());
    let part = data.get(..room).unwrap_or(data);
    session.gathered.keep(part);
}

/// `send b'…'`, of the octets as they go out.
pub(super) fn trace_send(data: &[u8], tracer: &mut Tracer) {
    let doubled: Vec<u8> =
        telnet_proto::encode::escape(data).flatten().copied().collect();
    tracer.line(&Trace::Message(format_args!("send {}", PyBytes(&doubled))));
}

/// Octets as Python's `repr` shows them.
struct PyBytes<'a>(&'a [u8]);

impl fmt::Display for PyBytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let double = self.0.contains(&b'\'') && !self.0.contains(&b'"');
        let quote = if double { '"' } else { '\'' };
        write!(f, "b{quote}")?;
        for &octet in self.0 {
            match octet {
                b'\t' => f.write_str("\\t")?,
                b'\n' => f.write_str("\\n")?,
                b'\r' => f.write_str("\\r")?,
                b'\\' => f.write_str("\\\\")?,
                b'\'' if !double => f.write_str("\\'")?,
                b' '..=b'~' => write!(f, "{}", char::from(octet))?,
                _ => write!(f, "\\x{octet:02x}")?,
            }
        }
        write!(f, "{quote}")
    }
}
