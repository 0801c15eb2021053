//! Escape sequences: the one parser of them (ECMA-48, VT500).

const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1A;
pub(crate) const ESC: u8 = 0x1B;
pub(crate) const DEL: u8 = 0x7F;
/// The end of a string, as one octet.
const ST: u8 = 0x9C;

/// Most octets of one sequence, its ESC included. What follows is text.
pub(crate) const MAX: u16 = 4096;

/// Where in a sequence the text is. The state outlives a call, so how the text
/// is cut never matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parser {
    state: State,
    /// Octets of the sequence so far.
    len: u16,
    csi: Csi,
    /// The sequence began with one octet, a C1 control.
    eight_bits: bool,
}

/// By the names of the VT500's parser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    Escape,
    /// ESC and octets from 32 to 47: one final octet is to come.
    EscapeIntermediate,
    /// CSI, its parameters, its intermediates: the final octet is to come.
    Csi,
    Osc,
    /// DCS, SOS, PM, APC, or a title of GNU screen.
    ControlString,
}

/// A control sequence: `ESC [`, parameters, intermediates, a final octet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Csi {
    /// The first parameters; 0 is one that was left out.
    params: [u16; 2],
    /// Which parameter is being read, from 0.
    at: u8,
    /// Something makes it another sequence than its final octet alone says: a
    /// private mark (`?`), an intermediate, a part of a parameter.
    pub(super) private: bool,
    pub(super) last: u8,
}

impl Csi {
    /// A parameter that counts: 1 where it is left out or 0.
    pub(crate) fn count(&self) -> u16 {
        self.param(0).max(1)
    }

    /// A parameter, 0 where it is left out.
    pub(crate) fn param(&self, n: usize) -> u16 {
        self.params.get(n).copied().unwrap_or_default()
    }

    fn take(&mut self, octet: u8) {
        match octet {
            b'0'..=b'9' => {
                if let Some(it) = self.params.get_mut(usize::from(self.at)) {
                    let digit = u16::from(octet - b'0');
                    *it = it.saturating_mul(10).saturating_add(digit);
                }
            }
            b';' => self.at = self.at.saturating_add(1),
            _ => self.private = true,
        }
    }
}

/// What the next octet of a sequence does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// It is part of the sequence.
    More,
    /// It is a control character within the sequence: to be obeyed.
    Control(u8),
    /// It is text, and has ended the sequence.
    Text(u8),
    /// It ends `ESC` and one octet.
    Escape(u8),
    /// It ends a control sequence.
    Csi(Csi),
    /// It ends a sequence that shows nothing and moves nothing.
    End,
}

impl Parser {
    pub(crate) const fn new() -> Self {
        Self {
            state: State::Ground,
            len: 0,
            csi: Csi { params: [0; 2], at: 0, private: false, last: 0 },
            eight_bits: false,
        }
    }

    /// No sequence has begun.
    pub(crate) fn is_ground(&self) -> bool {
        self.state == State::Ground
    }

    /// An ESC was read.
    pub(crate) const fn escape(&mut self) {
        *self = Self::new();
        self.state = State::Escape;
        self.len = 1;
    }

    /// CSI was read, as one octet.
    pub(crate) const fn control_sequence(&mut self) {
        *self = Self::new();
        self.state = State::Csi;
        self.len = 1;
        self.eight_bits = true;
    }

    /// An octet was read that begins a string: DCS, OSC, SOS, PM or APC.
    pub(crate) const fn string(&mut self, osc: bool) {
        *self = Self::new();
        self.state = if osc { State::Osc } else { State::ControlString };
        self.len = 1;
        self.eight_bits = true;
    }

    /// Takes the next octet of a sequence.
    pub(crate) fn step(&mut self, octet: u8) -> Step {
        if self.len >= MAX {
            *self = Self::new();
            if octet >= b' ' {
                return Step::Text(octet);
            }
            if octet != ESC {
                return Step::Control(octet);
            }
        }
        self.len += 1;
        match octet {
            CAN | SUB => {
                *self = Self::new();
                return Step::End;
            }
            ESC => {
                self.escape();
                return Step::More;
            }
            _ => {}
        }
        match self.state {
            State::Osc | State::ControlString => {
                let bell = octet == BEL && self.state == State::Osc;
                if bell || octet == ST && self.eight_bits {
                    return self.end(Step::End);
                }
                Step::More
            }
            _ if octet < b' ' => Step::Control(octet),
            _ if octet == DEL => Step::More,
            _ if octet > DEL => self.end(Step::Text(octet)),
            State::Escape => self.after_escape(octet),
            State::EscapeIntermediate if octet >= b'0' => self.end(Step::End),
            State::Csi if octet >= b'@' => {
                self.csi.last = octet;
                self.end(Step::Csi(self.csi))
            }
            State::Csi => {
                self.csi.take(octet);
                Step::More
            }
            State::EscapeIntermediate | State::Ground => Step::More,
        }
    }

    fn end(&mut self, step: Step) -> Step {
        self.state = State::Ground;
        step
    }

    /// What ESC and this octet, which is no control, begin.
    fn after_escape(&mut self, octet: u8) -> Step {
        self.state = match octet {
            b' '..=b'/' => State::EscapeIntermediate,
            b'[' => State::Csi,
            b']' => State::Osc,
            b'P' | b'X' | b'^' | b'_' | b'k' => State::ControlString,
            // ST ends a string, and is nothing by itself.
            _ => return self.end(Step::Escape(octet)),
        };
        Step::More
    }
}
