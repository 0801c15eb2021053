//! Peers inside TLS that nobody here wrote: OpenSSL below telnetd and alone, and
//! Python's TLS below telnetlib3; with `START_TLS`, C-Kermit as the server and s3270
//! as the client.

use std::future::Future;
use std::io::{Error, ErrorKind, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use telnet_blocking::tls::TlsStream;
use telnet_blocking::{
    Cli, Config, ConnectOptions, Telnet, TlsAcceptor, TlsOptions,
};
use telnet_testkit::tls::Identity;

use super::{FILE, PASSWORD, USER, WAIT, addr};

/// The prompt of telnetlib3's shell.
const SHELL: &str = "tel:sh> ";

type Inside = Telnet<TlsStream<std::net::TcpStream>>;

/// Trusts the certificate that all of these peers show.
fn trusting() -> TlsOptions {
    let work = PathBuf::from(std::env::var_os("INTEROP_WORK").unwrap());
    let certificate = std::fs::read(work.join("cert.pem")).unwrap();
    TlsOptions::new().roots_pem(certificate).unwrap()
}

fn port(peer: &str) -> u16 {
    addr(peer).rsplit_once(':').unwrap().1.parse().unwrap()
}

fn connect(peer: &str) -> Inside {
    let port = port(peer);
    let mut tn = Telnet::connect_tls("localhost", port, &trusting()).unwrap();
    tn.set_timeout(Some(WAIT));
    tn
}

/// Runs on tokio what a test has to await.
fn on_tokio<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(future)
}

#[test]
fn telnetd_inside_tls_logs_in_and_runs_commands() {
    let cli = Cli::with_prompt(r"[^\r\n]*\$ ").unwrap();
    let mut tn = connect("TELNETD_TLS_ADDR");
    tn.login(&cli, USER, PASSWORD, WAIT).unwrap();
    let list = tn.run(&cli, "ls", WAIT).unwrap();
    assert!(String::from_utf8_lossy(&list.text).contains(FILE));
    // More than a record of TLS holds.
    let text = tn.run(&cli, "cat /usr/share/common-licenses/GPL-3", WAIT);
    assert_eq!(
        text.unwrap().text.iter().filter(|it| **it == b'\n').count(),
        674
    );
    tn.write("exit\n").unwrap();

    on_tokio(async {
        use telnet_tokio::Telnet;
        let port = port("TELNETD_TLS_ADDR");
        let tls = trusting();
        let mut tn =
            Telnet::connect_tls("localhost", port, &tls).await.unwrap();
        tn.login(&cli, USER, PASSWORD, WAIT).await.unwrap();
        let list = tn.run(&cli, "ls", WAIT).await.unwrap();
        assert!(String::from_utf8_lossy(&list.text).contains(FILE));
    });
}

#[test]
fn telnetlib3_inside_tls_answers_and_says_goodbye() {
    let mut tn = connect("TELNETLIB3_TLS_ADDR");
    assert!(tn.read_until(SHELL, WAIT).unwrap().is_match());
    tn.write("help\r\n").unwrap();
    let help = tn.read_until(SHELL, WAIT).unwrap().matched().unwrap();
    assert!(String::from_utf8_lossy(help.text()).contains("quit"));
    tn.write("quit\r\n").unwrap();
    let farewell = tn.read_all().unwrap();
    assert!(farewell.ends_with(b"Goodbye.\r\n"), "{farewell:?}");

    on_tokio(async {
        use telnet_tokio::Telnet;
        let port = port("TELNETLIB3_TLS_ADDR");
        let tls = trusting();
        let mut tn =
            Telnet::connect_tls("localhost", port, &tls).await.unwrap();
        tn.set_timeout(Some(WAIT));
        assert!(tn.read_until(SHELL, WAIT).await.unwrap().is_match());
        tn.write("quit\r\n").await.unwrap();
        let farewell = tn.read_all().await.unwrap();
        assert!(farewell.ends_with(b"Goodbye.\r\n"), "{farewell:?}");
    });
}

/// Text of several records, there and back.
#[test]
fn openssl_gives_back_each_line_in_reverse() {
    let line = "0123456789".repeat(1000);
    let reversed = line.chars().rev().collect::<String>() + "\n";
    let mut tn = connect("OPENSSL_ADDR");
    tn.write(format!("{line}\n")).unwrap();
    assert!(tn.read_until(&reversed, WAIT).unwrap().is_match());
    tn.close().unwrap();

    on_tokio(async {
        use telnet_tokio::Telnet;
        let port = port("OPENSSL_ADDR");
        let tls = trusting();
        let mut tn =
            Telnet::connect_tls("localhost", port, &tls).await.unwrap();
        tn.write(format!("{line}\n")).await.unwrap();
        let found = tn.read_until(&reversed, WAIT).await.unwrap();
        assert!(found.is_match());
        tn.close().await.unwrap();
    });
}

