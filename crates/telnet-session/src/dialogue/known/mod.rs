//! What is known of command lines before anybody says anything (temporary).

pub(super) mod prompts;

/// A line that is known.
pub(super) struct Known {
    pub(super) regex: &'static str,
    pub(super) source: &'static str,
}

pub(super) struct Question {
    pub(super) regex: &'static str,
    pub(super) answer: Answer,
    pub(super) source: &'static str,
}

#[derive(Clone, Copy)]
pub(super) enum Answer {
    Key(&'static str),
    Line(&'static str),
    Caller,
}

const fn known(regex: &'static str) -> Known {
    Known { regex, source: "" }
}
const fn ask(regex: &'static str, answer: Answer) -> Question {
    Question { regex, answer, source: "" }
}

pub(super) mod pagers {
    use super::*;
    pub(in super::super) const PAGERS: &[Question] = &[
        ask(r"\(END\)", Answer::Key("q")),
        ask(
            r"(?i) ?(?:--+|<-+) ?\(?more(?: \d+%)?\)? ?(?:--+|-+>)(?: \(\d+%\)|, next page.*| or \(q\)uit)?",
            Answer::Key(" "),
        ),
        ask(r"Press <SPACE> to continue or <Q> to quit:", Answer::Key(" ")),
        ask(r"Press any key to continue \(Q to quit\)", Answer::Key(" ")),
        ask(
            r"CTRL\+C ESC q Quit SPACE n Next Page ENTER Next Entry a All",
            Answer::Key(" "),
        ),
        ask(
            r"-- \[Q quit\|D dump\|(?:right\|)?(?:up\|)?down\]",
            Answer::Key("D"),
        ),
        ask(
            r"More: <space>,  Quit: q(?: or CTRL\+Z)?, One line: <return>",
            Answer::Key(" "),
        ),
    ];
}

pub(super) mod questions {
    use super::*;
    pub(in super::super) const NEVER: &[Known] = &[known(r"(?i)last login.*")];
    pub(in super::super) const USER: &[Known] = &[known(
        r"[^\r\n]*(?i:login(?: name)?|user ?name|user|account|user ?id)(?: ?\([^)]*\))? ?:",
    )];
    pub(in super::super) const PASSWORD: &[Known] = &[known(
        r"[^\r\n]*(?i:pass ?(?:word|code|phrase))(?: ?\([^)]*\))?[^\r\n:]* ?:",
    )];
    pub(in super::super) const KEYS: &[Question] = &[
        ask(r"(?i).*press any key to continue.*", Answer::Key(" ")),
        ask(r"(?i).*press (?:return|enter).*", Answer::Line("")),
    ];
    pub(in super::super) const CALLER: &[Question] = &[ask(
        r"(?i).*(?:\[confirm\]|\(?\[?y/n\]?\)?|\[yes/no\]|\(yes or no\)).{0,4}",
        Answer::Caller,
    )];
}

pub(super) mod refusals {
    use super::*;
    pub(in super::super) const REFUSALS: &[Known] = &[known(concat!(
        r"(?i)(?:login|authentication|password|logon|username)",
        r" (?:is )?(?:incorrect|invalid|fail|failed|failure|denied|error)",
        r"|(?:incorrect|invalid|bad|wrong) (?:login|password|passwords|username|user|secrets)",
        r"|(?:access|permission) denied|failed to authenticate|or password incorrect|password is wrong"
    ))];
}

pub(super) mod errors {
    use super::*;
    pub(in super::super) const ERRORS: &[Known] = &[known(
        r"(?i)^% ?(?:invalid|incomplete|ambiguous|unknown).*|^error:.*",
    )];
}
