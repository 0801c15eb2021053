//! Octets from 128 up: UTF-8, 8-bit controls, or characters of another set.

/// Most octets of a control sequence that begins with the octet CSI.
const LONGEST: usize = 12;

const CSI: u8 = 0x9B;

/// Octets from 128 up whose meaning is not known yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Eight {
    /// A character of UTF-8, or a control sequence, as far as it has come.
    begun: Few,
    /// There was a control sequence that began with the octet CSI.
    has_c1: bool,
}

/// A few octets.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Few {
    octets: [u8; LONGEST],
    len: usize,
}

/// What octets have turned out to be.
#[derive(Debug)]
pub(super) enum Piece {
    /// Nothing yet.
    Open,
    Char(char),
    /// A control sequence, without its CSI.
    Sequence(Few),
    /// A C1 control.
    Control(u8),
    /// An octet that stands for itself; those behind it are to be read again.
    Octet(u8, Few),
}

impl Few {
    pub(super) fn as_slice(&self) -> &[u8] {
        self.octets.get(..self.len).unwrap_or_default()
    }

    fn push(&mut self, octet: u8) {
        if let Some(free) = self.octets.get_mut(self.len) {
            *free = octet;
            self.len += 1;
        }
    }

    fn behind_first(&self) -> Self {
        let mut rest = Self::default();
        self.as_slice().iter().skip(1).for_each(|it| rest.push(*it));
        rest
    }
}

impl Eight {
    /// Whether it waits for more octets.
    pub(super) const fn is_open(&self) -> bool {
        self.begun.len > 0
    }

    /// Takes an octet: one from 128 up, or any while it waits for more.
    pub(super) fn take(&mut self, octet: u8) -> Piece {
        self.begun.push(octet);
        let piece = self.judge();
        if !matches!(piece, Piece::Open) {
            self.begun = Few::default();
        }
        piece
    }

    fn judge(&mut self) -> Piece {
        let all = self.begun.as_slice();
        let Some((&first, rest)) = all.split_first() else {
            return Piece::Open;
        };
        if first == CSI {
            let open = rest.iter().all(|it| matches!(it, b'0'..=b'?'));
            if open && all.len() < LONGEST {
                return Piece::Open;
            }
            if is_sequence(rest) {
                self.has_c1 = true;
                return Piece::Sequence(self.begun.behind_first());
            }
        } else if self.has_c1 && is_c1(first) {
            return Piece::Control(first);
        } else {
            match std::str::from_utf8(all) {
                Ok(it) => {
                    return it.chars().next().map_or(Piece::Open, Piece::Char);
                }
                Err(it) if it.error_len().is_none() => return Piece::Open,
                Err(_) => {}
            }
        }
        Piece::Octet(first, self.begun.behind_first())
    }
}

/// Whether octets behind CSI look like the rest of a control sequence rather
/// than like text: it has parameters, or is one that is sent without.
fn is_sequence(rest: &[u8]) -> bool {
    match rest {
        [b'A'..=b'D' | b'H' | b'J' | b'K' | b'm'] => true,
        [.., last @ b'@'..=b'~'] => rest.len() > 1 && *last != b'[',
        _ => false,
    }
}

/// The C1 controls that move the cursor or begin a string: IND, NEL, RI, DCS,
/// SOS, OSC, PM, APC.
const fn is_c1(octet: u8) -> bool {
    matches!(octet, 0x84 | 0x85 | 0x8D | 0x90 | 0x98 | 0x9D..=0x9F)
}
