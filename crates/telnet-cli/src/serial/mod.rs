//! A serial port of another machine, as a console.

mod console;
mod pipe;
mod settings;
mod words;

use std::io::{self, IsTerminal as _, Write, stdin, stdout};
use std::time::Duration;

use clap::Args;
use telnet_blocking::Config;
use telnet_serial::{
    Client, Flow, Kind, Outcome, PortUrl, RemotePort, Request, Settings,
};

use self::settings::{Frame, baud, flow, frame, on_or_off};
use crate::connect::{Link, Reach, seconds};
use crate::exit::{Code, Exit};
use crate::host::target;
use crate::interactive::Keys;
use crate::screen::Screen;

/// A port of this program.
type Port = RemotePort<Link>;

/// Use a serial port of another machine as a console
#[derive(Args, Clone, Debug)]
pub(crate) struct Serial {
    // Not a comment of documentation, which would have its URL in brackets.
    #[arg(
        value_name = "URL", value_parser = url,
        help = "Where the port is: rfc2217://HOST:PORT"
    )]
    url: PortUrl,
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    keys: Keys,
    /// Set the rate [default: what the server has, as with all of these]
    #[arg(long, value_name = "RATE", value_parser = baud)]
    baud: Option<u32>,
    /// Set data bits, parity (N, O, E, M, S) and stop bits
    #[arg(long, value_name = "8N1", value_parser = frame)]
    frame: Option<Frame>,
    /// Set the flow control: none, xonxoff or rtscts
    #[arg(long, value_name = "HOW", value_parser = flow)]
    flow: Option<Flow>,
    /// Set the line DTR, on or off
    #[arg(long, value_name = "ON", value_parser = on_or_off)]
    dtr: Option<bool>,
    /// Set the line RTS, on or off
    #[arg(long, value_name = "ON", value_parser = on_or_off)]
    rts: Option<bool>,
    /// Show what is typed, where the device does not
    #[arg(long)]
    echo: bool,
    /// Show all that comes, what does harm to a terminal, too
    #[arg(long)]
    raw: bool,
    /// With a pipe: end once the port has been silent for so long
    #[arg(
        long, value_name = "SECONDS", default_value = "1",
        value_parser = seconds
    )]
    wait: Duration,
}

fn url(text: &str) -> Result<PortUrl, String> {
    text.parse().map_err(|it: io::Error| it.to_string())
}

impl Serial {
    /// Opens the port, sets it, and connects it with the user or the pipe.
    pub(crate) fn run(&self) -> Result<(), Exit> {
        let target = target(self.url.address(), None)?;
        let config = Client::config(Config::new());
        let line = self.reach.connect(&target, config)?;
        let mut port = RemotePort::over(line).map_err(|it| refused(&it))?;
        port.set_answer_time(self.url.timeout());
        port.configure(self.settings()).map_err(|it| refused(&it))?;
        if stdin().is_terminal() && stdout().is_terminal() {
            console::run(port, self)
        } else {
            pipe::run(port, self)
        }
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::new();
        if let Some(rate) = self.baud {
            settings = settings.baud_rate(rate);
        }
        if let Some(Frame { data, parity, stop }) = self.frame {
            settings = settings.data_bits(data).parity(parity).stop_bits(stop);
        }
        if let Some(flow) = self.flow {
            settings = settings.flow(flow);
        }
        if let Some(on) = self.dtr {
            settings = settings.dtr(on);
        }
        if let Some(on) = self.rts {
            settings = settings.rts(on);
        }
        settings
    }
}

/// The port cannot be had as it was asked for.
fn refused(error: &io::Error) -> Exit {
    Exit::new(Code::Connection, error)
}

/// Shows what has come; whether the connection is there, and who reads it.
fn show(
    port: &mut Port,
    screen: &mut Screen<impl Write>,
    buffer: &mut [u8],
) -> io::Result<bool> {
    while port.available()? > 0 {
        let n = port.receive(buffer)?;
        screen.show(buffer.get(..n).unwrap_or_default())?;
    }
    Ok(!port.telnet().session().is_eof() && !screen.is_closed())
}

/// What a port is set to, for a reader.
fn shown(port: &mut Port) -> io::Result<Vec<String>> {
    let kinds = Kind::ALL.into_iter().filter(|it| *it != Kind::Break);
    let report = port.ask(kinds.map(Request::Get))?;
    let mut known = Vec::new();
    for (_, outcome) in report.replies() {
        if let Outcome::Is(is) = outcome {
            known.push(is.to_string());
        }
    }
    Ok(known)
}
