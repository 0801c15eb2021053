//! How lines end, where the prompt comes on one that the output did not end,
//! and what stands before the prompt.

use telnet_session::dialogue::Run;
use telnet_session::{Cli, CliPatterns, Config, Newline, Pattern};

use crate::client::{LONG, cli, shown};
use crate::script::Script;

fn gives(cli: &Cli, line: &str, said: impl AsRef<[u8]>, text: &str) {
    Script::new().hear(line).say(said).gives(cli, line, text);
}

#[test]
fn lines_may_end_with_cr_cr_lf() {
    let said = "ls\r\r\nbin\r\r\netc\r\r\n# ";
    gives(&cli("# "), "ls", said, "bin\netc\n");
}

#[test]
fn lines_may_end_with_lf_cr() {
    let said = "show ver\n\rAN V1\n\rup 3 days\n\rOLT#";
    gives(&cli("OLT#"), "show ver", said, "AN V1\nup 3 days\n");
}

/// `ESC E` is "next line" (ECMA-48, 8.3.86): what follows begins a line.
#[test]
fn lines_may_end_with_an_escape_sequence() {
    let said = "show\x1bEone\r\ntwo\x1bE\x1b[24;1Hsw1# \x1b[?25h";
    gives(&cli("sw1# "), "show", said, "one\ntwo\n");
}

#[test]
fn cr_and_nul_before_a_prompt_are_no_part_of_it() {
    let said = b"show\r\n\r\0one\r\n\r\0HOST-1# ";
    gives(&cli("HOST-1# "), "show", said, "one\n");
}

#[test]
fn a_form_feed_before_a_prompt_is_no_part_of_it() {
    let said = "show\r\none\r\n\x0csw1# ";
    gives(&cli("sw1# "), "show", said, "one\n");
}

#[test]
fn the_prompt_may_follow_an_output_that_ends_no_line() {
    let said = "param get chan\r\n0002/ # ";
    for cli in [Cli::default(), cli("/ # ")] {
        gives(&cli, "param get chan", said, "0002");
    }
}

#[test]
fn a_command_with_a_line_end_is_not_sent() {
    let script = Script::new().hear("show").say("show\r\none\r\nR1#");
    script.each(|client| {
        let cli = cli("R1#");
        for line in ["show\n", "show\r\n", "one\ntwo"] {
            let error = client.run(&cli, line).unwrap_err();
            let error = std::io::Error::from(error);
            assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        }
        client.gives(&cli, "show", "one\n");
    });
}

/// A service that ends each reply with a line of its own.
#[test]
fn a_line_that_ends_a_reply_may_be_the_prompt() {
    let mut patterns = CliPatterns::default();
    let end = Pattern::regex(r"error id=\d+ msg=\S+\n\r").unwrap();
    patterns.prompt = end;
    let cli = Cli::new(patterns).unwrap();
    let config = Config::default().newline(Newline::Lf);
    let script = Script::new()
        .key("version\n")
        .say("version=1.2 build=3\n\rerror id=0 msg=ok\n\r")
        .key("serial\n")
        .say("serial=7\n\rerror id=0 msg=ok\n\r");
    script.each_with(&config, |client| {
        client.gives(&cli, "version", "version=1.2 build=3\n");
        client.gives(&cli, "serial", "serial=7\n");
    });
}

#[test]
fn a_prompt_of_two_lines_is_one() {
    let named = cli(r"(?:\{\w+:\w+\}\r\n)?u@r> ");
    let said = "show\r\none\r\n\r\n{master:0}\r\nu@r> ";
    for cli in [named, Cli::default()] {
        Script::new().say("u@r> ").hear("show").say(said).each(|client| {
            let reply = client.wait(&mut Run::new(&cli, "show", LONG));
            let reply = reply.unwrap();
            let texts = shown(&[reply.text, reply.prompt]);
            assert_eq!(texts, ["one\n\n", "{master:0}\nu@r> "]);
        });
    }
}

/// What old programs have: the octets of the wire, LF for a line.
#[test]
fn the_profile_of_telnetlib_has_dialogues() {
    let script = Script::new()
        .key("show log\n")
        .say("show log\r\nR1#")
        .pause(40)
        .say("\r\nR1#show\r\nend\r\n")
        .pause(40)
        .say("R1#");
    script.each_with(&Config::telnetlib(), |client| {
        client.gives(&cli("R1#"), "show log", "R1#\nR1#show\nend\n");
    });
}
