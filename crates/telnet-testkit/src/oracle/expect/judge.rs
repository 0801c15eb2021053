//! When which pattern has matched what.

use super::path::{Slots, Span, Way};
use super::pattern::NaivePattern;
use super::starts::{MOST_TEXT, Places, starts};

/// What a match was known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// An octet: the last of the match, or the one after it.
    Octet,
    /// The line fell quiet.
    Quiet,
    /// The peer said that it is the other's turn.
    Mark,
    /// The stream ended.
    Eof,
}

/// The result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Which pattern.
    pub index: usize,
    /// Where the match starts, in octets behind the cursor.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// How many octets had to be seen.
    pub seen: usize,
    /// What it was known by.
    pub by: By,
    /// Whether it starts before the window: `start` is that of the window.
    pub clipped: bool,
}

/// One search, from its cursor on.
#[derive(Clone, Debug)]
pub struct Judge<'a> {
    patterns: &'a [NaivePattern],
    window: usize,
    text: Vec<u8>,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Searching,
    /// A greedy pattern, by index, matches from a start and may go on.
    Extending(usize, usize),
    Found(Verdict),
}

impl<'a> Judge<'a> {
    /// Nothing has come yet. (What matches nothing at all is found now.)
    #[must_use]
    pub fn new(patterns: &'a [NaivePattern], window: usize) -> Self {
        let text = Vec::new();
        let mut judge =
            Self { patterns, window, text, state: State::Searching };
        judge.fire(None);
        judge
    }

    /// The octets so far, without those that came after the match was known.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The match, once there is one.
    #[must_use]
    pub const fn verdict(&self) -> Option<Verdict> {
        match self.state {
            State::Found(it) => Some(it),
            State::Searching | State::Extending(..) => None,
        }
    }

    /// Whether a greedy match is there and may go on.
    #[must_use]
    pub const fn is_extending(&self) -> bool {
        matches!(self.state, State::Extending(..))
    }

    /// Whether an end would make a match now.
    #[must_use]
    pub fn waits_for_end(&self) -> bool {
        let end = 1 << self.text.len();
        match self.state {
            State::Found(_) => false,
            State::Extending(..) => true,
            State::Searching => self
                .patterns
                .iter()
                .any(|it| it.late && starts(&it.tree, &self.text, end) != 0),
        }
    }

    /// An octet comes.
    ///
    /// # Panics
    ///
    /// If there are more than [`MOST_TEXT`].
    pub fn octet(&mut self, octet: u8) -> Option<Verdict> {
        match self.state {
            State::Found(_) => {}
            State::Searching => {
                self.push(octet);
                self.fire(None);
            }
            State::Extending(..) => {
                self.push(octet);
                self.extend(None);
            }
        }
        self.verdict()
    }

    /// An end comes.
    pub fn end(&mut self, by: By) -> Option<Verdict> {
        match self.state {
            State::Found(_) => {}
            State::Searching => self.fire(Some(by)),
            State::Extending(..) => self.extend(Some(by)),
        }
        self.verdict()
    }

    /// Where the groups of the match are, the match itself first: two places
    /// for each. None where it is clipped.
    #[must_use]
    pub fn captures(&self) -> Option<Slots> {
        let found = self.verdict().filter(|it| !it.clipped)?;
        let way = self.patterns[found.index].program.way(&Span {
            text: &self.text,
            start: found.start,
            earliest: found.end,
            latest: found.end,
            open: false,
        });
        match way {
            Way::Match(slots) => Some(slots),
            Way::Open | Way::None => panic!("no way from start to end"),
        }
    }

    fn push(&mut self, octet: u8) {
        assert!(self.text.len() < MOST_TEXT, "too long a text for the model");
        self.text.push(octet);
    }

    /// The first pattern to match at this octet, or at this end.
    fn fire(&mut self, end: Option<By>) {
        let seen = self.text.len();
        let by = end.unwrap_or(By::Octet);
        for (index, pattern) in self.patterns.iter().enumerate() {
            let at = match (pattern.late, end) {
                (false, None) | (true, Some(_)) => Some(seen),
                (true, None) => seen.checked_sub(1),
                (false, Some(_)) => None,
            };
            let Some(at) = at else { continue };
            let all = starts(&pattern.tree, &self.text, 1 << at);
            if all == 0 {
                continue;
            }
            let edge = at.saturating_sub(self.window);
            let within: Places = all >> edge << edge;
            let clipped = within == 0;
            let start =
                if clipped { edge } else { within.trailing_zeros() as usize };
            if pattern.greedy && !clipped {
                self.state = State::Extending(index, start);
                return self.extend(end);
            }
            let found = Verdict { index, start, end: at, seen, by, clipped };
            self.state = State::Found(found);
            return;
        }
    }

