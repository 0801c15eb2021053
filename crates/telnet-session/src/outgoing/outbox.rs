//! Octets that wait to be transmitted.

use std::collections::VecDeque;

use telnet_proto::{Command, encode};

const IAC: u8 = Command::IAC.code();

/// What a run of octets in the queue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Escaped data, which may be dropped up to any whole octet of data.
    Data,
    /// Commands, which are never dropped and never cut.
    Command,
}

/// Neighbouring octets of one kind.
#[derive(Clone, Copy, Debug)]
struct Segment {
    kind: Kind,
    len: usize,
}

/// What a segment counts for against the cap, in octets: about what it takes
/// in memory.
const SEGMENT: usize = size_of::<Segment>();

/// The output queue: octets drained by a head index, and what they are.
///
/// ```text
///   0          head                     end
///   ┌──────────┬────────┬─────────┬──────┐
///   │ written  │ data   │ command │ data │   one Vec<u8>
///   └──────────┴────────┴─────────┴──────┘
///                segments: [data, command, data]
/// ```
///
/// Since each octet's kind is known, data can be dropped without ever cutting
/// a command that was partly written.
#[derive(Default)]
pub(crate) struct Outbox {
    octets: Vec<u8>,
    head: usize,
    segments: VecDeque<Segment>,
    /// The last octet written was the first IAC of an escaped 255.
    mid_escape: bool,
    /// How many octets go before the one that is urgent: the DM of a Synch.
    urgent: Option<usize>,
    /// Nothing is queued any more.
    is_closed: bool,
    /// How many octets at the front go out in a write of their own.
    alone: usize,
}

impl Outbox {
    pub(crate) fn len(&self) -> usize {
        self.octets.len() - self.head
    }

    /// Octets of memory in use, which is what the cap is for.
    pub(crate) fn load(&self) -> usize {
        self.len() + self.segments.len().saturating_sub(1) * SEGMENT
    }

    /// What is to be written next, of one urgency.
    pub(crate) fn pending(&self) -> &[u8] {
        let all = self.octets.get(self.head..).unwrap_or_default();
        let end = match self.urgent {
            None => all.len(),
            Some(0) => 1,
            Some(before) => before,
        };
        let end = if self.alone > 0 { end.min(self.alone) } else { end };
        all.get(..end).unwrap_or(all)
    }

    /// Whether [`pending`](Self::pending) is the octet that is urgent.
    pub(crate) fn is_urgent(&self) -> bool {
        self.urgent == Some(0)
    }

    /// Queues a Synch. Of several in the queue only the last is urgent: TCP
    /// has one urgent octet at a time.
    pub(crate) fn push_synch(&mut self) {
        let synch = Command::DM.to_bytes();
        self.push_command(std::iter::once(&synch[..]));
        self.urgent = Some(self.len() - 1);
    }

    /// What is queued now, and what is not, go out in two writes.
    pub(crate) fn set_alone(&mut self) {
        self.alone = self.len();
    }

    /// Queues as much of `data` as fits within `room` octets when escaped, and
    /// returns how many octets of it that are.
    pub(crate) fn push_data(&mut self, data: &[u8], room: usize) -> usize {
        let (mut rest, mut left) = (data, room);
        self.compact();
        self.octets.reserve(data.len().min(room));
        while !rest.is_empty() && left > 0 {
            // Half as many octets as there is room for fit whatever they are.
            let len = (left / 2).clamp(1, rest.len());
            let (part, after) = rest.split_at(len);
            if left == 1 && part == [IAC] {
                break;
            }
            left -= self.push(Kind::Data, encode::escape(part));
            rest = after;
        }
        data.len() - rest.len()
    }

