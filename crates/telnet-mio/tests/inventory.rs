//! The example `inventory`.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::fs;
use std::net::TcpStream;
use std::path::PathBuf;

use telnet_testkit::host::{DemoHost, PASSWORD, USER};

#[expect(dead_code, reason = "its main is the tests here")]
#[path = "../examples/inventory/main.rs"]
mod inventory;

/// Whether all went well, and what was shown.
fn run(words: &[&str]) -> Result<(bool, String), String> {
    let words = words.iter().map(|it| (*it).to_owned());
    let mut out = Vec::new();
    let end = inventory::run(words, &mut out, None::<&mut Vec<u8>>);
    let end = end.map_err(|why| why.to_string())?;
    Ok((end, String::from_utf8(out).unwrap()))
}

/// An empty folder, and a list of hosts in it.
fn folder(name: &str, list: &str) -> (PathBuf, String) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    // There may be none yet.
    let _none = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let hosts = folder.join("hosts.toml");
    fs::write(&hosts, list).unwrap();
    (folder, hosts.to_str().unwrap().to_owned())
}

#[test]
fn the_demo_is_right() {
    let (is_right, shown) = run(&["--demo", "20", "--jobs", "15"]).unwrap();
    assert!(is_right && shown.ends_with("\n20 of 20 right\n"), "{shown}");
}

#[test]
fn each_host_has_its_file() {
    let host = DemoHost::start().unwrap();
    let addr = host.addr();
    // A port that is taken, and nobody listens.
    let taken = TcpStream::connect(addr).unwrap();
    let closed = taken.local_addr().unwrap();
    let list = format!(
        r#"
        [defaults]
        user = "{USER}"
        password = "{PASSWORD}"
        commands = ["ls"]
        [[host]]
        name = "good"
        address = "{addr}"
        [[host]]
        name = "refused"
        address = "{addr}"
        password_env = "CARGO_MANIFEST_DIR"
        [[host]]
        name = "closed"
        address = "{closed}"
        "#
    );
    let (folder, hosts) = folder("inventory", &list);
    let out = folder.join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("good.failed"), "the last time").unwrap();
    let (is_right, shown) =
        run(&[&hosts, "--out", out.to_str().unwrap()]).unwrap();
    assert!(!is_right);
    for line in [
        "closed   connect: connection refused\n",
        "refused  login: the host refused the login: it said",
        "     1  ok\n",
        "     1  connect: connection refused\n",
        "     1  login: permission denied\n",
        " s, 2 failed\n",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let files = fs::read_dir(&out).unwrap().map(|it| it.unwrap().file_name());
    let mut files: Vec<_> = files.collect();
    files.sort();
    assert_eq!(files, ["closed.failed", "good.txt", "refused.failed"]);
    let good = fs::read_to_string(out.join("good.txt")).unwrap();
    assert!(good.starts_with("==> ls <==\n") && good.contains("README"));
    let refused = fs::read_to_string(out.join("refused.failed")).unwrap();
    assert!(refused.contains("\nLogin incorrect\n"), "{refused}");
    assert!(!refused.contains(env!("CARGO_MANIFEST_DIR")), "{refused}");
}

#[test]
fn a_bad_list_is_told_with_its_line() {
    const ALL: &str = "user = 'u'\npassword = 'secret'\ncommands = ['ls']\n";
    let host = |more: &str| format!("[[host]]\nname = 'a'\n{ALL}{more}\n");
    for (list, wanted) in [
        (String::new(), "1: no [[host]]"),
        (host("= 1"), "6: "),
        (host("passwort = 'secret'"), "6: unknown field `passwort`"),
        (host("password_env = 'A'"), "6: either password or"),
        (host("enable_env = 'secret'"), "6: the environment has no"),
        (host("platform = 'toaster'"), "6: no platform is called `toaster`"),
        (host("address = 'a:b'"), "6: \"a:b\" does not end with a port"),
        (host("[[host]]\nname = 'A'\n") + ALL, "6: there are two hosts \"A\""),
        (host("").replace("'secret'", "12345"), "4: wanted a text in quotes"),
        (host("").replace("'secret'", "secret"), "4: "),
        (host("").replace("user", "#"), "1: user is missing"),
        (host("").replace("name = 'a'", ""), "1: name is missing"),
        (host("").replace("'a'", "'../a'"), "2: a name has letters"),
        (host("[defaults]\nname = 'b'"), "7: a name or an address is of one"),
    ] {
        let (_, hosts) = folder("inventory-bad", &list);
        let error = run(&[&hosts]).unwrap_err();
        assert!(error.starts_with(&format!("{hosts}:{wanted}")), "{error}");
        assert!(!error.contains("secret") && !error.contains("12345"));
    }
}

#[test]
fn a_bad_command_line_is_told() {
    for (words, wanted) in [
        (&[][..], "no hosts"),
        (&["--demo"], "--demo needs a value"),
        (&["--jobs", "0"], "--jobs needs a number, not \"0\""),
        (&["--job", "1"], "no option \"--job\""),
        (&["a.toml", "b.toml"], "one list of hosts, please"),
        (&["no/such.toml"], "no/such.toml: "),
    ] {
        let error = run(words).unwrap_err();
        assert!(error.starts_with(wanted), "{error}");
    }
    let (is_right, shown) = run(&["--help"]).unwrap();
    assert!(is_right && shown.starts_with("usage: inventory"));
}
