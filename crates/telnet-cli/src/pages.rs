//! What is printed for shells and for the manual, out of the arguments.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Arguments;
use crate::exit::Exit;
use crate::print::{print, unprinted};

/// Prints what a shell needs to complete the arguments.
pub(crate) fn complete(shell: Shell) -> Result<(), Exit> {
    let mut text = Vec::new();
    let mut command = <Arguments as CommandFactory>::command();
    clap_complete::generate(shell, &mut command, "telnet-rs", &mut text);
    print(&text)
}

/// Prints the page of the manual, as `man -l -` reads it.
pub(crate) fn manual() -> Result<(), Exit> {
    let mut text = Vec::new();
    let page = clap_mangen::Man::new(<Arguments as CommandFactory>::command());
    page.render(&mut text).map_err(|it| unprinted(&it))?;
    let text = String::from_utf8_lossy(&text);
    // What has columns is not to be filled, nor further to the right.
    let text = text.replace("\n.SH EXTRA\n", "\n.SH SCRIPTS\n.nf\n.in 0\n");
    let text = text.replace("\n.SH VERSION\n", "\n.fi\n.SH VERSION\n");
    print(text.as_bytes())
}
