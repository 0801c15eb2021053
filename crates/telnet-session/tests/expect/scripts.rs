//! Several searches over one stream, with all that may come in between.

use std::task::Poll;
use std::time::Duration;

use proptest::{collection::vec, prelude::*};
use telnet_session::expect::{End, Expect, Found, Step};
use telnet_session::{Config, Quiet, Session, Timeouts, Wait};
use telnet_testkit::clock::Clock;
use telnet_testkit::expect::random::{cases, events, spec, symbol, window};
use telnet_testkit::expect::{Case, Compiled, Event, Events, Spec, plain};
use telnet_testkit::oracle::expect::{By, Judge};

/// Where cases that have failed are kept.
const REGRESSIONS: &str = "tests/expect/regressions.txt";

/// Sets to search for. None of their patterns matches nothing at all, which
/// would match without end.
fn sets() -> impl Strategy<Value = Vec<Case>> {
    let spec = spec().prop_filter("can be empty", |spec| {
        !spec.naive().is_nullable() && spec.pattern().is_ok()
    });
    let events = Events(vec![]);
    let set = (vec(spec, 1..4), window()).prop_map(move |(specs, window)| {
        Case { specs, window, events: events.clone() }
    });
    // A text alone has to fit in the window.
    let set = set.prop_filter("too large", |it| it.compile(None).is_some());
    vec(set, 1..4)
}

fn compile(sets: &[Case], dfa: Option<usize>) -> Vec<Compiled> {
    sets.iter().map(|set| set.compile(dfa).unwrap()).collect()
}

/// What is done with a connection.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// So many events arrive in one piece.
    Receive(usize),
    /// A set is searched for. What is found is taken, or only looked at.
    Expect(usize, bool),
    /// The same in a silence.
    Quiet(usize, bool),
    /// What is settled is taken.
    Settle,
    /// So many octets are read by other means.
    Read(usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..12usize).prop_map(Act::Receive),
        4 => (0..4usize, prop::bool::weighted(0.7))
            .prop_map(|(set, take)| Act::Expect(set, take)),
        1 => (0..4usize, any::<bool>())
            .prop_map(|(set, take)| Act::Quiet(set, take)),
        2 => Just(Act::Settle),
        1 => (0..6usize).prop_map(Act::Read),
    ]
}

/// What the connection is to be like.
struct Model<'a> {
    sets: &'a [Compiled],
    /// What was received and is unread.
    unread: Vec<Event>,
    offset: u64,
    eof: bool,
    search: Option<Search<'a>>,
}

/// A search that goes on as long as it is for the same.
struct Search<'a> {
    set: usize,
    cursor: u64,
    judge: Judge<'a>,
}

impl<'a> Model<'a> {
    fn octets(&self) -> Vec<u8> {
        self.unread.iter().filter_map(|event| event.octet()).collect()
    }

    fn receive(&mut self, events: &[Event]) {
        for &event in events {
            if let Some(search) = &mut self.search {
                event.tell(&mut search.judge);
            }
            self.unread.push(event);
        }
    }

    /// The search for a set: the one under way, or a new one.
    fn search(&mut self, set: usize) -> &mut Search<'a> {
        if self.search.as_ref().is_none_or(|it| it.set != set) {
            let of = &self.sets[set];
            let mut judge = Judge::new(&of.naive, of.window);
            self.unread.iter().for_each(|event| event.tell(&mut judge));
            self.search = Some(Search { set, cursor: self.offset, judge });
        }
        self.search.as_mut().unwrap()
    }

    /// Removes octets from the front.
    fn remove(&mut self, octets: usize) {
        let mut left = octets;
        self.unread.retain(|event| match event {
            _ if left == 0 => true,
            Event::Octet(_) => {
                left -= 1;
                false
            }
            Event::Quiet | Event::Mark | Event::Eof => false,
        });
        self.offset += octets as u64;
    }
}

/// The two side by side.
struct Pair<'a> {
    session: Session,
    model: Model<'a>,
    sets: &'a [Compiled],
    /// All that was taken out.
    taken: Vec<u8>,
}

