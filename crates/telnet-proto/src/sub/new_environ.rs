//! NEW-ENVIRON (RFC 1572): variables of the client for the server.
//!
//! All that arrives is a claim of the peer. A server must not put it into the
//! environment of a program, nor hand it to one as an argument, but for names
//! on a list of its own: `LD_PRELOAD`, `PATH`, `IFS` or
//! `CREDENTIALS_DIRECTORY` from a peer have made many a login give way, and
//! so has a USER of `-f root`: see [`login_name`]. A client must tell no
//! variable that its user has not listed: see [`Requests::answers`].
//!
//! [`mnes`](super::mnes) has the names in use among MUDs.
//!
//! ```
//! use telnet_proto::TelnetOption;
//! use telnet_proto::encode;
//! use telnet_proto::sub::new_environ::{self, Kind, Variable};
//!
//! let variables = [
//!     Variable::new(Kind::Var, b"USER", Some(b"guest")),
//!     Variable::new(Kind::UserVar, b"A\x01B", Some(b"")),
//!     Variable::new(Kind::UserVar, b"HOME", None),
//! ];
//! let payload = new_environ::is(variables);
//! let wire: Vec<u8> =
//!     encode::subnegotiation(TelnetOption::NEW_ENVIRON, payload)
//!         .flatten()
//!         .copied()
//!         .collect();
//! assert_eq!(
//!     wire,
//!     b"\xFF\xFA\x27\0\0USER\x01guest\x03A\x02\x01B\x01\x03HOME\xFF\xF0",
//! );
//! ```

use core::fmt;

use super::{IS, SEND};

pub use super::environ::{
    Answers, Codes, ESC, Environ, INFO, Kind, MAX_NAME, MAX_REPLY, MAX_VALUE,
    MAX_VARIABLES, Parts, Request, RequestIter, Requests, Slices, Text,
    USERVAR, VALUE, VAR, Variable, VariableIter, Variables,
};

/// The well-known variables (RFC 1572, pages 3-4).
pub const WELL_KNOWN: [&[u8]; 6] =
    [b"USER", b"JOB", b"ACCT", b"PRINTER", b"SYSTEMTYPE", b"DISPLAY"];

/// The payload of an IS. Of the client, in answer to a SEND.
pub fn is<'a, V>(variables: V) -> Parts<'a, V::IntoIter>
where
    V: IntoIterator<Item = Variable<'a>>,
{
    Parts::new(&[IS], Codes::Straight, variables.into_iter())
}

/// The payload of an INFO. Of the client, where variables have changed.
pub fn info<'a, V>(variables: V) -> Parts<'a, V::IntoIter>
where
    V: IntoIterator<Item = Variable<'a>>,
{
    Parts::new(&[INFO], Codes::Straight, variables.into_iter())
}

/// The payload of a SEND. Of the server; without requests it asks for all.
pub fn send<'a, R>(requests: R) -> Parts<'a, R::IntoIter>
where
    R: IntoIterator<Item = Request<'a>>,
{
    Parts::new(&[SEND], Codes::Straight, requests.into_iter())
}

/// A name that is not to be given to a login program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginNameError(());

impl fmt::Display for LoginNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a login name")
    }
}

impl core::error::Error for LoginNameError {}

