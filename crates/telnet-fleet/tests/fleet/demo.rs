//! Devices of several kinds, good ones and others.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use telnet_testkit::device::{Command, Does, Step, Transcript, named};

/// Kinds whose user is `admin` and whose password is `secret`.
const KINDS: [&str; 8] = [
    "cisco-ios",
    "cisco-nxos",
    "huawei-vrp",
    "juniper-junos",
    "hp-procurve",
    "arista-eos",
    "debian-bash",
    "netgear-fastpath",
];

/// A device of one kind after the other, which answers `show version` alone.
pub(crate) fn kind(nth: usize) -> Transcript {
    let mut it = named(KINDS[nth % KINDS.len()]);
    let drawn = it.opening.iter().rev().find_map(|step| {
        let Does::Prompt(drawn) = &step.does else { return None };
        Some(drawn.clone())
    });
    let text = format!("version {nth} of {}\n", it.name).into_bytes();
    let said = [b"show version\r\n".as_slice(), &text].concat();
    let does = [Does::Say(said), Does::Prompt(drawn.unwrap())];
    it.commands = vec![Command {
        line: b"show version".to_vec(),
        steps: does.map(|does| Step { does, at: 0 }).to_vec(),
        echoes: true,
        text,
        prompt: it.prompt.clone(),
        at: 0,
    }];
    it
}

/// A device that is made of directives.
pub(crate) fn made(directives: &str) -> Transcript {
    let head = "device \"a demo\"\nsource inferred nothing of it is real\n";
    let end = "run \"exit\"\necho\nprompt \"R1#\"\n";
    let text = format!("{head}{directives}\n{end}");
    Transcript::parse("demo", &text).unwrap()
}

/// One that takes no password.
pub(crate) fn refusing() -> Transcript {
    made(
        r#"
        login "admin" "secret"
        say "\r\nUsername: "
        hear "admin"
        say "admin\r\nPassword: "
        hear "secret"
        say "\r\n% Login invalid\r\n\r\nUsername: "
        hear "nobody comes so far"
        prompt "R1#"
        "#,
    )
}

/// One that says nothing.
pub(crate) fn silent() -> Transcript {
    made(
        r#"
        login "admin" "secret"
        hear "nobody says this"
        prompt "R1#"
        "#,
    )
}

/// One that says more than anybody wants, and no prompt.
pub(crate) fn flooding() -> Transcript {
    let mut it = silent();
    let flood = b"There is more where that came from. ".repeat(150_000);
    it.opening.insert(0, Step { does: Does::Say(flood), at: 0 });
    it
}

/// Where nobody listens.
pub(crate) fn dead() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap()
}
