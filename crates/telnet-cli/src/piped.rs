//! Standard input that is no terminal: it is sent whole, and all of the answer
//! is printed.

use std::fs::File;
use std::io::{self, IsTerminal as _, Write};
use std::os::fd::AsFd as _;

use clap::Args;
use telnet_blocking::{Interest, Side, TelnetOption, user};

use crate::connect::Line;
use crate::exchange::{came, hand_on, interest};
use crate::exit::{Code, Exit};
use crate::manner::Manner;
use crate::newline::ToHost;
use crate::print::unprinted;
use crate::screen::Screen;
use crate::typed::ToCharset;

/// What is particular to pipes and files.
#[derive(Args, Clone, Debug)]
pub(crate) struct Piped {
    /// At the end of a piped input, do not close this direction: hosts that log
    /// users in take that for the end, and stop what still runs
    #[arg(long)]
    keep_open: bool,
    /// Leave line ends in pipes and files as they are: by default LF here is CR LF
    /// there, but in BINARY
    #[arg(long)]
    keep_newlines: bool,
}

/// Most octets that are read of the input at once.
const CHUNK: usize = 16 << 10;

/// Sends all of standard input, and prints all that comes.
pub(crate) fn run(
    line: &mut Line,
    piped: &Piped,
    manner: &Manner,
) -> Result<(), Exit> {
    let input = input()?;
    let out = io::stdout();
    // As it is, without the buffer of lines that `Stdout` has.
    let out = out.as_fd().try_clone_to_owned();
    let out = File::from(out.map_err(|it| unprinted(&it))?);
    let screen = Screen::new(out)
        .decode(manner.encoding())
        .local_lines(!piped.keep_newlines && !io::stdout().is_terminal())
        .filter(io::stdout().is_terminal() && !manner.is_raw());
    let mut pipe = Pipe {
        line,
        input: Some(input),
        screen,
        newline: (!piped.keep_newlines).then(ToHost::default),
        charset: ToCharset::new(manner.encoding()),
        unsent: Vec::new(),
        closes: !piped.keep_open,
    };
    pipe.run()
}

/// Standard input, without a buffer in the way.
fn input() -> Result<File, Exit> {
    user::stdin().map_err(|error| {
        Exit::new(Code::Usage, format_args!("standard input: {error}"))
    })
}

struct Pipe<'l, W> {
    line: &'l mut Line,
    /// Until it ends.
    input: Option<File>,
    screen: Screen<W>,
    newline: Option<ToHost>,
    charset: ToCharset,
    /// As it goes to the wire, but for what the session has taken.
    unsent: Vec<u8>,
    closes: bool,
}

impl<W: Write> Pipe<'_, W> {
    fn run(&mut self) -> Result<(), Exit> {
        let broken = |it: io::Error| Exit::broken(&it);
        let mut buffer = vec![0; CHUNK];
        loop {
            let Some(came) = came(self.line).map_err(broken)? else { break };
            self.screen.show(&came).map_err(|it| unprinted(&it))?;
            if self.screen.is_closed() {
                return Ok(());
            }
            let moved = hand_on(self.line, &mut self.unsent);
            if !came.is_empty() || moved || self.line.session().is_eof() {
                continue;
            }
            if self.wait().map_err(broken)? {
                self.read(&mut buffer)?;
            }
        }
        self.screen.finish().map_err(|it| unprinted(&it))
    }

    /// Waits until something can be done; whether the input can be read.
    fn wait(&self) -> io::Result<bool> {
        let until = self.line.session().tick_at();
        let host = (self.line.as_fd(), interest(self.line));
        let input = self.input.as_ref().filter(|_| self.unsent.is_empty());
        let Some(input) = input else {
            let [_] = user::ready([host], until)?;
            return Ok(false);
        };
        let input = (input.as_fd(), Interest::Read);
        let [_, typed] = user::ready([host, input], until)?;
        Ok(typed)
    }

    fn read(&mut self, buffer: &mut [u8]) -> Result<(), Exit> {
        let Some(input) = &mut self.input else { return Ok(()) };
        let text = user::read_once(input, buffer).map_err(|error| {
            let what = "standard input";
            Exit::new(Code::Connection, format_args!("{what}: {error}"))
        })?;
        if text.is_empty() {
            self.input = None;
        }
        self.convert(text);
        if text.is_empty() {
            self.end()?;
        }
        Ok(())
    }

    /// Puts a text into the form of the wire; an empty one is the end.
    fn convert(&mut self, text: &[u8]) {
        let is_end = text.is_empty();
        let text = self.charset.encode(text, is_end);
        let session = self.line.session();
        let is_binary = session.is_enabled(Side::Local, TelnetOption::BINARY);
        match &mut self.newline {
            Some(newline) if !is_binary => {
                newline.convert(&text, &mut self.unsent);
                if is_end {
                    newline.finish(&mut self.unsent);
                }
            }
            _ => self.unsent.extend_from_slice(&text),
        }
    }

    /// The input has ended.
    fn end(&mut self) -> Result<(), Exit> {
        if !self.closes {
            return Ok(());
        }
        let last = std::mem::take(&mut self.unsent);
        let sent = self.line.write(last).and_then(|()| self.line.finish());
        match sent {
            // Its last words may still be on their way to us.
            Err(error) if user::is_gone(&error) => Ok(()),
            sent => sent.map_err(|it| Exit::broken(&it)),
        }
    }
}
