//! NEW-ENVIRON, and ENVIRON with either order of its codes.

use telnet_proto::sub::new_environ::{
    self, Codes, Environ, Kind, MAX_NAME, MAX_REPLY, MAX_VALUE, MAX_VARIABLES,
    Request, Requests, Text, Variable, Variables,
};
use telnet_proto::sub::old_environ;

use super::{all, join};

/// What may be told. Asked for 64 times, it does not fit in an answer.
const TOLD: [Variable<'static>; 4] = [
    Variable::new(Kind::Var, b"USER", Some(b"guest")),
    Variable::new(Kind::Var, b"\0\x01", Some(&[1; 70])),
    Variable::new(Kind::UserVar, b"X", Some(&[b'x'; 300])),
    Variable::new(Kind::UserVar, b"\xFF\x02", Some(b"")),
];

pub(super) fn new_environ(payload: &[u8]) {
    let new = Environ::parse(payload);
    if payload.len() < 32 {
        let _ = format!("{new:?}");
    }
    assert_eq!(new, old_environ::parse(payload, Codes::Straight));
    let lenient = Environ::parse_lenient(payload);
    let straight = old_environ::parse_lenient(payload, Codes::Straight);
    assert_eq!(lenient, straight);
    let Ok((it, fault)) = lenient else {
        assert!(new.is_err());
        return;
    };
    assert_eq!(new.err(), fault);
    assert!(new.is_err() || new == Ok(it));
    let parts = match it {
        Environ::Is(variables) => join(new_environ::is(variables)),
        Environ::Info(variables) => join(new_environ::info(variables)),
        Environ::Send(requests) => join(new_environ::send(requests)),
    };
    let again = Environ::parse(&parts);
    assert!(same(it, again.expect("what was written is read")));
}

pub(super) fn old_environ(payload: &[u8]) {
    let _ = old_environ::codes_of(payload);
    for codes in [Codes::Straight, Codes::Reversed] {
        let Ok(it) = old_environ::parse(payload, codes) else { continue };
        let parts = match it {
            Environ::Is(them) => join(old_environ::is(codes, them)),
            Environ::Info(them) => join(old_environ::info(codes, them)),
            Environ::Send(requests) => {
                answers(requests, codes);
                join(old_environ::send(codes, requests))
            }
        };
        assert!(parts.len() <= 2 * payload.len());
        let again = old_environ::parse(&parts, codes);
        let again = again.expect("what was written is read");
        assert!(same(it, again), "{it:?} was {again:?}");
    }
}

/// What ESC stands before is no matter.
fn same(one: Environ<'_>, other: Environ<'_>) -> bool {
    match (one, other) {
        (Environ::Is(one), Environ::Is(other))
        | (Environ::Info(one), Environ::Info(other)) => {
            variables(one) == variables(other)
        }
        (Environ::Send(one), Environ::Send(other)) => {
            requests(one) == requests(other)
        }
        _ => false,
    }
}

fn variables(them: Variables<'_>) -> Vec<Variable<'_>> {
    let them_all = all(them.iter(), MAX_VARIABLES);
    assert!(!them.is_empty() || them_all.is_empty());
    for it in &them_all {
        text(it.name, MAX_NAME);
        assert!(!it.name.is_empty());
        if let Some(value) = it.value {
            text(value, MAX_VALUE);
        }
    }
    // Some of them: each is searched among all.
    for it in them_all.iter().take(3) {
        let name = join(it.name.slices());
        let last = them_all.iter().rfind(|other| {
            other.kind == it.kind && other.name == *name.as_slice()
        });
        assert_eq!(them.get(it.kind, &name).as_ref(), last);
    }
    them_all
}

fn requests(them: Requests<'_>) -> Vec<Request<'_>> {
    let them_all = all(them.iter(), MAX_VARIABLES);
    assert!(!them.is_empty() || them_all.is_empty());
    them_all.iter().for_each(|it| text(it.name, MAX_NAME));
    them_all
}

/// A text says how long it is, and can be copied.
fn text(text: Text<'_>, most: usize) {
    let octets = join(text.slices());
    assert!(text.slices().all(|slice| !slice.is_empty()));
    assert_eq!(text.len(), octets.len());
    assert_eq!(text.is_empty(), octets.is_empty());
    assert!(octets.len() <= most);
    assert!(text == *octets.as_slice());
    let mut out = vec![0; octets.len()];
    assert_eq!(text.copy_to(&mut out), Some(octets.len()));
    assert_eq!(out, octets);
    if let Some((_, short)) = out.split_last_mut() {
        assert_eq!(text.copy_to(short), None);
    }
}

/// Answers fit, tell what may be told, and are read by the peer.
fn answers(asked: Requests<'_>, codes: Codes) {
    let answers = all(asked.answers(&TOLD), MAX_VARIABLES);
    for it in &answers {
        // What is asked for by VAR may be a USERVAR that no VAR hides.
        let user = Variable { kind: Kind::UserVar, ..*it };
        let hidden = TOLD
            .iter()
            .any(|told| told.kind == it.kind && told.name == it.name);
        let told = TOLD.contains(it)
            || it.kind == Kind::Var && !hidden && TOLD.contains(&user);
        assert!(told || it.value.is_none(), "{it:?} is told");
    }
    let payload = join(old_environ::is(codes, answers.iter().copied()));
    assert!(payload.len() <= MAX_REPLY);
    match old_environ::parse(&payload, codes) {
        Ok(Environ::Is(them)) => assert_eq!(variables(them), answers),
        other => panic!("{other:?}"),
    }
}

pub(super) fn login_name(user: &[u8]) {
    let Ok(name) = new_environ::login_name(user) else { return };
    assert_eq!(name.as_bytes(), user);
    assert!(name.bytes().all(|it| it.is_ascii_graphic()));
    assert!(!name.is_empty() && !name.starts_with('-'));
}
