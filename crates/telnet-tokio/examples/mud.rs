//! A client for MUDs on a terminal: colours, prompts by GA and EOR, what GMCP, MSDP
//! and MSSP say aside, MCCP2, CHARSET, MTTS, and no echo of passwords.
//!
//! `cargo run -p telnet-tokio --features encoding --example mud -- HOST [PORT]`
//!
//! Lines go out as they are ended; Ctrl-D ends it. Telnet is plaintext.
#![expect(clippy::print_stderr, reason = "a program")]
#![expect(clippy::wildcard_enum_match_arm, reason = "all else is ignored")]

use std::io::{self, BufRead as _, Write};
use std::time::Duration;

use rustix::termios::{self, LocalModes, OptionalActions, Termios};
use telnet_tokio::proto::sub::gmcp::Gmcp;
use telnet_tokio::proto::sub::msdp::{Msdp, Token};
use telnet_tokio::proto::sub::mssp::Mssp;
use telnet_tokio::wait::Received;
use telnet_tokio::{
    Command, Config, ConnectOptions, Deadline, Event, EventKind, Policy, Side,
    Telnet, TelnetOption, WindowSize,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{self, Receiver};

/// What shows a prompt that the server does not mark: so long a silence.
const QUIET: Duration = Duration::from_millis(300);

#[tokio::main]
async fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let Some(host) = arguments.next() else {
        eprintln!("usage: mud HOST [PORT]");
        std::process::exit(2);
    };
    let port = arguments.next().map_or(Ok(4000), |it| it.parse());
    let port: u16 = port.map_err(io::Error::other)?;
    let options = ConnectOptions::new().config(config()?);
    let mut tn = Telnet::connect_with((host, port), options).await?;
    let echo = Echo::new();
    tokio::select! {
        end = play(&mut tn, typed(), io::stdout(), &echo) => end,
        // The echo of the terminal is set back then, too.
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

/// What is told of this end, and what is agreed to: nothing is asked for.
pub(crate) fn config() -> io::Result<Config> {
    let accepted = [
        TelnetOption::EOR,
        TelnetOption::GMCP,
        TelnetOption::MCCP2,
        TelnetOption::MSDP,
        TelnetOption::MSSP,
    ];
    let config = Config::new()
        .events(true)
        // A client for MUDs; ANSI, UTF-8, 256 colours.
        .terminal_types(["TELNET-RUST", "ANSI", "MTTS 13"])
        .and_then(|it| it.charsets(["UTF-8", "ISO-8859-1", "US-ASCII"]))
        .map_err(io::Error::other)?;
    let mut config = accepted.into_iter().fold(config, |it, option| {
        it.policy(Side::Remote, option, Policy::Accept)
    });
    let size = termios::tcgetwinsize(io::stdout()).ok();
    config.window_size =
        size.map(|it| WindowSize { columns: it.ws_col, rows: it.ws_row });
    Ok(config)
}

/// The lines that the user types, from a thread: reading a terminal blocks.
fn typed() -> Receiver<String> {
    let (to, from) = mpsc::channel(16);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if to.blocking_send(line).is_err() {
                break;
            }
        }
    });
    from
}

/// From the first word to the last, the host's or the user's.
pub(crate) async fn play<S: AsyncRead + AsyncWrite + Unpin>(
    tn: &mut Telnet<S>,
    mut typed: Receiver<String>,
    mut out: impl Write,
    echo: &Echo,
) -> io::Result<()> {
    // The line that has not ended yet: a prompt, perhaps.
    let mut line = String::new();
    loop {
        tokio::select! {
            received = tn.read_next_text(Deadline::Never) => match received? {
                None => break show(&mut out, &mut line),
                Some(Received::Text(text)) => line.push_str(&text),
                Some(Received::Event(event)) => match event.kind {
                    EventKind::Command(Command::GA | Command::EOR) => {
                        show(&mut out, &mut line)?;
                    }
                    EventKind::Option { side: Side::Remote, option, .. } => {
                        agreed(tn, option, echo).await?;
                    }
                    _ => aside(&mut out, &event)?,
                },
            },
            it = typed.recv() => match it {
                Some(it) if tn.session().is_enabled(Side::Remote, TelnetOption::ECHO) => {
                    tn.send_secret_line(tn.session().text_encoding().encode_lossy(&it)).await?;
                }
                Some(it) => {
                    let line = tn.session().text_encoding().encode_lossy(&it);
                    tn.send_line(line).await?;
                }
                None => return tn.close().await,
            },
            () = tokio::time::sleep(QUIET), if !line.is_empty() => {
                show(&mut out, &mut line)?;
            }
        }
        if let Some(end) = line.rfind('\n') {
            let rest = line.split_off(end + 1);
            show(&mut out, &mut line)?;
            line = rest;
        }
    }
}

