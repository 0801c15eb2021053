//! What the peer is asked, and what marks the end of a prompt.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use telnet_session::{Config, Policy, Side, TelnetOption};

use super::{Adapter, WAIT, connect, finish};
use crate::peer::Peer;

/// The peer answers the mark behind what it read before, and the text that came
/// meanwhile is there.
pub fn a_timing_mark_is_waited_for<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        let mut asked = [0; 9];
        stream.read_exact(&mut asked).unwrap();
        stream.write_all(b"done\xFF\xFC\x06").unwrap();
        finish(stream);
        asked
    });
    let mut tn = adapter(connect(&peer), Config::default());
    tn.send_line(b"work").unwrap();
    tn.timing_mark().unwrap();
    assert_eq!(tn.session().unread(), b"done");
    tn.close(WAIT).unwrap();
    assert_eq!(&peer.join(), b"work\r\n\xFF\xFD\x06");
}

/// It agrees, or refuses and goes on.
pub fn a_logout_is_asked_for<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    for agrees in [true, false] {
        let peer = Peer::new(move |mut stream| {
            let mut asked = [0; 3];
            stream.read_exact(&mut asked).unwrap();
            let verb = if agrees { 251 } else { 252 };
            stream.write_all(&[255, verb, 18]).unwrap();
            finish(stream);
            asked
        });
        let mut tn = adapter(connect(&peer), Config::default());
        assert_eq!(tn.logout().unwrap(), agrees);
        tn.close(WAIT).unwrap();
        assert_eq!(&peer.join(), b"\xFF\xFD\x12");
    }
}

/// By GA, and by EOR once that is asked for and agreed to.
pub fn a_prompt_ends_by_what_is_agreed<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let peer = Peer::new(|mut stream| {
        let mut all = vec![0; 7];
        stream.read_exact(&mut all).unwrap();
        // DO END-OF-RECORD, and in its place text.
        stream.write_all(b"\xFF\xFD\x19ok").unwrap();
        stream.read_to_end(&mut all).unwrap();
        all
    });
    let config = Config::default().policy(
        Side::Local,
        TelnetOption::EOR,
        Policy::Accept,
    );
    let mut tn = adapter(connect(&peer), config);
    tn.send_prompt(b"name>").unwrap();
    assert!(tn.read_until(b"ok", WAIT).unwrap().is_match());
    tn.send_prompt(b"name>").unwrap();
    tn.close(WAIT).unwrap();
    assert_eq!(peer.join(), b"name>\xFF\xF9\xFF\xFB\x19name>\xFF\xEF");
}

/// What telnetd and others ask for before their first word. By [`Config::policy`]
/// it is agreed to, and nothing is set to be told.
///
/// [`Config::policy`]: telnet_session::Config::policy
pub fn who_has_nothing_to_tell_says_so<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let answers = [
        (TelnetOption::TTYPE, &b"\x01"[..], &b"\0UNKNOWN"[..]),
        (TelnetOption::NEW_ENVIRON, b"\x01", b"\0"),
        (TelnetOption::OLD_ENVIRON, b"\x01", b"\0"),
        (TelnetOption::CHARSET, b"\x01;UTF-8", b"\x03"),
    ];
    for (option, question, answer) in answers {
        let code = option.code();
        let begin = [255, 250, code];
        let wanted = [&[255, 251, code], &begin[..], answer, b"\xFF\xF0"];
        let wanted = wanted.concat();
        let mut given = vec![0; wanted.len()];
        let peer = Peer::new(move |mut stream| {
            stream.write_all(&[255, 253, code]).unwrap();
            let asked = [&begin[..], question, b"\xFF\xF0"].concat();
            stream.write_all(&asked).unwrap();
            stream.read_exact(&mut given).unwrap();
            stream.write_all(b"login: ").unwrap();
            finish(stream);
            given
        });
        let config =
            Config::default().policy(Side::Local, option, Policy::Accept);
        let mut tn = adapter(connect(&peer), config);
        assert!(tn.read_until(b"login: ", WAIT).unwrap().is_match());
        tn.close(WAIT).unwrap();
        assert_eq!(peer.join(), wanted, "{option}");
    }
}
