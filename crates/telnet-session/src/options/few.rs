//! The cells of the few options that a connection ever speaks of.

use telnet_proto::{Cell, Cells, Side, TelnetOption};

/// How many options are at hand, without a look elsewhere: text asks for one.
const NEAR: usize = 6;

/// An option, and its cells: local, then remote.
#[derive(Clone, Copy)]
struct Entry {
    option: TelnetOption,
    cells: [Cell; 2],
}

impl Entry {
    /// Nothing is kept here, whatever the option.
    const FREE: Self =
        Self { option: TelnetOption::BINARY, cells: [Cell::OFF; 2] };

    fn is_free(self) -> bool {
        self.cells == Self::FREE.cells
    }
}

/// The options of which a cell is set to anything but off and refused: a handful, and
/// 256 at most.
#[derive(Clone)]
pub(crate) struct Few {
    near: [Entry; NEAR],
    far: Vec<Entry>,
}

impl Default for Few {
    fn default() -> Self {
        Self { near: [Entry::FREE; NEAR], far: Vec::new() }
    }
}

impl Few {
    /// The entry where a cell of an option is to be set.
    fn entry(&mut self, option: TelnetOption) -> Option<&mut Entry> {
        let all = || self.near.iter().chain(&self.far);
        let own = all().position(|it| it.option == option);
        let at = own.or_else(|| all().position(|it| it.is_free()));
        let at = at.unwrap_or_else(|| {
            self.far.push(Entry::FREE);
            NEAR + self.far.len() - 1
        });
        let entry = match at.checked_sub(NEAR) {
            None => self.near.get_mut(at),
            Some(at) => self.far.get_mut(at),
        }?;
        entry.option = option;
        Some(entry)
    }
}

impl Cells for Few {
    #[inline]
    fn cell(&self, side: Side, option: TelnetOption) -> Cell {
        let mut all = self.near.iter().chain(&self.far);
        let found = all.find(|it| it.option == option);
        let [local, remote] = found.map_or(Entry::FREE.cells, |it| it.cells);
        match side {
            Side::Local => local,
            Side::Remote => remote,
        }
    }

    fn set_cell(&mut self, side: Side, option: TelnetOption, cell: Cell) {
        if self.cell(side, option) == cell {
            return;
        }
        let Some(Entry { cells: [local, remote], .. }) = self.entry(option)
        else {
            return;
        };
        match side {
            Side::Local => *local = cell,
            Side::Remote => *remote = cell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use telnet_proto::{Negotiation, Options, Policy, Verb};

    const SIDES: [Side; 2] = [Side::Local, Side::Remote];
    const VERBS: [Verb; 4] = [Verb::Will, Verb::Wont, Verb::Do, Verb::Dont];
    const POLICIES: [Policy; 3] = [Policy::Refuse, Policy::Accept, Policy::Ask];

    proptest! {
        #[test]
        fn a_few_cells_are_as_good_as_all(
            steps in prop::collection::vec((0..4u8, any::<u8>(), 0..12usize), 0..200),
        ) {
            let mut all = Options::new();
            let mut few = Options::with_cells(Few::default());
            for (what, code, how) in steps {
                // Some options again and again, and any other now and then.
                let code = if code < 200 { code % 7 } else { code };
                let option = TelnetOption::from(code);
                let (side, on) = (SIDES[how % 2], how < 6);
                if what == 0 {
                    let policy = POLICIES[how % 3];
                    all.set_policy(side, option, policy);
                    few.set_policy(side, option, policy);
                    continue;
                }
                let received = Negotiation::new(VERBS[how % 4], option);
                let step = match what {
                    1 => (all.request(side, option, on), few.request(side, option, on)),
                    2 => (all.answer(side, option, on), few.answer(side, option, on)),
                    _ => (all.receive(received), few.receive(received)),
                };
                prop_assert_eq!(step.0, step.1);
            }
            for code in 0..=u8::MAX {
                for side in SIDES {
                    let option = TelnetOption::from(code);
                    prop_assert_eq!(all.state(side, option), few.state(side, option));
                    prop_assert_eq!(all.policy(side, option), few.policy(side, option));
                }
            }
        }
    }

    #[test]
    fn what_is_refused_takes_no_room() {
        let mut options = Options::with_cells(Few::default());
        for code in 0..=u8::MAX {
            for verb in VERBS {
                let it = Negotiation::new(verb, TelnetOption::from(code));
                let _answered = options.receive(it);
            }
        }
        assert!(options.cells().near.iter().all(|it| it.is_free()));
        assert!(options.cells().far.is_empty());
    }
}
