//! Pagers: what they ask is answered, and is nowhere in the text.

use telnet_session::dialogue::DialogueError;
use telnet_session::{Cause, Cli, CliPatterns, Pattern, bytes::Bytes};
use telnet_testkit::known::{Row, rows};

use crate::client::{cli, shown};
use crate::script::Script;

const TEXT: &str = "one\n two\nthree\n";

/// A page, the question, what erases it, another page.
fn pages(question: &str, erased: &str) -> Script {
    Script::new()
        .hear("show")
        .say(format!("show\r\none\r\n{question}"))
        .key(" ")
        .say(format!("{erased} two\r\nthree\r\nR1#"))
}

#[test]
fn a_question_of_a_pager_is_answered_and_gone() {
    let blanks = |n: usize| format!("\r{}\r", " ".repeat(n));
    let left = |n: usize| format!("\x1b[{n}D{}\x1b[{n}D", " ".repeat(n));
    let back = "\x08".repeat(9);
    let addressed = "\x1b[24;1H\x1b[24;64H\x1b[24;1H\x1b[2K\x1b[24;1H\
                     \x1b[?25h\x1b[24;1H";
    let hp = "-- MORE --, next page: Space, next line: Enter, \
              quit: Control-C";
    let iron = "--More--, next page: Space, next line: Return key, \
                quit: Control-c";
    let placed = format!("\x1b[1;24r\x1b[24;1H{hp}");
    let pagers: [(&str, String); 12] = [
        (" --More-- ", format!("{back}        {back}")),
        ("  ---- More ----", left(42)),
        (hp, "\r\x1b[K".into()),
        (hp, addressed.into()),
        (&placed, addressed.into()),
        ("---(more)---", blanks(40)),
        ("---(more 41%)---", blanks(40)),
        ("<--- More --->", blanks(14)),
        ("--More-- or (q)uit", blanks(18)),
        (iron, blanks(70)),
        ("Press <SPACE> to continue or <Q> to quit:", "\r\x1b[K".into()),
        ("Press any key to continue (Q to quit)", blanks(37)),
    ];
    let cli = cli("R1#");
    for (question, erased) in pagers {
        pages(question, &erased).gives(&cli, "show", TEXT);
    }
}

/// Longer than what of a line is looked at.
#[test]
fn a_question_at_the_end_of_a_long_line_takes_nothing_of_it_away() {
    for octets in [1000, 1020, 1100, 3000] {
        let long = "x".repeat(octets);
        let script = Script::new()
            .hear("show")
            .say(format!("show\r\none\r\n{long} --More-- "))
            .key(" ")
            .say("\r\ntwo\r\nR1#");
        let text = format!("one\n{long}\ntwo\n");
        script.gives(&cli("R1#"), "show", &text);
    }
}

#[test]
fn what_a_pager_asks_in_the_middle_of_the_text_is_text() {
    let said = "show\r\ninterface Gi0/1\r\n\
                \x20description see --More-- in the wiki\r\n!\r\nR1#";
    let text = "interface Gi0/1\n description see --More-- in the wiki\n!\n";
    Script::new().hear("show").say(said).gives(&cli("R1#"), "show", text);
}

/// The question, and what takes it away, come with pauses in them.
#[test]
fn a_question_that_comes_in_pieces_is_answered_once() {
    let back = "\x08".repeat(8);
    let script = Script::new()
        .hear("show")
        .say("show\r\none\r\n--Mo")
        .pause(300)
        .say("re--")
        .key(" ")
        .pause(300)
        .say("\x08\x08\x08")
        .pause(150)
        .say("\x08\x08\x08\x08\x08")
        .say("        ")
        .pause(150)
        .say(&back)
        .say(" two\r\nthree\r\nR1#");
    script.gives(&cli("R1#"), "show", TEXT);
}

#[test]
fn a_question_behind_half_a_line_is_answered() {
    let back = "\x08".repeat(8);
    let script = Script::new()
        .hear("show")
        .say("show\r\none\r\n two\r\nthr--More--")
        .key(" ")
        .say(format!("{back}        {back}ee\r\nR1#"));
    script.gives(&cli("R1#"), "show", TEXT);
}

#[test]
fn a_pager_of_ones_own_has_a_key_of_its_own() {
    let mut patterns = CliPatterns::default();
    patterns.prompt = Pattern::prompt("R1#").unwrap();
    let asked = Pattern::regex(r"Go on \(F\) or stop \(S\)\?").unwrap();
    patterns.pagers.push((asked, Bytes::from_static(b"F")));
    let question = "Go on (F) or stop (S)?";
    let wiped = format!("\r{}\r", " ".repeat(question.len()));
    let script = Script::new()
        .hear("show")
        .say(format!("show\r\none\r\n{question}"))
        .key("F")
        .say(format!("{wiped} two\r\nthree\r\nR1#"));
    script.gives(&Cli::new(patterns).unwrap(), "show", TEXT);
}

/// A bar at the bottom of the screen that names all its keys.
#[test]
fn a_bar_with_all_keys_of_a_pager_is_its_question() {
    let bar = "CTRL+C ESC q Quit SPACE n Next Page ENTER Next Entry a All";
    let wiped = format!("\r{}\r", " ".repeat(bar.len()));
    pages(bar, &wiped).gives(&cli("R1#"), "show", TEXT);
}

#[test]
fn pages_that_came_before_the_connection_was_lost_are_in_the_error() {
    let script = Script::new()
        .hear("show")
        .say("show\r\nfirst page\r\n--More--")
        .key(" ")
        .say("\r        \rsecond page\r\n")
        .pause(100)
        .close();
    script.each(|client| {
        let error = client.run(&cli("R1#"), "show").unwrap_err();
        let DialogueError::Missed { cause: Cause::Eof, said, .. } = &error
        else {
            panic!("{error}");
        };
        assert_eq!(said[..], b"first page\nsecond page\n"[..]);
        assert_eq!(client.session.unread(), b"");
    });
}

/// Whatever a pager asks and wherever that is cut, it is answered once, and
/// nothing of it is left.
#[test]
fn all_questions_of_pagers_are_answered_once() {
    let cli = cli("R1#");
    // With another key it may be a question of that key without its end.
    let is_one = |row: &Row| {
        row.kind == "pager" && row.answer == "space" && row.why.is_empty()
    };
    for row in rows().into_iter().filter(is_one) {
        let question = row.text.trim_ascii_start();
        let said = [b"show\r\none\r\n", question].concat();
        let script = Script::new()
            .hear("show")
            .say(said)
            .key(" ")
            .say("\r\x1b[Ktwo\r\nR1#");
        let what = row.text.escape_ascii().to_string();
        script.each(|client| {
            let reply = client.run(&cli, "show").unwrap();
            assert_eq!(shown(&[reply.text]), ["one\ntwo\n"], "{what}");
        });
    }
}

/// The rest of a question wants another key than the begin of it.
#[test]
fn the_rest_of_a_question_that_has_a_key_of_its_own_is_answered() {
    let pages = |asked: &str, rest: &str, key: &str| {
        Script::new()
            .hear("show")
            .say(format!("show\r\none\r\n{asked}"))
            .key(" ")
            .say(rest)
            .key(key)
            .say("\r\x1b[KR1#")
            .gives(&cli("R1#"), "show", "one\n");
    };
    pages("lines 1-9/9", " (END)", "q");
    pages("--More--", " Press <ENTER> to continue.", "\r\n");
}
