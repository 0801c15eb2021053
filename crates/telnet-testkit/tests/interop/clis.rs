//! Command lines that nobody here wrote, without a word about them: what a
//! terminal shows of a command is its reply, octet for octet.

use std::time::Duration;

use telnet_blocking::dialogue::Run;
use telnet_blocking::heartbeat::Heartbeat;
use telnet_blocking::{Cli, Config, Telnet, WindowSize};

use super::{FILE, PASSWORD, USER, WAIT, connect};

/// A text that Debian has everywhere: 674 lines.
const LICENCE: &str = "/usr/share/common-licenses/GPL-3";

/// Lines of a page: the last row is for the pager's question.
const PAGE: usize = 23;

/// A user at a terminal of 80 x 24.
struct User {
    tn: Telnet<std::net::TcpStream>,
    cli: Cli,
    /// The prompt that stands, and all that came for the last command.
    prompt: String,
    raw: String,
}

impl User {
    fn log_in(peer: &str, terminal: &str, name: &str, password: &str) -> Self {
        let config = Config::default()
            .terminal_types([terminal])
            .unwrap()
            .window_size(WindowSize { columns: 80, rows: 24 });
        Self::log_in_with(config, peer, name, password)
    }

    fn log_in_with(
        config: Config,
        peer: &str,
        name: &str,
        password: &str,
    ) -> Self {
        let mut tn = connect(peer, config);
        let cli = Cli::default();
        tn.login(&cli, name, password, WAIT).unwrap();
        Self { tn, cli, prompt: String::new(), raw: String::new() }
    }

    fn of_telnetd(terminal: &str, name: &str) -> Self {
        Self::log_in("TELNETD_ADDR", terminal, name, PASSWORD)
    }

    fn enable(&mut self, password: &str, prompt: &str) {
        let mut run = Run::enable(&self.cli, password, WAIT);
        let reply = self.tn.wait(&mut run).unwrap().unwrap();
        assert_eq!(&reply.prompt[..], prompt.as_bytes());
    }

    /// Writes so many lines to a file.
    fn writes(&mut self, lines: usize, file: &str) {
        let seq = format!("seq -f '%g is a number' {lines} > {file}");
        self.shows(&seq, "");
    }

    /// What a command puts out. Nothing comes before it, and it is echoed, though
    /// in pieces where it is wrapped.
    fn run(&mut self, line: &str) -> String {
        let reply = self.tn.run(&self.cli, line, WAIT).unwrap();
        let text = |it: &[u8]| String::from_utf8(it.to_vec()).unwrap();
        self.raw = reply.raw.escape_ascii().to_string();
        let raw = &self.raw;
        assert_eq!(text(&reply.before), "", "before {line}: {raw}");
        let is_wrapped = line.len() > 40;
        let is_echoed = reply.echo.ends_with(line.as_bytes());
        assert!(is_echoed || is_wrapped, "{line}: {raw}");
        self.prompt = text(&reply.prompt);
        text(&reply.text)
    }

    /// The same, and it has to be this.
    fn shows(&mut self, line: &str, expected: &str) {
        let shown = self.run(line);
        let same = shown.bytes().zip(expected.bytes());
        let at = same.take_while(|it| it.0 == it.1).count();
        let part = |it: &str| {
            let it = it.bytes().skip(at.saturating_sub(40)).take(400);
            it.collect::<Vec<u8>>().escape_ascii().to_string()
        };
        assert!(
            shown == expected,
            "{line}: at octet {at}\n{}\nis to be\n{}\nin\n{}",
            part(&shown),
            part(expected),
            self.raw,
        );
    }
}

/// A text of so many lines.
fn numbers(upto: usize) -> String {
    (1..=upto).map(|it| format!("{it} is a number\n")).collect()
}

fn licence() -> String {
    std::fs::read_to_string(LICENCE).unwrap()
}

