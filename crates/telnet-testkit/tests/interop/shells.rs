//! The whole list against each server with a shell, on every adapter and under every
//! policy: a login, 20,000 lines by `expect`, AYT, IP alone and with a Synch, another
//! size of the window, all 256 octets both ways where BINARY is agreed, a file of 64 MiB
//! octet for octet, and a half-close.

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use telnet_blocking::session::expect::{Expect, PatternSet};
use telnet_blocking::wait::{ReadAll, ReadSome};
use telnet_blocking::{Command, Policy, Side, TelnetOption, WindowSize};

use super::line::{ADAPTERS, Line};
use super::matrix::{POLICIES, config};
use super::{PASSWORD, USER, addr};

/// How long anything may take, on a machine that has other things to do.
const WAIT: Duration = Duration::from_secs(60);
const BINARY: TelnetOption = TelnetOption::BINARY;
const FILE: usize = 64 << 20;
const SIZES: [WindowSize; 2] = [
    WindowSize { columns: 80, rows: 24 },
    WindowSize { columns: 132, rows: 43 },
];

/// A server with a shell.
#[derive(Clone, Copy)]
struct Server {
    name: &'static str,
    /// What it says before its shell where it does not ask who one is.
    banner: Option<&'static str>,
    /// What it answers to AYT.
    here: &'static [u8],
    /// Whether it hears IP.
    stops: bool,
    is_slow_with_255: bool,
}

const SERVERS: [Server; 6] = [
    Server { here: b"\xFF\xF1", ..Server::new("BUSYBOX") },
    Server {
        here: b" : yes]",
        stops: true,
        is_slow_with_255: true,
        ..Server::new("NETKIT")
    },
    Server { banner: Some("(plus you)\r\n"), ..Server::new("PROCSERV_SHELL") },
    Server { here: b"[Yes]", stops: true, ..Server::new("PROXY_SHELL") },
    Server { here: b"[Yes]", stops: true, ..Server::new("TELNETD") },
    Server { banner: Some("t3$ "), ..Server::new("TELNETLIB3_SHELL") },
];

impl Server {
    /// A server with a login that knows neither AYT nor IP.
    const fn new(name: &'static str) -> Self {
        Self {
            name,
            banner: None,
            here: b"",
            stops: false,
            is_slow_with_255: false,
        }
    }
}

/// Of what is done, how it went: `ok`, or what came of it.
type Done = io::Result<&'static str>;

/// What is done in a shell.
type Step = fn(&mut Shell, &File) -> Done;

/// The columns of the table.
const STEPS: [(&str, Step); 8] = [
    ("20,000 lines", twenty_thousand_lines),
    ("another size", another_size),
    ("256 octets, both ways", all_octets),
    ("64 MiB", a_file),
    ("AYT", are_you_there),
    ("IP", |shell, _| interrupt(shell, false)),
    ("IP and Synch", |shell, _| interrupt(shell, true)),
    ("half-close", half_close),
];

/// A file that the shell can read.
struct File {
    path: PathBuf,
    octets: Vec<u8>,
}

impl File {
    /// All octets first, and random ones by a seed.
    fn new() -> io::Result<Self> {
        let mut octets: Vec<u8> = (0..=255).collect();
        let mut noise = 16_u32;
        octets.resize_with(FILE, || {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            noise.to_be_bytes()[0]
        });
        let name = format!("telnet-shells-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, &octets)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
        Ok(Self { path, octets })
    }
}

impl Drop for File {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.path));
    }
}

/// A shell that was logged in to.
struct Shell {
    line: Line,
    server: Server,
    /// Whether it is to be asked for BINARY.
    asks: bool,
}

impl Shell {
    fn log_in(server: Server, adapter: &str, policy: &str) -> io::Result<Self> {
        let asks = policy == "accept";
        let mut config = config(policy);
        if policy == "default" {
            config = config.window_size(SIZES[0]);
        }
        if asks {
            config = config.policy(Side::Local, BINARY, Policy::Accept).policy(
                Side::Remote,
                BINARY,
                Policy::Accept,
            );
        }
        let addr = addr(&format!("{}_ADDR", server.name));
        let mut line = Line::new(adapter, &addr, config, WAIT)?;
        if let Some(banner) = server.banner {
            line.until(banner.as_bytes())?;
        } else {
            line.until(b"login: ")?;
            line.write(format!("{USER}\r").as_bytes())?;
            line.until(b"Password: ")?;
            line.write(format!("{PASSWORD}\r").as_bytes())?;
            line.until(b"$ ")?;
        }
        let mut shell = Self { line, server, asks };
        // A shell that does not set the terminal for each line.
        shell.run("stty -echo; PS1='RE'ADY: exec sh")?;
        Ok(shell)
    }

    /// What the shell prints up to its next prompt.
    fn run(&mut self, command: &str) -> io::Result<Vec<u8>> {
        self.line.write(format!("{command}\r").as_bytes())?;
        self.line.until(b"READY:")
    }

