//! Devices of several kinds, good ones and others.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use telnet_testkit::device::{Does, Step, Transcript, named};

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
    let it = named(KINDS[nth % KINDS.len()]);
    let text = format!("version {nth} of {}\n", it.name);
    it.with_only(b"show version", text.as_bytes())
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