impl Pair<'_> {
    fn run(&mut self, act: Act, events: &mut &[Event]) {
        match act {
            Act::Receive(count) => {
                let (now, later) = events.split_at(count.min(events.len()));
                *events = later;
                self.receive(now);
            }
            Act::Expect(set, take) => self.expect(set, take, false),
            Act::Quiet(set, take) => self.expect(set, take, true),
            Act::Settle => self.settle(),
            Act::Read(count) => {
                let text = self.session.take(count);
                self.taken.extend(&text);
                if !text.is_empty() {
                    self.model.remove(text.len());
                    self.model.search = None;
                }
            }
        }
        assert_eq!(self.session.unread(), self.model.octets(), "unread");
        assert_eq!(self.session.offset(), self.model.offset, "offset");
    }

    fn receive(&mut self, events: &[Event]) {
        let mut wire = Vec::new();
        for event in events {
            match event {
                Event::Octet(octet) => wire.push(*octet),
                Event::Mark => wire.extend([255, 249]),
                Event::Quiet | Event::Eof => {}
            }
        }
        self.session.receive(&wire);
        if events.last() == Some(&Event::Eof) {
            self.session.receive_eof();
            self.model.eof = true;
        }
        self.model.receive(events);
    }

    fn expect(&mut self, set: usize, take: bool, quiet: bool) {
        let set = set % self.sets.len();
        let compiled = &self.sets[set].set;
        let step = if quiet {
            self.session.expect_end(compiled, End::Quiet)
        } else {
            self.session.expect_poll(compiled)
        };
        let offset = self.model.offset;
        let search = self.model.search(set);
        if quiet {
            search.judge.end(By::Quiet);
        }
        let Step::Found(found) = step else {
            assert_eq!(search.judge.verdict(), None, "nothing was found");
            return;
        };
        let (cursor, judge) = (search.cursor, &mut search.judge);
        if judge.is_extending() {
            // It may be earlier to see that nothing can come of it.
            *judge = decided(judge.clone(), &found);
        }
        let it = judge.verdict().expect("found what is not there");
        let said = (
            it.index,
            cursor + it.start as u64,
            cursor + it.end as u64,
            it.clipped,
        );
        let (index, start, end, by, clipped) = plain(&found);
        assert_eq!((index, start, end, clipped), said);
        let greedy = compiled.patterns()[index].is_greedy();
        assert!(greedy || by == it.by, "{by:?} instead of {:?}", it.by);
        assert!(found.start >= offset, "gone: {found:?}");
        let again = self.session.expect_poll(compiled);
        assert_eq!(again, step, "found again");
        let slots = judge.captures();
        if take {
            self.take(&found, slots, cursor);
        }
    }

    fn take(
        &mut self,
        found: &Found,
        slots: Option<Vec<Option<usize>>>,
        cursor: u64,
    ) {
        let search = self.model.search.take().unwrap();
        let compiled = &self.sets[search.set].set;
        let drained = usize::try_from(self.model.offset - cursor).unwrap();
        let seen = self.session.peek_found(compiled, found);
        let it = self.session.take_found(compiled, found);
        assert_eq!(it.text(), seen.text(), "what was looked at");
        assert_eq!(it.before(), seen.before());
        self.taken.extend(it.text());
        self.model.remove(it.text().len());
        for (number, slots) in
            slots.iter().flat_map(|it| it.chunks(2)).enumerate()
        {
            let pair = slots[0].zip(slots[1]);
            let pair =
                pair.map(|(start, end)| (start - drained, end - drained));
            assert_eq!(it.span(number), pair, "group {number}");
            assert_eq!(seen.span(number), pair, "group {number}");
        }
    }

    fn settle(&mut self) {
        let text = self.session.take_settled();
        self.taken.extend(&text);
        self.model.remove(text.len());
    }
}

/// What an end makes of a greedy match.
fn decided<'a>(mut judge: Judge<'a>, found: &Found) -> Judge<'a> {
    assert_eq!(plain(found).3, By::Octet, "an end decides for both");
    judge.end(By::Quiet);
    judge
}

