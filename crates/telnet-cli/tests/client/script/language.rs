//! What is found in a script before the host is called.

use std::process::Stdio;

use super::Folder;
use crate::program::{run, said, telnet_rs};

/// A script in a file, not to be run; the code, and what was printed and said.
fn checked(text: &str) -> (i32, String, String) {
    let folder = Folder::new("language");
    let file = folder.with("s", text);
    let output = telnet_rs(&["-f", &file, "--dry-run", "h"])
        .env("USER", "joe")
        .env("PASSWORD", "open sesame")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = said(&output).replace(&file, "s");
    let printed = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), printed, said)
}

#[test]
fn a_dry_run_prints_the_script_as_it_was_understood() {
    let (code, printed, said) = checked(
        "# in\nsecret PASSWORD\ntimeout 2m; expect /a\\/b\\d/ within 1.5s\n\
         expect within 500ms {\n /x/ => sendline $USER # who\n\
         \"login: \" => {\n send 'a\\r\\x00\\$'\n login ${USER} $PASSWORD\n }\n\
         timeout\n eof => exit 7 bye }\n\nrun \"it's ${USER}'s\" within 3",
    );
    assert_eq!((code, said.as_str()), (0, ""));
    assert_eq!(
        printed,
        r#"secret PASSWORD
timeout 120s
expect /a\/b\d/ within 1500ms
expect within 500ms {
    /x/ => {
        sendline "${USER}"
    }
    "login: " => {
        send "a\r\x00\$"
        login "${USER}" "${PASSWORD}"
    }
    timeout
    eof => {
        exit 7 "bye"
    }
}
run "it's ${USER}'s" within 3s
"#
    );
    // What was printed is a script, and the same one.
    assert_eq!(checked(&printed), (0, printed.clone(), String::new()));
}

#[test]
fn faults_are_found_with_their_place() {
    for (script, place, part) in [
        ("\n  expct /a/", "2:3", "`expct` is no statement"),
        ("expect /a(/", "1:8", "unclosed group"),
        ("expect /a/ within soon", "1:19", "`soon` is no time"),
        ("expect /a", "1:8", "has no other one"),
        ("expect 'a", "1:8", "has no other one"),
        ("expect", "1:7", "what is expected"),
        ("expect {}", "1:1", "nothing is expected"),
        ("expect {\n /a/\n", "1:8", "missing"),
        ("expect timeout", "1:8", "a branch"),
        ("expect { /a/ => { send x", "1:25", "missing"),
        ("sendline $NOBODY", "1:10", "NOBODY has no value"),
        ("sendline $", "1:10", "after `$` comes"),
        ("sendline ${USER", "1:10", "after `$` comes"),
        ("send '\\q'", "1:7", "after `\\` comes"),
        ("send '\\x4'", "1:7", "after `\\` comes"),
        ("sendline show version", "1:15", "in quotes"),
        ("sendline 'a\\nb'", "1:1", "line end"),
        ("timeout 0", "1:9", "no time"),
        ("exit 256", "1:6", "0 to 255"),
        ("exit 1\nsend a", "2:1", "never reached"),
        ("interact; send a", "1:11", "never reached"),
        ("expect { /a/ => { continue; send b } }", "1:29", "never reached"),
        ("expect { /a/ => exit; eof => exit }\nsend a", "2:1", "never reached"),
        ("expect { /a/; /b/; /a/ }", "1:20", "the same"),
        ("expect { timeout; /a/; timeout }", "1:24", "the same"),
        ("expect { 'ogin'; 'login: ' }", "1:18", "\"ogin\" comes before"),
        ("expect { 'login'; 'ogin' }", "", ""),
        ("expect { 'ogin'; 'login' }", "1:18", "comes before"),
        ("continue", "1:1", "in a branch"),
        ("secret NOT_THERE", "1:1", "not in the environment"),
        ("secret 'hunter2'", "1:8", "name of a variable"),
        ("secret hunter-2", "1:8", "only the name"),
        ("secret P file '/nonexistent/p'", "1:1", "/nonexistent/p"),
        ("secret PASSWORD; secret PASSWORD", "1:18", "already"),
        ("expect { /a/ => secret PASSWORD }", "1:17", "before the host"),
        ("login joe hunter2", "1:1", "is a secret"),
        ("login $USER $PASSWORD", "1:1", "is a secret"),
        ("enable 'hunter2'", "1:1", "is a secret"),
        ("secret PASSWORD; log $PASSWORD", "1:18", "no secret in it"),
        ("secret PASSWORD; expect $PASSWORD", "1:25", "not waited for"),
        ("platform klingon", "1:1", "klingon"),
        ("prompt /(/", "1:1", "unclosed group"),
        ("prompt x", "1:8", "regular expression"),
        ("log /tmp/x", "1:5", "in quotes"),
        ("}", "1:1", "begins with one of"),
    ] {
        let (code, printed, said) = checked(script);
        if place.is_empty() {
            assert_eq!((code, said.as_str()), (0, ""), "{script}");
            continue;
        }
        assert_eq!((code, printed.as_str()), (2, ""), "{script}: {said}");
        let begin = format!("telnet-rs: s:{place}: ");
        assert!(said.starts_with(&begin), "{script}: {said}");
        assert!(said.contains(part), "{script}: {said}");
        assert!(!said.contains("open sesame"), "{said}");
    }
}

