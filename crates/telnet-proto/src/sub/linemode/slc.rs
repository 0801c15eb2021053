//! LINEMODE SLC, the list of triplets (RFC 1184, section 2.4).

use core::fmt;
use core::iter::FusedIterator;

use super::PayloadError;
use crate::Command;

/// How many functions there are: 1 to 30.
pub const MAX_FUNCTIONS: usize = 30;

/// What a local character does: the first octet of a triplet.
///
/// Any octet can be held; the associated constants have the names of the RFC
/// without `SLC_`. [`Display`](fmt::Display) shows the name, or the number.
///
/// ```
/// use telnet_proto::sub::linemode::Function;
/// assert_eq!(Function::EC.to_string(), "EC");
/// assert_eq!(Function::from(31).to_string(), "31");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Function(u8);

/// Declares the codes once: the constants and the table of names.
macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        impl Function {
            $($(#[$doc])* pub const $name: Self = Self($code);)*

            /// The name, if the code has one.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($code => Some(stringify!($name)),)*
                    _ => None,
                }
            }
        }
    };
}

functions! {
    /// Synch (RFC 854).
    SYNCH = 1;
    /// Break.
    BRK = 2;
    /// Interrupt process.
    IP = 3;
    /// Abort output.
    AO = 4;
    /// Are you there.
    AYT = 5;
    /// End of record (RFC 885).
    EOR = 6;
    /// Abort.
    ABORT = 7;
    /// End of file.
    EOF = 8;
    /// Suspend.
    SUSP = 9;
    /// Erase character.
    EC = 10;
    /// Erase line.
    EL = 11;
    /// Erase word.
    EW = 12;
    /// Reprint line.
    RP = 13;
    /// Literal next: the next character is no special one.
    LNEXT = 14;
    /// Start output.
    XON = 15;
    /// Stop output.
    XOFF = 16;
    /// Forwarding character: send what was gathered, and this.
    FORW1 = 17;
    /// Another one, only if FORW1 is in use (section 5.5).
    FORW2 = 18;
    /// Move cursor one character left.
    MCL = 19;
    /// Move cursor one character right.
    MCR = 20;
    /// Move cursor one word left.
    MCWL = 21;
    /// Move cursor one word right.
    MCWR = 22;
    /// Move cursor to the beginning of the line.
    MCBOL = 23;
    /// Move cursor to the end of the line.
    MCEOL = 24;
    /// Enter insert mode.
    INSRT = 25;
    /// Enter overstrike mode. With the value of INSRT it toggles.
    OVER = 26;
    /// Erase character to the right.
    ECR = 27;
    /// Erase word to the right.
    EWR = 28;
    /// Erase to the beginning of the line.
    EBOL = 29;
    /// Erase to the end of the line.
    EEOL = 30;
}

impl Function {
    /// No function: a client asks by it for all settings of the server. See
    /// [`Triplet::IMPORT_DEFAULTS`].
    pub const ALL: Self = Self(0);

    /// The octet on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.0
    }

    /// The command to send in place of the character, for the functions that
    /// "are to be mapped into their Telnet equivalents" (pages 8 and 9): SYNCH
    /// to SUSP. The others are the client's own business.
    #[must_use]
    pub const fn command(self) -> Option<Command> {
        match self {
            Self::SYNCH => Some(Command::DM),
            Self::BRK => Some(Command::BRK),
            Self::IP => Some(Command::IP),
            Self::AO => Some(Command::AO),
            Self::AYT => Some(Command::AYT),
            Self::EOR => Some(Command::EOR),
            Self::ABORT => Some(Command::ABORT),
            Self::EOF => Some(Command::EOF),
            Self::SUSP => Some(Command::SUSP),
            _ => None,
        }
    }

    /// Its place among the [`MAX_FUNCTIONS`].
    pub(super) fn index(self) -> Option<usize> {
        let index = usize::from(self.0).checked_sub(1)?;
        (index < MAX_FUNCTIONS).then_some(index)
    }
}

impl From<u8> for Function {
    fn from(code: u8) -> Self {
        Self(code)
    }
}

impl From<Function> for u8 {
    fn from(function: Function) -> Self {
        function.0
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => fmt::Display::fmt(&self.0, f),
        }
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How far a function is supported, the lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "two bits have four values")]
#[repr(u8)]
pub enum Level {
    /// Not supported: the other side should disable it.
    NoSupport = 0,
    /// Supported with the value given, which cannot be changed.
    CantChange = 1,
    /// Supported with the value given.
    Value = 2,
    /// The default of the other side should be used.
    Default = 3,
}

