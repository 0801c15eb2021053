//! The whole list against servers with a shell, on every adapter: a login, 20,000
//! lines by `expect`, AYT, IP and a Synch, another size of the window, all 256 octets
//! both ways where BINARY is agreed, a file of 64 MiB by its SHA-256, and a half-close.

use std::fs;
use std::io::{self, Write as _};
use std::net::{Shutdown, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command as Process, Stdio};
use std::thread;
use std::time::Duration;

use telnet_blocking::session::expect::{Expect, PatternSet};
use telnet_blocking::session::wait::{Negotiate, ReadAll, ReadSome};
use telnet_blocking::{
    Command, Config, Policy, Side, TelnetOption, WindowSize,
};

use super::line::{ADAPTERS, Line};
use super::{PASSWORD, USER, addr};

/// How long anything may take, on a machine that has other things to do.
const WAIT: Duration = Duration::from_secs(60);
const BINARY: TelnetOption = TelnetOption::BINARY;
const FILE: usize = 64 << 20;

/// A server with a shell behind a login.
struct Server {
    name: &'static str,
    /// What answers AYT.
    ayt: &'static [u8],
    /// Whether it agrees to BINARY.
    binary: bool,
}

const SERVERS: [Server; 3] = [
    Server { name: "TELNETD", ayt: b"[Yes]", binary: true },
    Server { name: "NETKIT", ayt: b" : yes]", binary: true },
    // It means IAC NOP, and doubles the 255.
    Server { name: "BUSYBOX", ayt: b"\xFF\xF1", binary: false },
];

/// A file that the shell can read, and its SHA-256.
struct File {
    path: PathBuf,
    sum: String,
}

/// `sha256sum`, to be fed.
fn hasher() -> io::Result<Child> {
    Process::new("sha256sum")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
}

fn sum(hasher: Child) -> io::Result<String> {
    let output = hasher.wait_with_output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.split_whitespace().next().unwrap_or_default().into())
}

impl File {
    /// 64 MiB of all octets but CR, which means something of its own where BINARY is
    /// not agreed. What stands where is random, by a seed.
    fn new() -> io::Result<Self> {
        let mut noise = 16_u32;
        let mut octets = Vec::with_capacity(FILE);
        while octets.len() < FILE {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let octet = noise.to_be_bytes()[0];
            octets.push(if octet == b'\r' { b'\n' } else { octet });
        }
        let name = format!("telnet-shells-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, &octets)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
        let mut hasher = hasher()?;
        hasher.stdin.take().unwrap().write_all(&octets)?;
        Ok(Self { path, sum: sum(hasher)? })
    }
}

impl Drop for File {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.path));
    }
}

/// A shell that was logged in to, and a second hold of its socket.
struct Shell {
    line: Line,
    socket: TcpStream,
}

impl Shell {
    fn log_in(server: &Server, adapter: &str) -> io::Result<Self> {
        let stream =
            TcpStream::connect(addr(&format!("{}_ADDR", server.name)))?;
        let socket = stream.try_clone()?;
        let config = Config::default()
            .terminal_types(["DUMB"])
            .unwrap()
            .window_size(WindowSize { columns: 80, rows: 24 })
            .policy(Side::Local, BINARY, Policy::Accept)
            .policy(Side::Remote, BINARY, Policy::Accept);
        let mut line = Line::new(adapter, stream, config)?;
        line.until(b"login: ")?;
        line.write(format!("{USER}\r").as_bytes())?;
        line.until(b"Password: ")?;
        line.write(format!("{PASSWORD}\r").as_bytes())?;
        line.until(b"$ ")?;
        let mut shell = Self { line, socket };
        shell.run("stty -echo; PS1='RE'ADY:; PROMPT_COMMAND=")?;
        Ok(shell)
    }

    /// What the shell prints up to its next prompt.
    fn run(&mut self, command: &str) -> io::Result<Vec<u8>> {
        self.line.write(format!("{command}\r").as_bytes())?;
        self.line.until(b"READY:")
    }

    /// Whether it prints that.
    fn prints(&mut self, command: &str, wanted: &str) -> io::Result<()> {
        let text = self.run(command)?;
        let text = String::from_utf8_lossy(&text);
        same(text.contains(wanted), &format!("{command}: {text:?}"))
    }
}

fn same(is: bool, what: &str) -> io::Result<()> {
    match is {
        true => Ok(()),
        false => Err(io::Error::other(what.to_owned())),
    }
}

fn twenty_thousand_lines(shell: &mut Shell) -> io::Result<()> {
    let set = PatternSet::new([r"(\d+) is a number\r+\n", "READY:"]).unwrap();
    let command = "seq -f '%g is a number' 20000\r";
    shell.line.write(command.as_bytes())?;
    for number in 1..=20_000 {
        let found = shell.line.wait(Expect::new(&set, WAIT))?.matched()?;
        let told = String::from_utf8_lossy(found.group(1).unwrap_or_default());
        same(told == number.to_string(), &format!("{number}: {told:?}"))?;
    }
    let end = shell.line.wait(Expect::new(&set, WAIT))?.matched()?;
    same(end.index() == 1, "more than 20,000 lines")
}

