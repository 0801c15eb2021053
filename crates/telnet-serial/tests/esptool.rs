//! What esptool asked of a port of ours while it reset a chip, recorded: each
//! pulse is done, in its order, however the stream is cut.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::time::Instant;

use telnet_serial::Setting;
use telnet_serial::server::{Loopback, Service, Work};
use telnet_serial::session::{Config, Session};
use telnet_testkit::split;
use telnet_testkit::transcript::{self, Direction};

fn pulses(chunks: &[&[u8]], now: Instant) -> Vec<Setting> {
    let mut session = Session::new(Service::config(Config::new()));
    let mut service = Service::new();
    let mut port = Loopback::new().recorded();
    for chunk in chunks {
        session.receive(chunk);
        while let Some(work) = service.next(&mut session, now) {
            if let Work::Order(order) = work {
                service.obey(&mut session, order, &mut port, true).unwrap();
            }
        }
        session.transmitted(session.transmit().len());
    }
    let is_line =
        |it: &Setting| matches!(it, Setting::Dtr(_) | Setting::Rts(_));
    port.log().into_iter().filter(is_line).collect()
}

#[test]
fn the_pulses_of_a_reset_are_done_in_their_order() {
    use Setting::{Dtr, Rts};
    let stream = transcript::named("client-esptool").stream(Direction::Client);
    let now = Instant::now();
    // The port is opened with both on. Then EN goes low with RTS, and GPIO 0
    // with DTR.
    let reset = [
        Dtr(true),
        Rts(true),
        Dtr(false),
        Rts(true),
        Dtr(false),
        Dtr(true),
        Rts(false),
        Dtr(true),
        Dtr(false),
    ];
    let cut = |chunks: &[&[u8]]| {
        assert_eq!(pulses(chunks, now).get(..9), Some(&reset[..]));
    };
    split::whole("esptool", &stream, cut);
    split::octets("esptool", &stream, cut);
    split::pairs("esptool", &stream, cut);
}