#[test]
fn a_fault_shows_its_line_and_a_mark() {
    let (_, _, said) = checked("send a\n\tsendline \u{e4} b\n");
    let (_, shown) = said.split_once('\n').unwrap();
    assert_eq!(shown, "  \tsendline \u{e4} b\n  \t           ^\n");
}

#[test]
fn expect_in_expect_is_not_without_end() {
    let deep = "expect { /a/ => ".repeat(17) + "send a" + &" }".repeat(17);
    let (code, _, said) = checked(&deep);
    assert_eq!(code, 2);
    assert!(said.contains("no more than 16"), "{said}");
    let deep = "expect { /a/ => ".repeat(16) + "send a" + &" }".repeat(16);
    assert_eq!(checked(&deep).0, 0);
}

#[test]
fn files_come_before_statements_and_one_may_be_the_input() {
    let folder = Folder::new("files");
    let file = folder.with("s", "sendline $A\n");
    let arguments = [
        "-x",
        "sendline $B",
        "-f",
        &file,
        "-f",
        "-",
        "--set",
        "A=1",
        "--set",
        "B=2",
        "--dry-run",
        "h",
    ];
    let output = run(&arguments, b"sendline $HOST:$NO");
    assert_eq!(
        said(&output),
        "telnet-rs: standard input:1:16: the variable NO has no value: it is \
         set neither by --set NO=VALUE nor in the environment\n  \
         sendline $HOST:$NO\n                 ^\n"
    );
    let output = run(&[&arguments[..], &["2323"]].concat(), b"sendline $PORT");
    let lines = "sendline \"${A}\"\nsendline \"${PORT}\"\nsendline \"${B}\"\n";
    assert_eq!(String::from_utf8(output.stdout).unwrap(), lines);

    for (arguments, input, part) in [
        (&["-f", "/nonexistent/s", "h"][..], "", "/nonexistent/s"),
        (&["-f", "-", "h"], "interact", "standard input was the script"),
        (&["--json", "-x", "interact", "h"], "", "--json"),
        (&["--json", "-x", "log -", "h"], "", "--json"),
        (&["--set", "1=2", "-x", "send a", "h"], "", "NAME=VALUE"),
        (&["--set", "A=2", "-x", "secret A", "h"], "", "set by --set"),
        (&["-x", "send a"], "", "no host"),
    ] {
        let output = run(arguments, input.as_bytes());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(part), "{}", said(&output));
    }
}
