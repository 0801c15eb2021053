//! What is agreed about the flow control of a terminal (RFC 1372).

use telnet_proto::sub::lflow::FlowControl;

/// How output to a user's terminal is stopped and goes on, where
/// TOGGLE-FLOW-CONTROL is in force (RFC 1372): see
/// [`Session::flow_control`](crate::Session::flow_control).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowState {
    is_on: bool,
    restarts_at_any: Option<bool>,
}

impl FlowState {
    /// Just agreed: "the sender of the WILL must enable flow control" (page 3).
    pub(crate) const START: Self = Self { is_on: true, restarts_at_any: None };

    /// Whether XOFF stops output. Else XOFF and XON are octets like any other, to
    /// be sent to the server.
    #[must_use]
    pub const fn is_on(self) -> bool {
        self.is_on
    }

    /// While it is on: whether any octet but XOFF lets output go on, or XON alone.
    /// `None` until the server has said so: then it is for the system of the
    /// terminal to say (page 3).
    #[must_use]
    pub const fn restarts_at_any(self) -> Option<bool> {
        self.restarts_at_any
    }

    /// The same once the server has said `it`.
    pub(crate) const fn after(self, it: FlowControl) -> Self {
        let Self { is_on, restarts_at_any } = self;
        match it {
            FlowControl::Off => Self { is_on: false, restarts_at_any },
            FlowControl::On => Self { is_on: true, restarts_at_any },
            FlowControl::RestartAny => {
                Self { is_on, restarts_at_any: Some(true) }
            }
            FlowControl::RestartXon => {
                Self { is_on, restarts_at_any: Some(false) }
            }
            // A command of a later RFC.
            _ => self,
        }
    }
}
