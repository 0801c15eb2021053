//! One script against each adapter, with only the crate's name changed.

use std::task::Poll;
use std::time::{Duration, Instant};

/// A program that uses every name a script may need, over whatever the crate is.
macro_rules! script {
    ($name:ident: $adapter:ident) => {
        mod $name {
            use super::*;
            use ::$adapter::dialogue::{DialogueError, Login, Run};
            use ::$adapter::error::{
                BufferFullError, ClosedError, CommandError, InvalidNameError,
                OutputFullError, TimedOutError, UnsentError,
            };
            use ::$adapter::expect::{Expect, PatternError};
            use ::$adapter::proto::{Change, State};
            use ::$adapter::server::{
                Admit, AskLogin, Credentials, Entry, LoginRules, ReadLine,
            };
            use ::$adapter::terminal::AnsiFilter;
            use ::$adapter::wait::{
                NextEvent, ReadAll, ReadSome, ReadUntil, SendData, SendItem,
            };
            use ::$adapter::watch::Trace;
            use ::$adapter::{
                Address, AddressError, Cause, Cli, CliPatterns, Command,
                Config, ConnectOptions, Connection, Deadline, Door, Ended,
                Event, EventKind, KeepAlive, Match, Newline, NoMatch,
                OptionHandle, Outcome, PORT, Pattern, PatternSet, Patterns,
                Place, Policy, Quiet, Reply, Session, Side, Telnet,
                TelnetOption, Timeouts, ToAddress, TurnedAwayError, Wait,
                WindowSize,
            };

            fn config() -> Result<Config, InvalidNameError> {
                let mut config = Config::default();
                config.newline = Newline::CrLf;
                config.events = true;
                config.window_size = Some(WindowSize { columns: 80, rows: 24 });
                config = config.terminal_types(["vt100"])?;
                let echo = TelnetOption::ECHO;
                config = config.policy(Side::Remote, echo, Policy::Accept);
                Ok(config)
            }

            pub(super) fn options(
                to: impl ToAddress,
            ) -> Result<(Address, ConnectOptions), AddressError> {
                let alive = KeepAlive::new(Duration::from_secs(60));
                let options = ConnectOptions::new()
                    .timeout(Duration::from_secs(5))
                    .keepalive(alive)
                    .nodelay(true)
                    .config(config().unwrap());
                Ok((to.to_address()?, options))
            }

            fn cli() -> Result<Cli, PatternError> {
                let mut patterns = CliPatterns::default();
                patterns.prompt = Pattern::prompt("r1[>#]")?;
                Cli::new(patterns)
            }

            fn set(patterns: impl Patterns) -> PatternSet {
                PatternSet::new(patterns).unwrap()
            }

            /// Polls a wait once, as any loop does.
            fn poll<W: Wait>(wait: &mut W, session: &mut Session) -> W::Output {
                match wait.poll(session, Instant::now()) {
                    Poll::Ready(output) => output,
                    Poll::Pending => unreachable!("all is there"),
                }
            }

            #[test]
            fn it_compiles_and_runs() {
                let (address, options) = options("192.0.2.1").unwrap();
                assert_eq!(address.port(), Some(PORT));
                drop(options);

                let mut session = Session::new(config().unwrap());
                session.set_trace(|line: &Trace<'_>| drop(line.to_string()));
                session.set_option_negotiation_callback(
                    |_: &mut OptionHandle<'_>, _: Command, _| {},
                );
                session.receive(b"\xFF\xFB\x01login: r1>\xFF\xF9");
                let now =
                    Timeouts::from(Deadline::Never).quiet(Quiet::Immediate);
                let found: Outcome = poll(
                    &mut Expect::new(&set(["login: "]), now),
                    &mut session,
                );
                let it: Result<Match, NoMatch> = found.matched();
                assert_eq!(it.unwrap().text(), &b"login: "[..]);
                let event: Option<Event> =
                    poll(&mut NextEvent::new(now), &mut session).unwrap();
                assert!(matches!(
                    event.unwrap().kind,
                    EventKind::Option { change: Change::Enabled, .. }
                ));
                let state =
                    session.option_state(Side::Remote, TelnetOption::ECHO);
                assert_eq!(state, State::Yes);
                let cli = cli().unwrap();
                let mut login = Login::new(&cli, "me", "secret", now);
                let said: Result<_, DialogueError> =
                    poll(&mut login, &mut session);
                assert_eq!(said.unwrap(), &b"r1>"[..]);
                let _run = Run::new(&cli, "show version", now);
                let _sends = (
                    SendData::new(b"", Deadline::Never),
                    SendItem::nothing(Deadline::Never),
                    ReadUntil::new(b"x", now),
                    AnsiFilter::new(),
                );
                let mut line = ReadLine::new("name: ", now);
                session.receive(b"ada\r\n");
                let name: Entry = poll(&mut line, &mut session).unwrap();
                assert_eq!(name.into_line().unwrap(), "ada");
                let rules = LoginRules::new();
                let _logins = (
                    AskLogin::new(&rules, 0, now),
                    Admit::new(&rules, |_: &Credentials| true, now),
                );
                let place: Result<Place, TurnedAwayError> =
                    Door::new(1, 1).enter([192, 0, 2, 1].into());
                drop(place.unwrap());
                session.receive_eof();
                let rest: Result<_, TimedOutError> =
                    poll(&mut ReadAll::new(now), &mut session);
                assert!(rest.unwrap().is_empty());
                let some = poll(&mut ReadSome::new(now), &mut session);
                assert!(some.unwrap().is_empty());
                let closed: ClosedError = session.read_lazy().unwrap_err();
                assert!(!closed.to_string().is_empty());
            }

            /// What is only named: errors to look for in an `io::Error`.
            #[expect(dead_code, reason = "that it compiles is the test")]
            type Errors = (
                BufferFullError,
                Cause,
                CommandError,
                OutputFullError,
                UnsentError,
                Reply,
                Ended,
            );

            const fn send_and_sync<T: Send + Sync>() {}

            #[test]
            fn it_may_go_to_another_thread_and_be_looked_at_by_several() {
                send_and_sync::<Telnet<std::net::TcpStream>>();
                send_and_sync::<Connection<std::net::TcpStream>>();
                send_and_sync::<Session>();
                send_and_sync::<PatternSet>();
                send_and_sync::<Cli>();
            }
        }
    };
}

script!(blocking: telnet_blocking);
script!(mio: telnet_mio);
script!(async_std: telnet_async_std);
script!(tokio: telnet_tokio);
