//! TOGGLE-FLOW-CONTROL (RFC 1372).

use telnet_proto::Side;
use telnet_proto::sub::lflow::FlowControl;

use super::Session;
use crate::error::OutputFullError;
use crate::flow_control::FlowState;

impl Session {
    /// The flow control of the terminal at one end, while TOGGLE-FLOW-CONTROL is in
    /// force on that side: on ours it is what the peer has asked for, on the
    /// peer's what was asked by
    /// [`request_flow_control`](Self::request_flow_control) or, before, what the
    /// peer must begin with (RFC 1372, section 5). What changes on ours is the
    /// event of its subnegotiation.
    #[must_use]
    pub fn flow_control(&self, side: Side) -> Option<FlowState> {
        self.agreed.flow(side)
    }

    /// Asks for the flow control of the peer's terminal. Returns whether it was
    /// queued: nothing is unless TOGGLE-FLOW-CONTROL is in force on the peer's
    /// side, as [`Config::request`](crate::Config::request) asks for.
    ///
    /// # Errors
    /// [`OutputFullError`] if there is no room.
    pub fn request_flow_control(
        &mut self,
        what: FlowControl,
    ) -> Result<bool, OutputFullError> {
        let side = Side::Remote;
        let Some(state) = self.agreed.flow(side) else { return Ok(false) };
        self.send_payload(what)?;
        self.agreed.set_flow(side, Some(state.after(what)));
        Ok(true)
    }

    /// The option is agreed to on a side, or is no more.
    pub(super) fn flow_control_as_agreed(
        &mut self,
        side: Side,
        is_enabled: bool,
    ) {
        let state = is_enabled.then_some(FlowState::START);
        self.agreed.set_flow(side, state);
    }

    /// The peer says what the terminal at our end is to do. It is not answered.
    pub(super) fn hear_flow_control(&mut self, payload: &[u8]) {
        let state = self.agreed.flow(Side::Local);
        if let (Some(state), Ok(it)) = (state, FlowControl::parse(payload)) {
            self.agreed.set_flow(Side::Local, Some(state.after(it)));
        }
    }
}
