//! NAWS, the window size (RFC 1073).

use super::PayloadError;

/// The size of the peer's or our window, in characters.
///
/// 0 means that the peer leaves the number to us (RFC 1073, page 2). Any
/// `u16` can arrive: cap it before anything is allocated from it.
///
/// ```
/// use telnet_proto::sub::naws::WindowSize;
/// let size = WindowSize::parse(&[0, 80, 0, 24])?;
/// assert_eq!(size, WindowSize { columns: 80, rows: 24 });
/// assert_eq!(size.to_payload(), [0, 80, 0, 24]);
/// # Ok::<(), telnet_proto::sub::PayloadError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "RFC 1073 has two numbers")]
pub struct WindowSize {
    /// Characters in a line.
    pub columns: u16,
    /// Lines.
    pub rows: u16,
}

impl WindowSize {
    /// Reads a payload: exactly four octets, both numbers in network order.
    ///
    /// # Errors
    /// [`PayloadError::Length`] for any other length.
    pub const fn parse(payload: &[u8]) -> Result<Self, PayloadError> {
        match *payload {
            [c1, c0, r1, r0] => Ok(Self {
                columns: u16::from_be_bytes([c1, c0]),
                rows: u16::from_be_bytes([r1, r0]),
            }),
            _ => Err(PayloadError::Length),
        }
    }

    /// The payload. Escaping its octets 255 is left to
    /// [`encode::subnegotiation`](crate::encode::subnegotiation).
    #[must_use]
    pub const fn to_payload(self) -> [u8; 4] {
        let [c1, c0] = self.columns.to_be_bytes();
        let [r1, r0] = self.rows.to_be_bytes();
        [c1, c0, r1, r0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_octets_are_a_size() {
        for bad in [&[][..], &[0, 80], &[0, 80, 0, 24, 0]] {
            assert_eq!(WindowSize::parse(bad), Err(PayloadError::Length));
        }
        let all = WindowSize { columns: 65535, rows: 65535 };
        assert_eq!(WindowSize::parse(&[255; 4]), Ok(all));
        assert_eq!(all.to_payload(), [255; 4]);
    }
}