/// The USER of a peer, if it can be the operand of a login program and cannot
/// be one of its options: printable ASCII without spaces, not empty, at most
/// [`MAX_NAME`] octets, no `-` in front.
///
/// Put `--` before it all the same, and no shell between: every printable
/// character but the space passes.
///
/// ```
/// use telnet_proto::sub::new_environ::login_name;
/// assert_eq!(login_name(b"guest"), Ok("guest"));
/// assert!(login_name(b"-f root").is_err());
/// assert!(login_name(b"-froot").is_err());
/// ```
///
/// # Errors
/// [`LoginNameError`] for any other octets.
pub fn login_name(user: &[u8]) -> Result<&str, LoginNameError> {
    let fits = !user.is_empty() && user.len() <= MAX_NAME;
    if !fits || user.starts_with(b"-") {
        return Err(LoginNameError(()));
    }
    if !user.iter().all(u8::is_ascii_graphic) {
        return Err(LoginNameError(()));
    }
    core::str::from_utf8(user).map_err(|_| LoginNameError(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sub::PayloadError;
    use std::vec::Vec;

    fn octets<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
        parts.flatten().copied().collect()
    }

    fn variables(payload: &[u8]) -> Variables<'_> {
        match Environ::parse(payload) {
            Ok(Environ::Is(it) | Environ::Info(it)) => it,
            other => panic!("{other:?}"),
        }
    }

    fn requests(payload: &[u8]) -> Requests<'_> {
        match Environ::parse(payload) {
            Ok(Environ::Send(it)) => it,
            other => panic!("{other:?}"),
        }
    }

    fn var<'a>(name: &'a [u8], value: &'a [u8]) -> Variable<'a> {
        Variable::new(Kind::Var, name, Some(value))
    }

    fn uservar<'a>(name: &'a [u8], value: &'a [u8]) -> Variable<'a> {
        Variable::new(Kind::UserVar, name, Some(value))
    }

    fn all_octets() -> Vec<u8> {
        (0..=255).collect()
    }

    #[test]
    fn undefined_is_not_empty() {
        // "If a "type" is not followed by a VALUE (e.g., by another VAR,
        // USERVAR, or IAC SE) then that variable is undefined."
        let it: Vec<_> = variables(b"\0\0A\x03B\0C").into_iter().collect();
        let names = [
            Variable::new(Kind::Var, b"A", None),
            Variable::new(Kind::UserVar, b"B", None),
            Variable::new(Kind::Var, b"C", None),
        ];
        assert_eq!(it, names);
        // "If a VALUE is immediately followed by a "type" or IAC, then the
        // variable is defined, but has no value."
        let it: Vec<_> = variables(b"\0\0A\x01\x03B\x01").iter().collect();
        assert_eq!(it, [var(b"A", b""), uservar(b"B", b"")]);
    }

    #[test]
    fn info_differs_by_its_command_only() {
        let is = variables(b"\0\0A\x01x");
        let info = Environ::parse(b"\x02\0A\x01x");
        assert_eq!(info, Ok(Environ::Info(is)));
    }

    #[test]
    fn the_example_of_the_rfc() {
        let asked = requests(b"\x01\0USER\0ACCT\0\x03");
        assert_eq!(
            asked.into_iter().collect::<Vec<_>>(),
            [
                Request::new(Kind::Var, b"USER"),
                Request::new(Kind::Var, b"ACCT"),
                Request::new(Kind::Var, b""),
                Request::new(Kind::UserVar, b""),
            ]
        );
        let told = [
            var(b"USER", b"joe"),
            uservar(b"SHELL", b"/bin/csh"),
            var(b"DISPLAY", b"foo:0.0"),
        ];
        // ACCT has a value there; undefined it is answered as well.
        assert_eq!(
            octets(is(asked.answers(&told))),
            b"\0\0USER\x01joe\0ACCT\0USER\x01joe\0DISPLAY\x01foo:0.0\
              \x03SHELL\x01/bin/csh"
        );
    }

    #[test]
    fn an_empty_environment_answers_each_way_to_ask_for_all() {
        for all in [&b"\x01"[..], b"\x01\0", b"\x01\x03", b"\x01\0\x03"] {
            assert_eq!(octets(is(requests(all).answers(&[]))), [IS]);
        }
        assert!(variables(b"\0").is_empty());
        assert_eq!(variables(b"\0").iter().next(), None);
    }

    #[test]
    fn an_empty_list_asks_for_all() {
        let told = [uservar(b"A", b"1"), var(b"B", b"2")];
        let asked = requests(b"\x01");
        assert!(asked.is_empty());
        assert!(asked.answers(&told).eq(told));
        // "The last example is equivalent to the first", but for the order.
        let asked = requests(b"\x01\0\x03");
        assert!(!asked.is_empty());
        assert!(asked.answers(&told).eq([told[1], told[0]]));
    }

    #[test]
    fn what_is_not_listed_is_undefined() {
        let told = [var(b"USER", b"guest")];
        let asked = requests(b"\x01\x03SSH_AUTH_SOCK\x03USER");
        assert_eq!(
            octets(is(asked.answers(&told))),
            b"\0\x03SSH_AUTH_SOCK\x03USER"
        );
    }

    /// MNES: all is VAR.
    #[test]
    fn a_name_asked_for_by_var_is_told_whatever_it_is() {
        let user = Variable::new(Kind::UserVar, b"CLIENT_NAME", Some(b"x"));
        let both = [
            user,
            var(b"A", b"1"),
            Variable { kind: Kind::UserVar, ..var(b"A", b"2") },
        ];
        let asked = requests(b"\x01\0CLIENT_NAME\0A\x03A\0B");
        assert_eq!(
            octets(is(asked.answers(&both))),
            b"\0\0CLIENT_NAME\x01x\0A\x011\x03A\x012\0B"
        );
    }

    #[test]
    fn answers_are_bounded() {
        let user = [var(b"USER", b"guest")];
        let flood = [&[SEND][..], &b"\0USER".repeat(10_000)].concat();
        assert_eq!(Environ::parse(&flood), Err(PayloadError::TooMany));
        let most = [&[SEND][..], &b"\0USER".repeat(MAX_VARIABLES)].concat();
        assert_eq!(requests(&most).answers(&user).count(), MAX_VARIABLES);

        let many = [var(b"A", b""); 40];
        let all = requests(b"\x01\0\0\0");
        let mut answers = all.answers(&many);
        assert_eq!(answers.by_ref().count(), MAX_VARIABLES);
        assert_eq!(answers.next(), None);

        let big = [var(b"A", &[1; MAX_VALUE]), var(b"B", b"")];
        let asked = requests(b"\x01\0A\0A\0A\0B");
        let reply = octets(is(asked.answers(&big)));
        assert_eq!(reply.len(), 1 + (2 + 1 + 2 * MAX_VALUE));
        assert!(reply.len() <= MAX_REPLY);
        let just = [var(b"A", &[9; MAX_VALUE - 4])];
        let asked = requests(b"\x01\0A\0A\0A\0A");
        let reply = octets(is(asked.answers(&just)));
        // Four times 4095 octets and the IS.
        assert_eq!(reply.len(), MAX_REPLY - 3);
    }

    #[test]
    fn bad_payloads() {
        for (payload, why) in [
            (&b""[..], PayloadError::Length),
            (b"\x03", PayloadError::Code(3)),
            (b"\xFF\0A", PayloadError::Code(255)),
            // ESC unterminated, in a name and in a value.
            (b"\0\0A\x01B\x02", PayloadError::Length),
            (b"\0\0A\x02", PayloadError::Length),
            (b"\x01\0A\x02", PayloadError::Length),
            // VALUE without a name.
            (b"\0\x01B", PayloadError::Octet(1)),
            (b"\x02\x01B", PayloadError::Octet(1)),
            // Two VALUEs.
            (b"\0\0A\x01B\x01C", PayloadError::Octet(1)),
            // Text before the first type, and ESC is no type.
            (b"\0A", PayloadError::Octet(b'A')),
            (b"\x01A", PayloadError::Octet(b'A')),
            (b"\0\x02\0A", PayloadError::Octet(2)),
            // VALUE in SEND.
            (b"\x01\0A\x01B", PayloadError::Octet(1)),
            (b"\x01\x01", PayloadError::Octet(1)),
            // Empty name.
            (b"\0\0", PayloadError::Length),
            (b"\0\x03\x01B", PayloadError::Length),
            (b"\x02\0A\0\x01B", PayloadError::Length),
        ] {
            assert_eq!(Environ::parse(payload), Err(why), "{payload:?}");
        }
    }

    /// What is good of a list, and whether there was a fault.
    fn good(payload: &[u8]) -> (Vec<Variable<'_>>, bool) {
        match Environ::parse_lenient(payload) {
            Ok((Environ::Is(it) | Environ::Info(it), fault)) => {
                (it.iter().collect(), fault.is_some())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn of_a_list_with_a_fault_the_good_part_is_read() {
        let [a, b] = [var(b"A", b"x"), uservar(b"B", b"y")];
        let long = [&b"\0"[..], &[b'n'; MAX_NAME + 1], b"\x01v"].concat();
        for bad in [
            // Nameless, with a value and without; a VALUE more; names and
            // values that are too long.
            &b"\0\x01v"[..],
            b"\x03",
            b"\x01v",
            &long,
            &[b"\0N\x01", &[b'v'; MAX_VALUE + 1][..]].concat(),
        ] {
            let wire = [b"\0\0A\x01x", bad, b"\x03B\x01y"].concat();
            assert_eq!(good(&wire), ([a, b].to_vec(), true), "{bad:?}");
            let wire = [b"\x02", bad, b"\x03B\x01y"].concat();
            assert_eq!(good(&wire), ([b].to_vec(), true), "{bad:?}");
        }
        // Text before the first mark, ESC or not.
        let wire = b"\0text\x02\0\0A\x01x";
        assert_eq!(good(wire), ([a].to_vec(), true));
        // What breaks off in an ESC is nothing: a value goes with its name.
        for wire in [&b"\0\0A\x01x\x03B\x01y\x02"[..], b"\0\0A\x01x\x03B\x02"] {
            assert_eq!(good(wire), ([a].to_vec(), true));
        }
        let many = octets(is([a; MAX_VARIABLES + 1]));
        assert_eq!(good(&many), ([a; MAX_VARIABLES].to_vec(), true));
        let asked = Environ::parse_lenient(b"\x01x\0A\x01v\x03B");
        let Ok((Environ::Send(asked), Some(_))) = asked else { panic!() };
        let wanted =
            [Request::new(Kind::Var, b"A"), Request::new(Kind::UserVar, b"B")];
        assert!(asked.iter().eq(wanted));
        assert_eq!(Environ::parse_lenient(b""), Err(PayloadError::Length));
        assert_eq!(Environ::parse_lenient(b"\x03"), Err(PayloadError::Code(3)));
    }

    #[test]
    fn limits_count_octets_without_esc() {
        for (name, value, ok) in [
            (MAX_NAME, MAX_VALUE, true),
            (MAX_NAME + 1, 0, false),
            (1, MAX_VALUE + 1, false),
        ] {
            for octet in [0, b'A'] {
                let name = [octet].repeat(name);
                let value = [octet].repeat(value);
                let payload = octets(is([var(&name, &value)]));
                let read = Environ::parse(&payload);
                if ok {
                    assert!(read.is_ok());
                } else {
                    assert_eq!(read, Err(PayloadError::Length));
                }
            }
        }
        let long = octets(send([Request::new(Kind::Var, &[b'A'; 257])]));
        assert_eq!(Environ::parse(&long), Err(PayloadError::Length));
        let most = octets(info([var(b"A", b""); MAX_VARIABLES]));
        assert_eq!(variables(&most).iter().count(), MAX_VARIABLES);
        let more = octets(info([var(b"A", b""); MAX_VARIABLES + 1]));
        assert_eq!(Environ::parse(&more), Err(PayloadError::TooMany));
    }

    #[test]
    fn esc_in_a_value() {
        let it = variables(b"\0\0A\x01\x02\x01\x02\x03\x02\x02\xFF");
        let value = it.get(Kind::Var, b"A").unwrap().value.unwrap();
        assert_eq!(value, b"\x01\x03\x02\xFF"[..]);
        let mut room = [0; 4];
        assert_eq!(value.copy_to(&mut room), Some(4));
        assert_eq!(&room, b"\x01\x03\x02\xFF");
        assert_eq!(value.copy_to(&mut [0; 3]), None);
        assert_eq!((value.len(), value.is_empty()), (4, false));
        assert!(value.slices().all(|slice| !slice.is_empty()));
        // ESC before any other octet changes nothing.
        let it = variables(b"\0\0A\x01\x02B\x02\xFFC");
        let value = it.get(Kind::Var, b"A").unwrap().value.unwrap();
        assert_eq!(value, b"B\xFFC"[..]);
        assert_eq!(value, Text::new(b"B\xFFC"));
        assert_ne!(value, Text::new(b"B\xFF"));
        assert_eq!(std::format!("{value:?}"), "b\"B\\xffC\"");
    }

    #[test]
    fn of_duplicate_names_the_last_wins() {
        let it = variables(b"\0\0A\x01x\x03A\x01y\0A\x01z\0B");
        let got = |kind, name| it.get(kind, name);
        assert_eq!(got(Kind::Var, b"A"), Some(var(b"A", b"z")));
        assert_eq!(got(Kind::UserVar, b"A"), Some(uservar(b"A", b"y")));
        assert_eq!(got(Kind::Var, b"B").unwrap().value, None);
        assert_eq!(got(Kind::Var, b"C"), None);
    }

    #[test]
    fn parse_undoes_the_encoder() {
        let all = all_octets();
        let empty: [Variable<'_>; 0] = [];
        let sent = [
            uservar(&all, &all),
            Variable::new(Kind::Var, &all, None),
            var(b"\0\0", b"\x02\x02\x02"),
            var(b"A", b""),
        ];
        for list in [&sent[..], &sent[1..], &sent[2..3], &empty] {
            let payload = octets(is(list.iter().copied()));
            let read = variables(&payload);
            assert!(read.iter().eq(list.iter().copied()));
            // And what was read can be sent.
            assert_eq!(octets(is(read)), payload);
            let payload = octets(info(list.iter().copied()));
            assert!(variables(&payload).iter().eq(list.iter().copied()));
        }
        for octet in 0..=255 {
            let one = [var(&[octet], &[octet])].map(|it| octets(is([it])));
            let read = variables(&one[0]).iter().next();
            assert_eq!(read, Some(var(&[octet], &[octet])));
        }
        let asked = [
            Request::new(Kind::UserVar, &all),
            Request::new(Kind::Var, b""),
            Request::new(Kind::Var, b"\x01"),
        ];
        let payload = octets(send(asked));
        assert!(requests(&payload).iter().eq(asked));
        assert_eq!(octets(send(requests(&payload))), payload);
        assert_eq!(octets(send([])), [SEND]);
    }

    #[test]
    fn every_short_payload_is_refused_or_read_back() {
        // All of six octets out of the four marks and a letter.
        for code in 0..5u32.pow(6) {
            let tail = (0..6).map(|at| {
                b"\0\x01\x02\x03A"[(code / 5u32.pow(at) % 5) as usize]
            });
            for command in [IS, SEND, INFO] {
                let payload: Vec<u8> =
                    core::iter::once(command).chain(tail.clone()).collect();
                let strict = Environ::parse(&payload);
                let (read, fault) = Environ::parse_lenient(&payload).unwrap();
                // Where nothing is wrong it is the same, else good as well.
                assert_eq!(fault, strict.err(), "{payload:?}");
                match read {
                    it @ Environ::Is(list) => {
                        let again = octets(is(list));
                        let read = Environ::parse(&again).unwrap();
                        let Environ::Is(read) = read else { panic!() };
                        assert!(read.iter().eq(list), "{it:?}");
                    }
                    Environ::Info(list) => {
                        assert!(list.iter().count() <= 6);
                    }
                    Environ::Send(list) => {
                        let again = octets(send(list));
                        assert!(requests(&again).iter().eq(list));
                    }
                }
            }
        }
    }

    #[test]
    fn a_login_name_is_no_option_and_no_more_than_one_word() {
        for user in [&b"-f root"[..], b"-froot", b"-", b"--", b"-p"] {
            assert_eq!(login_name(user), Err(LoginNameError(())));
        }
        for user in [
            &b""[..],
            b"a b",
            b" a",
            b"a\n",
            b"a\0",
            b"a\x7F",
            b"\xC3\xA4",
            b"\xFF",
            &[b'a'; MAX_NAME + 1],
        ] {
            assert!(login_name(user).is_err(), "{user:?}");
        }
        assert_eq!(login_name(b"joe-f"), Ok("joe-f"));
        assert!(login_name(&[b'a'; MAX_NAME]).is_ok());
    }

    #[test]
    fn variables_of_ill_repute_are_only_text() {
        for name in [
            &b"LD_PRELOAD"[..],
            b"PATH",
            b"IFS",
            b"CREDENTIALS_DIRECTORY",
            b"TERMCAP",
        ] {
            let payload = octets(is([uservar(name, b"x")]));
            assert_eq!(variables(&payload).get(Kind::Var, b"USER"), None);
            assert!(variables(&payload).get(Kind::UserVar, name).is_some());
        }
        let payload = octets(is([var(b"USER", b"-froot")]));
        let user = variables(&payload).get(Kind::Var, b"USER").unwrap();
        let mut room = [0; MAX_NAME];
        let len = user.value.unwrap().copy_to(&mut room).unwrap();
        assert!(login_name(&room[..len]).is_err());
    }
}
