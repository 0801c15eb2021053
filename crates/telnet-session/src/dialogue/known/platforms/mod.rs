//! Platforms: what is known of a host as soon as one says what it is.
//!
//! Nothing here is sent or expected unless the caller names the platform.

mod cisco;
mod edge;
mod host;
mod huawei;
mod olt;
mod router;
mod switch;

use super::{Answer, Platform, Question};

/// All of them, by kind.
const PLATFORMS: &[&[Platform]] = &[
    cisco::ROWS,
    huawei::ROWS,
    switch::ROWS,
    router::ROWS,
    olt::ROWS,
    edge::ROWS,
    host::ROWS,
];

/// All of them.
pub(in super::super) fn all() -> impl Iterator<Item = &'static Platform> {
    PLATFORMS.iter().copied().flatten()
}

/// The one of a name, which may end with how it is reached, as netmiko's do.
pub(in super::super) fn find(name: &str) -> Option<&'static Platform> {
    let by = |name: &str| all().find(|it| it.names.contains(&name));
    let bare = ["_telnet", "_ssh", "_serial"].iter();
    by(name).or_else(|| {
        let mut bare = bare.filter_map(|end| name.strip_suffix(end));
        bare.find_map(by)
    })
}

/// Of which nothing is known but its names.
const fn named(
    names: &'static [&'static str],
    source: &'static str,
) -> Platform {
    Platform {
        names,
        prompts: &[],
        pager_off: &[],
        enable: None,
        configure: None,
        leave: None,
        pagers: &[],
        questions: &[],
        errors: &[],
        source,
    }
}

/// With `enable`, `configure terminal` and `end`, as IOS has them.
const fn like_ios(
    names: &'static [&'static str],
    pager_off: &'static [&'static str],
    source: &'static str,
) -> Platform {
    Platform {
        pager_off,
        enable: Some("enable"),
        configure: Some("configure terminal"),
        leave: Some("end"),
        ..named(names, source)
    }
}

/// With `configure` and `exit`, and no more rights to ask for.
const fn like_junos(
    names: &'static [&'static str],
    pager_off: &'static [&'static str],
    source: &'static str,
) -> Platform {
    Platform {
        pager_off,
        configure: Some("configure"),
        leave: Some("exit"),
        ..named(names, source)
    }
}

/// Which only has to be told not to make pages.
const fn paged(
    names: &'static [&'static str],
    pager_off: &'static [&'static str],
    source: &'static str,
) -> Platform {
    Platform { pager_off, ..named(names, source) }
}

const LENGTH_0: &[&str] = &["terminal length 0"];