    /// Ends a greedy match if nothing can change where it ends.
    fn extend(&mut self, end: Option<By>) {
        let State::Extending(index, start) = self.state else { return };
        let way = self.patterns[index].program.way(&Span {
            text: &self.text,
            start,
            earliest: start,
            latest: start.saturating_add(self.window),
            open: end.is_none(),
        });
        match way {
            Way::Open => {}
            Way::None => panic!("a greedy match is gone"),
            Way::Match(slots) => {
                self.state = State::Found(Verdict {
                    index,
                    start,
                    end: slots[1].expect("a match has an end"),
                    seen: self.text.len(),
                    by: end.unwrap_or(By::Octet),
                    clipped: false,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;

    fn patterns(list: &[Regex]) -> Vec<NaivePattern> {
        let list = list.iter().map(|&(source, greedy)| {
            let source = Source::Regex(source.into());
            NaivePattern::new(&source, greedy).unwrap()
        });
        list.collect()
    }

    /// A regular expression, and whether it is greedy.
    type Regex = (&'static str, bool);

    /// Which pattern, what it matched, when, by what, and whether clipped.
    type Known = (usize, String, usize, By, bool);

    /// A group.
    type Group = Option<(usize, usize)>;

    fn known(
        index: usize,
        text: &str,
        seen: usize,
        by: By,
        clipped: bool,
    ) -> Option<Known> {
        Some((index, text.into(), seen, by, clipped))
    }

    /// What is known; `|` in the text is a quiet.
    fn search(list: &[Regex], window: usize, text: &str) -> Option<Known> {
        let patterns = patterns(list);
        let mut judge = Judge::new(&patterns, window);
        for octet in text.bytes() {
            let it = match octet {
                b'|' => judge.end(By::Quiet),
                _ => judge.octet(octet),
            };
            let Some(it) = it else { continue };
            let text = judge.text()[it.start..it.end].to_vec();
            let text = String::from_utf8(text).unwrap();
            return Some((it.index, text, it.seen, it.by, it.clipped));
        }
        None
    }

    #[test]
    fn as_the_definition_says() {
        use By::{Octet, Quiet};
        let cases: [(&[Regex], usize, &str, Option<Known>); 17] = [
            (&[(r"\d+", false)], 9, "a12 ", known(0, "1", 2, Octet, false)),
            (&[(r"\d+", true)], 9, "a12 ", known(0, "12", 4, Octet, false)),
            (&[(r"\d+", true)], 9, "a12|3", known(0, "12", 3, Quiet, false)),
            (&[("ab", true)], 9, "xab", known(0, "ab", 3, Octet, false)),
            (&[("a$", false)], 9, "aa|", known(0, "a", 2, Quiet, false)),
            (&[("a$", false)], 9, "aab", None),
            (&[("a", false)], 9, "b||a|", known(0, "a", 2, Octet, false)),
            // Both are known at the b; the first in the list wins.
            (
                &[(r"a\B", false), ("ab", false)],
                9,
                "ab",
                known(0, "a", 2, Octet, false),
            ),
            (
                &[("ab", false), (r"a\B", false)],
                9,
                "ab",
                known(0, "ab", 2, Octet, false),
            ),
            // An octet comes before an end.
            (
                &[("a$", false), ("a", false)],
                9,
                "a|",
                known(1, "a", 1, Octet, false),
            ),
            // The leftmost start, in the window or at its edge.
            (&[("a.*b", false)], 9, "aab", known(0, "aab", 3, Octet, false)),
            (&[("a.*b", false)], 2, "aaab", known(0, "ab", 4, Octet, false)),
            (&[("a..b", false)], 4, "xa__b", known(0, "a__b", 5, Octet, false)),
            (&[("a..b", false)], 3, "xa__b", known(0, "__b", 5, Octet, true)),
            (&[("^b", false)], 3, "aaab", None),
            (&[("a+", true)], 3, "baaaaa", known(0, "aaa", 4, Octet, false)),
            (
                &[(r"a+(?:b$|)", true)],
                3,
                "aab|",
                known(0, "aab", 3, Quiet, false),
            ),
        ];
        for (list, window, text, expected) in cases {
            assert_eq!(search(list, window, text), expected, "{list:?} {text}");
        }
    }

    #[test]
    fn groups_are_those_of_the_preferred_way() {
        let cases: [(Regex, &str, &[Group]); 5] = [
            (
                (r"N=(\d+) C=(\d+)", true),
                "N=1 C=10 ",
                &[Some((0, 8)), Some((2, 3)), Some((6, 8))],
            ),
            ((r"(a?)*b", false), "aab", &[Some((0, 3)), Some((1, 2))]),
            ((r"(a?)+b", false), "b", &[Some((0, 1)), Some((0, 0))]),
            ((r"(a)|b", false), "b", &[Some((0, 1)), None]),
            (
                (r"(a??)(a*?)b", false),
                "aab",
                &[Some((0, 3)), Some((0, 0)), Some((0, 2))],
            ),
        ];
        for (regex, text, expected) in cases {
            let patterns = patterns(&[regex]);
            let mut judge = Judge::new(&patterns, 100);
            for octet in text.bytes() {
                judge.octet(octet);
            }
            let slots = judge.captures().unwrap();
            let pairs: Vec<_> =
                slots.chunks(2).map(|it| it[0].zip(it[1])).collect();
            assert_eq!(pairs, expected, "{}", regex.0);
        }
    }

    #[test]
    fn whether_an_end_would_make_a_match() {
        let patterns = patterns(&[("a$", false), (r"\d+", true)]);
        let mut judge = Judge::new(&patterns, 100);
        let mut waits = vec![judge.waits_for_end()];
        for octet in *b"ab12 " {
            judge.octet(octet);
            waits.push(judge.waits_for_end());
        }
        assert_eq!(waits, [false, true, false, true, true, false]);
    }
}
