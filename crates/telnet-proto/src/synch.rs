//! Synch: clearing the way to the peer (RFC 854, pages 8–9).

use crate::{Command, Event};

/// The receiving end of a Synch, without I/O.
///
/// A Synch is TCP urgent data whose last octet is the DM of `IAC DM`. From the
/// urgent notification to the DM, data is discarded and commands are obeyed,
/// so that an interrupt gets through to a process whose input is stuck.
///
/// Tell it of each urgent notification, and put it behind the
/// [`Decoder`](crate::Decoder). The transport must leave urgent octets in the
/// stream (`SO_OOBINLINE`): else the DM is missing from it.
///
/// ```
/// use telnet_proto::{Command, Decoder, Event, Synch, Synched};
/// let (mut decoder, mut synch) = (Decoder::new(), Synch::new());
/// let mut obeyed = Vec::new();
/// synch.urgent();
/// for event in decoder.decode(b"typed ahead\xFF\xF4\xFF\xF2ls") {
///     if let Synched::Pass(event) = synch.filter(event) {
///         obeyed.push(event);
///     }
/// }
/// assert_eq!(obeyed, [Event::Command(Command::IP), Event::Data(b"ls")]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synch {
    /// How many octets of data were discarded, in urgent mode.
    discarded: Option<usize>,
}

/// What becomes of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Synched<'i> {
    /// It is to be handled as ever.
    Pass(Event<'i>),
    /// It was discarded.
    Discard,
    /// It was the DM: back to normal.
    End,
    /// No DM came in [`Synch::MAX_DISCARDED`] octets of data: back to normal,
    /// with the data that is left, maybe none.
    GiveUp(&'i [u8]),
}

/// What a received command asks of whoever sends to the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Duty {
    /// Nothing, or nothing that the protocol names.
    None,
    /// IP: stop the user's process. What it has put out may be dropped, too.
    Interrupt,
    /// AO: let the process run to its end, but drop what it has put out and
    /// has not been sent, without cutting a command; then send a Synch, so
    /// that the peer drops what is under way (RFC 854, pages 7 and 9).
    AbortOutput,
    /// AYT: send something that can be seen (RFC 854, page 8).
    ShowLife,
    /// EC: drop the last character that the user typed and was not used.
    EraseCharacter,
    /// EL: drop the line that the user is typing.
    EraseLine,
}

impl Synch {
    /// Most octets of data that a Synch discards, 1 MiB. RFC 854 has no bound
    /// ("should continue ... until the DM is found"); a peer which never sends
    /// the DM would silence itself for ever. A caller with a clock gives up
    /// after ten seconds, too: [`give_up`](Self::give_up).
    pub const MAX_DISCARDED: usize = 1 << 20;

    /// In normal mode.
    #[must_use]
    pub const fn new() -> Self {
        Self { discarded: None }
    }

    /// The transport has notified of urgent data that lies ahead. Notifications
    /// "may be merged", so a second one before the DM changes nothing; one
    /// after it begins anew.
    pub const fn urgent(&mut self) {
        if self.discarded.is_none() {
            self.discarded = Some(0);
        }
    }

    /// Whether data is being discarded.
    #[inline]
    #[must_use]
    pub const fn is_urgent(&self) -> bool {
        self.discarded.is_some()
    }

    /// Back to normal without a DM.
    pub const fn give_up(&mut self) {
        self.discarded = None;
    }

    /// Decides on the next event. In normal mode all pass: "a DM is a no
    /// operation".
    #[inline]
    pub fn filter<'i>(&mut self, event: Event<'i>) -> Synched<'i> {
        let Some(discarded) = &mut self.discarded else {
            return Synched::Pass(event);
        };
        match event {
            Event::Data(data) => {
                let room = Self::MAX_DISCARDED.saturating_sub(*discarded);
                *discarded = discarded.saturating_add(data.len());
                match data.split_at_checked(room) {
                    None => Synched::Discard,
                    Some((_, rest)) => {
                        self.discarded = None;
                        Synched::GiveUp(rest)
                    }
                }
            }
            Event::Command(Command::DM) => {
                self.discarded = None;
                Synched::End
            }
            // The signals that are not "interesting".
            Event::Command(Command::EC | Command::EL) => Synched::Discard,
            Event::Command(_)
            | Event::Negotiation(_)
            | Event::SubBegin(_)
            | Event::SubData(_)
            | Event::SubEnd
            | Event::SubAborted(_)
            | Event::Malformed(_) => Synched::Pass(event),
        }
    }
}