/// The second octet of a triplet: a [`Level`] and flags. Any octet can be
/// held; bits without a name are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Modifiers(u8);

impl Modifiers {
    /// Agrees to a change that the other side asked for.
    pub const ACK: Self = Self(128);
    /// A Synch should be sent with the function, to flush the input.
    pub const FLUSHIN: Self = Self(64);
    /// The output should be flushed when the function is sent.
    pub const FLUSHOUT: Self = Self(32);

    /// `SLC_LEVELBITS`.
    const LEVEL_BITS: u8 = 3;

    /// A level without flags.
    #[must_use]
    pub const fn new(level: Level) -> Self {
        match level {
            Level::NoSupport => Self(0),
            Level::CantChange => Self(1),
            Level::Value => Self(2),
            Level::Default => Self(3),
        }
    }

    /// The octet on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.0
    }

    /// The level.
    #[must_use]
    pub const fn level(self) -> Level {
        match self.0 & Self::LEVEL_BITS {
            0 => Level::NoSupport,
            1 => Level::CantChange,
            2 => Level::Value,
            _ => Level::Default,
        }
    }

    /// Whether all bits of `other` are set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The same with flags set.
    #[must_use]
    pub const fn with(self, flags: Self) -> Self {
        Self(self.0 | flags.0)
    }

    /// What is a setting's: the level and the flags of flushing.
    pub(super) const fn lasting(self) -> Self {
        const LASTING: u8 = Modifiers::LEVEL_BITS
            | Modifiers::FLUSHIN.0
            | Modifiers::FLUSHOUT.0;
        Self(self.0 & LASTING)
    }
}

impl From<u8> for Modifiers {
    fn from(code: u8) -> Self {
        Self(code)
    }
}

impl From<Modifiers> for u8 {
    fn from(modifiers: Modifiers) -> Self {
        modifiers.0
    }
}

/// How a function is set: the second and third octet of a triplet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "RFC 1184 has two octets")]
pub struct Setting {
    /// Level and flags.
    pub modifiers: Modifiers,
    /// The character. It "does not matter" where there is no support.
    pub value: u8,
}

impl Setting {
    /// Not supported: so every function starts (section 3).
    pub const NO_SUPPORT: Self = Self::new(Level::NoSupport, 0);
    /// As the other side likes.
    pub const DEFAULT: Self = Self::new(Level::Default, 0);

    /// A setting without flags.
    #[must_use]
    pub const fn new(level: Level, value: u8) -> Self {
        Self { modifiers: Modifiers::new(level), value }
    }

    /// The level.
    #[must_use]
    pub const fn level(self) -> Level {
        self.modifiers.level()
    }
}

/// A function and its setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "RFC 1184 has triplets")]
pub struct Triplet {
    /// The function.
    pub function: Function,
    /// How it is set.
    pub setting: Setting,
}

impl Triplet {
    /// `0 SLC_DEFAULT 0`: the server should go back to its defaults and send
    /// them. For a client that has none of its own (section 5.5).
    pub const IMPORT_DEFAULTS: Self =
        Self { function: Function::ALL, setting: Setting::DEFAULT };
    /// `0 SLC_VALUE 0`: the server should send its current settings.
    pub const IMPORT_CURRENT: Self = Self {
        function: Function::ALL,
        setting: Setting::new(Level::Value, 0),
    };

    /// The three octets. Escaping 255 is left to
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub const fn to_octets(self) -> [u8; 3] {
        [self.function.0, self.setting.modifiers.0, self.setting.value]
    }
}

impl From<[u8; 3]> for Triplet {
    fn from([function, modifiers, value]: [u8; 3]) -> Self {
        let setting = Setting { modifiers: Modifiers(modifiers), value };
        Self { function: Function(function), setting }
    }
}

/// A list of triplets. All of it is the peer's: functions of any code, in any
/// order, any number of times.
///
/// ```
/// use telnet_proto::sub::linemode::{Function, Linemode};
/// let Linemode::Slc(list) = Linemode::parse(&[3, 10, 2, 127, 11])? else {
///     panic!()
/// };
/// let triplet = list.iter().next().ok_or("empty")?;
/// assert_eq!(triplet.function, Function::EC);
/// assert_eq!(triplet.setting.value, 127);
/// assert!(list.tail().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Triplets<'a>(&'a [u8]);

