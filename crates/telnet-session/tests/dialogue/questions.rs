//! Questions that nobody but the caller can answer.

use std::io::{Error, ErrorKind};

use telnet_session::dialogue::{DialogueError, Run};
use telnet_session::expect::Expect;
use telnet_session::wait::ReadAll;
use telnet_session::{Pattern, Wait};

use crate::client::{Client, LONG, cli, shown};
use crate::script::Script;

/// What a host asks that the command does not answer.
fn asked(client: &mut Client, line: &str) -> String {
    let error = client.run(&cli("R1[>#]"), line).unwrap_err();
    let DialogueError::Asked { question, .. } = &error else {
        panic!("{error}");
    };
    let question = String::from_utf8(question.to_vec()).unwrap();
    assert_eq!(Error::from(error).kind(), ErrorKind::Other);
    question
}

fn enable() -> Script {
    Script::new().hear("enable").say("enable\r\nPassword: ")
}

#[test]
fn a_password_that_is_asked_for_ends_a_command_that_has_none() {
    enable().each(|client| {
        assert_eq!(asked(client, "enable"), "Password: ");
    });
}

#[test]
fn enable_answers_what_it_is_asked_for() {
    let script = enable()
        .hear("topsecret")
        .say("\r\nR1#")
        .hear("show")
        .say("show\r\none\r\nR1#");
    script.each(|client| {
        let cli = cli("R1[>#]");
        let mut enable = Run::enable(&cli, "topsecret", LONG);
        let reply = client.wait(&mut enable).unwrap();
        assert_eq!(reply.prompt, "R1#");
        client.gives(&cli, "show", "one\n");
    });
}

/// By a search for the question, a secret that is sent, and a search for the
/// prompt: the dialogue behind it is in step.
#[test]
fn a_password_that_was_sent_by_hand_does_no_harm() {
    let script = enable()
        .hear("topsecret")
        .say("\r\nR1#")
        .hear("show")
        .say("show\r\none\r\nR1#");
    script.each(|client| {
        let session = &mut client.session;
        let question = session.pattern_set(Pattern::literal("Password: "));
        let prompt = Pattern::prompt("R1[>#]").unwrap();
        let prompt = session.pattern_set(prompt).unwrap();
        session.send_line(b"enable").unwrap();
        let mut wait = Expect::new(&question.unwrap(), LONG);
        assert!(client.wait(&mut wait).is_match());
        client.session.send_secret_line(b"topsecret").unwrap();
        assert!(client.wait(&mut Expect::new(&prompt, LONG)).is_match());
        client.gives(&cli("R1[>#]"), "show", "one\n");
    });
}

fn delete() -> Script {
    Script::new().hear("delete x").say("delete x\r\nDelete x? [confirm]")
}

#[test]
fn what_is_to_be_confirmed_ends_a_command_that_has_no_answer() {
    delete().each(|client| {
        assert_eq!(asked(client, "delete x"), "Delete x? [confirm]");
    });
}

#[test]
fn an_answer_of_the_call_confirms() {
    let confirm = Pattern::literal("[confirm]");
    let script = delete().hear("").say("\r\nR1#");
    script.each(|client| {
        let run = Run::new(&cli("R1[>#]"), "delete x", LONG);
        let mut run = run.answer(&confirm, "").unwrap();
        let reply = client.wait(&mut run).unwrap();
        let shown = shown(&[reply.text, reply.prompt]);
        assert_eq!(shown, ["Delete x? [confirm]\n", "R1#"]);
    });
}

fn reload() -> Script {
    Script::new()
        .hear("reload")
        .say("reload\r\n\r\nThe configuration was modified. Save? [yes/no]: ")
        .hear("no")
        .say("no\r\nProceed with reload? [confirm]")
        .hear("")
        .say("\r\nClosed by reload\r\n")
        .close()
}

#[test]
fn questions_may_be_answered_by_hand_up_to_the_end_of_the_stream() {
    reload().each(|client| {
        let asked = ["[yes/no]: ", "[confirm]"].map(Pattern::literal);
        let asked = client.session.pattern_set(asked).unwrap();
        client.session.send_line(b"reload").unwrap();
        for (which, answer) in [(0, "no"), (1, "")] {
            let found = client.wait(&mut Expect::new(&asked, LONG));
            assert_eq!(found.matched().unwrap().index(), which);
            client.session.send_line(answer.as_bytes()).unwrap();
        }
        let deadline = Some(client.now() + LONG);
        let rest = client.wait(&mut ReadAll::new(deadline)).unwrap();
        assert_eq!(rest[..], b"\r\nClosed by reload\r\n"[..]);
    });
}

#[test]
fn a_host_that_closes_behind_the_last_answer_has_said_why() {
    reload().each(|client| {
        let run = Run::new(&cli("R1[>#]"), "reload", LONG);
        let run = run.answer(&Pattern::literal("[yes/no]: "), "no").unwrap();
        let run = run.answer(&Pattern::literal("[confirm]"), "");
        let mut run = run.unwrap().map(Result::unwrap_err);
        let error = client.wait(&mut run);
        assert!(error.said().ends_with(b"\nClosed by reload\n"), "{error}");
        assert_eq!(Error::from(error).kind(), ErrorKind::UnexpectedEof);
    });
}
