//! The dialogues of the demo hosts, without a socket.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::io;
use std::time::Duration;

use telnet_blocking::Telnet;
use telnet_session::{
    Command, Config, Session, Side, TelnetOption, WindowSize,
};
use telnet_testkit::host::router::{self, Router};
use telnet_testkit::host::{DemoHost, Host, PASSWORD, PROMPT, Shell, USER};

const MORE: &str = " --More-- ";
const ERASE: &str = "\x08\x08\x08\x08\x08\x08\x08\x08\x08        \x08\x08\x08\x08\x08\x08\x08\x08\x08";

/// A user in front of a host.
struct User<H> {
    host: H,
    client: Session,
}

impl<H: Host> User<H> {
    fn new(host: H, config: Config) -> Self {
        Self { host, client: Session::new(config) }
    }

    /// Moves octets both ways until there are none.
    fn settle(&mut self) {
        loop {
            self.host.advance();
            let (host, client) = (self.host.session(), &mut self.client);
            let out = host.transmit().to_vec();
            host.transmitted(out.len());
            client.receive(&out);
            let back = client.transmit().to_vec();
            client.transmitted(back.len());
            host.receive(&back);
            if out.is_empty() && back.is_empty() {
                return;
            }
        }
    }

    /// What the host shows next.
    fn shown(&mut self) -> String {
        self.settle();
        String::from_utf8(self.client.take_all().to_vec()).unwrap()
    }

    /// Types, and what the host shows then.
    fn types(&mut self, keys: &str) -> String {
        assert_eq!(self.client.send(keys.as_bytes()), keys.len());
        self.shown()
    }
}

/// One who refuses ECHO and tells no window: types unseen.
fn plain<H: Host>(host: H) -> User<H> {
    let config = Config::default().policy(
        Side::Remote,
        TelnetOption::ECHO,
        telnet_session::Policy::Refuse,
    );
    User::new(host, config)
}

/// One whose terminal has so many rows.
fn terminal<H: Host>(host: H, rows: u16) -> User<H> {
    let config =
        Config::default().window_size(WindowSize { columns: 80, rows });
    User::new(host, config)
}

/// Logs in to the router, up to `router1#`.
fn enable(mut user: User<Router>) -> User<Router> {
    assert!(user.shown().ends_with("\r\n\r\nUsername: "));
    user.types(&format!("{}\r\n", router::USER));
    let greeting = user.types(&format!("{}\r\n", router::PASSWORD));
    assert!(greeting.ends_with("\r\nrouter1>"), "{greeting}");
    assert!(user.types("enable\r\n").ends_with("Password: "));
    let prompt = user.types(&format!("{}\r\n", router::ENABLE_PASSWORD));
    assert!(prompt.ends_with("router1#"), "{prompt}");
    user
}

// ---- the shell

#[test]
fn the_shell_echoes_all_but_the_password() {
    let mut user = terminal(Shell::new(), 24);
    assert!(user.shown().ends_with("login: "));
    assert_eq!(
        user.types("gust\x08\x08\x08uest"),
        "gust\x08 \x08\x08 \x08\x08 \x08uest"
    );
    assert_eq!(user.types("\r\n"), "\r\nPassword: ");
    assert_eq!(user.types(PASSWORD), "");
    assert!(user.types("\r\n").ends_with(PROMPT));
    assert!(user.types("tty\r\n").contains("size 80x24\r\n"));
    assert_eq!(user.types("exit\n"), "exit\r\nlogout\r\n");
    assert!(user.host.is_done());
}

#[test]
fn the_shell_lets_nobody_guess_for_ever() {
    let mut user = plain(Shell::new());
    for _ in 0..3 {
        assert!(user.shown().ends_with("login: "));
        assert!(user.types(&format!("{USER}\r\n")).ends_with("Password: "));
        assert!(!user.host.is_done());
        assert_eq!(user.client.send(b"wrong\r\n"), 7);
    }
    assert!(user.shown().ends_with("Login incorrect\r\n"));
    assert!(user.host.is_done());
}

#[test]
fn the_shell_knows_the_controls_of_the_nvt() {
    let mut user = plain(Shell::new());
    user.types(&format!("{USER}\r\n{PASSWORD}\r\n"));
    let mut command = |keys: &str, command| {
        assert_eq!(user.client.send(keys.as_bytes()), keys.len());
        user.client.send_command(command).unwrap();
    };
    command("ls", Command::IP);
    command("echo wrong", Command::EL);
    command("echo rightx", Command::EC);
    assert_eq!(user.types("\r\n"), format!("^C\r\n{PROMPT}right\r\n{PROMPT}"));
}

