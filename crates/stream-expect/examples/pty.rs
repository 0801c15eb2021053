//! Talks to a shell on a terminal of its own:
//! `cargo run -p stream-expect --example pty`. Unix.
//!
//! The prompt is what stands at the end when the shell falls silent.
#![cfg_attr(
    unix,
    expect(clippy::print_stdout, reason = "it shows what it found")
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
    use std::fs::File;
    use std::io::{self, Read, Write as _};
    use std::os::fd::OwnedFd;
    use std::process::{Command, Stdio};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::{Mode, OFlags, open};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use stream_expect::{Pattern, PatternSet, Reader};

    /// Our end of the terminal. A read waits for 200 ms.
    struct Terminal(File);

    impl Read for Terminal {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let mut fds = [PollFd::new(&self.0, PollFlags::IN)];
            let wait = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };
            if poll(&mut fds, Some(&wait))? == 0 {
                return Err(io::ErrorKind::TimedOut.into());
            }
            match self.0.read(to) {
                // The child has closed its end.
                Err(error) if error.raw_os_error() == Some(5) => Ok(0),
                read => read,
            }
        }
    }

    pub(super) fn main() -> Result<(), Box<dyn Error>> {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&ours)?;
        unlockpt(&ours)?;
        let name = ptsname(&ours, Vec::new())?;
        let flags = OFlags::RDWR | OFlags::NOCTTY;
        let theirs: OwnedFd = open(name.as_c_str(), flags, Mode::empty())?;
        let mut child = Command::new("sh")
            .arg("-i")
            .env("PS1", "ready> ")
            .stdin(Stdio::from(theirs.try_clone()?))
            .stdout(Stdio::from(theirs.try_clone()?))
            .stderr(Stdio::from(theirs))
            .spawn()?;
        let mut shell = Reader::new(Terminal(File::from(ours)));

        let prompt = PatternSet::new(Pattern::prompt("ready> ?")?)?;
        wait_for(&mut shell, &prompt)?;
        shell.get_mut().0.write_all(b"expr 6 \\* 7\n")?;
        let answer = PatternSet::new([r"(?mR)^(\d+)$", r"not found"])?;
        let found = wait_for(&mut shell, &answer)?;
        let number = found.group(1).unwrap_or_default();
        println!("6 * 7 is {}", String::from_utf8_lossy(number));
        wait_for(&mut shell, &prompt)?;
        shell.get_mut().0.write_all(b"exit\n")?;
        child.wait()?;
        Ok(())
    }

    /// Waits as long as it takes: each silence is an end for patterns, and no
    /// more.
    fn wait_for(
        shell: &mut Reader<Terminal>,
        set: &PatternSet,
    ) -> io::Result<stream_expect::Match> {
        for _ in 0..50 {
            match shell.expect(set) {
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {}
                done => return done,
            }
        }
        Err(io::ErrorKind::TimedOut.into())
    }
}
