//! Patterns are found where their definition says, however the stream is cut.
//!
//! Input: which patterns, a limit and an end (one octet), a list of cuts, then
//! what comes, 64 octets at most. In that, 0 is a silence and 255 a mark.
//! Which patterns: one of [`table`], or, from 192 on, such as the input spells
//! ([`spell`]).
//!
//! A search gets it octet by octet beside the model, whole, and cut.

mod spell;
mod table;

use std::sync::OnceLock;

use telnet_testkit::expect::{
    Case, Compiled, Event, Events, Spec, in_pieces, in_step,
};

use crate::input::Input;

/// Most events.
const MOST: usize = 64;
/// How long a match may be.
const WINDOWS: [usize; 4] = [1000, 3, 8, 1000];

/// How many lists of patterns there are ready to use.
pub const PREPARED: usize = table::LISTS.len();

/// Runs one input.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let which = usize::from(input.octet());
    let how = input.octet();
    let window = usize::from(how & 3);
    let tiny = how & 4 != 0;
    let spelled = (which >= 192).then(|| spell::list(&mut input));
    let cuts = input.list();
    let events = events(input.rest(), how & 8 != 0);
    match spelled {
        Some(specs) => {
            let case = case(specs, window, events.clone());
            if let Some(sets) = case.compile(tiny.then_some(0)) {
                judge(&sets, &events, cuts);
            }
        }
        None => judge(prepared(which % PREPARED, window, tiny), &events, cuts),
    }
}

fn judge(sets: &Compiled, events: &[Event], cuts: &[u8]) {
    let seen = in_step(sets, events);
    assert_eq!(in_pieces(sets, &[events]), seen, "whole");
    let mut pieces = Vec::new();
    let mut rest = events;
    for cut in cuts {
        let (piece, left) = rest.split_at(usize::from(*cut).min(rest.len()));
        pieces.push(piece);
        rest = left;
    }
    pieces.push(rest);
    assert_eq!(in_pieces(sets, &pieces), seen, "cut");
}

fn case(specs: Vec<Spec>, window: usize, events: Vec<Event>) -> Case {
    Case { specs, window: WINDOWS[window], events: Events(events) }
}

fn events(octets: &[u8], eof: bool) -> Vec<Event> {
    let octets = octets.iter().take(MOST);
    let events = octets.map(|&octet| match octet {
        0 => Event::Quiet,
        255 => Event::Mark,
        octet => Event::Octet(octet),
    });
    events.chain(eof.then_some(Event::Eof)).collect()
}

/// One of the table, compiled when it is first asked for.
fn prepared(which: usize, window: usize, tiny: bool) -> &'static Compiled {
    type Sets = [[OnceLock<Compiled>; 2 * WINDOWS.len()]; PREPARED];
    static SETS: Sets =
        [const { [const { OnceLock::new() }; 2 * WINDOWS.len()] }; PREPARED];
    SETS[which][2 * window + usize::from(tiny)].get_or_init(|| {
        let specs = || table::LISTS[which].iter().map(|it| table::spec(it));
        let case = |window| case(specs().collect(), window, Vec::new());
        let dfa = tiny.then_some(0);
        // A text alone has to fit in the window; in the first it does.
        let sets = case(window).compile(dfa).or_else(|| case(0).compile(dfa));
        sets.expect("a list that can be compiled")
    })
}
