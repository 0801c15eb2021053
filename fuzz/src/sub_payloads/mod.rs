//! Every parser reads any payload. What it reads is written again, and reads
//! as the same; its iterators end.
//!
//! Input: which codec, from 1, then the payload. 0 is all of them.

mod environ;
mod linemode;
mod lists;
mod mud;
mod services;
mod terminal;

use crate::input::Input;

/// One function for each codec.
const CODECS: &[fn(&[u8])] = &[
    terminal::naws,
    terminal::ttype,
    terminal::mtts,
    terminal::tspeed,
    terminal::xdisploc,
    terminal::sndloc,
    terminal::lflow,
    terminal::start_tls,
    environ::new_environ,
    environ::old_environ,
    environ::login_name,
    lists::status,
    lists::exopl,
    mud::mccp,
    mud::mccp_version_1,
    mud::msdp,
    mud::mssp,
    mud::msp,
    mud::mxp,
    mud::gmcp,
    mud::atcp,
    mud::zmp,
    services::charset,
    services::com_port,
    services::authentication,
    services::encrypt,
    services::tn3270e,
    linemode::linemode,
    linemode::slc_pair,
    linemode::mode_pair,
    mud::aardwolf,
];

/// Runs one input.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let which = input.octet();
    let payload = input.rest();
    let which = usize::from(which) % (CODECS.len() + 1);
    match which.checked_sub(1).and_then(|at| CODECS.get(at)) {
        Some(codec) => codec(payload),
        None => CODECS.iter().for_each(|codec| codec(payload)),
    }
}

/// The parts of a payload, one after the other.
fn join<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    parts.into_iter().flatten().copied().collect()
}

/// All that an iterator gives, which may be so much and no more. It stays at
/// its end.
fn all<T>(mut iter: impl Iterator<Item = T>, most: usize) -> Vec<T> {
    let mut items = Vec::new();
    for item in iter.by_ref() {
        items.push(item);
        assert!(items.len() <= most, "more than {most} items");
    }
    assert!(iter.next().is_none(), "goes on after its end");
    items
}
