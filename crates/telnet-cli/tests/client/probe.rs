//! What a host is found to offer and agree to.

use std::io::{Read as _, Write as _};

use telnet_testkit::peer::Peer;

use crate::program::{place, run, said};

/// A host that offers ECHO, asks for NAWS, agrees to SGA, refuses BINARY of its
/// own, and says no more.
fn host() -> Peer<Vec<u8>> {
    Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFB\xC9\xFF\xFD\x1Fhi \"\\\x1b\r\n").unwrap();
        let mut heard = Vec::new();
        let mut buffer = [0; 512];
        let mut has_answered = false;
        loop {
            let n = stream.read(&mut buffer).unwrap();
            if n == 0 {
                return heard;
            }
            heard.extend_from_slice(&buffer[..n]);
            let has = |it: &[u8]| heard.windows(3).any(|at| at == it);
            if !has_answered && has(b"\xFF\xFD\x03") && has(b"\xFF\xFD\0") {
                has_answered = true;
                stream.write_all(b"\xFF\xFB\x03\xFF\xFC\0").unwrap();
            }
        }
    })
}

#[test]
fn a_host_is_asked_and_what_it_says_is_printed() {
    for json in [false, true] {
        let peer = host();
        let [name, port] = place(peer.addr());
        let mut arguments = vec!["probe", "--wait", "1", &name, &port];
        if json {
            arguments.push("--json");
        }
        let output = run(&arguments, b"");
        assert_eq!(said(&output), "");
        assert_eq!(output.status.code(), Some(0));
        let text = String::from_utf8(output.stdout).unwrap();
        let wanted: &[&str] = if json {
            &[
                r#""side":"host","option":"GMCP","code":201,"answer":"offers""#,
                r#""side":"host","option":"SGA","code":3,"answer":"agrees""#,
                r#""side":"host","option":"BINARY","code":0,"answer":"refuses""#,
                r#""side":"client","option":"NAWS","code":31,"answer":"asks""#,
                r#""side":"client","option":"SGA","code":3,"answer":"silent""#,
                r#""greeting": "hi \\\"\\\\\\x1b\\r\\n""#,
            ]
        } else {
            &[
                "host    GMCP            offers\n",
                "host    SGA             agrees\n",
                "client  NAWS            asks\n",
                "refuses                 1 options\n",
                "greeting        \"hi \\\"\\\\\\x1b\\r\\n\"\n",
            ]
        };
        for part in wanted {
            assert!(text.contains(part), "no {part} in {text}");
        }
        let heard = peer.join();
        // Nothing is told, and nothing asked that ends the connection.
        assert!(!heard.windows(2).any(|at| at == b"\xFF\xFA"));
        assert!(!heard.windows(3).any(|at| at == b"\xFF\xFD\x12"));
    }
    let output = run(&["probe"], b"");
    assert_eq!(output.status.code(), Some(2));
}
