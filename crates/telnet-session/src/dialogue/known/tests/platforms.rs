//! Platforms.

use std::collections::HashSet;

use super::super::Platform;
use super::super::platforms;
use super::*;

fn every() -> impl Iterator<Item = &'static Platform> {
    platforms::all()
}

#[test]
fn names_are_unique_and_patterns_compile() {
    let mut names = HashSet::new();
    for platform in every() {
        assert!(!platform.names.is_empty() && platform.source.len() > 4);
        for name in platform.names {
            assert!(names.insert(*name), "{name}");
            crate::Cli::platform(name).unwrap();
        }
        let questions = platform.questions.iter().map(|it| it.regex);
        let pagers = platform.pagers.iter().map(|it| it.regex);
        let lines = platform.prompts.iter().chain(platform.errors).copied();
        for regex in lines.chain(questions).chain(pagers) {
            crate::Pattern::prompt(regex).unwrap();
        }
        let one = [platform.enable, platform.configure, platform.leave];
        let commands = one.into_iter().flatten();
        for command in commands.chain(platform.pager_off.iter().copied()) {
            assert!(command == command.trim() && !command.is_empty());
        }
    }
    assert!(names.len() > 150, "{}", names.len());
}

/// What a row of the vectors leaves to a platform, the platform knows; and a
/// platform has no prompt that no row leaves to it.
#[test]
fn prompts_left_to_a_platform_are_known_to_it() {
    let left: Vec<_> = rows()
        .into_iter()
        .filter_map(|row| {
            let (name, _) =
                row.why.strip_prefix("platform ")?.split_once(':')?;
            Some((name, row))
        })
        .collect();
    assert!(left.len() > 10);
    let mut used = HashSet::new();
    for (name, row) in &left {
        let platform = every().find(|it| it.names.contains(name)).unwrap();
        let line = last(row);
        let known = platform
            .prompts
            .iter()
            .find(|regex| compile(r"\A", regex, r" *\z").is_match(&line));
        used.insert((platform.names[0], *known.expect(name)));
    }
    for row in rows().iter().filter(|it| it.kind == "prompt") {
        let line = last(row);
        for platform in every().filter(|it| it.names.contains(&row.platform)) {
            let known =
                |it: &&&str| compile(r"\A", it, r" *\z").is_match(&line);
            let mine = platform.prompts.iter().filter(known);
            used.extend(mine.map(|it| (platform.names[0], *it)));
        }
    }
    for platform in every() {
        for regex in platform.prompts {
            let same = |it: &(&str, &str)| it.1 == *regex;
            assert!(used.iter().any(same), "{:?} {regex}", platform.names);
        }
    }
}
