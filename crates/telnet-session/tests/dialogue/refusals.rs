//! Logins that are refused.

use std::io::{Error, ErrorKind};

use telnet_session::dialogue::DialogueError;
use telnet_session::{Cause, Cli};

use crate::script::Script;

fn is_refused(script: &Script) {
    script.each(|client| {
        let error = client.login(&Cli::default()).unwrap_err();
        assert!(matches!(error, DialogueError::Refused { .. }), "{error}");
        assert_eq!(Error::from(error).kind(), ErrorKind::PermissionDenied);
    });
}

#[test]
fn a_host_that_asks_once_more_has_refused() {
    let said = "\r\n% Login invalid\r\n\r\nUsername: \r\nUsername: ";
    is_refused(&Script::new().login().pause(300).say(said));
}

#[test]
fn a_host_that_says_no_and_closes_has_refused() {
    for said in [
        "% Bad secrets",
        "% Bad passwords",
        "Invalid login/password",
        "Login incorrect",
        "Access denied",
        "% Authentication failed",
        "Error: Authentication fail",
        "Error: Failed to authenticate.",
        "Invalid username or password",
        "Username or password incorrect",
        "Password incorrect",
        "Incorrect User/Password",
        "Incorrect username or password",
        "Login failed!",
        "Login failed, name or password is wrong.",
        "invalid user name or password",
        "Wrong password!",
        "User authentication failed",
    ] {
        let said = format!("\r\n{said}\r\n");
        is_refused(&Script::new().login().say(said).close());
    }
}

#[test]
fn a_host_that_asks_nothing_and_closes_has_said_why() {
    let said = "\r\n\r\nPassword required, but none set\r\n";
    Script::new().say(said).close().each(|client| {
        let error = client.login(&Cli::default()).unwrap_err();
        let DialogueError::Missed { cause, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!(*cause, Cause::Eof);
        assert!(error.to_string().contains("but none set"), "{error}");
    });
}
