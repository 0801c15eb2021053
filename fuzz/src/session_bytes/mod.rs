//! A connection that stalls, is read and written now and then, and is given
//! what any peer might send: caps hold, and nothing is lost or doubled.
//!
//! Input: role and mode, caps, a list of steps of two octets each, then what
//! the peer sends. The steps are gone through in a circle until all has been
//! received; then the stream ends and all there is is taken.
//!
//! * [`config`]: roles, modes and caps;
//! * [`model`]: what the outcome is held against;
//! * [`drive`]: the steps.

mod config;
mod drive;
mod model;

use crate::input::Input;
use config::Setup;
use drive::Driver;
use model::Expected;

/// Most steps in a row that do not receive anything.
const MOST_STEPS: usize = 64;

/// Runs one input.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let setup = Setup::new(&mut input);
    let count = input.below(MOST_STEPS);
    let steps = input.octets(2 * count);
    let stream = input.rest();

    let mut driver = Driver::new(&setup, stream);
    let mut round = steps.chunks_exact(2).cycle();
    // Each step once at least, so that short streams meet all of them.
    let mut left = steps.len() / 2 + stream.len();
    while left > 0 && driver.is_open() {
        let Some(step) = round.next() else { break };
        driver.step(step[0], step[1]);
        left -= 1;
    }
    let outcome = driver.finish();
    Expected::of(&setup, stream, outcome.model.clone()).check(outcome);
}
