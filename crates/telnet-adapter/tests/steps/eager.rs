//! A look that does not wait.

use std::io::ErrorKind;

use telnet_adapter::{Eager, Progress};

use crate::script::Line;

#[test]
fn a_look_takes_what_is_there_and_answers() {
    let mut line = Line::new().reads([Ok(b"a\xFF\xFD\x18"), Ok(b"b"), Ok(b"")]);
    let mut eager = Eager::new(|_| false);
    let steps = std::iter::from_fn(|| {
        let step = line.look(&mut eager).unwrap();
        (step == Progress::Moved).then_some(())
    });
    assert_eq!(steps.count(), 3);
    assert_eq!(line.session.unread(), b"ab");
    assert!(line.session.is_eof());
    assert_eq!(line.script.written, b"\xFF\xFC\x18");

    let mut line = Line::new().reads([Ok(b"a"), Ok(b"b")]);
    let mut eager = Eager::new(|session| !session.unread().is_empty());
    assert_eq!(line.look(&mut eager).unwrap(), Progress::Moved);
    assert_eq!(line.look(&mut eager).unwrap(), Progress::Ready(()));
    assert_eq!(line.session.unread(), b"a");
}

#[test]
fn a_look_ends_however_much_there_is() {
    for (looks, most) in [(None, 64), (Some(4), 4)] {
        let mut line = Line::new().reads([Ok(b"\xFF\xF1"); 1000]);
        let mut eager = Eager::new(|_| false);
        if let Some(looks) = looks {
            eager = eager.looks(looks);
        }
        while line.look(&mut eager).unwrap() == Progress::Moved {}
        assert!(eager.is_spent());
        assert_eq!(line.script.reads.len(), 1000 - most);
    }
}

/// A read of 64 KiB counts for four.
#[test]
fn a_look_ends_behind_so_much_in_larger_reads() {
    const WIDE: &[u8] = &[b'x'; 64 << 10];
    const FULL: &[u8] = &[b'x'; 16 << 10];
    let mut line = Line::new().reads([Ok(FULL); 1]);
    line.script.reads.extend([Ok(WIDE); 100]);
    let mut eager = Eager::new(|_| false);
    while line.look(&mut eager).unwrap() == Progress::Moved {}
    assert!(eager.is_spent());
    let size = line.session.unread().len();
    assert!((1 << 20..=(1 << 20) + (64 << 10)).contains(&size), "{size}");
}

/// What is read before an error is handed out before it.
#[test]
fn a_look_gives_text_first_and_the_error_to_the_next() {
    let reset = ErrorKind::ConnectionReset;
    let mut line = Line::new().reads([Ok(b"last words"), Err(reset)]);
    let mut eager = Eager::new(|_| false);
    assert_eq!(line.look(&mut eager).unwrap(), Progress::Moved);
    assert_eq!(line.look(&mut eager).unwrap(), Progress::Ready(()));
    assert_eq!(line.session.take_all(), "last words");
    // The stream would block now: the error is not forgotten.
    let error = line.look(&mut Eager::new(|_| false)).unwrap_err();
    assert_eq!(error.kind(), reset);
    assert_eq!(line.look(&mut eager).unwrap(), Progress::Ready(()));
}
