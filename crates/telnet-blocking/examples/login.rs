//! The program of telnetlib's documentation: logs in, lists, leaves.
//!
//! `cargo run -p telnet-blocking --example login -- HOST [PORT]`
//!
//! User and password come from the terminal, the password unseen, or, one a
//! line, from standard input when that is a pipe. Telnet is plaintext: the
//! password crosses the wire as it stands.
//!
//! It waits for the prompt before it types. Real login programs flush what was
//! typed ahead, so a script that sends `ls` and `exit` blindly loses them, and
//! then waits for ever.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use telnet_blocking::{Cli, PORT, Pattern, Telnet};

const USAGE: &str = "usage: login HOST [PORT] [--prompt TEXT]

Logs in to a Telnet host, runs ls, and leaves. User and password are asked for,
or read from standard input, one a line. The shell's prompt is expected to end
in TEXT, by default '$ '.";

/// How long a host may take to show its next prompt.
const PATIENCE: Duration = Duration::from_secs(20);

struct Args {
    host: String,
    port: u16,
    prompt: String,
}

fn main() -> ExitCode {
    let args = match parse(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(why) => {
            eprintln!("login: {why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("login: {}: {why}", args.host);
            ExitCode::FAILURE
        }
    }
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Args, String> {
    let mut plain = Vec::new();
    let mut prompt = "$ ".to_owned();
    while let Some(word) = words.next() {
        if word == "--prompt" {
            prompt = words.next().ok_or("--prompt needs a text")?;
        } else if word.starts_with('-') {
            return Err(format!("unknown option {word}"));
        } else {
            plain.push(word);
        }
    }
    let mut plain = plain.into_iter();
    let host = plain.next().ok_or("a host is needed")?;
    let port = match plain.next() {
        None => PORT,
        Some(port) => {
            port.parse().map_err(|_| format!("{port} is no port number"))?
        }
    };
    match plain.next() {
        None => Ok(Args { host, port, prompt }),
        Some(word) => Err(format!("{word} is one word too many")),
    }
}

fn run(args: &Args) -> io::Result<()> {
    let user = ask("Enter your remote account: ", true)?;
    let password = ask("Password: ", false)?;

    let prompt = format!("[^\\r\\n]*{}", Pattern::escape(&args.prompt));
    let cli = Cli::with_prompt(&prompt)?;
    let mut tn = Telnet::connect((args.host.as_str(), args.port))?;
    tn.set_timeout(Some(PATIENCE));
    tn.login(&cli, user, password, PATIENCE)?;
    let listing = tn.run(&cli, "ls", PATIENCE)?;
    tn.send_line("exit")?;
    let farewell = tn.read_all()?;

    let mut out = io::stdout().lock();
    out.write_all(&listing.text)?;
    out.write_all(&farewell)?;
    out.flush()
}

/// One line of standard input, asked for where that is a terminal.
fn ask(question: &str, seen: bool) -> io::Result<String> {
    let stdin = io::stdin();
    let terminal = stdin.is_terminal();
    if terminal {
        print!("{question}");
        io::stdout().flush()?;
    }
    let hidden = if terminal && !seen { Some(Hidden::new()?) } else { None };
    let mut line = String::new();
    stdin.lock().read_line(&mut line)?;
    if hidden.is_some() {
        println!();
    }
    drop(hidden);
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A terminal that does not echo, until this is dropped.
#[cfg(unix)]
struct Hidden(rustix::termios::Termios);

#[cfg(unix)]
impl Hidden {
    fn new() -> io::Result<Self> {
        use rustix::termios::{
            LocalModes, OptionalActions, tcgetattr, tcsetattr,
        };
        let before = tcgetattr(io::stdin())?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &hidden)?;
        Ok(Self(before))
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        // Nothing more can be done about a terminal that is gone.
        tcsetattr(io::stdin(), OptionalActions::Now, &self.0).ok();
    }
}

#[cfg(not(unix))]
struct Hidden;

#[cfg(not(unix))]
impl Hidden {
    fn new() -> io::Result<Self> {
        Err(io::Error::other("give user and password through a pipe"))
    }
}
