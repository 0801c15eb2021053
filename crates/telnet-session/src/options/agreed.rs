//! What is to be remembered of single options, besides that they are in force.

use telnet_proto::Side;
use telnet_proto::sub::old_environ::{self, Codes};

use crate::flow_control::FlowState;
use crate::linemode::LinemodeState;

/// What is agreed, and what is due. Most connections have none of it.
#[derive(Debug, Default)]
pub(crate) struct Agreed(Option<Box<Details>>);

#[derive(Debug, Default)]
struct Details {
    linemode: Option<LinemodeState>,
    local_flow: Option<FlowState>,
    remote_flow: Option<FlowState>,
    /// Which octets the peer has for VAR and VALUE of OLD-ENVIRON.
    codes: Codes,
    /// A window size is still to be sent, for want of room.
    window_size_due: bool,
}

impl Agreed {
    fn details(&mut self) -> &mut Details {
        self.0.get_or_insert_default()
    }

    // ---- LINEMODE ----

    pub(crate) fn linemode(&self) -> Option<&LinemodeState> {
        self.0.as_ref()?.linemode.as_ref()
    }

    pub(crate) fn linemode_mut(&mut self) -> Option<&mut LinemodeState> {
        self.0.as_mut()?.linemode.as_mut()
    }

    pub(crate) fn set_linemode(&mut self, state: Option<LinemodeState>) {
        if state.is_some() || self.0.is_some() {
            self.details().linemode = state;
        }
    }

    // ---- TOGGLE-FLOW-CONTROL ----

    pub(crate) fn flow(&self, side: Side) -> Option<FlowState> {
        let details = self.0.as_ref()?;
        match side {
            Side::Local => details.local_flow,
            Side::Remote => details.remote_flow,
        }
    }

    pub(crate) fn set_flow(&mut self, side: Side, state: Option<FlowState>) {
        if state.is_none() && self.0.is_none() {
            return;
        }
        match side {
            Side::Local => self.details().local_flow = state,
            Side::Remote => self.details().remote_flow = state,
        }
    }

    // ---- NAWS ----

    /// Whether a window size waits for room.
    pub(crate) fn is_window_size_due(&self) -> bool {
        self.0.as_ref().is_some_and(|it| it.window_size_due)
    }

    pub(crate) fn set_window_size_due(&mut self, is_due: bool) {
        if is_due || self.0.is_some() {
            self.details().window_size_due = is_due;
        }
    }

    // ---- OLD-ENVIRON ----

    /// The codes by which to read this payload of the peer and to send: what it
    /// tells holds from here on (RFC 1571, page 1).
    pub(crate) fn codes(&mut self, payload: &[u8]) -> Codes {
        match old_environ::codes_of(payload) {
            Some(codes) => {
                self.details().codes = codes;
                codes
            }
            None => self.0.as_ref().map(|it| it.codes).unwrap_or_default(),
        }
    }
}