proptest! {
    #![proptest_config(cases(REGRESSIONS, 10_000))]

    /// All is as in the model; nothing is lost, doubled or reordered.
    #[test]
    fn as_in_the_model(
        sets in sets(),
        tiny in any::<bool>(),
        stream in events(100),
        acts in vec(act(), 1..60),
    ) {
        let sets = compile(&sets, tiny.then_some(0));
        let stream: Vec<Event> =
            stream.0.into_iter().filter(|it| *it != Event::Quiet).collect();
        let model = Model {
            sets: &sets,
            unread: vec![],
            offset: 0,
            eof: false,
            search: None,
        };
        let session = Session::new(Config::default());
        let mut pair =
            Pair { session, model, sets: &sets, taken: vec![] };
        let mut left = &stream[..];
        for act in acts {
            pair.run(act, &mut left);
        }
        let mut all = pair.taken.clone();
        all.extend(pair.session.unread());
        let came = stream.len() - left.len();
        let came: Vec<u8> =
            stream[..came].iter().filter_map(|event| event.octet()).collect();
        assert_eq!(all, came, "taken and unread are what came");
    }
}

/// All that is found, one set after the other, and what is left.
fn all_found(
    sets: &[Compiled],
    pieces: &[&[u8]],
) -> (Vec<Found>, Vec<u8>, Vec<u8>) {
    let mut session = Session::new(Config::default());
    let (mut found, mut taken) = (Vec::new(), Vec::new());
    for piece in pieces {
        session.receive(piece);
        loop {
            let set = &sets[found.len() % sets.len()].set;
            let Step::Found(it) = session.expect_poll(set) else { break };
            taken.extend(session.take_found(set, &it).text());
            found.push(it);
        }
    }
    (found, taken, session.unread().to_vec())
}

proptest! {
    #![proptest_config(cases(REGRESSIONS, 10_000))]

    /// However the stream is cut, each search finds the same, and so the next
    /// begins at the same place.
    #[test]
    fn cuts_make_no_difference(
        sets in sets(),
        stream in vec(symbol(), 0..300),
        step in 1..30usize,
    ) {
        let whole = all_found(&compile(&sets, None), &[&stream]);
        for dfa in [None, Some(0)] {
            let sets = compile(&sets, dfa);
            for step in [1, step] {
                let pieces: Vec<&[u8]> = stream.chunks(step).collect();
                assert_eq!(all_found(&sets, &pieces), whole, "by {step}");
            }
        }
        let (_, mut all, left) = whole;
        all.extend(left);
        assert_eq!(all, stream, "nothing is lost");
    }
}

/// A wait that ends in time consumes nothing, shows the text, and the next one
/// goes on: together they find what one finds.
#[test]
fn waits_that_time_out_and_one_that_does_not() {
    let specs = [Spec::regex(r"(?m)^(\w+)#$"), Spec::literal(b"--More--")];
    let events = Events(vec![]);
    let case = Case { specs: specs.to_vec(), window: 100, events };
    let set = case.compile(None).unwrap().set;
    let text = b"show\r\n--Mo--Mor\nab#c\nab#\r\nr1#\n--More--";
    let timeouts =
        || Timeouts::from(Duration::from_millis(1)).quiet(Quiet::Never);
    let mut clock = Clock::new();
    let mut session = Session::new(Config::default());
    let mut came = Vec::new();
    let mut outcome = None;
    for octet in text {
        session.receive(&[*octet]);
        came.push(*octet);
        let mut wait = Expect::new(&set, timeouts());
        let mut step = wait.poll(&mut session, clock.now());
        if step.is_pending() {
            clock.advance(Duration::from_millis(1));
            step = wait.poll(&mut session, clock.now());
        }
        let Poll::Ready(it) = step else { panic!("time does not end it") };
        if it.is_match() {
            outcome = Some(it);
            break;
        }
        assert!(it.is_timeout());
        assert_eq!(it.text(), &came, "the text is shown");
        assert_eq!(session.unread(), came, "and unread");
    }
    let found = outcome.unwrap().matched().unwrap();
    let mut at_once = Session::new(Config::default());
    at_once.receive(text);
    let Step::Found(it) = at_once.expect_poll(&set) else { panic!() };
    let once = at_once.take_found(&set, &it);
    assert_eq!(found.text(), once.text());
    assert_eq!(found.group(1), once.group(1));
    assert_eq!(found.group(1), Some(&b"r1"[..]));
}