    /// Queues a whole command.
    pub(crate) fn push_command<'a>(
        &mut self,
        slices: impl Iterator<Item = &'a [u8]>,
    ) {
        let _octets = self.push(Kind::Command, slices);
    }

    /// Queues octets, and returns how many they are.
    fn push<'a>(
        &mut self,
        kind: Kind,
        slices: impl Iterator<Item = &'a [u8]>,
    ) -> usize {
        self.compact();
        let before = self.octets.len();
        for slice in slices {
            self.octets.extend_from_slice(slice);
        }
        let len = self.octets.len() - before;
        match self.segments.back_mut() {
            _ if len == 0 => {}
            Some(last) if last.kind == kind => last.len += len,
            _ => self.segments.push_back(Segment { kind, len }),
        }
        len
    }

    /// Forgets what was written once it is half of the whole: a move of at
    /// most as many octets as were written since the last one.
    fn compact(&mut self) {
        if self.head > self.octets.len() / 2 {
            self.octets.drain(..self.head);
            self.head = 0;
        }
    }

    /// The first `n` octets of [`pending`](Self::pending) were written.
    pub(crate) fn written(&mut self, n: usize) {
        let mut left = n.min(self.pending().len());
        self.alone = self.alone.saturating_sub(left);
        self.urgent = match self.urgent {
            Some(0) if left > 0 => None,
            urgent => urgent.map(|before| before - left),
        };
        while let Some(first) = self.segments.front_mut() {
            if left == 0 {
                break;
            }
            let part = left.min(first.len);
            let written = self
                .octets
                .get(self.head..self.head + part)
                .unwrap_or_default();
            self.mid_escape = first.kind == Kind::Data
                && ends_mid_escape(written, self.mid_escape);
            self.head += part;
            left -= part;
            first.len -= part;
            if first.len == 0 {
                self.segments.pop_front();
            }
        }
        if self.len() == 0 {
            self.octets.clear();
            self.head = 0;
        }
    }

    /// Drops all data that was not written, and no octet of a command. An
    /// escaped 255 that was half written stays whole. Returns how many octets
    /// were dropped.
    ///
    /// Only what lies behind the first data is moved. All of that was queued
    /// since the last call, which left no data: so a peer that asks for it
    /// again and again costs no more than what it makes us queue.
    pub(crate) fn drop_data(&mut self) -> usize {
        let data = |it: &Segment| it.kind == Kind::Data;
        let Some(first) = self.segments.iter().position(data) else { return 0 };
        let before = self.len();
        let ahead =
            self.segments.range(..first).map(|it| it.len).sum::<usize>();
        let urgent = self.urgent.map(|place| self.head + place);
        let mut from = self.head + ahead;
        let mut to = from;
        let mut kept = ahead;
        for segment in self.segments.range(first..) {
            let len = match segment.kind {
                Kind::Command => segment.len,
                // Only the first segment of all can be half written.
                Kind::Data => usize::from(std::mem::take(&mut self.mid_escape)),
            };
            self.octets.copy_within(from..from + len, to);
            if urgent.is_some_and(|it| (from..from + len).contains(&it)) {
                self.urgent = urgent.map(|it| it - (from - to) - self.head);
            }
            from += segment.len;
            to += len;
            kept += len;
        }
        self.octets.truncate(to);
        self.segments.clear();
        if kept > 0 {
            let kind = Kind::Command;
            self.segments.push_back(Segment { kind, len: kept });
        }
        before - kept
    }

    /// Drops everything: the connection takes no more output.
    pub(crate) fn close(&mut self) {
        *self = Self { is_closed: true, ..Self::default() };
    }

    pub(crate) const fn is_closed(&self) -> bool {
        self.is_closed
    }
}

