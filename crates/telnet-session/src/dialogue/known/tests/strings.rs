//! The strings, kind by kind.

use super::*;

fn of_kind(kind: &str) -> Vec<Row> {
    let rows: Vec<_> =
        rows().into_iter().filter(|it| it.kind == kind).collect();
    assert!(!rows.is_empty(), "{kind}");
    rows
}

/// Each row is `expected`, but for those which say why they are not.
fn each(kind: &str, is: impl Fn(&Row) -> bool) {
    let mut wrong = Vec::new();
    for row in of_kind(kind) {
        if is(&row) != row.why.is_empty() {
            let text = row.text.escape_ascii();
            wrong.push(format!("{text} ({}) {}", row.platform, row.why));
        }
    }
    assert!(wrong.is_empty(), "{kind}:\n{}", wrong.join("\n"));
}

fn answer(row: &Row) -> Answer {
    match row.answer {
        "space" => Answer::Key(" "),
        "q" => Answer::Key("q"),
        "ctrl-y" => Answer::Key("\x19"),
        "enter" => Answer::Line(""),
        other => panic!("{other}"),
    }
}

#[test]
fn prompts_are_known() {
    let tables = Tables::new();
    each("prompt", |row| tables.of(&last(row)) == Is::Prompt);
}

#[test]
fn prose_is_no_prompt() {
    let tables = Tables::new();
    each("not-prompt", |row| tables.of(&last(row)) != Is::Prompt);
}

#[test]
fn prefaces_are_known() {
    let tables = Tables::new();
    let known = |row: &Row| any(&tables.prefaces, &last(row)).is_some();
    each("preface", known);
    each("not-preface", |row| !known(row));
    // A preface alone is not yet the prompt.
    for row in of_kind("preface") {
        assert_ne!(tables.of(&last(&row)), Is::Prompt, "{row:?}");
    }
    // The first line of a prompt of two.
    for row in of_kind("prompt") {
        let lines = line::shown(&row.text);
        if let [.., first, _] = lines.as_slice() {
            let known = any(&tables.prefaces, first).is_some();
            assert_eq!(known, row.platform == "nokia_sros", "{row:?}");
        }
    }
}

#[test]
fn pagers_are_known_and_their_keys() {
    let tables = Tables::new();
    let known = |row: &Row| {
        let is = tables.of(&last(row));
        is == Is::Pager(answer(row)) || is == Is::Key(answer(row))
    };
    each("pager", known);
    each("not-pager", |row| {
        !matches!(tables.of(&last(row)), Is::Pager(_) | Is::Key(_))
    });
    // What takes the question away begins with BS or CR.
    each("erasure", |row| {
        let at = |it: &u8| matches!(it, 0 | 8 | b'\r');
        let end = row.text.iter().position(at).unwrap();
        let line = line::shown(&row.text[..end]).pop().unwrap();
        tables.of(&line) == Is::Pager(answer(row))
    });
}

/// What is in front of it would stay in the text.
#[test]
fn a_pager_is_known_from_its_first_octet_on() {
    let tables = Tables::new();
    let mut wrong = Vec::new();
    for row in of_kind("pager") {
        let line = last(&row);
        let line = line.trim_ascii_start();
        let found = any(&tables.pagers, line);
        let found = found.and_then(|it| it.regex.find(line));
        if found.is_some_and(|it| it.start() > 0) {
            wrong.push(format!("{}", line.escape_ascii()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn questions_are_known() {
    let tables = Tables::new();
    each("question:user", |row| tables.of(&last(row)) == Is::User);
    each("question:password", |row| tables.of(&last(row)) == Is::Password);
    each("question:confirm", |row| tables.of(&last(row)) == Is::Caller);
    each("question:key", |row| tables.of(&last(row)) == Is::Key(answer(row)));
    each("not-question", |row| {
        matches!(tables.of(&last(row)), Is::Prompt | Is::Nothing)
    });
}

#[test]
fn refusals_are_known() {
    let tables = Tables::new();
    let known = |row: &Row| {
        let lines = line::shown(&row.text);
        lines.iter().any(|it| any(&tables.refusals, it).is_some())
    };
    each("refusal", known);
    each("not-refusal", |row| !known(row));
}

#[test]
fn errors_are_known() {
    let tables = Tables::new();
    let known = |row: &Row| {
        let lines = line::shown(&row.text);
        lines.iter().any(|it| any(&tables.errors, it).is_some())
    };
    each("error", known);
    each("not-error", |row| !known(row));
}

#[test]
fn an_echo_is_nothing_that_is_waited_for() {
    let tables = Tables::new();
    each("echo", |row| tables.of(&last(row)) == Is::Nothing);
}

/// Whatever the order: no question passes for a prompt, no prompt for one.
#[test]
fn tables_do_not_overlap() {
    let tables = Tables::new();
    let questions = [
        &tables.pagers,
        &tables.caller,
        &tables.keys,
        &tables.password,
        &tables.user,
    ];
    for row in rows() {
        let line = last(&row);
        let mine: Vec<_> =
            questions.iter().map(|table| any(table, &line).is_some()).collect();
        let prompt = any(&tables.no_prompt, &line).is_none()
            && any(&tables.prompts, &line).is_some();
        let asked = mine.iter().filter(|it| **it).count();
        if row.kind == "prompt" && row.why.is_empty() {
            assert_eq!(asked, 0, "{row:?} {mine:?}");
        }
        if matches!(row.kind, "question:user" | "question:password") {
            assert!(asked == 1 && !prompt, "{row:?} {mine:?}");
        }
        if matches!(row.kind, "pager" | "question:confirm" | "question:key") {
            assert!(!prompt, "{row:?}");
        }
    }
}