#[test]
fn who_is_not_trusted_is_told_apart_from_who_has_no_tls() {
    let other = Identity::new(&["localhost"]);
    let tls = TlsOptions::new().roots_pem(&other.certificate).unwrap();
    for peer in ["TELNETD_TLS_ADDR", "TELNETLIB3_TLS_ADDR", "OPENSSL_ADDR"] {
        let error = Telnet::connect_tls("localhost", port(peer), &tls);
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData);
        let why = error.to_string();
        assert!(why.contains("the certificate is refused"), "{why}");
    }
    let plain = port("TELNETD_ADDR");
    let error = Telnet::connect_tls("localhost", plain, &trusting());
    let why = error.unwrap_err().to_string();
    assert!(why.contains("no TLS"), "{why}");
}

/// These servers have no `START_TLS`, and hear nothing but the request for it.
#[test]
fn servers_without_start_tls_are_an_error() {
    let tls = trusting().start_tls();
    for peer in ["TELNETD_ADDR", "TELNETLIB3_ADDR", "FRR_ADDR", "LIBCLI_ADDR"] {
        let error = Telnet::connect_tls("localhost", port(peer), &tls);
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData, "{peer}: {error}");
        assert!(error.to_string().contains("START_TLS"), "{peer}: {error}");
    }
}

/// C-Kermit asks for seven options in the clear, before and behind `START_TLS`, and
/// for the same again inside TLS. Of TLS it loses what it reads together with our
/// FOLLOWS, and waits for it: of 40 handshakes one is not over in time.
#[test]
fn c_kermits_server_begins_tls_by_start_tls() {
    let tls = trusting().start_tls();
    let port = port("IKSD_ADDR");
    let options = || ConnectOptions::new().timeout(WAIT / 6);
    let may_be_lost = |tried: usize, error: &Error| {
        assert!(tried < 5 && error.kind() == ErrorKind::TimedOut, "{error}");
    };
    let mut tried = 0;
    let mut tn = loop {
        tried += 1;
        let it = Telnet::connect_tls_with("localhost", port, &tls, options());
        match it {
            Ok(tn) => break tn,
            Err(error) => may_be_lost(tried, &error),
        }
    };
    tn.set_timeout(Some(WAIT));
    let greeting = tn.read_until("Username: ", WAIT).unwrap();
    let greeting = greeting.matched().unwrap();
    let greeting = String::from_utf8_lossy(greeting.text()).into_owned();
    assert!(greeting.contains("Internet Kermit Service"), "{greeting}");
    tn.write("nobody\r\n").unwrap();
    assert!(tn.read_until("Password: ", WAIT).unwrap().is_match());
    tn.close().unwrap();

    on_tokio(async {
        use telnet_tokio::Telnet;
        let mut tried = 0;
        let mut tn = loop {
            tried += 1;
            let options = options();
            match Telnet::connect_tls_with("localhost", port, &tls, options)
                .await
            {
                Ok(tn) => break tn,
                Err(error) => may_be_lost(tried, &error),
            }
        };
        let found = tn.read_until("Username: ", WAIT).await.unwrap();
        assert!(found.is_match());
    });
}

/// It is the client of a server of ours, and is told what to do by its input.
#[test]
fn s3270_is_let_in_by_start_tls() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut client = Command::new("s3270")
        .arg("-noverifycert")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = client.stdin.take().unwrap();
    write!(input, "Connect(127.0.0.1:{port})\nExpect(\"login: \",20)\n")
        .unwrap();
    write!(input, "String(\"tnuser\\n\")\nExpect(\"hello\",20)\nQuit\n")
        .unwrap();

    let (socket, _) = listener.accept().unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(Identity::localhost().server()));
    let acceptor = acceptor.timeout(WAIT).start_tls();
    let config = Config::server();
    let mut tn = Telnet::accept_tls(socket, &acceptor, config).unwrap();
    tn.set_timeout(Some(WAIT));
    tn.write("login: ").unwrap();
    let user = tn.read_until("\r", WAIT).unwrap();
    assert!(user.matched().unwrap().text().starts_with(b"tnuser\r"));
    tn.write("hello\r\n").unwrap();
    drop(input);
    let output = client.wait_with_output().unwrap();
    assert!(output.status.success());
}
