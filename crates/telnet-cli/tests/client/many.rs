//! A script on many hosts.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use crate::program::{NOBODY, run, said, telnet_rs};
use crate::script::Folder;
#[cfg(target_os = "linux")]
use crate::terminal::Terminal;
use serde_json::Value;
use telnet_testkit::host::router::{PASSWORD, USER};
use telnet_testkit::host::{self, DemoHost};
use telnet_testkit::peer::Peer;
use telnet_testkit::serial::comes_about;

const VISIT: &str =
    "secret PASSWORD; login $USER $PASSWORD; run 'show version'";

fn visit(list: &str, more: &[&str]) -> Command {
    let mut command = telnet_rs(&["--hosts", list]);
    command.args(more).stdin(Stdio::null());
    command.env("USER", USER).env("PASSWORD", PASSWORD);
    command
}

fn name(addr: SocketAddr) -> String {
    addr.to_string().replace(':', "-")
}

fn lines(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8(text.to_vec()).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn one_of_500_hosts_fails_and_is_told() {
    let folder = Folder::new("many");
    let hosts: Vec<_> =
        (0..499).map(|_| DemoHost::start_router().unwrap()).collect();
    let bad = NOBODY;
    let mut addrs: Vec<_> = hosts.iter().map(DemoHost::addr).collect();
    addrs.insert(250, bad);
    let list: String = addrs.iter().map(|it| format!("{it}\n")).collect();
    let list = folder.with("list", &format!("# all of them\n\n{list}"));
    let logs = folder.file("logs");
    let more = ["-j", "100", "--logs", &logs, "-x", VISIT];
    let output = visit(&list, &more).output().unwrap();

    let said = said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let summary: Vec<_> = said.lines().collect();
    assert_eq!(summary.len(), 3, "{said}");
    let head = "500 hosts: 499 done, 1 failed, 0 skipped; ";
    assert!(summary[0].starts_with(head), "{said}");
    let begin = format!("{}     1  no connection to telnet://", name(bad));
    assert_eq!(
        summary[1],
        format!("{:w$}  code  why", "host", w = name(bad).len())
    );
    assert!(summary[2].starts_with(&begin), "{said}");
    // What each one said, behind its name.
    let shown = lines(&output.stdout);
    for addr in addrs.iter().filter(|it| **it != bad) {
        let begin = format!("{}: ", name(*addr));
        let count = shown.iter().filter(|it| it.starts_with(&begin)).count();
        assert_eq!(count, shown.len() / 499);
        let log = format!("{logs}/{}.log", name(*addr));
        let log = fs::read_to_string(log).unwrap();
        assert!(log.contains("router1>show version\n"), "{log}");
        assert!(!log.contains(PASSWORD), "{log}");
    }
    let failed = format!("{logs}/{}.failed", name(bad));
    assert!(fs::read_to_string(failed).unwrap().contains("no connection"));
    assert_eq!(fs::read_dir(&logs).unwrap().count(), 500);

    // The others are done, and the one is visited again.
    let more = [&more[..], &["--skip-done"]].concat();
    let output = visit(&list, &more).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let again = crate::program::said(&output);
    let head = "500 hosts: 0 done, 1 failed, 499 skipped; ";
    assert!(again.starts_with(head), "{again}");
    assert_eq!(output.stdout, b"");
    // All of them at once: a hundred connections are dropped together.
    thread::scope(|scope| {
        for host in hosts {
            scope.spawn(move || drop(host));
        }
    });
}

#[test]
fn an_inventory_has_variables_platforms_and_defaults() {
    let folder = Folder::new("inventory");
    let router = DemoHost::start_router().unwrap();
    let shell = DemoHost::start().unwrap();
    let text = format!(
        "[defaults]\nport = {}\nuser = \"{USER}\"\nplatform = \"cisco_ios\"\n\
         vars = {{ COMMAND = \"show version\", P = \"PASSWORD\" }}\n\
         [[host]]\nname = \"core\"\nhost = \"127.0.0.1\"\n\
         [[host]]\nname = \"shell\"\nhost = \"127.0.0.1:{}\"\n\
         user = \"{}\"\nplatform = \"linux\"\nvars.COMMAND = \"echo $x\"\n",
        router.addr().port(),
        shell.addr().port(),
        host::USER,
    );
    let list = folder.with("list.toml", &text);
    let script = "secret ONE; secret TWO\nlogin $USER $ONE\nrun $COMMAND";
    let report = |more: &[&str]| {
        let mut command = visit(&list, more);
        command.env("ONE", PASSWORD).env("TWO", host::PASSWORD);
        let output = command.output().unwrap();
        let reports: Vec<Value> = lines(&output.stdout)
            .iter()
            .map(|it| serde_json::from_str(it).unwrap())
            .collect();
        (output, reports)
    };
    let (output, reports) = report(&["-x", script, "--json", "-j", "1"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(reports.len(), 2);
    assert_eq!(reports[0]["name"], "core");
    assert_eq!(reports[0]["ok"], true);
    assert_eq!(reports[0]["steps"][3]["kind"], "run");
    // The password of the other one is another one.
    assert_eq!(reports[1]["name"], "shell");
    assert_eq!(reports[1]["code"], 4);
    let script = script.replace("$ONE", "$TWO");
    let (_, reports) = report(&["-x", &script, "--json", "-j", "1"]);
    assert_eq!(reports[0]["code"], 4);
    assert_eq!(reports[1]["code"], 0, "{}", reports[1]);
    assert_eq!(reports[1]["steps"][3]["text"], "$x\n");
    // What the command line says holds for all.
    let set = ["-x", &script, "--set", "COMMAND=echo y", "--json", "-j", "1"];
    let (_, reports) = report(&set);
    assert_eq!(reports[1]["steps"][3]["text"], "y\n");
}

#[test]
fn lists_are_checked_before_a_host_is_called() {
    let folder = Folder::new("lists");
    for (file, text, part) in [
        ("list", "", "no host in it"),
        ("list", "# none\r\n\r\n  # yet", "no host in it"),
        ("l.toml", "# none\n", "no host in it"),
        ("l.toml", "[defaults]\nport = 7 # all\n", "no host in it"),
        ("list", "a\n # b\n  a\n", ":3:3: there are two hosts a"),
        ("list", "a b\n", ":1:1: "),
        ("list", "a\nb:x\n", ":2:1: "),
        ("list", "telnet://me:hidden@h/p\n", "me:******@h/p"),
        ("l.toml", "[[host]]\nhost = 1\n", ":2:8: "),
        ("l.toml", "[[host]]\n", ":1:1: missing field `host`"),
        ("l.toml", "[[host]]\nhost = 'a'\nx = 1", ":3:1: unknown field"),
        ("l.toml", "[[host]]\nhost = 'a'\nname = '../a'", ":3:8: a name is"),
        ("l.toml", "[[host]]\nhost = 'a'\nplatform = 'x'", ":3:12: "),
        ("l.toml", "[[host]]\nhost = 'a'\nvars.1x = ''", ":3:6: the name"),
        ("l.toml", "[[host]]\nhost = 'a'\nvars.S = ''", ":1:1: S is a secret"),
        ("l.toml", "[[host]]\nhost = 'a'", "V has no value"),
    ] {
        let list = folder.with(file, text);
        let script = "secret S; send $V";
        let output = visit(&list, &["-x", script]).env("S", "s").output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}");
        let said = said(&output);
        assert!(said.contains(part) && !said.contains("hidden"), "{said}");
        assert_eq!(output.stdout, b"");
    }
    let list = folder.with("list", "a\n");
    let no_folder = format!("{list}/d");
    for (more, part) in [
        (&[][..], "-x or -f"),
        (&["-x", "interact"], "the terminal for itself"),
        (&["-x", "log -"], "the terminal for itself"),
        (&["-x", "log x", "--logs", "/nonexistent/d"], "--logs has it"),
        (&["-x", "send x", "--logs", &no_folder], "list/d: "),
        (&["-x", "send x", "-j", "0"], "-j"),
        (&["-x", "send x", "--skip-done"], "--logs"),
        (&["-x", "send x", "host"], "cannot be used with"),
        (&["-x", "send x", "-d"], "cannot be used with"),
    ] {
        let output = visit(&list, more).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert!(said(&output).contains(part), "{more:?}: {}", said(&output));
    }
    for more in [&["-j", "3"][..], &["--logs", "x"]] {
        let output = run(&[more, &["-x", "send x", "h"]].concat(), b"");
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains("by --hosts"), "{}", said(&output));
    }
    let output = run(&["--set", "A=1", "h"], b"");
    assert_eq!(output.status.code(), Some(2));
    let output = visit(&list, &["-x", "send x", "--dry-run"]).output().unwrap();
    assert_eq!(output.stdout, b"# a: telnet://a:23/\nsend \"x\"\n");
}

#[test]
fn the_port_of_all_is_for_those_without_one() {
    let folder = Folder::new("ports");
    let mut text = "[defaults]\nport = 2323\n".to_owned();
    for host in ["a", "b:24", "::1", "[::2]:25", "telnets://x@c/"] {
        text.push_str(&format!("[[host]]\nhost = '{host}'\n"));
    }
    text.push_str("[[host]]\nhost = 'd'\nport = 26\n");
    let list = folder.with("l.toml", &text);
    let more = ["-x", "send x", "--dry-run"];
    let output = visit(&list, &more).output().unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "# a: telnet://a:2323/\n# b-24: telnet://b:24/\n\
         # 1: telnet://[::1]:2323/\n# 2--25: telnet://[::2]:25/\n\
         # c: telnets://x@c:992/\n# d: telnet://d:26/\nsend \"x\"\n"
    );
    let text = "[[host]]\nhost = 'a:1'\nport = 2\n";
    let list = folder.with("l.toml", text);
    let output = visit(&list, &more).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("port in itself"), "{}", said(&output));
}

