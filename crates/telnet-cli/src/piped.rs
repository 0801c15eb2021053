//! Standard input that is no terminal: it is sent whole, and all of the answer
//! is printed.

use std::io;

use crate::connect::Line;
use crate::exit::Exit;

/// Sends all of standard input, and prints all that comes.
pub(crate) fn run(line: &mut Line) -> Result<(), Exit> {
    use io::Write as _;
    line.interact().map_err(|it| Exit::broken(&it))?;
    let rest = line.read_all().map_err(|it| Exit::broken(&it))?;
    io::stdout().write_all(&rest).map_err(|it| Exit::broken(&it))
}
