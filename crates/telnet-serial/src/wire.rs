//! Data and commands as they cross the wire, for both ends.

use telnet_session::error::OutputFullError;
use telnet_session::proto::State;
use telnet_session::proto::sub::Role;
use telnet_session::proto::sub::com_port::ComPort;
use telnet_session::{Config, Policy, Session, Side, TelnetOption};

/// The options that a serial port wants in force on both sides.
const BOTH_WAYS: [TelnetOption; 2] = [TelnetOption::BINARY, TelnetOption::SGA];

/// Which side has the COM-PORT-OPTION: the client says WILL (RFC 2217, page 3).
pub(crate) const fn side_of_option(role: Role) -> Side {
    match role {
        Role::Client => Side::Local,
        Role::Server => Side::Remote,
    }
}

/// A configuration for a serial port: BINARY and SGA both ways, and the
/// option, taken on either side, since some servers have it as theirs.
pub(crate) fn config(mut config: Config, role: Role) -> Config {
    config = config.events(true).role(role);
    for side in [Side::Local, Side::Remote] {
        for option in BOTH_WAYS {
            config = config
                .policy(side, option, Policy::Accept)
                .request(side, option);
        }
        config =
            config.policy(side, TelnetOption::COM_PORT_OPTION, Policy::Accept);
    }
    // No end of a serial port echoes by itself: what it is wired to does.
    for side in [Side::Local, Side::Remote] {
        config = config.policy(side, TelnetOption::ECHO, Policy::Refuse);
    }
    config.request(side_of_option(role), TelnetOption::COM_PORT_OPTION)
}

/// Whether the option is in force, on whichever side.
pub(crate) fn is_agreed(session: &Session) -> bool {
    let on = |side| session.is_enabled(side, TelnetOption::COM_PORT_OPTION);
    on(Side::Local) || on(Side::Remote)
}

/// Whether the other end has not said yet whether it takes BINARY. What is sent
/// meanwhile may be read either way.
pub(crate) fn is_undecided(session: &Session) -> bool {
    let state = session.option_state(Side::Local, TelnetOption::BINARY);
    !matches!(state, State::Yes | State::No)
}

/// Queues data, and returns how many octets of it were taken. Without BINARY
/// each CR is sent as CR NUL, which the other end takes for a CR.
pub(crate) fn send(session: &mut Session, data: &[u8]) -> usize {
    if session.is_enabled(Side::Local, TelnetOption::BINARY) {
        return session.send_part(data);
    }
    let mut taken = 0;
    while let Some(rest) = data.get(taken..).filter(|it| !it.is_empty()) {
        let len = match rest.iter().position(|&octet| octet == b'\r') {
            Some(0) => {
                // Both octets or none.
                if session.output_room() < 16 + session.config().max_output / 4
                    || session.send_part(b"\r\0") < 2
                {
                    return taken;
                }
                taken += 1;
                continue;
            }
            Some(at) => at,
            None => rest.len(),
        };
        let sent = session.send_part(rest.get(..len).unwrap_or_default());
        taken += sent;
        if sent < len {
            break;
        }
    }
    taken
}

/// Queues a command, if there is room for all of it.
pub(crate) fn command(
    session: &mut Session,
    command: ComPort<'_>,
    from: Role,
) -> Result<(), OutputFullError> {
    let parts = command.to_parts(from);
    session.send_subnegotiation(TelnetOption::COM_PORT_OPTION, parts)
}