#[test]
fn the_code_is_how_many_have_failed_up_to_100() {
    let folder = Folder::new("codes");
    for (count, code) in [(3, 3), (120, 100)] {
        let list: String = (0..count)
            .map(|it| format!("[[host]]\nname='h{it}'\nhost='{NOBODY}'\n"))
            .collect();
        let list = folder.with("l.toml", &list);
        let output = visit(&list, &["-x", "send x"]).output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        assert_eq!(said(&output).lines().count(), count + 2);
    }
}

#[test]
fn logs_say_how_the_last_visit_ended() {
    let folder = Folder::new("visits");
    let logs = folder.file("logs");
    let ends = |word: &str| {
        let peer = Peer::new(|mut stream| {
            use std::io::Write as _;
            stream.write_all(b"hello tops3cret\r\n").unwrap();
        });
        let list =
            format!("[[host]]\nname = \"h\"\nhost = \"{}\"\n", peer.addr());
        let list = folder.with("l.toml", &list);
        let script = format!("secret S; expect '{word}'");
        let mut visit = visit(&list, &["--logs", &logs, "-x", &script]);
        let output = visit.env("S", "tops3cret").output().unwrap();
        peer.join();
        let mut files: Vec<_> = fs::read_dir(&logs)
            .unwrap()
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        (output.status.code().unwrap(), files)
    };
    assert_eq!(ends("hello"), (0, vec!["h.log".to_owned()]));
    assert_eq!(ends("bye"), (1, vec!["h.failed".to_owned()]));
    let failed = fs::read_to_string(format!("{logs}/h.failed")).unwrap();
    let wanted = "hello ********\n\n-x 1:1: expected \"bye\" within 30s, but the host \
                  closed the connection first\n";
    assert!(failed.starts_with(wanted), "{failed}");
    assert_eq!(ends("hello"), (0, vec!["h.log".to_owned()]));
}

