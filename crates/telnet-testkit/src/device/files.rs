//! The transcripts of this crate.

use std::fs;
use std::path::Path;

use super::Transcript;

/// All transcripts of `vectors/devices`, by name. Whatever file is there is
/// one.
///
/// # Panics
///
/// If one is not in the form that [`Transcript::parse`] reads.
#[must_use]
pub fn all() -> Vec<Transcript> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/devices");
    let files = fs::read_dir(folder).expect(folder);
    let mut paths: Vec<_> = files.map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

/// The transcript of that name.
///
/// # Panics
///
/// If there is none.
#[must_use]
pub fn named(name: &str) -> Transcript {
    let found = all().into_iter().find(|it| it.name == name);
    found.unwrap_or_else(|| panic!("no transcript {name:?}"))
}

fn read(path: &Path) -> Transcript {
    let name = path.file_name().and_then(|it| it.to_str());
    let name = name.and_then(|it| it.strip_suffix(".txt"));
    let name = name.unwrap_or_else(|| panic!("{path:?} is no NAME.txt"));
    let text = fs::read_to_string(path);
    let text = text.unwrap_or_else(|error| panic!("{path:?}: {error}"));
    Transcript::parse(name, &text).unwrap_or_else(|fault| panic!("{fault}"))
}