/// Whether escaped data that ends like this stops between the two octets of
/// an escaped 255; `carried` says so of what was written before.
fn ends_mid_escape(written: &[u8], carried: bool) -> bool {
    let run = written.iter().rev().take_while(|&&octet| octet == IAC).count();
    let carried = carried && run == written.len();
    (run + usize::from(carried)) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(outbox: &mut Outbox, octets: &[u8]) {
        outbox.push_command(std::iter::once(octets));
    }

    #[test]
    fn as_much_is_queued_as_fits_to_the_octet() {
        for data in [&b"abcdefghij"[..], b"\xFF\xFF\xFF\xFFa", b"ab\xFFcd\xFF"]
        {
            for room in 0..16 {
                let mut outbox = Outbox::default();
                let pushed = outbox.push_data(data, room);
                let escaped = |n| encode::escape(&data[..n]).flatten().count();
                assert!(outbox.len() <= room);
                assert_eq!(outbox.len(), escaped(pushed), "{data:?} {room}");
                // One more would be too much.
                let more = (pushed + 1).min(data.len());
                assert!(more == pushed || escaped(more) > room);
                let octets = encode::escape(&data[..pushed]).flatten();
                assert!(outbox.pending().iter().eq(octets));
            }
        }
    }

    #[test]
    fn data_is_dropped_around_a_command_cut_at_every_place() {
        let wire = b"\xFF\xFFab\xFF\xFB\x01cd\xFF\xFF\xFF\xFC\x03e";
        for written in 0..=wire.len() {
            let mut outbox = Outbox::default();
            assert_eq!(outbox.push_data(b"\xFFab", 99), 3);
            command(&mut outbox, b"\xFF\xFB\x01");
            assert_eq!(outbox.push_data(b"cd\xFF", 99), 3);
            command(&mut outbox, b"\xFF\xFC\x03");
            outbox.push_data(b"e", 99);
            assert_eq!(outbox.pending(), wire);

            outbox.written(written);
            outbox.drop_data();
            let mut sent = wire[..written].to_vec();
            sent.extend_from_slice(outbox.pending());

            // What went out decodes: whole data octets, both commands.
            let mut decoder = telnet_proto::Decoder::new();
            let commands = decoder
                .decode(&sent)
                .filter(|e| !matches!(e, telnet_proto::Event::Data(_)))
                .inspect(|e| {
                    assert!(matches!(e, telnet_proto::Event::Negotiation(_)));
                })
                .count();
            assert_eq!(commands, 2, "after {written} octets");
            assert_eq!(decoder.finish(), None, "after {written} octets");
        }
    }

    #[test]
    fn the_mark_of_a_synch_stays_urgent_whatever_is_dropped() {
        for written in 0..=5 {
            let mut outbox = Outbox::default();
            command(&mut outbox, b"\xFF\xFB\x01");
            outbox.push_data(b"ab", 99);
            outbox.written(written);
            outbox.push_synch();
            outbox.push_data(b"cd", 99);
            outbox.drop_data();
            // What precedes the mark is not urgent, nor what follows it.
            while !outbox.is_urgent() {
                assert!(!outbox.pending().is_empty());
                outbox.written(1);
            }
            assert_eq!(outbox.pending(), b"\xF2", "after {written}");
            outbox.written(1);
            assert_eq!((outbox.len(), outbox.is_urgent()), (0, false));
        }
    }

    #[test]
    fn commands_behind_the_mark_leave_it_where_it_is() {
        let mut outbox = Outbox::default();
        outbox.push_synch();
        outbox.push_data(b"data", 99);
        command(&mut outbox, b"\xFF\xF1");
        outbox.drop_data();
        assert_eq!(outbox.pending(), b"\xFF");
        outbox.written(1);
        assert!(outbox.is_urgent());
        outbox.written(1);
        assert_eq!(outbox.pending(), b"\xFF\xF1");
    }

    #[test]
    fn of_two_synchs_the_last_is_urgent() {
        let mut outbox = Outbox::default();
        outbox.push_synch();
        outbox.push_synch();
        assert_eq!(outbox.pending(), b"\xFF\xF2\xFF");
        outbox.written(3);
        assert!(outbox.is_urgent());
        assert_eq!(outbox.pending(), b"\xF2");
    }

    #[test]
    fn to_drop_again_and_again_moves_nothing_twice() {
        let mut outbox = Outbox::default();
        let count = 100_000;
        for n in 1..=count {
            command(&mut outbox, b"\xFF\xF2");
            outbox.push_data(b"data", 99);
            assert_eq!(outbox.drop_data(), 4);
            assert_eq!(outbox.drop_data(), 0);
            assert_eq!(outbox.len(), 2 * n);
        }
        assert_eq!(outbox.pending(), b"\xFF\xF2".repeat(count));
    }

    #[test]
    fn a_queue_that_was_all_data_is_as_new_when_it_was_dropped() {
        let mut outbox = Outbox::default();
        outbox.push_data(b"data", 99);
        assert_eq!(outbox.drop_data(), 4);
        assert_eq!(outbox.load(), 0);
        outbox.push_data(b"x", 99);
        assert_eq!(outbox.load(), 1);
    }

    #[test]
    fn octet_by_octet_writes_keep_track_of_escapes() {
        let mut outbox = Outbox::default();
        outbox.push_data(b"\xFF\xFF\xFF", 99);
        for written in 1..=6 {
            outbox.written(1);
            assert_eq!(outbox.mid_escape, written % 2 == 1);
        }
        assert_eq!(outbox.len(), 0);
    }

    #[test]
    fn only_what_fits_escaped_is_accepted() {
        let mut outbox = Outbox::default();
        assert_eq!(outbox.push_data(b"abcdef", 4), 4);
        assert_eq!(outbox.push_data(b"\xFF\xFF\xFF", 4), 2);
        assert_eq!(outbox.push_data(b"\xFF", 1), 0);
        assert_eq!(outbox.pending(), b"abcd\xFF\xFF\xFF\xFF");
    }

    /// A queue of tiny items takes many times their octets.
    #[test]
    fn each_item_but_one_counts_for_the_memory_it_takes() {
        let mut outbox = Outbox::default();
        assert_eq!(outbox.load(), 0);
        for n in 1..=100 {
            outbox.push_data(b"x", 99);
            command(&mut outbox, b"\xFF\xF1");
            let items = 2 * n;
            let load = 3 * n + (items - 1) * size_of::<Segment>();
            assert_eq!(outbox.load(), load);
        }
    }

    /// To forget it is to move what follows: that must not be done each time.
    #[test]
    fn what_was_written_is_forgotten_once_it_is_half_of_the_whole() {
        let mut outbox = Outbox::default();
        outbox.push_data(&[b'x'; 1000], 1000);
        for written in 1..=1000 {
            outbox.written(1);
            let whole = outbox.octets.len();
            outbox.push_data(b"y", 1);
            if written > whole / 2 {
                assert_eq!(outbox.head, 0);
                return;
            }
            assert_eq!(outbox.head, written);
        }
        unreachable!("it is never forgotten");
    }

    #[test]
    fn a_stream_through_the_queue_does_not_make_it_grow() {
        let mut outbox = Outbox::default();
        for _ in 0..10_000 {
            outbox.push_data(&[b'x'; 100], 4096);
            outbox.written(if outbox.len() > 1000 { 150 } else { 60 });
        }
        assert!(outbox.octets.capacity() <= 8192);
    }
}