#[cfg(target_os = "linux")]
#[test]
fn how_far_it_is_shows_at_a_terminal() {
    let folder = Folder::new("progress");
    let host = DemoHost::start_router().unwrap();
    let list = format!("{}\n{}\n", host.addr(), NOBODY);
    let list = folder.with("list", &list);
    let mut terminal = Terminal::run(visit(&list, &["-x", VISIT, "-j", "1"]));
    terminal.wait_for(" of 2 hosts, ");
    terminal.wait_for("\r\x1b[K2 hosts: 1 done, 1 failed");
    assert_eq!(terminal.end(), 1);
}

#[test]
fn outputs_of_one_host_stay_together() {
    let folder = Folder::new("together");
    let host = DemoHost::start_router().unwrap();
    let text: String = (0..40)
        .map(|it| format!("[[host]]\nname='h{it}'\nhost='{}'\n", host.addr()))
        .collect();
    let list = folder.with("l.toml", &text);
    let script = "secret PASSWORD; login $USER $PASSWORD; run 'show version'";
    let more = ["-x", script, "-j", "40", "-v"];
    let output = visit(&list, &more).output().unwrap();
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    // Three steps of each, with its name.
    let steps = said.lines().filter(|it| it.starts_with("h7: ")).count();
    assert_eq!((steps, said.lines().count()), (3, 40 * 3 + 1), "{said}");
    let names = |output: &Output| {
        let mut names: Vec<_> = lines(&output.stdout)
            .iter()
            .map(|it| it.split_once(": ").unwrap().0.to_owned())
            .collect();
        names.dedup();
        names
    };
    assert_eq!(names(&output).len(), 40);
}