impl Duty {
    /// What a command asks for.
    #[inline]
    #[must_use]
    pub const fn of(command: Command) -> Self {
        match command {
            Command::IP => Self::Interrupt,
            Command::AO => Self::AbortOutput,
            Command::AYT => Self::ShowLife,
            Command::EC => Self::EraseCharacter,
            Command::EL => Self::EraseLine,
            _ => Self::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Decoder;
    use std::vec::Vec;

    /// What is left of a stream that comes in urgent mode.
    fn urgent(chunks: &[&[u8]]) -> (Vec<u8>, Vec<Command>, Synch) {
        let (mut decoder, mut synch) = (Decoder::new(), Synch::new());
        let (mut text, mut commands) = (Vec::new(), Vec::new());
        synch.urgent();
        for chunk in chunks {
            for event in decoder.decode(chunk) {
                match synch.filter(event) {
                    Synched::Pass(Event::Data(data))
                    | Synched::GiveUp(data) => text.extend_from_slice(data),
                    Synched::Pass(Event::Command(it)) => commands.push(it),
                    Synched::Pass(other) => panic!("{other:?}"),
                    Synched::Discard | Synched::End => {}
                }
            }
        }
        (text, commands, synch)
    }

    #[test]
    fn data_is_discarded_and_commands_obeyed_up_to_the_mark() {
        let wire =
            b"AA\xFF\xF4\xFF\xFF\xFF\xF7\xFF\xF8\xFF\xF5\xFF\xF2B\xFF\xF7";
        for at in 0..=wire.len() {
            let (a, b) = wire.split_at(at);
            let (text, commands, synch) = urgent(&[a, b]);
            assert_eq!(text, b"B");
            assert_eq!(commands, [Command::IP, Command::AO, Command::EC]);
            assert!(!synch.is_urgent());
        }
    }

    #[test]
    fn notifications_are_not_counted() {
        let mut synch = Synch::new();
        synch.urgent();
        synch.urgent();
        let mark = Event::Command(Command::DM);
        assert_eq!(synch.filter(mark), Synched::End);
        // A DM in normal mode is a command like any other.
        assert_eq!(synch.filter(mark), Synched::Pass(mark));
        synch.urgent();
        assert_eq!(synch.filter(Event::Data(b"x")), Synched::Discard);
        synch.give_up();
        assert!(!synch.is_urgent());
    }

    #[test]
    fn without_a_mark_it_gives_up_at_the_same_octet_however_cut() {
        let max = Synch::MAX_DISCARDED;
        let mut wire = std::vec![b'x'; max];
        wire.extend_from_slice(b"seen");
        for size in [wire.len(), 1000, max, max - 1, max + 1] {
            let chunks: Vec<&[u8]> = wire.chunks(size).collect();
            let (text, _, synch) = urgent(&chunks);
            assert_eq!(text, b"seen", "chunks of {size}");
            assert!(!synch.is_urgent());
        }
    }

    #[test]
    fn subnegotiations_and_options_pass() {
        let mut synch = Synch::new();
        synch.urgent();
        for event in Decoder::new()
            .decode(b"\xFF\xFB\x01\xFF\xFA\x18\x01\xFF\xF0\xFF\xF0")
        {
            assert_eq!(synch.filter(event), Synched::Pass(event));
        }
    }

    #[test]
    fn duties() {
        for (command, duty) in [
            (Command::IP, Duty::Interrupt),
            (Command::AO, Duty::AbortOutput),
            (Command::AYT, Duty::ShowLife),
            (Command::EC, Duty::EraseCharacter),
            (Command::EL, Duty::EraseLine),
            (Command::NOP, Duty::None),
            (Command::BRK, Duty::None),
        ] {
            assert_eq!(Duty::of(command), duty);
        }
    }
}
