//! TOGGLE-FLOW-CONTROL (RFC 1372).

use super::PayloadError;

/// What the server asks of the client's flow control of output.
///
/// Only the side that sent DO may send it. The side that sent WILL has flow
/// control on as soon as the option is agreed, and restarts output in its own
/// way until it is told (RFC 1372, page 3); after the option is off again
/// nothing can be said of either (page 4).
///
/// ```
/// use telnet_proto::sub::lflow::FlowControl;
/// assert_eq!(FlowControl::parse(&[2]), Ok(FlowControl::RestartAny));
/// assert_eq!(FlowControl::Off.to_payload(), [0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum FlowControl {
    /// XOFF and XON are octets like any other.
    Off = 0,
    /// XOFF stops the output.
    On = 1,
    /// While flow control is on, any octet but XOFF restarts the output.
    RestartAny = 2,
    /// While flow control is on, only XON restarts the output.
    RestartXon = 3,
}

impl FlowControl {
    /// Reads a payload: exactly one octet.
    ///
    /// # Errors
    /// [`PayloadError::Code`] for a command that the RFC does not define, with
    /// or without more octets; [`PayloadError::Length`] where it is empty, or
    /// where octets follow a command that has none.
    pub const fn parse(payload: &[u8]) -> Result<Self, PayloadError> {
        match payload {
            [0] => Ok(Self::Off),
            [1] => Ok(Self::On),
            [2] => Ok(Self::RestartAny),
            [3] => Ok(Self::RestartXon),
            [] | [0..=3, ..] => Err(PayloadError::Length),
            // "command codes other than those defined in this document should
            // be silently ignored" (page 4).
            [code, ..] => Err(PayloadError::Code(*code)),
        }
    }

    /// The payload.
    #[must_use]
    pub const fn to_payload(self) -> [u8; 1] {
        match self {
            Self::Off => [0],
            Self::On => [1],
            Self::RestartAny => [2],
            Self::RestartXon => [3],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_page_1() {
        for (code, it) in [
            (0, FlowControl::Off),
            (1, FlowControl::On),
            (2, FlowControl::RestartAny),
            (3, FlowControl::RestartXon),
        ] {
            assert_eq!(FlowControl::parse(&[code]), Ok(it));
            assert_eq!(it.to_payload(), [code]);
        }
    }

    #[test]
    fn bad_payloads() {
        assert_eq!(FlowControl::parse(&[]), Err(PayloadError::Length));
        for code in 0..=255u8 {
            let (one, two) = if code < 4 {
                (None, PayloadError::Length)
            } else {
                (Some(PayloadError::Code(code)), PayloadError::Code(code))
            };
            assert_eq!(FlowControl::parse(&[code]).err(), one);
            assert_eq!(FlowControl::parse(&[code, 0]), Err(two));
        }
    }
}
