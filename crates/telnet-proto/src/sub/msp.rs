//! MSP, the MUD sound protocol: lines of text that ask for a sound.
//!
//! It has no subnegotiation. Once the option is agreed on, a line of the
//! server may be a trigger, `!!SOUND(file V=50)` or `!!MUSIC(file L=-1)`,
//! which is not to be shown. File names and URLs in it are the peer's: open
//! or fetch none of them unseen.

/// Begins a trigger for a sound.
pub const SOUND: &[u8] = b"!!SOUND(";
/// Begins a trigger for music.
pub const MUSIC: &[u8] = b"!!MUSIC(";

/// Longest list of arguments that is believed, in octets. The protocol sets
/// no bound.
pub const MAX_ARGUMENTS: usize = 1024;

/// A trigger at the beginning of a line.
///
/// ```
/// use telnet_proto::sub::msp::Trigger;
/// let it = Trigger::find(b"!!SOUND(gong.wav V=50)\r\n");
/// assert_eq!(it, Some(Trigger::Sound(b"gong.wav V=50")));
/// assert_eq!(Trigger::find(b"Bob says: !!SOUND(gong.wav)"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "MSP has two")]
pub enum Trigger<'a> {
    /// A sound, and what stands in the parentheses.
    Sound(&'a [u8]),
    /// Music, and what stands in the parentheses.
    Music(&'a [u8]),
}

impl<'a> Trigger<'a> {
    /// The trigger that a line begins with, if it does and is whole: up to
    /// the first closing parenthesis, with no control character before it and
    /// no more than [`MAX_ARGUMENTS`] octets.
    #[must_use]
    pub fn find(line: &'a [u8]) -> Option<Self> {
        if let Some(rest) = line.strip_prefix(SOUND) {
            Some(Self::Sound(arguments(rest)?))
        } else {
            Some(Self::Music(arguments(line.strip_prefix(MUSIC)?)?))
        }
    }

    /// The line, without its end, as parts to write: text, not a payload.
    #[must_use]
    pub const fn to_parts(self) -> [&'a [u8]; 3] {
        match self {
            Self::Sound(arguments) => [SOUND, arguments, b")"],
            Self::Music(arguments) => [MUSIC, arguments, b")"],
        }
    }
}

/// What stands before the closing parenthesis.
fn arguments(text: &[u8]) -> Option<&[u8]> {
    let end = |it: &u8| *it == b')' || it.is_ascii_control();
    let head = text.get(..=MAX_ARGUMENTS).unwrap_or(text);
    let at = head.iter().position(end)?;
    match text.split_at_checked(at)? {
        (arguments, [b')', ..]) => Some(arguments),
        (_, [..]) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn find_undoes_to_parts() {
        for it in [
            Trigger::Sound(b""),
            Trigger::Sound(b"Off"),
            Trigger::Sound(&[b'a'; MAX_ARGUMENTS]),
            Trigger::Music(b"a/*.mid V=100 L=-1 C=1 T=x U=http://h/"),
            Trigger::Music(b"\xFF"),
        ] {
            assert_eq!(Trigger::find(&it.to_parts().concat()), Some(it));
        }
    }

    #[test]
    fn what_is_no_trigger() {
        let long = Trigger::Sound(&[b'a'; MAX_ARGUMENTS + 1]);
        for line in [
            &b""[..],
            b"!!SOUND",
            b"!!SOUND(a",
            b"!!SOUND(a\n)",
            b"!!SOUND(\x1B)",
            b"!!sound(a)",
            b"!!VIDEO(a)",
            b" !!SOUND(a)",
            &long.to_parts().concat(),
        ] {
            assert_eq!(Trigger::find(line), None, "{line:?}");
        }
    }
}
