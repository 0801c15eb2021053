//! Each reply is that of its command, whatever the host says in between.

use std::time::Duration;

use telnet_session::Cli;

use crate::client::{Client, cli, shown};
use crate::script::Script;

/// Two commands, with a rest between them in which the host says something.
/// It answers the second one so late.
fn logged(answer: u64) -> Script {
    Script::new()
        .hear("show clock")
        .say("show clock\r\n10:00 UTC\r\nR1#")
        .pause(200)
        .say("\r\n*10:00:01: %SYS-5-CONFIG_I: Configured\r\nR1#")
        .hear("show ver")
        .pause(answer)
        .say("show ver\r\nIOS 15\r\nR1#")
}

#[test]
fn a_log_line_and_a_prompt_before_a_command_are_no_reply_to_it() {
    for answer in [0, 250] {
        logged(answer).each(|client| {
            let cli = cli("R1#");
            client.gives(&cli, "show clock", "10:00 UTC\n");
            client.rest(600);
            let reply = client.run(&cli, "show ver").unwrap();
            let [before, text] = shown(&[reply.before, reply.text]);
            let log = "*10:00:01: %SYS-5-CONFIG_I: Configured\n";
            assert_eq!([before, text], [&format!("R1#\n{log}"), "IOS 15\n"]);
        });
    }
}

/// A host that shows its prompt again, some time after the login.
#[test]
fn a_prompt_that_comes_again_before_a_command_is_no_reply_to_it() {
    let script = Script::new()
        .say("\r\nPassword: ")
        .hear("secret")
        .say("\r\nR1#")
        .pause(250)
        .say("\r\nR1#")
        .hear("show ver")
        .pause(250)
        .say("show ver\r\nIOS 15\r\nR1#");
    script.each(|client| {
        let cli = cli("R1#");
        client.login(&cli).unwrap();
        client.rest(400);
        let reply = client.run(&cli, "show ver").unwrap();
        let texts = shown(&[reply.before, reply.text]);
        assert_eq!(texts, ["R1#\n", "IOS 15\n"]);
    });
}

#[test]
fn one_prompt_too_many_shifts_no_reply() {
    let mut script = Script::new().say("R1#").pause(200).say("\r\nR1#");
    for n in 1..=3 {
        let said = format!("show {n}\r\nreply {n}\r\nR1#");
        script = script.hear(format!("show {n}")).pause(200).say(said);
    }
    script.each(|client: &mut Client| {
        let cli = cli("R1#");
        client.login(&cli).unwrap();
        client.rest(300);
        for n in 1..=3 {
            let reply = client.run(&cli, &format!("show {n}")).unwrap();
            assert_eq!(reply.text, format!("reply {n}\n"));
        }
    });
}

#[test]
fn a_log_line_behind_the_prompt_belongs_to_the_output() {
    let said = "show\r\none\r\nR1#";
    let logged = "\r\n*10:00:01: %LINK-3-UPDOWN: up\r\nR1#";
    let script = Script::new().hear("show").say(said).say(logged);
    let text = "one\nR1#\n*10:00:01: %LINK-3-UPDOWN: up\n";
    script.gives(&cli("R1#"), "show", text);
}

/// Of a mode that is left: such a prompt waits for a silence.
#[test]
fn a_log_line_soon_behind_another_prompt_belongs_to_the_output() {
    let script = Script::new()
        .login()
        .say("\r\nR1#")
        .hear("configure terminal")
        .say("configure terminal\r\nOne per line.\r\nR1(config)#")
        .hear("end")
        .say("end\r\nR1#")
        .pause(60)
        .say("\r\n*10:00:01: %SYS-5-CONFIG_I: Configured\r\nR1#")
        .hear("show clock")
        .pause(120)
        .say("show clock\r\n*10:00:02 UTC\r\nR1#");
    script.each(|client| {
        let cli = Cli::default();
        client.login(&cli).unwrap();
        client.gives(&cli, "configure terminal", "One per line.\n");
        let log = "*10:00:01: %SYS-5-CONFIG_I: Configured\n";
        client.gives(&cli, "end", &format!("R1#\n{log}"));
        client.gives(&cli, "show clock", "*10:00:02 UTC\n");
    });
}

#[test]
fn what_a_host_says_before_it_closes_is_in_the_error() {
    let script = Script::new().hear("exit").say("exit\r\nlogout\r\n").close();
    for cli in [cli("R1#"), Cli::default()] {
        script.each(|client| {
            let error = client.run(&cli, "exit").unwrap_err();
            assert_eq!(error.said(), b"logout\n");
            let error = std::io::Error::from(error);
            assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
        });
    }
}

/// A line in between looked like that of another host.
#[test]
fn a_prompt_that_has_stood_is_no_tail_of_a_line() {
    let script = Script::new()
        .say("R1#")
        .hear("a")
        .say("a\r\nR1#")
        .hear("show")
        .say("show\r\n1#")
        .pause(800)
        .say("\r\nx\r\nR1#")
        .hear("next")
        .say("next\r\nZ\r\nR1#");
    script.each(|client| {
        let cli = Cli::default();
        client.gives(&cli, "a", "");
        let reply = client.run(&cli, "show").unwrap();
        assert_eq!(reply.prompt, "1#");
        client.rest(1000);
        let reply = client.run(&cli, "next").unwrap();
        assert_eq!(shown(&[reply.text, reply.prompt]), ["Z\n", "R1#"]);
    });
}

/// What is typed while a command runs is echoed at once by the terminal of the
/// host, and by the shell again behind its prompt.
#[test]
fn a_prompt_between_two_echoes_is_no_reply_after_a_miss() {
    let script = Script::new()
        .say("u@h:~$ ")
        .hear("one")
        .say("one\r\n1\r\nu@h:~$ ")
        .hear("sleep 3")
        .say("sleep 3\r\n")
        .hear("two")
        .say("two\r\n")
        .pause(2000)
        .say("u@h:~$ ")
        .pause(5)
        .say("two\r\n2\r\nu@h:~$ ")
        .hear("three")
        .say("three\r\n3\r\nu@h:~$ ");
    script.each(|client| {
        let cli = Cli::default();
        client.gives(&cli, "one", "1\n");
        let short = Duration::from_secs(1);
        client.run_within(&cli, "sleep 3", short).unwrap_err();
        client.gives(&cli, "two", "2\n");
        client.gives(&cli, "three", "3\n");
    });
}
