//! However a stream is cut, and wherever a caller stops and feeds the rest
//! again, the decoder gives what the model gives.
//!
//! Input: a list of steps, then the stream. The steps are gone through in a
//! circle. The low five bits of one are the length of a slice, the high three
//! the number of events after which the caller stops; 0 is never. Without
//! steps that move the stream is one slice. Where data is copied, the whole of a
//! step is the length of a slice, and of the room for the copy.

use telnet_proto::{Decoder, Event};
use telnet_testkit::oracle::{Item, Joined, decode};

use crate::input::Input;

/// Runs one input.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let steps = input.list();
    let stream = input.rest();
    let items = decode(stream);
    assert_eq!(in_steps(stream, steps), items);
    assert_eq!(copied(stream, steps), items, "copied");
}

/// The items of the stream where data is copied.
fn copied(stream: &[u8], steps: &[u8]) -> Vec<Item> {
    let mut steps = steps.iter().filter(|step| **step > 0).cycle();
    let mut size = || steps.next().map_or(256, |it| usize::from(*it));
    let mut decoder = Decoder::new();
    let mut joined = Joined::new();
    let mut rest = stream;
    let mut out = [0; 256];
    while !rest.is_empty() {
        let (slice, behind) = rest.split_at(size().min(rest.len()));
        rest = behind;
        let mut events = decoder.decode(slice);
        loop {
            let room = size();
            let n = events.data_into(&mut out[..room]);
            if n > 0 {
                joined.push(Event::Data(&out[..n]));
            }
            if n == room {
                continue;
            }
            let Some(event) = events.next() else { break };
            joined.push(event);
        }
        assert!(events.rest().is_empty(), "ended before its slice");
    }
    decoder.finish().into_iter().for_each(|event| joined.push(event));
    joined.into_items()
}

/// The items of the stream, decoded in these steps.
fn in_steps(stream: &[u8], steps: &[u8]) -> Vec<Item> {
    let moves = steps.iter().any(|step| step % 32 > 0);
    let steps: &[u8] = if moves { steps } else { &[] };
    let mut steps = steps.iter().cycle();
    let mut decoder = Decoder::new();
    let mut joined = Joined::new();
    let mut rest = stream;
    let mut octets_before = 0;
    let mut events_before = 0;
    while !rest.is_empty() {
        let (len, most) = match steps.next() {
            Some(step) => (usize::from(step % 32), usize::from(step / 32)),
            None => (rest.len(), 0),
        };
        let slice = &rest[..len.min(rest.len())];
        let most = if most == 0 { usize::MAX } else { most };
        let mut events = decoder.decode(slice);
        let mut count = 0;
        while count < most {
            let left = events.rest();
            let Some(event) = events.next() else {
                assert!(events.rest().is_empty(), "ended before its slice");
                assert_eq!(events.next(), None, "went on after its end");
                break;
            };
            lies_within(event, left);
            joined.push(event);
            count += 1;
        }
        let used = slice.len() - events.rest().len();
        assert_eq!(events.rest(), &slice[used..], "not the end of the slice");
        assert!(count <= used + 1, "more events than octets");
        rest = &rest[used..];
        octets_before += used;
        events_before += count;
        assert!(events_before <= octets_before + 1, "events without octets");
    }
    if let Some(event) = decoder.finish() {
        joined.push(event);
    }
    assert_eq!(decoder, Decoder::new(), "not at a new start");
    assert_eq!(decoder.finish(), None, "finished twice");
    joined.into_items()
}

/// Data are borrowed from what was not covered yet.
fn lies_within(event: Event<'_>, left: &[u8]) {
    if let Event::Data(data) | Event::SubData(data) = event {
        let whole = left.as_ptr_range();
        let part = data.as_ptr_range();
        assert!(whole.start <= part.start && part.end <= whole.end);
    }
}
