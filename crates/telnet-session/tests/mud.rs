//! The messages of MUD protocols, from one end to the other as typed payloads.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::fmt::Debug;

use telnet_session::proto::sub::Payload;
use telnet_session::proto::sub::aardwolf::Toggle;
use telnet_session::proto::sub::atcp::Atcp;
use telnet_session::proto::sub::gmcp::Gmcp;
use telnet_session::proto::sub::msdp::Msdp;
use telnet_session::proto::sub::mssp::Mssp;
use telnet_session::proto::sub::mxp;
use telnet_session::proto::sub::zmp::Zmp;
use telnet_session::{Config, Policy, Session, Side};
use telnet_testkit::split;

/// What one end sends the other end reads, whichever of them is the server.
macro_rules! comes_over {
    ($payload:ty, $it:expr) => {
        let it: $payload = $it;
        for side in [Side::Local, Side::Remote] {
            let option = <$payload as Payload<'_>>::OPTION;
            let mut from = Session::new(Config::default());
            from.send_payload(it).unwrap();
            let wire = from.transmit().to_vec();
            split::every("mud", &wire, |chunks| {
                let config = Config::default().events(true).policy(
                    side,
                    option,
                    Policy::Accept,
                );
                let mut to = Session::new(config);
                let verb = if side == Side::Local { 253 } else { 251 };
                to.receive(&[255, verb, option.code()]);
                chunks.iter().for_each(|chunk| to.receive(chunk));
                let events = std::iter::from_fn(|| to.poll_event());
                let last = events.last().unwrap();
                assert_read(last.payload::<$payload>(), &it);
                // It is nothing else.
                assert!(last.payload::<Other>().is_none());
            });
        }
    };
}

type Other = telnet_session::WindowSize;

fn assert_read<P: PartialEq + Debug, E: Debug>(
    read: Option<Result<P, E>>,
    wanted: &P,
) {
    assert_eq!(read.unwrap().unwrap(), *wanted);
}

#[test]
fn each_protocol_has_its_payload_however_it_is_cut() {
    comes_over!(Gmcp<'_>, Gmcp::new(b"Room.Info", Some(b"{\"n\":1}")).unwrap());
    comes_over!(Msdp<'_>, Msdp::parse(b"\x01A\x02\x05\x02b\x06").unwrap());
    comes_over!(Mssp<'_>, Mssp::parse(b"\x01PLAYERS\x0252").unwrap());
    comes_over!(Zmp<'_>, Zmp::parse(b"zmp.ping\0").unwrap());
    comes_over!(Atcp<'_>, Atcp::new(b"hello", Some(b"x 1"), None).unwrap());
    comes_over!(mxp::Start, mxp::Start);
    comes_over!(Toggle, Toggle { channel: 100, value: 255 });
}
