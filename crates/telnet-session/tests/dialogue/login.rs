//! Logging in, by what hosts ask and say.

use std::io::{Error, ErrorKind};
use std::time::Duration;

use telnet_session::dialogue::{DialogueError, Login};
use telnet_session::{Cli, Config, Newline};

use crate::client::{LONG, cli};
use crate::script::Script;

/// Asks for both in such words.
fn asking(user: &str, password: &str, prompt: &str) -> Script {
    Script::new()
        .say(user)
        .hear("admin")
        .say(format!("admin\r\n{password}"))
        .hear("secret")
        .say(format!("\r\n{prompt}"))
}

#[test]
fn questions_in_other_words_are_answered() {
    for (user, password, prompt) in [
        ("\r\nCPPM_UserName:", "CPPM_Password:", "sw1>"),
        ("\r\nPlease Enter Login Name: ", "Please Enter Password: ", "sw1# "),
        ("\r\nUser name:", "Password:", "sw1>"),
        ("\r\nUsername(1-32 chars):", "Password(1-16 chars):", "Switch>"),
        ("\r\nUsername: ", "Password: ", "R1#"),
    ] {
        asking(user, password, prompt).lets_in(&Cli::default());
    }
}

#[test]
fn a_question_may_have_a_blank_before_its_colon_and_options_before_it() {
    let options = b"\xff\xfd\x01\xff\xfd\x21\xff\xfb\x01\xff\xfb\x03";
    let script = Script::new()
        .say(options)
        .say("Broadband Router\r\nLogin: ")
        .hear("admin")
        .say("admin\r\n")
        .pause(150)
        .say("Password : ")
        .hear("secret")
        .say("\r\n > ");
    script.lets_in(&Cli::default());
}

/// It neither echoes the name nor ends the lines of its questions.
#[test]
fn questions_and_prompt_may_come_in_one_line() {
    let script = Script::new()
        .say("Username: ")
        .hear("admin")
        .say("Password: ")
        .hear("secret")
        .say("R1#");
    script.lets_in(&Cli::default());
}

#[test]
fn signs_of_prompts_in_a_banner_are_no_prompt() {
    let script = Script::new()
        .say("\r\n##########\r\nWelcome >\r\n##########\r\n")
        .pause(300)
        .login()
        .say("\r\n#### R1 ####\r\n")
        .pause(300)
        .say("R1#");
    script.lets_in(&Cli::default());
}

/// The banner comes in two parts, the first of which ends with a sign.
#[test]
fn a_banner_that_pauses_behind_a_sign_is_no_prompt() {
    let script = Script::new()
        .say("Welcome to the lab, press #")
        .pause(300)
        .say(" for help")
        .login()
        .say("\r\nR1#");
    script.lets_in(&Cli::default());
}

fn after_login(said: &str) -> Script {
    Script::new().login().pause(200).say(said).say("R1#")
}

#[test]
fn words_of_a_refusal_before_the_prompt_refuse_nothing() {
    let said = "\r\nNOTICE: unauthorized access denied and logged.\r\n\r\n";
    after_login(said).lets_in(&Cli::default());
}

#[test]
fn words_of_a_question_before_the_prompt_ask_nothing() {
    let said = "\r\nPassword: to be changed every month\r\n\
                login: once only\r\n";
    after_login(said).lets_in(&Cli::default());
}

#[test]
fn a_pager_in_the_greeting_is_answered() {
    let script = Script::new()
        .login()
        .say("\r\nline 1 of the greeting\r\n--More--")
        .key(" ")
        .say("\r        \rline 2\r\nsw1#");
    script.lets_in(&Cli::default());
}

/// The login is accepted, and this is another question.
#[test]
fn a_question_behind_the_password_is_the_callers() {
    let script = Script::new().login().say(
        "\r\nWarning: The initial password poses security risks.\r\n\
         The password needs to be changed. Change now? [Y/N]: ",
    );
    script.each(|client| {
        let error = client.login(&Cli::default()).unwrap_err();
        let DialogueError::Asked { question, .. } = &error else {
            panic!("{error}");
        };
        let asked = b"needs to be changed. Change now? [Y/N]: ";
        assert!(question.ends_with(asked), "{error}");
        assert_eq!(Error::from(error).kind(), ErrorKind::Other);
    });
}