#[test]
fn bash_with_colours_and_pastes_in_brackets() {
    // Debian's prompt for this terminal: in colours, and the title of the
    // window before it.
    let mut user = User::of_telnetd("XTERM-256COLOR", USER);
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    let prompt = |path: &str| format!("{USER}@{}:{path}$ ", host.trim());
    user.shows("bind -v | grep paste", "set enable-bracketed-paste on\n");
    assert_eq!(user.prompt, prompt("~"));
    user.shows("echo one two three", "one two three\n");
    user.shows("true", "");
    user.shows("cd /usr/share", "");
    assert_eq!(user.prompt, prompt("/usr/share"));
    user.shows("cd", "");
    user.shows("ls --color=always hello*", &format!("{FILE}\n"));
    user.shows("seq -f '%g is a number' 20000", &numbers(20000));
    user.shows(&format!("cat {LICENCE}"), &licence());
    let long = "x".repeat(300);
    user.shows(&format!("echo {long}"), &format!("{long}\n"));
    assert_eq!(user.prompt, prompt("~"));
}

/// Without `-e` it fills the last page with empty lines, and waits at its end.
#[test]
fn more_up_to_the_end_of_a_file() {
    for terminal in ["XTERM", "VT100", "DUMB"] {
        let mut user = User::of_telnetd(terminal, USER);
        let file = format!("/tmp/interop-more-{terminal}");
        for lines in [1, 22, 23, 24, 25, 46, 500] {
            user.writes(lines, &file);
            let rest = lines.next_multiple_of(PAGE) - lines;
            let text = numbers(lines) + &"\n".repeat(rest);
            user.shows(&format!("more {file}"), &text);
            user.shows(&format!("more -e {file}"), &numbers(lines));
        }
        user.shows(&format!("more -e {LICENCE}"), &licence());
        user.shows(&format!("rm {file}"), "");
    }
}

/// Its question is a colon, then `(END)`. With `-F` it does not ask for less
/// than a page.
#[test]
fn less_up_to_the_end_of_its_input() {
    for terminal in ["XTERM", "VT100"] {
        let mut user = User::of_telnetd(terminal, USER);
        for lines in [23, 24, 46, 200] {
            let seq = format!("seq -f '%g is a number' {lines} | less");
            user.shows(&seq, &numbers(lines));
        }
        user.shows("seq -f '%g is a number' 9 | less -F", &numbers(9));
    }
}

#[test]
fn busybox_with_the_path_in_its_prompt() {
    let mut user = User::of_telnetd("VT100", "tnbusy");
    user.shows("echo $0", "-ash\n");
    assert_eq!(user.prompt, "~ $ ");
    user.shows("cd /usr/share/common-licenses", "");
    assert_eq!(user.prompt, "/usr/share/common-licenses $ ");
    user.shows("pwd", "/usr/share/common-licenses\n");
    user.shows("cat GPL-3", &licence());
    user.shows("busybox more GPL-3", &licence());
    user.shows("busybox seq 1 3", "1\n2\n3\n");
    user.shows("cd", "");
    assert_eq!(user.prompt, "~ $ ");
}

/// Its pager cuts lines, and ends its question in a NUL.
#[test]
fn frr_in_pages_is_frr_without() {
    let mut user = User::log_in("FRR_ADDR", "VT100", "", PASSWORD);
    let version = user.run("show version");
    assert!(version.starts_with("FRRouting 8."), "{version}");
    assert_eq!(user.prompt, "r1> ");
    user.enable("tn-Secret2", "r1# ");
    let paged = user.run("list");
    assert!(user.raw.contains(" --More-- \\x00"), "{}", user.raw);
    assert!(paged.lines().count() > 2 * PAGE, "{paged}");
    assert_eq!(user.prompt, "r1# ");
    user.shows("terminal length 0", "");
    user.shows("list", &paged);
    assert!(!user.raw.contains("--More--"), "{}", user.raw);
    user.shows("configure terminal", "");
    assert_eq!(user.prompt, "r1(config)# ");
    let refused = "% Refusing to remove a non-existent route\n";
    user.shows("no ip route 192.0.2.0/24 blackhole", refused);
    user.shows("exit", "");
    assert_eq!(user.prompt, "r1# ");
    user.shows("nonsense", "% [STATIC] Unknown command: nonsense\n");
}

