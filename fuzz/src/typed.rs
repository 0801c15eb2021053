//! What a user types where a server asks for lines: what is entered, what the screen
//! shows and where its cursor is are as the model says, if it is made of keys that the
//! model knows; else, they are the same however it is cut. A line that is entered is
//! no longer than the cap, and has no control characters in it.
//!
//! Input: how wide the screen is; whether what follows are keys, or octets; a list of
//! the lengths of slices, which is gone through in a circle; then one octet for each
//! key, or the octets, where 255 and the next one are a command.
//!
//! Model and terminal are those of the tests of telnet-session.

#[path = "../../crates/telnet-session/tests/typed/model.rs"]
mod model;
#[path = "../../crates/telnet-session/tests/typed/terminal.rs"]
#[allow(dead_code, reason = "the tests ask for more of it")]
mod terminal;

use telnet_session::server::Entry;

use crate::input::Input;
use model::{KEYS, Model, text};
use terminal::{MAX_LINE, Terminal};

/// Most octets that are typed: so many lines fit on the screen.
const MOST: usize = 180;

/// EC, EL, IP, EOF, SUSP, ABORT and BRK. What AYT and AO give depends on when it is
/// sent.
const COMMANDS: [u8; 7] = [247, 248, 244, 236, 237, 238, 243];

/// Runs one input.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let columns = 4 + u16::from(input.octet() % 36);
    let are_keys = input.octet() % 2 == 0;
    let steps = input.list();
    let mut stream = Vec::new();
    while !input.is_empty() && stream.len() < MOST {
        match input.octet() {
            key if are_keys => {
                stream.extend(KEYS[usize::from(key) % KEYS.len()]);
            }
            255 => stream.extend([255, input.one_of(&COMMANDS)]),
            octet => stream.push(octet),
        }
    }
    let whole = typed(columns, &stream, &[]);
    for entry in &whole.entries {
        let (Entry::Line(line) | Entry::Key { before: line, .. }) = entry
        else {
            continue;
        };
        assert!(line.len() <= usize::from(MAX_LINE));
        assert!(!line.iter().any(u8::is_ascii_control), "{line:?}");
    }
    if are_keys {
        whole.judge(&Model::of(&text(&stream), usize::from(MAX_LINE)));
    }
    let cut = typed(columns, &stream, steps);
    assert_eq!(whole.entries, cut.entries);
    assert_eq!(whole.rows(), cut.rows());
    let [whole, cut] = [whole, cut].map(|it| it.screen);
    let [whole, cut] = [&whole, &cut].map(|it| it.screen().cursor_position());
    assert_eq!(whole, cut, "the cursor");
}

/// A terminal on which that was typed, in slices.
fn typed(columns: u16, stream: &[u8], steps: &[u8]) -> Terminal {
    let mut terminal = Terminal::new(columns);
    let moves = steps.iter().any(|step| *step > 0);
    let steps: &[u8] = if moves { steps } else { &[] };
    let mut steps = steps.iter().cycle();
    let mut rest = stream;
    while !rest.is_empty() {
        let len = steps.next().map_or(rest.len(), |it| (*it).into());
        let (slice, after) = rest.split_at(len.min(rest.len()));
        terminal.receive(slice);
        rest = after;
    }
    terminal
}
