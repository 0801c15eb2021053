//! TOGGLE-FLOW-CONTROL: what the server asks for, and what both ends know of it.

use telnet_session::proto::sub::lflow::FlowControl;
use telnet_session::{Config, Policy, Session, Side, TelnetOption};
use telnet_testkit::split;
use telnet_testkit::talk::talk;

const LFLOW: TelnetOption = TelnetOption::LFLOW;

fn client() -> Session {
    let config = Config::default().policy(Side::Local, LFLOW, Policy::Accept);
    Session::new(config)
}

/// Whether it is on, and whether any octet restarts output.
type Flow = Option<(bool, Option<bool>)>;

fn flow(session: &Session, side: Side) -> Flow {
    let state = session.flow_control(side)?;
    Some((state.is_on(), state.restarts_at_any()))
}

#[test]
fn both_ends_know_what_was_asked_for_however_it_is_cut() {
    for step in [1, 2, 3, 1000] {
        let config = Config::server().request(Side::Remote, LFLOW);
        let (mut server, mut client) = (Session::new(config), client());
        assert_eq!(server.request_flow_control(FlowControl::Off), Ok(false));
        talk(&mut server, &mut client, step);
        let mut wanted = (true, None);
        for what in [None, Some(FlowControl::RestartAny)]
            .into_iter()
            .chain([FlowControl::Off, FlowControl::On].map(Some))
            .chain([Some(FlowControl::RestartXon)])
        {
            match what {
                Some(FlowControl::Off) => wanted.0 = false,
                Some(FlowControl::On) => wanted.0 = true,
                Some(FlowControl::RestartAny) => wanted.1 = Some(true),
                Some(_) => wanted.1 = Some(false),
                None => {}
            }
            if let Some(what) = what {
                assert_eq!(server.request_flow_control(what), Ok(true));
            }
            talk(&mut server, &mut client, step);
            assert_eq!(flow(&server, Side::Remote), Some(wanted));
            assert_eq!(flow(&client, Side::Local), Some(wanted));
            let others =
                [flow(&server, Side::Local), flow(&client, Side::Remote)];
            assert_eq!(others, [None, None]);
        }
        // Off again, nothing more is said; and it begins anew.
        server.request(Side::Remote, LFLOW, false);
        assert_eq!(server.request_flow_control(FlowControl::On), Ok(false));
        talk(&mut server, &mut client, step);
        assert_eq!(flow(&client, Side::Local), None);
        server.request(Side::Remote, LFLOW, true);
        talk(&mut server, &mut client, step);
        assert_eq!(flow(&client, Side::Local), Some((true, None)));
    }
}

#[test]
fn what_is_no_command_changes_nothing_and_draws_no_answer() {
    for payload in [&b"\x04"[..], b"", b"\0\0", b"\xFE"] {
        let sub = [b"\xFF\xFA\x21", payload, b"\xFF\xF0"].concat();
        split::every("flow", &sub, |chunks| {
            let mut client = client();
            client.receive(b"\xFF\xFD\x21");
            client.transmitted(3);
            for chunk in chunks {
                client.receive(chunk);
            }
            assert_eq!(flow(&client, Side::Local), Some((true, None)));
            assert!(!client.wants_write());
        });
    }
    // Nor does what the wrong side says.
    let config = Config::default().policy(Side::Remote, LFLOW, Policy::Accept);
    let mut server = Session::new(config);
    server.receive(b"\xFF\xFB\x21\xFF\xFA\x21\0\xFF\xF0");
    assert_eq!(flow(&server, Side::Remote), Some((true, None)));
    assert_eq!(flow(&server, Side::Local), None);
}
