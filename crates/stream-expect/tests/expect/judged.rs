//! Random cases: what is found, when, and with which groups.

use proptest::prelude::*;
use stream_expect::SetLimits;
use telnet_testkit::expect::{Event, in_pieces, in_step};

use telnet_testkit::expect::random::{case, cases};

/// So little to remember things in that they are forgotten at each step.
const TINY: usize = 500;

/// So little work that a look sees an octet, or a few.
const BRIEF: usize = 20;

fn cut<'a>(events: &'a [Event], places: &[usize]) -> Vec<&'a [Event]> {
    let mut places: Vec<usize> =
        places.iter().map(|place| place % (events.len() + 1)).collect();
    places.sort_unstable();
    let mut from = 0;
    let mut pieces = Vec::new();
    for to in places {
        pieces.push(&events[from..to]);
        from = to;
    }
    pieces.push(&events[from..]);
    pieces
}

proptest! {
    #![proptest_config(cases(crate::REGRESSIONS, 20_000))]

    #[test]
    fn equals_the_model(
        case in case(),
        cuts in proptest::collection::vec(any::<usize>(), 1..6),
    ) {
        let events = &case.events.0;
        let Some(roomy) = case.compile(None) else { return Ok(()) };
        let tiny = case.compile(Some(TINY)).unwrap();
        let seen = in_step(&roomy, events);
        assert_eq!(in_step(&tiny, events), seen, "in step, tiny");
        let pieces = cut(events, &cuts);
        let limits = SetLimits::default();
        let brief = case.compile_for(limits.dfa, 1).unwrap();
        let both = case.compile_for(TINY, BRIEF).unwrap();
        let all = [
            ("roomy", &roomy),
            ("tiny", &tiny),
            ("brief", &brief),
            ("tiny and brief", &both),
        ];
        for (name, sets) in all {
            assert_eq!(in_pieces(sets, &[events]), seen, "{name}");
            assert_eq!(in_pieces(sets, &pieces), seen, "{name}, cut");
        }
    }
}

proptest! {
    #![proptest_config(cases(crate::REGRESSIONS, 8_000))]

    /// Where no pattern is late or greedy, ends make no difference.
    #[test]
    fn ends_are_for_late_patterns(mut case in case()) {
        case.specs.iter_mut().for_each(|spec| spec.greedy = false);
        case.specs.retain(|spec| !spec.naive().is_late());
        if case.specs.is_empty() {
            return Ok(());
        }
        let Some(sets) = case.compile(None) else { return Ok(()) };
        let octets: Vec<Event> =
            case.text().into_iter().map(Event::Octet).collect();
        let with = in_pieces(&sets, &[&case.events.0]);
        assert_eq!(in_pieces(&sets, &[&octets]), with);
    }
}