    /// Begins what is done with a terminal that changes no octet.
    fn begin_raw(&mut self, command: &str) -> io::Result<()> {
        let line = format!(
            "stty raw -echo; echo GO''ON; {command}; stty -raw -echo\r"
        );
        self.line.write(line.as_bytes())?;
        self.line.until(b"GOON\n").map(drop)
    }

    /// Whether it prints that.
    fn prints(&mut self, command: &str, wanted: &str) -> io::Result<()> {
        let text = self.run(command)?;
        let text = String::from_utf8_lossy(&text);
        right(text.contains(wanted), || format!("{command}: {text:?}"))
    }

    /// Whether both sides agree on BINARY, where the policy does not refuse it.
    fn agrees_on_binary(&mut self) -> io::Result<bool> {
        if !self.asks {
            return Ok(false);
        }
        let both = [Side::Local, Side::Remote];
        for side in both {
            self.line.session().request(side, BINARY, true);
        }
        // Who answers has done so before this.
        self.prints("echo ag''ain", "again")?;
        let session = self.line.session();
        Ok(both.into_iter().all(|it| session.is_enabled(it, BINARY)))
    }
}

fn wrong(what: String) -> io::Error {
    io::Error::other(what)
}

fn right(is: bool, what: impl FnOnce() -> String) -> io::Result<()> {
    if is { Ok(()) } else { Err(wrong(what())) }
}

fn twenty_thousand_lines(shell: &mut Shell, _: &File) -> Done {
    let set = PatternSet::new([r"(\d+) is a number\r*\n", "READY:"]).unwrap();
    let command = b"seq -f '%g is a number' 20000\r";
    shell.line.write(command)?;
    for number in 1..=20_000 {
        let found = shell.line.wait(Expect::new(&set, WAIT))?.matched()?;
        let told = String::from_utf8_lossy(found.group(1).unwrap_or_default());
        right(told == number.to_string(), || format!("{number}: {told:?}"))?;
    }
    let end = shell.line.wait(Expect::new(&set, WAIT))?.matched()?;
    right(end.index() == 1, || "more than 20,000 lines".into())?;
    Ok("ok")
}

fn are_you_there(shell: &mut Shell, _: &File) -> Done {
    shell.line.command(Command::AYT, false)?;
    shell.line.until(shell.server.here)?;
    shell.prints("echo ag''ain", "again")?;
    Ok(match shell.server.here {
        [] => "no answer",
        [0xFF, ..] => "ok, as text",
        _ => "ok",
    })
}

/// What waits for a line ends, and the next command is heard; a server that is deaf to
/// it passes the line on.
fn interrupt(shell: &mut Shell, synch: bool) -> Done {
    shell.line.write(b"echo BE''GIN; read -r it; echo GO''T:$it:\r")?;
    shell.line.until(b"BEGIN")?;
    shell.line.command(Command::IP, synch)?;
    if shell.server.stops {
        shell.line.until(b"READY:")?;
        let text = shell.run("echo ag''ain")?;
        return match String::from_utf8_lossy(&text) {
            it if it.contains("again") => Ok("ok"),
            it if it.contains(" cho: ") => Ok("ok, loses the octet behind it"),
            it => Err(wrong(format!("{it:?}"))),
        };
    }
    let text = shell.run("one")?;
    let text = String::from_utf8_lossy(&text);
    Ok(match text {
        it if it.contains("GOT:one:") => "deaf",
        it if it.contains("GOT:ne:") => "deaf, loses the octet behind it",
        it if it.contains("GOT:e:") => "deaf, loses two octets behind it",
        it => return Err(wrong(format!("{it:?}"))),
    })
}

fn another_size(shell: &mut Shell, _: &File) -> Done {
    if !shell.line.session().is_enabled(Side::Local, TelnetOption::NAWS) {
        return Ok("no NAWS");
    }
    for size in [SIZES[0], SIZES[1]] {
        shell.line.session().set_window_size(Some(size));
        let wanted = format!("{} {}", size.rows, size.columns);
        let end = Instant::now() + WAIT;
        loop {
            let shown = shell.run("stty size")?;
            // One server sets it when it has not changed for a while.
            if String::from_utf8_lossy(&shown).contains(&wanted) {
                break;
            }
            right(Instant::now() < end, || format!("{shown:?}"))?;
        }
    }
    Ok("ok")
}

