//! The line that was typed comes back, in the forms that hosts give it.

use std::fmt::Write;

use telnet_session::Cli;

use crate::client::{cli, shown};
use crate::script::Script;

/// `line` comes back as `echo`, then follows what it has put out.
fn comes_back(cli: &Cli, line: &str, echo: &str, rest: &str, text: &str) {
    let said = format!("{echo}{rest}");
    Script::new().hear(line).say(said).gives(cli, line, text);
}

#[test]
fn an_echo_is_no_output() {
    let rest = "\r\n10:00 UTC\r\nR1#";
    let text = "10:00 UTC\n";
    comes_back(&cli("R1#"), "show clock", "show clock", rest, text);
}

#[test]
fn an_echo_in_capitals_is_the_echo() {
    let rest = "\r\n10:00 UTC\r\nR1#";
    let text = "10:00 UTC\n";
    comes_back(&cli("R1#"), "show clock", "SHOW CLOCK", rest, text);
}

#[test]
fn the_echo_of_a_line_without_text_is_a_line_end() {
    let script = Script::new().hear("").say("\r\nR1#");
    script.gives(&cli("R1#"), "", "");
}

/// A shell that writes a blank and CR in column 80, to get into the next row.
#[test]
fn an_echo_that_is_wrapped_at_the_margin_is_the_echo() {
    let line = "set interface -v4 -add -host 192.0.2.77 -mask \
                255.255.255.224 -router 192.0.2.65 -dhcp off";
    let echo = line.replace(".224 ", ".224 \r ");
    let rest = "\r\nOk.\r\nsw-a:admin> ";
    comes_back(&cli("sw-a:admin> "), line, &echo, rest, "Ok.\n");
}

#[test]
fn blanks_that_are_typed_and_taken_back_are_no_part_of_the_echo() {
    comes_back(
        &cli("u@r> "),
        "show interfaces terse",
        "show interfaces   \x08\x08\x08 terse",
        "\r\nge-0/0/0 up\r\n\r\nu@r> ",
        "ge-0/0/0 up\n\n",
    );
}

#[test]
fn an_echo_whose_cursor_goes_left_at_the_margin_is_the_echo() {
    comes_back(
        &cli("<HUAWEI>"),
        r"display link-group brief | include down\s+standby\(\*\)-inactive",
        "display link-group brief | include \
         down\\s+stan \x1b[1Ddby\\(\\*\\)-inactive",
        "\r\nEth-Trunk1\r\n<HUAWEI>",
        "Eth-Trunk1\n",
    );
}

/// What a line editor shows of a line that is longer than its row: the row
/// is written anew, a dollar sign and the end of what was typed.
fn scrolled(line: &str, room: usize) -> String {
    const KEPT: usize = 10;
    let mut shown = String::new();
    let mut column = 0;
    for (at, it) in line.char_indices() {
        if column == room {
            let from = at + 1 + KEPT - room;
            let back = "\x08".repeat(room);
            let tail = line.get(from..at).unwrap();
            let blanks = " ".repeat(KEPT);
            let home = "\x08".repeat(KEPT);
            shown += &format!("{back}${tail}{blanks}{home}");
            column = room - KEPT;
        }
        shown.push(it);
        column += 1;
    }
    shown
}

#[test]
fn an_echo_that_was_scrolled_left_is_the_echo() {
    let line = "show archive config differences \
                nvram:/golden-of-last-year.cfg system:/running-config";
    comes_back(
        &cli("R1#"),
        line,
        &scrolled(line, 76),
        "\r\n!Differences:\r\n+logging buffered 4096\r\n\r\nR1#",
        "!Differences:\n+logging buffered 4096\n\n",
    );
}

#[test]
fn an_echo_that_comes_again_behind_the_prompt_is_one() {
    comes_back(
        &cli(r"\[admin@MikroTik\] > "),
        "/ip address print",
        "/ip address print\r[admin@MikroTik] > /ip address print",
        "\r\n\r\rFlags: X - disabled\r\n\r\r\r\r[admin@MikroTik] > ",
        "Flags: X - disabled\n",
    );
}