// ---- the router: login

#[test]
fn the_router_echoes_all_but_the_passwords() {
    let mut user = terminal(Router::new(), 24);
    assert!(user.shown().ends_with("\r\n\r\nUsername: "));
    assert_eq!(user.types("admin\r\n"), "admin\r\nPassword: ");
    assert_eq!(user.types(router::PASSWORD), "");
    assert_eq!(user.types("\r\n"), "\r\n\r\nrouter1>");
    assert_eq!(user.types("enable\r\n"), "enable\r\nPassword: ");
    assert_eq!(user.types(router::ENABLE_PASSWORD), "");
    assert_eq!(user.types("\r\n"), "\r\nrouter1#");
    assert_eq!(user.types("\r\n"), "\r\nrouter1#");
    assert_eq!(user.types("disable\r\n"), "disable\r\nrouter1>");
    assert_eq!(user.types("exit\r\n"), "exit\r\n");
    assert!(user.host.is_done());
}

#[test]
fn the_router_lets_nobody_guess_for_ever() {
    let mut user = plain(Router::new());
    for _ in 0..3 {
        assert!(user.shown().ends_with("Username: "));
        assert!(!user.host.is_done());
        assert_eq!(user.types("admin\r\n"), "Password: ");
        assert_eq!(user.client.send(b"wrong\r\n"), 7);
    }
    assert_eq!(user.shown(), "% Login invalid\r\n");
    assert!(user.host.is_done());
}

#[test]
fn a_wrong_password_for_enable_changes_nothing() {
    let mut user = plain(Router::new());
    user.types(&format!("{}\r\n{}\r\n", router::USER, router::PASSWORD));
    assert_eq!(user.types("enable\r\n"), "Password: ");
    assert_eq!(user.types("wrong\r\n"), "Password: ");
    assert_eq!(user.types("wrong\r\n"), "Password: ");
    assert_eq!(user.types("\r\n"), "% Bad secrets\r\n\r\nrouter1>");
    let refused = user.types("show running-config\r\n");
    assert!(refused.contains("% Invalid input"), "{refused}");
    // The tries are counted anew.
    assert_eq!(user.types("enable\r\nwrong\r\n"), "Password: Password: ");
}

// ---- the router: commands

#[test]
fn errors_point_at_what_is_wrong() {
    let mut user = enable(plain(Router::new()));
    assert_eq!(
        user.types("show nothing\r\n"),
        "             ^\r\n\
         % Invalid input detected at '^' marker.\r\n\r\nrouter1#"
    );
    let incomplete = "% Incomplete command.\r\n\r\nrouter1#";
    assert_eq!(user.types("show\r\n"), incomplete);
    let ambiguous = "% Ambiguous command:  \"e\"\r\nrouter1#";
    assert_eq!(user.types("e\r\n"), ambiguous);
}

#[test]
fn configuration_has_prompts_of_its_own_and_is_kept() {
    let mut user = enable(plain(Router::new()));
    let entered = user.types("configure terminal\r\n");
    assert!(entered.ends_with("\r\nrouter1(config)#"), "{entered}");
    assert_eq!(user.types("hostname sw1\r\n"), "sw1(config)#");
    assert_eq!(user.types("interface Ethernet0/2\r\n"), "sw1(config-if)#");
    assert_eq!(user.types("description new one\r\n"), "sw1(config-if)#");
    assert_eq!(user.types("exit\r\n"), "sw1(config)#");
    assert_eq!(user.types("exit\r\n"), "sw1#");
    assert!(user.types("conf t\r\nint x\r\n").ends_with("sw1(config-if)#"));
    assert_eq!(user.types("end\r\n"), "sw1#");
    user.types("terminal length 0\r\n");
    let config = user.types("show running-config\r\n");
    assert!(config.contains("\r\nhostname sw1\r\n"));
    let described = "interface Ethernet0/2\r\n description new one\r\n";
    assert!(config.contains(described));
}

#[test]
fn an_interruption_drops_the_line() {
    let mut user = enable(plain(Router::new()));
    assert_eq!(user.client.send(b"configure"), 9);
    user.client.send_command(Command::IP).unwrap();
    assert_eq!(user.types("\r\n"), "^C\r\nrouter1#router1#");
}

// ---- the router: its pager

/// What `show running-config` prints without a pager, with the prompt.
fn whole_config() -> String {
    let mut user = enable(plain(Router::new()));
    assert_eq!(user.types("terminal length 0\r\n"), "router1#");
    let text = user.types("show running-config\r\n");
    assert!(text.lines().count() > 200, "{} lines", text.lines().count());
    assert!(!text.contains("More"));
    assert!(text.ends_with("\r\nrouter1#"));
    text
}