/// The most memory, in KiB, that visits of so many hosts have taken.
#[cfg(target_os = "linux")]
fn memory(count: usize) -> usize {
    let folder = Folder::new("memory");
    let host = DemoHost::start_router().unwrap();
    // The last host looks at the program that calls it.
    let (tell, told) = std::sync::mpsc::channel::<u32>();
    let last = Peer::new(move |stream| {
        let process = told.recv().unwrap();
        let status = format!("/proc/{process}/status");
        let status = fs::read_to_string(status).unwrap();
        drop(stream);
        let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
        let peak = peak.unwrap().trim().trim_end_matches(" kB");
        peak.parse().unwrap()
    });
    let mut list = String::new();
    for at in 0..count {
        let addr = host.addr();
        list.push_str(&format!("[[host]]\nname='h{at}'\nhost='{addr}'\n"));
    }
    let addr = last.addr();
    list.push_str(&format!("[[host]]\nname='last'\nhost='{addr}'\n"));
    let list = folder.with("l.toml", &list);
    let logs = folder.file("logs");
    // More than enough text of each host to be seen if it were kept.
    let script = VISIT.to_owned() + &"; run 'show version'".repeat(20);
    let more = ["-x", &script, "-j", "10", "--logs", &logs, "--json"];
    let mut visit = visit(&list, &more);
    let child = visit.stdout(Stdio::null()).spawn().unwrap();
    tell.send(child.id()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    last.join()
}

#[cfg(target_os = "linux")]
#[test]
fn more_hosts_take_no_more_memory() {
    let (few, many) = (memory(100), memory(1000));
    eprintln!("100 hosts: {few} KiB, 1000 hosts: {many} KiB");
    // The list itself, and what allocators keep.
    assert!(many < few + few / 2, "{few} KiB, then {many} KiB");
}

#[test]
fn no_more_hosts_than_asked_for_are_visited_at_a_time() {
    let folder = Folder::new("jobs");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    // Each connection is held until so many are there; how many were there when
    // more would have come, if they could.
    let (jobs, rounds) = (4, 3);
    let host = thread::spawn(move || {
        for _ in 0..rounds {
            let held: Vec<_> =
                (0..jobs).map(|_| listener.accept().unwrap()).collect();
            listener.set_nonblocking(true).unwrap();
            let more = comes_about(Duration::from_millis(200), || {
                listener.accept().is_ok()
            });
            listener.set_nonblocking(false).unwrap();
            assert!(!more, "more than {jobs} at a time");
            drop(held);
        }
    });
    let list: String = (0..jobs * rounds)
        .map(|it| format!("[[host]]\nname='h{it}'\nhost='{addr}'\n"))
        .collect();
    let list = folder.with("l.toml", &list);
    let more = ["-j", "4", "-x", "expect eof"];
    let output = visit(&list, &more).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    host.join().unwrap();
}
