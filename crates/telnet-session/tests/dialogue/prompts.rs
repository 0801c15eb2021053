//! Which line is the prompt, and when.

use std::time::Duration;

use telnet_session::{Cli, Quiet, Timeouts};

use crate::client::{LONG, cli, shown};
use crate::script::Script;

#[test]
fn prompts_of_many_hosts_are_known_unnamed() {
    for prompt in [
        "R1>",
        "R1#",
        "R1(config)#",
        "sw1(config-if)# ",
        "RP/0/RSP0/CPU0:r#",
        "user@host> ",
        "user@host# ",
        "[edit]\r\nuser@host# ",
        "[admin@MikroTik] > ",
        "[admin@MikroTik] /ip address> ",
        "(Cisco Controller) >",
        "FGT60D (global) # ",
        "root@OpenWrt:~# ",
        "/ # ",
        "$ ",
        "bash-4.2$ ",
        "[root@host ~]# ",
        "host% ",
        "ax1-Active-vMaster[5/1]#",
        "telnet@FCX#",
        "sw-a:admin> ",
        "<HUAWEI>",
        "[HUAWEI]",
        "[HUAWEI-GigabitEthernet0/0/1]",
        "*A:router>config# ",
        "* X440.1 # ",
        "tty=ansi sw1# ",
    ] {
        let said = format!("\r\nready\r\n{prompt}");
        let script = Script::new()
            .say(said)
            .hear("show")
            .say(format!("show\r\none\r\n{prompt}"));
        script.each(|client| {
            let cli = Cli::default();
            client.login(&cli).unwrap();
            let reply = client.run(&cli, "show").unwrap();
            let [text, found] = shown(&[reply.text, reply.prompt]);
            assert_eq!([text, found], ["one\n", &prompt.replace('\r', "")]);
        });
    }
}

#[test]
fn escape_sequences_are_no_part_of_a_prompt() {
    let said = "show\r\none\r\n\x1b]0;sw1\x07\x1b[Kfoo#\x1b[K";
    let script = Script::new().hear("show").say(said);
    for cli in [cli("foo#"), Cli::default()] {
        script.each(|client| {
            let reply = client.run(&cli, "show").unwrap();
            let texts = shown(&[reply.text, reply.prompt]);
            assert_eq!(texts, ["one\n", "foo#"]);
        });
    }
}

/// The last line of the screen is written, left, and written anew, without a
/// line end.
#[test]
fn a_prompt_that_is_drawn_twice_is_one() {
    let drawn = "\x1b[24;1H\x1b[2Ksw1# ";
    let between = "\x1b[24;1H\x1b[24;6H\x1b[1;0H\x1b[1M\x1b[24;1H\x1b[1L";
    let said = format!("show\r\none\r\n{drawn}{between}{drawn}\x1b[24;6H");
    let script = Script::new().hear("show").say(said);
    script.each(|client| {
        let reply = client.run(&cli("sw1# "), "show").unwrap();
        let texts = shown(&[reply.text, reply.prompt]);
        assert_eq!(texts, ["one\n", "sw1# "]);
    });
}

/// A host that finds out how wide the terminal is draws its prompt, blanks,
/// and its prompt again.
#[test]
fn a_prompt_behind_its_own_probe_is_one() {
    let prompt = "[admin@MikroTik] > ";
    let probe =
        |n: usize| format!("\r\r\r\r{prompt}{}\r{prompt}", " ".repeat(n));
    let line = "/system identity print";
    let banner = "\r\n\r\n  MMM      MMM\r\n\r\n  RouterOS 6.49\r\n\r\n\
                  [?]             Gives the list of commands\r\n\r\n";
    let script = Script::new()
        .say(b"\xff\xfb\x01\xff\xfb\x03\xff\xfd\x18\xff\xfd\x1f")
        .say("\rMikroTik v6.49\r\nLogin: ")
        .hear("admin")
        .say("admin\r\nPassword: ")
        .hear("secret")
        .say(banner)
        .pause(150)
        .say(probe(40))
        .hear(line)
        .say(format!("{line}\r\n\r\r  name: MikroTik\r\n{}", probe(27)));
    script.each(|client| {
        let cli = Cli::default();
        client.login(&cli).unwrap();
        client.gives(&cli, line, "  name: MikroTik\n");
    });
}

#[test]
fn a_percentage_is_no_prompt() {
    let script = Script::new()
        .hear("copy")
        .say("copy\r\nLoading image 45%")
        .pause(300)
        .say("\rLoading image 100%\r\nOK\r\nR1#");
    let text = "Loading image 100%\nOK\n";
    script.gives(&Cli::default(), "copy", text);
}

#[test]
fn lines_that_are_equal_to_the_prompt_are_output() {
    let script = Script::new()
        .hear("show log")
        .say("show log\r\nR1#\r\nR1#show\r\nR1#")
        .pause(40)
        .say("\r\nend\r\nR1#");
    let text = "R1#\nR1#show\nR1#\nend\n";
    script.gives(&cli("R1#"), "show log", text);
}

fn pausing() -> Script {
    let script = Script::new().hear("show log").say("show log\r\nR1#");
    script.pause(300).say("\r\nend\r\nR1#")
}

/// No silence can tell them from the prompt but a longer one.
#[test]
fn a_longer_silence_tells_lines_that_are_equal_to_the_prompt() {
    pausing().each(|client| {
        let quiet = Quiet::After(Duration::from_millis(600));
        let timeouts = Timeouts::from(LONG).quiet(quiet);
        let reply = client.run_within(&cli("R1#"), "show log", timeouts);
        assert_eq!(reply.unwrap().text, "R1#\nend\n");
    });
}

#[test]
fn what_follows_a_line_that_was_taken_for_the_prompt_is_in_the_next_reply() {
    let script = pausing().hear("next").say("next\r\ntwo\r\nR1#");
    script.each(|client| {
        let cli = cli("R1#");
        client.gives(&cli, "show log", "");
        client.rest(1000);
        let reply = client.run(&cli, "next").unwrap();
        let texts = shown(&[reply.before, reply.text]);
        assert_eq!(texts, ["R1#\nend\n", "two\n"]);
    });
}

#[test]
fn the_name_of_the_host_may_change() {
    let entered = "configure terminal\r\nEnter configuration commands, one \
                   per line.  End with CNTL/Z.\r\nR1(config)#";
    let script = Script::new()
        .hear("configure terminal")
        .say(entered)
        .hear("hostname core-2")
        .say("hostname core-2\r\ncore-2(config)#")
        .hear("end")
        .say("end\r\ncore-2#");
    script.each(|client| {
        for (line, prompt) in [
            ("configure terminal", "R1(config)#"),
            ("hostname core-2", "core-2(config)#"),
            ("end", "core-2#"),
        ] {
            let reply = client.run(&Cli::default(), line).unwrap();
            assert_eq!(reply.prompt, prompt);
        }
    });
}

/// A host that keeps the connection alive behind its prompt.
#[test]
fn commands_of_telnet_behind_a_prompt_do_not_hold_it_up() {
    let said = "show\r\none\r\nR1#";
    let mut script = Script::new().hear("show").say(said);
    for _ in 0..80 {
        script = script.pause(30).say(b"\xff\xf1");
    }
    script.each(|client| {
        let start = client.now();
        client.gives(&cli("R1#"), "show", "one\n");
        let took = client.now().duration_since(start);
        assert!(took < Duration::from_secs(1), "{took:?}");
    });
}