/// A page of that many lines, as shown.
fn page(lines: &[&str], more: bool) -> String {
    lines.concat() + if more { MORE } else { "" }
}

#[test]
fn a_page_is_what_the_window_has() {
    let whole = whole_config();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    for (rows, length) in [(0, 23), (24, 23), (10, 9), (2, 1), (1, 1)] {
        let mut user = enable(terminal(Router::new(), rows));
        let first = user.types("show run\r\n");
        let expected =
            "show run\r\n".to_owned() + &page(&lines[..length], true);
        assert_eq!(first, expected, "{rows} rows");
    }
    // NAWS is not told at all.
    let mut user = enable(plain(Router::new()));
    assert_eq!(user.types("show run\r\n"), page(&lines[..23], true));
}

#[test]
fn space_is_a_page_and_enter_a_line() {
    let whole = whole_config();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let mut user = enable(terminal(Router::new(), 24));
    user.types("terminal length 5\r\n");
    user.types("show running-config\r\n");
    let line = user.types("\r\n");
    assert_eq!(line, ERASE.to_owned() + &page(&lines[4..5], true));
    let next = user.types(" ");
    assert_eq!(next, ERASE.to_owned() + &page(&lines[5..9], true));
    let two = user.types("\r\r\n");
    let expected =
        [ERASE, &page(&lines[9..10], true), ERASE, &page(&lines[10..11], true)];
    assert_eq!(two, expected.concat());
}

#[test]
fn the_pages_are_the_text() {
    let whole = whole_config();
    for rows in [2, 7, 24, 300, 512] {
        let mut user = enable(terminal(Router::new(), 24));
        let echo = user.types(&format!("terminal length {rows}\r\n"));
        assert!(echo.ends_with("router1#"));
        let mut text = user.types("show running-config\r\n");
        while let Some(head) = text.strip_suffix(MORE) {
            let next = user.types(" ");
            let next = next.strip_prefix(ERASE).unwrap();
            text = head.to_owned() + next;
        }
        assert_eq!(text, "show running-config\r\n".to_owned() + &whole);
    }
}

#[test]
fn other_keys_and_an_interruption_end_the_pager() {
    for key in ["q", "Q", "\x03", "x"] {
        let mut user = enable(terminal(Router::new(), 24));
        assert!(user.types("show interfaces\r\n").ends_with(MORE));
        assert_eq!(user.types(key), ERASE.to_owned() + "router1#");
    }
    let mut user = enable(terminal(Router::new(), 24));
    assert!(user.types("show interfaces\r\n").ends_with(MORE));
    user.client.send_command(Command::IP).unwrap();
    assert_eq!(user.shown(), ERASE.to_owned() + "router1#");
    assert!(!user.types("show version\r\n").contains(MORE));
}

#[test]
fn what_nobody_reads_waits() {
    let mut user = enable(plain(Router::new()));
    user.types("terminal length 0\r\n");
    let one = user.types("show interfaces\r\n");
    let cap = Config::server().max_output;
    let times = 2 * cap / one.len() + 2;
    let commands = "show interfaces\r\n".repeat(times);
    user.host.session().receive(commands.as_bytes());
    user.host.advance();
    assert!(user.host.session().transmit().len() <= cap);
    assert!(user.shown() == one.repeat(times));
}

#[test]
fn a_user_who_leaves_is_done_with() {
    let mut user = enable(terminal(Router::new(), 24));
    assert!(user.types("show interfaces\r\n").ends_with(MORE));
    user.host.session().receive_eof();
    user.host.advance();
    assert!(user.host.is_done());
}

#[test]
fn the_router_answers_on_a_port() -> io::Result<()> {
    let patience = Duration::from_secs(20);
    let host = DemoHost::start_router()?;
    let mut tn = Telnet::connect(host.addr())?;
    tn.read_until("Username: ", patience)?.matched()?;
    tn.write(format!("{}\n", router::USER))?;
    tn.read_until("Password: ", patience)?.matched()?;
    tn.write(format!("{}\n", router::PASSWORD))?;
    tn.read_until("router1>", patience)?.matched()?;
    tn.write("show version\n")?;
    let shown = tn.read_until("router1>", patience)?.matched()?;
    assert!(shown.text().starts_with(b"show version\r\nDemo Router"));
    tn.write("exit\n")?;
    assert_eq!(tn.read_all()?, "exit\r\n");
    Ok(())
}
