//! What is to be remembered of single options, besides that they are in force.

use telnet_proto::Side;
use telnet_proto::sub::old_environ::{self, Codes};

#[cfg(feature = "encoding")]
use crate::encoding::Switching;
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
    /// Decodes text, where that was wished or its encoding has changed.
    #[cfg(feature = "encoding")]
    decoding: Option<Switching>,
    /// A window size is still to be sent, for want of room.
    window_size_due: bool,
}

impl Agreed {
    /// Where to remember something; `None` where it is `nothing`, and nothing
    /// else is remembered.
    fn details(&mut self, nothing: bool) -> Option<&mut Details> {
        if nothing {
            self.0.as_deref_mut()
        } else {
            Some(self.0.get_or_insert_default())
        }
    }

    // ---- LINEMODE ----

    pub(crate) fn linemode(&self) -> Option<&LinemodeState> {
        self.0.as_ref()?.linemode.as_ref()
    }

    pub(crate) fn linemode_mut(&mut self) -> Option<&mut LinemodeState> {
        self.0.as_mut()?.linemode.as_mut()
    }

    pub(crate) fn set_linemode(&mut self, state: Option<LinemodeState>) {
        if let Some(details) = self.details(state.is_none()) {
            details.linemode = state;
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
        let Some(details) = self.details(state.is_none()) else { return };
        match side {
            Side::Local => details.local_flow = state,
            Side::Remote => details.remote_flow = state,
        }
    }

    // ---- NAWS ----

    /// Whether a window size waits for room.
    pub(crate) fn is_window_size_due(&self) -> bool {
        self.0.as_ref().is_some_and(|it| it.window_size_due)
    }

    pub(crate) fn set_window_size_due(&mut self, is_due: bool) {
        if let Some(details) = self.details(!is_due) {
            details.window_size_due = is_due;
        }
    }

    // ---- CHARSET, and text ----

    #[cfg(feature = "encoding")]
    pub(crate) fn decoding(&self) -> Option<&Switching> {
        self.0.as_ref()?.decoding.as_ref()
    }

    /// What decodes text; if there is nothing yet, it is this.
    #[cfg(feature = "encoding")]
    pub(crate) fn decoding_or(
        &mut self,
        new: impl FnOnce() -> Switching,
    ) -> &mut Switching {
        let details = self.0.get_or_insert_default();
        details.decoding.get_or_insert_with(new)
    }

    // ---- OLD-ENVIRON ----

    /// The codes by which to read this payload of the peer and to send: what it
    /// tells holds from here on (RFC 1571, page 1).
    pub(crate) fn codes(&mut self, payload: &[u8]) -> Codes {
        let told = old_environ::codes_of(payload);
        let Some(details) = self.details(told.is_none()) else {
            return Codes::default();
        };
        details.codes = told.unwrap_or(details.codes);
        details.codes
    }
}