/// An option of the host's is on now, or off.
async fn agreed<S: AsyncRead + AsyncWrite + Unpin>(
    tn: &mut Telnet<S>,
    option: TelnetOption,
    echo: &Echo,
) -> io::Result<()> {
    let is_on = tn.session().is_enabled(Side::Remote, option);
    if option == TelnetOption::ECHO {
        echo.set(!is_on);
    }
    if option == TelnetOption::GMCP && is_on {
        let hello = br#"Core.Hello {"client":"telnet-rust","version":"0.1"}"#;
        tn.send_subnegotiation(option, hello).await?;
        let set = br#"Core.Supports.Set ["Char 1","Comm 1","Room 1"]"#;
        tn.send_subnegotiation(option, set).await?;
    }
    if option == TelnetOption::MSDP && is_on {
        tn.send_subnegotiation(option, b"\x01LIST\x02COMMANDS").await?;
    }
    Ok(())
}

/// Shows what is said besides text, dimly, on a line of its own.
fn aside(out: &mut impl Write, event: &Event) -> io::Result<()> {
    let text = String::from_utf8_lossy;
    let mut said = String::new();
    if let Some(Ok(it)) = event.payload::<Gmcp<'_>>() {
        let data = it.data().unwrap_or_default();
        said = format!("{} {}", text(it.name()), text(data));
    } else if let Some(Ok(it)) = event.payload::<Mssp<'_>>() {
        for it in it.variables() {
            said += &format!("{}={} ", text(it.name()), text(it.value()));
        }
    } else if let Some(Ok(it)) = event.payload::<Msdp<'_>>() {
        for it in it.tokens() {
            said += &match it {
                Token::Var(it) => format!("{}=", text(it)),
                Token::Val(it) => format!("{} ", text(it)),
                Token::TableOpen | Token::ArrayOpen => "[ ".into(),
                Token::TableClose | Token::ArrayClose => "] ".into(),
            };
        }
    } else if let EventKind::Compression { .. } | EventKind::Charset(_) =
        event.kind
    {
        said = format!("{:?}", event.kind);
    }
    if said.is_empty() {
        return Ok(());
    }
    show(out, &mut format!("\x1b[2m[{}]\x1b[0m\n", said.trim_end()))
}

/// Shows text, and of what is no text the colours alone: a host must not be able to
/// do with the terminal what it likes.
fn show(out: &mut impl Write, text: &mut String) -> io::Result<()> {
    let mut rest = text.as_str();
    while let Some(it) = rest.chars().next() {
        let colour = rest.strip_prefix("\x1b[").and_then(|it| {
            let (codes, _) = it.split_once('m')?;
            let is_one =
                codes.bytes().all(|it| matches!(it, b'0'..=b'9' | b';'));
            is_one.then_some(codes.len() + 3)
        });
        let len = colour.unwrap_or_else(|| it.len_utf8());
        let (shown, behind) = rest.split_at_checked(len).unwrap_or((rest, ""));
        if colour.is_some() || !it.is_control() || matches!(it, '\n' | '\t') {
            out.write_all(shown.as_bytes())?;
        }
        rest = behind;
    }
    text.clear();
    out.flush()
}

/// The echo of the user's terminal, which is as it was when this is dropped.
pub(crate) struct Echo(Option<Termios>);

impl Echo {
    pub(crate) fn new() -> Self {
        Self(termios::tcgetattr(io::stdin()).ok())
    }

    fn set(&self, on: bool) {
        let Some(mut now) = self.0.clone() else { return };
        if !on {
            now.local_modes.remove(LocalModes::ECHO);
        }
        let _is_terminal =
            termios::tcsetattr(io::stdin(), OptionalActions::Now, &now);
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.set(true);
    }
}
