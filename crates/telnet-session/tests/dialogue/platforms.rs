//! Platforms by their names.

use std::io;

use telnet_session::Cli;

#[test]
fn each_platform_is_found_by_the_name_that_is_listed() {
    let names: Vec<&str> = Cli::platforms().collect();
    assert!(names.contains(&"cisco_ios"), "{names:?}");
    for name in names {
        assert!(Cli::platform(name).is_ok(), "{name}");
    }
}

#[test]
fn what_is_no_platform_is_told_with_nothing_that_acts_on_a_terminal() {
    let error = Cli::platform("no\u{1B}such").unwrap_err();
    assert_eq!(error.name(), "no\u{1B}such");
    let told = io::Error::from(error);
    assert_eq!(told.kind(), io::ErrorKind::InvalidInput);
    let told = told.to_string();
    assert!(told.contains(r"`no\u{1b}such`"), "{told}");
}