/// There as `od` shows them, and back.
fn all_octets(shell: &mut Shell, file: &File) -> Done {
    if !shell.agrees_on_binary()? {
        return Ok("no BINARY");
    }
    let all: Vec<u8> = (0..=255).collect();
    shell.begin_raw("head -c 256 | od -An -v -tu1")?;
    shell.line.write(&all)?;
    let shown = shell.line.until(b"READY:")?;
    let shown = String::from_utf8_lossy(&shown);
    let shown: Vec<u8> =
        shown.split_whitespace().filter_map(|it| it.parse().ok()).collect();
    let typed = all.iter().map(|it| if *it == 127 { 8 } else { *it });
    let rubbed_out: Vec<u8> = typed.collect();
    let went = match shown {
        it if it == all => "ok",
        it if it == rubbed_out => "ok, but 127 gets there as 8",
        it => return Err(wrong(format!("there: {it:?}"))),
    };
    shell.begin_raw(&format!("head -c 256 {}", file.path.display()))?;
    let back = shell.line.until(b"READY:")?;
    right(back.starts_with(&all), || format!("back: {back:?}"))?;
    Ok(went)
}

/// Each of its octets; without CR, which is not itself outside BINARY, and without
/// those of which the server does not send that many.
fn a_file(shell: &mut Shell, file: &File) -> Done {
    let is_binary = shell.line.session().is_enabled(Side::Remote, BINARY);
    let (lacks, deletes) = match (is_binary, shell.server.is_slow_with_255) {
        (true, false) => (&b""[..], ""),
        (false, false) => (&b"\r"[..], r"\r"),
        (true, true) => (&b"\xFF"[..], r"\377"),
        (false, true) => (&b"\r\xFF"[..], r"\r\377"),
    };
    let mut wanted = file.octets.clone();
    wanted.retain(|it| !lacks.contains(it));
    wanted.extend_from_slice(b"READY:");
    let path = file.path.display();
    shell.begin_raw(&format!("tr -d '{deletes}' <{path}"))?;
    let mut at = 0;
    while at < wanted.len() {
        let text = shell.line.wait(ReadSome::new(WAIT))??;
        right(!text.is_empty(), || "an end within the file".into())?;
        let same = wanted.get(at..at + text.len());
        right(same == Some(&text[..]), || format!("other than octet {at}"))?;
        at += text.len();
    }
    Ok(match deletes {
        "" => "ok",
        r"\r" => "ok, without CR",
        r"\377" => "ok, without 255",
        _ => "ok, without CR and 255",
    })
}

/// The server ends, too.
fn half_close(shell: &mut Shell, _: &File) -> Done {
    shell.prints("echo GOOD''BYE", "GOODBYE")?;
    shell.line.half_close()?;
    shell.line.wait(ReadAll::new(WAIT))??;
    right(shell.line.session().is_eof(), || "no end".into())?;
    Ok("ok")
}

/// How each step went, up to the first that failed.
fn whole_list(
    server: Server,
    adapter: &str,
    policy: &str,
    file: &File,
) -> Result<Vec<&'static str>, String> {
    let at = |step: &str, error: io::Error| {
        format!("{}, {adapter}, {policy}: {step}: {error}", server.name)
    };
    let end = Instant::now() + WAIT;
    let mut shell = loop {
        match Shell::log_in(server, adapter, policy) {
            Ok(shell) => break shell,
            // One of them has a single client, and is not back at once.
            Err(error)
                if error.kind() != ErrorKind::TimedOut
                    && Instant::now() < end =>
            {
                thread::yield_now();
            }
            Err(error) => return Err(at("login", error)),
        }
    };
    let steps = STEPS.iter();
    steps
        .map(|(step, run)| run(&mut shell, file).map_err(|it| at(step, it)))
        .collect()
}

/// The rows of a server, one for each policy, where all adapters agree.
fn rows(server: Server, file: &File) -> Result<String, String> {
    let mut rows = String::new();
    for policy in POLICIES {
        let mut all = Vec::new();
        for adapter in ADAPTERS {
            all.push(whole_list(server, adapter, policy, file)?);
        }
        let name = server.name;
        let Some((first, others)) = all.split_first() else { continue };
        if others.iter().any(|it| it != first) {
            return Err(format!("{name}, {policy}: {all:?}"));
        }
        rows += &format!("\n| {name} | {policy} | {} |", first.join(" | "));
    }
    Ok(rows)
}

/// What each server does is in a table of the page.
#[test]
fn servers_with_a_shell_go_through_the_whole_list() {
    let file = File::new().unwrap();
    let (mut table, mut columns) = ("| server | policy |".to_owned(), 2);
    for (step, _) in STEPS {
        table += &format!(" {step} |");
        columns += 1;
    }
    table += &format!("\n|{}", "---|".repeat(columns));
    let mut failures = Vec::new();
    thread::scope(|scope| {
        let file = &file;
        let all = SERVERS.map(|it| scope.spawn(move || rows(it, file)));
        for rows in all {
            match rows.join().unwrap() {
                Ok(rows) => table += &rows,
                Err(error) => failures.push(error),
            }
        }
    });
    println!("{table}");
    assert!(failures.is_empty(), "{failures:#?}");
    let page = include_str!("../../../../docs/evidence/interop.md");
    assert!(page.contains(&table), "the page has another table:\n{table}");
}