#[test]
fn libcli_shows_what_it_is_told_to() {
    let mut user = User::log_in("LIBCLI_ADDR", "VT100", "fred", "nerk");
    // An empty line is before its prompt.
    let show = |upto| numbers(upto) + "\n";
    user.shows("show numbers 5", &show(5));
    assert_eq!(user.prompt, "demo> ");
    user.shows("show numbers 5000", &show(5000));
    let help = user.run("help");
    assert!(help.contains("\nCommands available:\n"), "{help}");
    user.enable("topsecret", "demo# ");
    let found = "99 is a number\n199 is a number\n\n";
    user.shows("show numbers 200 | include 99", found);
    assert_eq!(user.prompt, "demo# ");
}

#[test]
fn a_line_that_is_longer_than_the_terminal_of_busybox() {
    let mut user = User::of_telnetd("VT100", "tnbusy");
    let long = "x".repeat(300);
    user.shows(&format!("echo {long}"), &format!("{long}\n"));
    assert_eq!(user.prompt, "~ $ ");
}

#[test]
fn output_that_does_not_end_its_line() {
    for name in [USER, "tnbusy"] {
        let mut user = User::of_telnetd("VT100", name);
        user.shows("true", "");
        let prompt = user.prompt.clone();
        user.shows("printf 'no line end'", "no line end");
        assert_eq!(user.prompt, prompt);
        user.shows("true", "");
        assert_eq!(user.prompt, prompt);
    }
}

/// Its first question is the name of the file.
#[test]
fn less_up_to_the_end_of_a_file() {
    for terminal in ["XTERM", "VT100", "DUMB"] {
        let mut user = User::of_telnetd(terminal, USER);
        let file = format!("/tmp/interop-less-{terminal}");
        // What it says of a terminal on which it cannot go back, and asks.
        let before = match terminal {
            "DUMB" => {
                "WARNING: terminal is not fully functional\n\
                 Press RETURN to continue \n"
            }
            _ => "",
        };
        for lines in [23, 24, 46, 200] {
            user.writes(lines, &file);
            let text = before.to_owned() + &numbers(lines);
            user.shows(&format!("less {file}"), &text);
        }
        user.shows(&format!("rm {file}"), "");
    }
}

/// It asks for the size of the window, and offers and asks for ECHO at once.
#[test]
fn busybox_telnetd_logs_in_and_shows_20000_lines() {
    let mut user = User::log_in("BUSYBOX_ADDR", "VT100", USER, PASSWORD);
    assert!(user.run("ls").contains(FILE), "{}", user.raw);
    user.shows("stty size", "24 80\n");
    user.shows("seq -f '%g is a number' 20000", &numbers(20_000));
}

/// A NUL is between the echo and the reply, and CR in front of the prompt. What
/// keeps the connection alive must not make it deaf.
#[test]
fn openocd_hears_what_follows_a_heartbeat() {
    let config =
        Config::default().heartbeat(Heartbeat::new(Duration::from_millis(50)));
    let mut user = User::log_in_with(config, "OPENOCD_ADDR", "", "");
    let version = user.run("version");
    assert_eq!(user.prompt, "> ");
    assert!(version.starts_with("Open On-Chip Debugger 0."), "{version}");
    let silence = Duration::from_millis(500);
    assert!(!user.tn.read_until("never", silence).unwrap().is_match());
    user.shows("version", &version);
    let count = "for {set it 1} {$it <= 5000} {incr it}";
    let lines = format!("{count} {{echo \"$it is a number\"}}");
    user.shows(&lines, &numbers(5000));
}
