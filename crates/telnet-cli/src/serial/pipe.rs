//! A port with a pipe or a file in the place of a user.

use std::io::{self, ErrorKind, IsTerminal as _, stdout};
use std::os::fd::AsFd as _;

use telnet_blocking::{Interest, user};

use super::{Port, Serial, show};
use crate::exit::Exit;
use crate::screen::Screen;

/// Sends all of standard input, octet by octet as it is, and prints what comes,
/// in the end until the port has been silent for a time.
pub(crate) fn run(mut port: Port, serial: &Serial) -> Result<(), Exit> {
    let mut screen =
        Screen::new(stdout()).filter(stdout().is_terminal() && !serial.raw);
    let moved = exchange(&mut port, &mut screen, serial);
    // A server that does not take its leave has given the port free.
    let _late = port.close();
    let finished = screen.finish();
    moved.and(finished).map_err(|it| Exit::broken(&it))
}

fn exchange(
    port: &mut Port,
    screen: &mut Screen<impl io::Write>,
    serial: &Serial,
) -> io::Result<()> {
    let mut input = user::stdin()?;
    let mut buffer = vec![0; 16 << 10];
    while show(port, screen, &mut buffer)? {
        let host = port.telnet();
        let until = host.session().tick_at();
        let host = (host.as_fd(), Interest::Read);
        let [_, typed] =
            user::ready([host, (input.as_fd(), Interest::Read)], until)?;
        if !typed {
            continue;
        }
        let text = user::read_once(&mut input, &mut buffer)?;
        if text.is_empty() {
            break;
        }
        port.send(text)?;
    }
    port.set_timeout(Some(serial.wait));
    while !screen.is_closed() {
        match port.receive(&mut buffer) {
            Ok(0) => break,
            Err(it) if it.kind() == ErrorKind::TimedOut => break,
            received => {
                let n = received?;
                screen.show(buffer.get(..n).unwrap_or_default())?;
            }
        }
    }
    Ok(())
}
