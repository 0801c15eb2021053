//! The cells of the few options that a connection ever speaks of.

use telnet_proto::{Cell, Cells, Side, TelnetOption};

/// The options of which a cell was set to anything but off and refused: a handful,
/// and 256 at most.
#[derive(Clone, Default)]
pub(crate) struct Few(Vec<(TelnetOption, [Cell; 2])>);

impl Cells for Few {
    fn cell(&self, side: Side, option: TelnetOption) -> Cell {
        let found = self.0.iter().find(|(of, _)| *of == option);
        let [local, remote] = found.map(|(_, it)| *it).unwrap_or_default();
        match side {
            Side::Local => local,
            Side::Remote => remote,
        }
    }

    fn set_cell(&mut self, side: Side, option: TelnetOption, cell: Cell) {
        let at = match self.0.iter().position(|(of, _)| *of == option) {
            Some(at) => at,
            None if cell == Cell::default() => return,
            None => {
                self.0.push((option, <[Cell; 2]>::default()));
                self.0.len() - 1
            }
        };
        let Some((_, [local, remote])) = self.0.get_mut(at) else { return };
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
        assert_eq!(options.cells().0.len(), 0);
    }
}
