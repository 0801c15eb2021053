//! A connection that ends at every octet of a login and of a command: what
//! came before can be had, the error says how it ended, and nothing waits.

use std::io::ErrorKind;
use std::sync::LazyLock;
use std::time::Duration;

use telnet_session::dialogue::{DialogueError, Login, Run};
use telnet_session::{Cause, Cli, Config};

use super::{Adapter, WAIT};
use crate::chaos::{Chaos, ChaosStream, End, Far, Weather, Wire};
use crate::device::{Cuts, Device, Pauses, Transcript};
use crate::oracle::{NaiveSession, Rules};

/// A host that ends what it asks by GA, so that nobody has to wait for a
/// silence.
static HOST: LazyLock<Transcript> = LazyLock::new(|| {
    let text = r#"
device "A host that marks its prompts"
source code none (made for this)
login "admin" "secret"
say "\xff\xfd\x18host login: \xff\xf9"
hear "admin"
say "admin\r\nPassword: \xff\xf9"
hear "secret"
say "\r\nWelcome\r\n"
prompt "host$ " "host$ \xff\xf9"
run "show"
echo
line "one"
line "two"
prompt "host$ " "host$ \xff\xf9"
"#;
    Transcript::parse("host", text).expect("a transcript")
});

/// So that the stalls of a login stay below its deadline.
const STALL: Duration = Duration::from_millis(100);

/// How a login and a command ended, the first that failed.
type Ended = std::io::Result<Result<(), DialogueError>>;

fn play<A: Adapter>(
    adapter: &impl Fn(ChaosStream, Config) -> A,
    weather: Weather,
    end: Option<(usize, End)>,
) -> (A, Chaos, Ended) {
    let (connection, chaos) = ChaosStream::new(|now| {
        let (cuts, pauses) = (Cuts::Nowhere, Pauses::Nowhere);
        let host = Device::new(&HOST, cuts, pauses, now);
        let host: Box<dyn Far + Send> = Box::new(host);
        let wire = Wire::new(host, weather);
        match end {
            Some((at, end)) => wire.ending(at, end),
            None => wire,
        }
    });
    let cli = Cli::default();
    let mut tn = adapter(connection, Config::default());
    let login = tn.wait(&mut Login::new(&cli, "admin", "secret", WAIT));
    let ended = match login {
        Ok(Ok(_said)) if !tn.session().is_eof() => {
            let run = tn.wait(&mut Run::new(&cli, "show", WAIT));
            run.map(|it| it.map(drop))
        }
        ended => ended.map(|it| it.map(drop)),
    };
    (tn, chaos, ended)
}

/// All that the host says if nothing ends it, and how much of it by the end of
/// the login.
fn whole<A: Adapter>(
    adapter: &impl Fn(ChaosStream, Config) -> A,
) -> (Vec<u8>, usize) {
    let (_tn, chaos, ended) = play(adapter, Weather::quiet(), None);
    ended.unwrap().unwrap();
    let said = chaos.read_so_far();
    let mark = said.windows(2).rposition(|it| it == b"$ ").unwrap();
    let login = said[..mark].windows(2).position(|it| it == b"$ ").unwrap();
    (said, login + 4)
}

/// The text of it, commands left out.
fn text(octets: &[u8]) -> Vec<u8> {
    NaiveSession::run(&Rules::client(), octets).text
}

fn broken_off<A: Adapter>(
    adapter: &impl Fn(ChaosStream, Config) -> A,
    end: End,
    check: impl Fn(&mut A, Ended, &[u8], usize),
) {
    let (said, login) = whole(adapter);
    for at in 0..said.len() - 2 {
        let weather = Weather::of(at as u64).stalls_up_to(STALL);
        let (mut tn, chaos, ended) = play(adapter, weather, Some((at, end)));
        assert_eq!(chaos.read_so_far(), &said[..at], "all was read");
        // What the login had used is gone; the mark behind its prompt is not
        // waited for, since the stream ends.
        let used = if at < login - 2 { 0 } else { text(&said[..login]).len() };
        check(&mut tn, ended, &text(&said[..at]), used);
        // Nothing is left to wait for.
        let _gone = tn.close(WAIT);
        assert!(chaos.elapsed() < WAIT, "{:?}", chaos.elapsed());
    }
}

/// The read error is told, and the text can be read.
pub fn a_reset_at_every_octet_of_a_login_and_a_command<A: Adapter>(
    adapter: impl Fn(ChaosStream, Config) -> A,
) {
    broken_off(&adapter, End::Reset, |tn, ended, text, used| {
        let error = ended.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        assert!(error.to_string().contains("reset"), "{error}");
        let unread = tn.session().unread();
        assert!(unread == text || unread == &text[used..], "{text:?}");
        let error = tn.read_all(WAIT).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    });
}

/// The end of the peer's direction is told, with the text.
pub fn an_end_at_every_octet_of_a_login_and_a_command<A: Adapter>(
    adapter: impl Fn(ChaosStream, Config) -> A,
) {
    for end in [End::Half, End::Whole] {
        an_end(&adapter, end);
    }
}

fn an_end<A: Adapter>(adapter: &impl Fn(ChaosStream, Config) -> A, end: End) {
    broken_off(adapter, end, |tn, ended, text, used| {
        // A line that stands at the end may look like a prompt.
        let Err(error) = ended.unwrap() else {
            assert!(tn.session().is_eof() && !text.ends_with(b"\n"));
            return;
        };
        let DialogueError::Missed { cause: Cause::Eof, said, .. } = &error
        else {
            panic!("{error}");
        };
        let shown = |text: &[u8]| -> Vec<u8> {
            text.iter().copied().filter(|it| *it != b'\r').collect()
        };
        let all = shown(text);
        let gone = all.strip_suffix(&said[..]).unwrap();
        // Of the login, its prompt, or of the command its echo.
        let login = shown(&text[..used]);
        let rest = gone.strip_prefix(&login[..]).unwrap_or(gone);
        let is = [&b""[..], b"show\n"].contains(&rest)
            || login.strip_prefix(gone) == Some(b"host$ ");
        assert!(is, "{said:?} of {text:?}");
        assert_eq!(tn.read_all(WAIT).unwrap(), &b""[..]);
    });
}