impl<'a> Triplets<'a> {
    /// A list: [`Triplet::to_octets`] one after the other.
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self(octets)
    }

    /// The octets as they were received, the tail with them.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The whole triplets.
    pub const fn iter(self) -> TripletsIter<'a> {
        TripletsIter { rest: self.0 }
    }

    /// Whether the list ends with a whole triplet.
    ///
    /// # Errors
    /// [`PayloadError::Length`] where one or two octets follow the last one.
    pub const fn tail(self) -> Result<(), PayloadError> {
        if self.0.len() % 3 == 0 { Ok(()) } else { Err(PayloadError::Length) }
    }
}

impl<'a> IntoIterator for Triplets<'a> {
    type Item = Triplet;
    type IntoIter = TripletsIter<'a>;

    fn into_iter(self) -> TripletsIter<'a> {
        self.iter()
    }
}

/// Triplets of a list: see [`Triplets::iter`].
#[derive(Clone, Debug)]
#[must_use = "it does nothing until it is asked for triplets"]
pub struct TripletsIter<'a> {
    rest: &'a [u8],
}

impl Iterator for TripletsIter<'_> {
    type Item = Triplet;

    fn next(&mut self) -> Option<Triplet> {
        let (first, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(Triplet::from(*first))
    }
}

impl FusedIterator for TripletsIter<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode;
    use crate::{Decoder, Event, TelnetOption};
    use std::string::ToString;
    use std::vec::Vec;

    #[test]
    fn the_thirty_functions_are_named() {
        for code in 0..=255 {
            let function = Function::from(code);
            let within = (1..=30).contains(&code);
            assert_eq!((function.code(), u8::from(function)), (code, code));
            assert_eq!(function.name().is_some(), within);
            assert_eq!(function.index().is_some(), within);
            assert_eq!(function.to_string() == code.to_string(), !within);
            assert_eq!(function.command().is_some(), (1..10).contains(&code));
        }
        assert_eq!(Function::EEOL.index(), Some(MAX_FUNCTIONS - 1));
        assert_eq!(Function::ALL.code(), 0);
    }

    #[test]
    fn modifiers_are_level_and_flags() {
        for code in 0..=255 {
            let it = Modifiers::from(code);
            assert_eq!((it.code(), u8::from(it)), (code, code));
            assert_eq!(it.contains(Modifiers::ACK), code & 128 != 0);
            assert_eq!(it.level() as u8, code & 3);
            assert_eq!(it.lasting().code(), code & 0b0110_0011);
            assert_eq!(Modifiers::new(it.level()).code(), code & 3);
        }
        let flush = Modifiers::FLUSHIN.with(Modifiers::FLUSHOUT);
        assert_eq!(flush.code(), 96);
        assert!(Level::NoSupport < Level::CantChange);
        assert!(Level::Value < Level::Default);
    }

    #[test]
    fn a_tail_of_one_or_two_octets_is_reported() {
        for len in 0..20 {
            let octets = [1; 20];
            let list = Triplets::new(&octets[..len]);
            assert_eq!(list.iter().count(), len / 3);
            assert_eq!(list.tail().is_ok(), len % 3 == 0);
            assert_eq!(list.as_bytes(), &octets[..len]);
        }
    }

    #[test]
    fn octets_and_triplets() {
        for code in 0..=255u8 {
            let octets = [code, !code, code ^ 85];
            let triplet = Triplet::from(octets);
            assert_eq!(triplet.to_octets(), octets);
            let list = Triplets::new(&octets);
            assert_eq!(list.into_iter().collect::<Vec<_>>(), [triplet]);
        }
    }

    #[test]
    fn value_255_is_doubled_on_the_wire_and_one_triplet() {
        let wire: Vec<u8> = encode::subnegotiation(
            TelnetOption::LINEMODE,
            [&[3][..], &[10, 2, 255]],
        )
        .flatten()
        .copied()
        .collect();
        assert_eq!(wire, [255, 250, 34, 3, 10, 2, 255, 255, 255, 240]);
        let mut payload = Vec::new();
        for event in Decoder::new().decode(&wire) {
            if let Event::SubData(octets) = event {
                payload.extend_from_slice(octets);
            }
        }
        assert_eq!(payload, [3, 10, 2, 255]);
    }
}