#[test]
fn a_host_that_wants_any_key_gets_one() {
    let script = Script::new()
        .say("\r\nA switch\r\n\r\nPress any key to continue")
        .pause(300)
        .key(" ")
        .login()
        .say("\r\nsw1# ");
    script.lets_in(&Cli::default());
}

/// A host that draws all of it, questions included, at places of the screen.
#[test]
fn questions_that_are_drawn_on_a_screen_are_answered() {
    let script = Script::new()
        .say(b"\xff\xfb\x01\xff\xfb\x03\xff\xfd\x18\xff\xfd\x1f")
        .say(
            "\x1b[2J\x1b[?7l\x1b[3;23r\x1b[?6l\x1b[1;1H\x1b[?25l\x1b[1;1H\
             A switch\x1b[23;1H\x1b[?25hPress any key to continue\x1b[?25h\
             \x1b[23;27H",
        )
        .key(" ")
        .say("\x1b[?6l\x1b[1;24r\x1b[?7h\x1b[24;1HUsername: \x1b[?25h")
        .hear("admin")
        .say("admin\x1b[24;16H\r\nPassword: \x1b[?25h")
        .hear("secret")
        .say(
            "\x1b[1;24r\x1b[24;1H\x1b[24;1H\x1b[2K\x1b[24;1H\x1b[?25h\
             \x1b[24;1H\x1b[24;1Hsw1# \x1b[24;1H\x1b[24;6H\x1b[24;1H\
             \x1b[?25h\x1b[24;6H",
        );
    script.lets_in(&Cli::default());
}

#[test]
fn a_console_that_says_nothing_gets_an_enter() {
    let script = Script::new()
        .hear("")
        .say("\r\nUser Access Verification\r\n")
        .login()
        .say("\r\nR1>");
    script.lets_in(&Cli::default());
}

/// One that takes CR LF for two.
#[test]
fn a_console_may_want_cr_alone() {
    let config = Config::default().newline(Newline::Cr);
    let script = Script::new()
        .key("\r")
        .say("\r\nUsername: ")
        .key("admin\r")
        .say("admin\r\nPassword: ")
        .key("secret\r")
        .say("\r\nR1#");
    script.each_with(&config, |client| {
        client.session.send_line(b"").unwrap();
        client.login(&Cli::default()).unwrap();
    });
}

#[test]
fn a_host_that_says_nothing_ends_it_at_the_deadline() {
    let script = Script::new().pause(50);
    script.each(|client| {
        let start = client.now();
        let time = Duration::from_millis(600);
        let cli = Cli::default();
        let mut login = Login::new(&cli, "admin", "secret", time);
        let error = Error::from(client.wait(&mut login).unwrap_err());
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        assert_eq!(client.now().duration_since(start), time);
    });
}

#[test]
fn questions_and_prompt_may_come_in_pieces_far_apart() {
    let script = Script::new()
        .pause(400)
        .say("\r\nWarning: for authorized use\r\n")
        .pause(400)
        .say("\r\nUser")
        .pause(200)
        .say("name:")
        .hear("admin")
        .pause(300)
        .say("admin\r\n")
        .pause(200)
        .say("Pass")
        .pause(200)
        .say("word:")
        .hear("secret")
        .pause(300)
        .say("\r\n")
        .pause(300)
        .say("Info: 1 user\r\n")
        .pause(200)
        .say("<HUAWEI")
        .pause(50)
        .say(">");
    for cli in [cli("<HUAWEI>"), Cli::default()] {
        script.lets_in(&cli);
    }
}

#[test]
fn a_password_that_is_echoed_is_in_no_error() {
    let script = Script::new()
        .say("\r\nUsername: ")
        .hear("admin")
        .say("admin\r\nPassword: ")
        .hear("hunter2")
        .say("hunter2\r\nplease wait");
    script.each(|client| {
        let cli = Cli::default();
        let mut login = Login::new(&cli, "admin", "hunter2", LONG);
        let error = client.wait(&mut login).unwrap_err();
        assert!(error.said().ends_with(b"please wait"), "{error}");
        let shown = format!("{error} {error:?} {:?}", error.said());
        assert!(!shown.contains("hunter2"), "{shown}");
    });
}