#[test]
fn an_echo_that_the_host_completes_is_the_echo_where_it_echoes() {
    let script = Script::new()
        .say(b"\xff\xfb\x01")
        .hear("sh ver")
        .say("show version \r\nHostname: mx1\r\n\r\nu@r> ");
    script.gives(&cli("u@r> "), "sh ver", "Hostname: mx1\n\n");
}

/// Each letter is written at its place of the screen.
#[test]
fn an_echo_that_is_addressed_letter_by_letter_is_the_echo() {
    let mut echo = String::new();
    for (at, it) in (9..).zip("show time".chars()) {
        let next = at + 1;
        let cursor = format!("\x1b[?25h\x1b[42;{next}H");
        write!(echo, "\x1b[42;{at}H{it}\x1b[42;{at}H{cursor}").unwrap();
    }
    let enter = "\x1b[42;0H\x1bE\x1b[42;1H\x1b[42;18H\x1b[42;1H\x1b[?25h\
                 \x1b[42;18H\x1b[1;0H\x1b[1M\x1b[42;1H\x1b[1L\x1b[42;18H";
    let prompt = "\x1b[1;42r\x1b[42;1H\x1b[42;1H\x1b[2K\x1b[42;1H\x1b[?25h\
                  \x1b[42;1H\x1b[42;1Hsw1# \x1b[42;1H\x1b[42;9H\x1b[42;1H\
                  \x1b[?25h\x1b[42;9H";
    let rest = format!("{enter}Fri Nov 27 10:00:00 2026\r\n{prompt}");
    let text = "Fri Nov 27 10:00:00 2026\n";
    comes_back(&cli("sw1# "), "show time", &echo, &rest, text);
}

#[test]
fn an_echo_in_two_pieces_far_apart_is_the_echo() {
    let script = Script::new()
        .hear("show clock")
        .say("show c")
        .pause(250)
        .say("lock\r\n10:00 UTC\r\nR1#");
    script.gives(&cli("R1#"), "show clock", "10:00 UTC\n");
}

#[test]
fn an_echo_that_comes_late_is_the_echo() {
    let script = Script::new()
        .hear("show clock")
        .pause(800)
        .say("show clock\r\n")
        .pause(300)
        .say("10:00 UTC\r\nR1#");
    script.gives(&cli("R1#"), "show clock", "10:00 UTC\n");
}

#[test]
fn the_first_line_of_a_host_that_does_not_echo_is_output() {
    let said = "Commands are\r\n    help, ?\r\n    link\r\n\r\nOK> ";
    let script = Script::new().hear("help").say(said);
    let text = "Commands are\n    help, ?\n    link\n\n";
    script.gives(&cli("OK> "), "help", text);
}

/// A shell that says when pasted text begins and ends to be taken.
#[test]
fn a_shell_with_bracketed_paste_gives_its_output() {
    let rest = "\r\n\x1b[?2004l\r/tmp\r\n\x1b[?2004hbash-5.1$ ";
    comes_back(&Cli::default(), "pwd", "pwd", rest, "/tmp\n");
}

#[test]
fn the_echo_is_in_the_reply_with_its_prompt() {
    let script = Script::new()
        .say("R1#")
        .hear("show")
        .say("show\r\none\r\nR1#")
        .hear("next")
        .say("next\r\nR1#");
    script.each(|client| {
        let cli = cli("R1#");
        let reply = client.run(&cli, "show").unwrap();
        assert_eq!(shown(&[reply.echo, reply.text]), ["R1#show", "one\n"]);
        let reply = client.run(&cli, "next").unwrap();
        assert_eq!(shown(&[reply.echo, reply.text]), ["R1#next", ""]);
    });
}
