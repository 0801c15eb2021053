//! Asks a console on a serial port for its version:
//! `cargo run -p stream-expect --example serial -- /dev/ttyUSB0 [COMMAND]`.
//! 115,200 baud, eight bits, no parity. Unix.
//!
//! It presses Enter, waits for a prompt, sends the command, and prints what
//! comes before the next prompt. A pager's question is answered.
#![cfg_attr(
    unix,
    expect(clippy::print_stdout, reason = "it shows what it read")
)]

#[cfg(unix)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    unix::main()
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod unix {
    use std::error::Error;
    use std::fs::{File, OpenOptions};
    use std::io::{self, Read, Write as _};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    use stream_expect::{Pattern, PatternSet, Reader};

    /// A read waits for 300 ms: then the console has no more to say.
    struct Port(File);

    impl Read for Port {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let mut fds = [PollFd::new(&self.0, PollFlags::IN)];
            let wait = Timespec { tv_sec: 0, tv_nsec: 300_000_000 };
            if poll(&mut fds, Some(&wait))? == 0 {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.0.read(to)
        }
    }

    pub(super) fn main() -> Result<(), Box<dyn Error>> {
        let mut arguments = std::env::args().skip(1);
        let device = arguments.next().ok_or("tell me the device")?;
        let command = arguments.next().unwrap_or_else(|| "version".to_owned());
        let port = OpenOptions::new().read(true).write(true).open(device)?;
        let mut settings = tcgetattr(&port)?;
        settings.make_raw();
        settings.set_speed(115_200)?;
        tcsetattr(&port, OptionalActions::Now, &settings)?;

        let set = PatternSet::new([
            Pattern::prompt(r"[\w.@-]*[>#$] ?")?,
            Pattern::regex(r"-+ ?[Mm]ore ?-+")?,
        ])?;
        let mut console = Reader::new(Port(port));
        console.get_mut().0.write_all(b"\r")?;
        console.expect(&set)?;
        console.get_mut().0.write_all(format!("{command}\r").as_bytes())?;
        loop {
            let found = console.expect(&set)?;
            print!("{}", String::from_utf8_lossy(found.before()));
            if found.index() == 0 {
                return Ok(());
            }
            console.get_mut().0.write_all(b" ")?;
        }
    }
}
