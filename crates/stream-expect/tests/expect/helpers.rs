//! Readers and other streams: the text in pieces, silences, full buffers, ends.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use stream_expect::{
    Buffer, Decided, End, Pattern, PatternSet, Reader, Step, read_through,
};

/// A reader that gives what it is told to, one after the other.
struct Script(Vec<io::Result<&'static [u8]>>);

impl Script {
    fn new(steps: Vec<io::Result<&'static [u8]>>) -> Self {
        Self(steps.into_iter().rev().collect())
    }
}

impl Read for Script {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let Some(step) = self.0.pop() else { return Ok(0) };
        let text = step?;
        to[..text.len()].copy_from_slice(text);
        Ok(text.len())
    }
}

fn silence() -> io::Result<&'static [u8]> {
    Err(ErrorKind::WouldBlock.into())
}

#[test]
fn a_read_that_times_out_is_a_silence() {
    let script = vec![
        Ok(&b"r1# is"[..]),
        silence(),
        Err(ErrorKind::Interrupted.into()),
        Ok(b" up\r\nr1"),
        Ok(b"# "),
        silence(),
        Ok(b"more"),
    ];
    let mut reader = Reader::new(Script::new(script));
    let prompt = [Pattern::prompt(r"\w+# ?").unwrap()];
    let error = reader.expect(&prompt).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
    assert_eq!(reader.buffer().unread(), b"r1# is");
    let it = reader.expect(&prompt).unwrap();
    assert_eq!(it.before(), b"r1# is up\r\n");
    assert_eq!(it.as_bytes(), b"r1# ");
    assert_eq!(it.decided(), Decided::End(End::Quiet));
    let error = reader.expect(&prompt).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    let said = error.to_string();
    assert!(said.contains(r"\w+# ?") && said.contains("more"), "{said}");
    assert_eq!(reader.buffer().unread(), b"more", "it is not lost");
}

#[test]
fn a_full_buffer_is_an_error_until_it_is_drained() {
    let text = [vec![b'.'; 100_000], b"done, rest".to_vec()].concat();
    let mut limits = stream_expect::SetLimits::default();
    limits.max_match = 100;
    let set = PatternSet::with_limits(["do+ne"], limits).unwrap();
    let buffer = Buffer::with_max(1000);
    let mut reader = Reader::with_buffer(&text[..], buffer);
    let mut drained = Vec::new();
    let it = loop {
        match reader.expect(&set) {
            Ok(it) => break it,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::QuotaExceeded);
                assert_eq!(reader.buffer().room(), 0);
                drained.extend(reader.buffer_mut().take_settled());
            }
        }
    };
    drained.extend(it.text());
    assert_eq!(drained, text[..100_004]);
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, ", rest");
}

#[test]
fn the_end_of_the_stream_is_an_end() {
    let mut reader = Reader::new(&b"a 12"[..]);
    let it = reader.expect([r"\d+$"]).unwrap();
    assert_eq!(it.as_bytes(), b"12");
    assert_eq!(it.decided(), Decided::End(End::Eof));
}

/// In pieces of each length nothing behind the match is taken.
#[test]
fn read_through_takes_no_octet_too_many() {
    let text = b"one 1\ntwo 22\nthree 333\n";
    let each = |source: &str, greedy: bool, wanted: &[u8]| {
        let pattern = Pattern::regex(source).unwrap();
        let pattern = if greedy { pattern.greedy() } else { pattern };
        let set = PatternSet::new([pattern]).unwrap();
        for capacity in 1..=text.len() {
            let mut reader = BufReader::with_capacity(capacity, &text[..]);
            let mut read = b"before".to_vec();
            let found = read_through(&mut reader, &set, &mut read).unwrap();
            let found = found.expect(source);
            let end = 6 + usize::try_from(found.end).unwrap();
            assert_eq!(&read[..end], wanted, "{source} by {capacity}");
            assert!(greedy || read.len() == end, "{source} by {capacity}");
            reader.read_to_end(&mut read).unwrap();
            assert_eq!(read[6..], text[..], "{source} by {capacity}");
        }
    };
    each(r"two \d+\n", false, b"beforeone 1\ntwo 22\n");
    each(r"(?m)two \d+$", false, b"beforeone 1\ntwo 22");
    each(r"two \d+", false, b"beforeone 1\ntwo 2");
    each(r"two \d+", true, b"beforeone 1\ntwo 22");
    each(r"three (\d(?:33\n+x)?)", true, b"beforeone 1\ntwo 22\nthree 3");
    let none = PatternSet::new(["four"]).unwrap();
    let mut reader = &text[..];
    assert_eq!(read_through(&mut reader, &none, &mut vec![]).unwrap(), None);
}

#[test]
fn a_reader_is_a_reader_of_what_is_left() {
    let mut reader = Reader::new(Script::new(vec![Ok(b"a\nb"), Ok(b"c\nd")]));
    reader.expect(["a\n"]).unwrap();
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    assert_eq!(line, "bc\n");
    let (_, buffer) = reader.into_parts();
    assert_eq!(buffer.unread(), b"d");
}

#[test]
fn a_mark_is_an_end_where_it_is() {
    let set = PatternSet::new([Pattern::prompt(r"\w+#").unwrap()]).unwrap();
    let mut buffer = Buffer::new();
    buffer.feed(b"a#");
    assert_eq!(buffer.find(&set), Step::Pending { quiet: true });
    buffer.mark();
    buffer.feed(b"b");
    let Step::Found(found) = buffer.find(&set) else { panic!() };
    assert_eq!(found.by, Decided::End(End::Mark));
    assert_eq!(buffer.take(&set, &found).as_bytes(), b"a#");
    assert_eq!(buffer.unread(), b"b");
}

#[cfg(feature = "futures")]
mod pieces {
    use std::pin::Pin;
    use std::task::{Context, Poll, Waker};

    use futures_core::Stream;
    use stream_expect::Pieces;

    use super::*;

    struct Slices(Vec<Poll<&'static [u8]>>);

    impl Stream for Slices {
        type Item = io::Result<&'static [u8]>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Self::Item>> {
            match self.0.pop() {
                Some(it) => it.map(|it| Some(Ok(it))),
                None => Poll::Ready(None),
            }
        }
    }

    #[test]
    fn pieces_come_when_they_come() {
        let ready = |it: &'static [u8]| Poll::Ready(it);
        let slices =
            vec![ready(b"wn, $ "), Poll::Pending, ready(b"u"), ready(b"p do")];
        let mut pieces = Pieces::new(Slices(slices));
        let set = PatternSet::new(["down", r"\$ $"]).unwrap();
        let mut context = Context::from_waker(Waker::noop());
        let step = pieces.poll_expect(&mut context, &set);
        assert!(step.is_pending());
        assert_eq!(pieces.buffer().unread(), b"p dou");
        pieces.buffer_mut().feed(b" $ ");
        let it = pieces.at_end(&set, End::Quiet).unwrap();
        assert_eq!((it.index(), it.before()), (1, &b"p dou "[..]));
        let step = pieces.poll_expect(&mut context, &set);
        let Poll::Ready(Ok(it)) = step else { panic!() };
        assert_eq!((it.index(), it.before()), (1, &b"wn, "[..]));
        let step = pieces.poll_expect(&mut context, &set);
        let Poll::Ready(Err(error)) = step else { panic!() };
        assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    }
}