/// AYT is answered; IP ends a command, and what was typed before a Synch is dropped
/// by who heeds it.
fn commands(shell: &mut Shell, server: &Server) -> io::Result<()> {
    shell.line.command(Command::AYT)?;
    shell.line.until(server.ayt)?;
    shell.prints("echo ag''ain", "again")?;
    for synch in [false, true] {
        shell.line.write(b"echo BE''GIN; sleep 600\r")?;
        shell.line.until(b"BEGIN")?;
        shell.line.command(Command::IP)?;
        if synch {
            shell.line.session().send_synch();
        }
        shell.line.until(b"READY:")?;
        shell.prints("echo ag''ain", "again")?;
    }
    Ok(())
}

fn another_size(shell: &mut Shell) -> io::Result<()> {
    shell.prints("stty size", "24 80")?;
    let size = WindowSize { columns: 132, rows: 43 };
    shell.line.session().set_window_size(Some(size));
    shell.prints("stty size", "43 132")
}

/// 256 octets there as `od` shows them, and back.
fn all_octets(shell: &mut Shell, file: &File) -> io::Result<()> {
    for side in [Side::Local, Side::Remote] {
        let asked = Negotiate::new(side, BINARY, true, WAIT);
        let is_on = shell.line.wait(asked)??;
        same(is_on, &format!("BINARY of {side:?}"))?;
    }
    let all: Vec<u8> = (0..=255).collect();
    let path = file.path.with_extension("all");
    fs::write(&path, &all)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
    let raw =
        "stty raw -echo; echo GO''ON; head -c 256 | od -An -v -tu1; stty -raw";
    shell.line.write(format!("{raw}\r").as_bytes())?;
    shell.line.until(b"GOON\n")?;
    shell.line.write(&all)?;
    let shown = shell.line.until(b"READY:")?;
    let shown = String::from_utf8_lossy(&shown);
    let shown: Vec<u8> =
        shown.split_whitespace().filter_map(|it| it.parse().ok()).collect();
    same(shown == all, &format!("there: {shown:?}"))?;
    let cat = format!("stty raw -echo; cat {}; stty -raw", path.display());
    let back = shell.run(&cat)?;
    let back = back.windows(256).any(|it| it == all);
    fs::remove_file(&path)?;
    same(back, "back")
}

fn a_file(shell: &mut Shell, file: &File) -> io::Result<()> {
    let cat = "stty raw -echo; echo GO''ON; cat";
    let line = format!("{cat} {}; stty -raw\r", file.path.display());
    shell.line.write(line.as_bytes())?;
    shell.line.until(b"GOON\n")?;
    let mut hasher = hasher()?;
    let mut input = hasher.stdin.take().unwrap();
    let mut left = FILE;
    while left > 0 {
        let text = shell.line.wait(ReadSome::new(WAIT))??;
        same(!text.is_empty(), "the end within the file")?;
        let (ours, behind) = text.split_at(text.len().min(left));
        input.write_all(ours)?;
        left -= ours.len();
        same(left > 0 || b"READY:".starts_with(behind), "behind the file")?;
    }
    drop(input);
    same(sum(hasher)? == file.sum, "another SHA-256")
}

/// We have no more to say: the server ends too, and what it said before is read.
fn half_close(shell: &mut Shell) -> io::Result<()> {
    shell.line.write(b"\recho GOOD''BYE\r")?;
    shell.line.until(b"GOODBYE")?;
    shell.socket.shutdown(Shutdown::Write)?;
    shell.line.wait(ReadAll::new(WAIT))??;
    same(shell.line.session().is_eof(), "no end")
}

fn whole_list(
    server: &Server,
    adapter: &str,
    file: &File,
) -> Result<(), String> {
    let at = |step: &str, it: io::Result<()>| {
        it.map_err(|it| format!("{} on {adapter}: {step}: {it}", server.name))
    };
    let shell = Shell::log_in(server, adapter);
    let mut shell =
        shell.map_err(|it| format!("{} on {adapter}: {it}", server.name))?;
    at("lines", twenty_thousand_lines(&mut shell))?;
    at("commands", commands(&mut shell, server))?;
    at("size", another_size(&mut shell))?;
    at("file", a_file(&mut shell, file))?;
    if server.binary {
        at("octets", all_octets(&mut shell, file))?;
    }
    at("half-close", half_close(&mut shell))
}

#[test]
fn servers_with_a_shell_go_through_the_whole_list_on_every_adapter() {
    let file = File::new().unwrap();
    let failures: Vec<String> = thread::scope(|scope| {
        let servers = SERVERS.iter().map(|server| {
            let file = &file;
            scope.spawn(move || {
                let run = |adapter| whole_list(server, adapter, file).err();
                ADAPTERS.into_iter().filter_map(run).collect::<Vec<_>>()
            })
        });
        let servers: Vec<_> = servers.collect();
        servers.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    assert!(failures.is_empty(), "{failures:#?}");
}
