//! Rows that nothing needs would only be a risk.

use super::*;

/// Each row of the table is the only one that matches some line.
fn each_is_needed(name: &str, table: &[Compiled], lines: &[Vec<u8>]) {
    let mut needed = vec![false; table.len()];
    for line in lines {
        let mine: Vec<_> = (0..table.len())
            .filter(|row| table[*row].regex.is_match(line))
            .collect();
        if let [row] = mine[..] {
            needed[row] = true;
        }
    }
    let idle: Vec<_> = (0..table.len())
        .filter(|row| !needed[*row])
        .map(|row| table[row].regex.as_str())
        .collect();
    assert!(idle.is_empty(), "{name}: no string needs\n{}", idle.join("\n"));
}

fn lines_of(kinds: &[&str]) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    for row in rows() {
        if kinds.contains(&row.kind) && row.why.is_empty() {
            lines.extend(line::shown(&row.text));
        }
    }
    lines
}

#[test]
fn every_row_is_needed_by_a_string() {
    let tables = Tables::new();
    let prompts = lines_of(&["prompt"]);
    each_is_needed("prompts", &tables.prompts, &prompts);
    each_is_needed("prefaces", &tables.prefaces, &lines_of(&["preface"]));
    let pagers = lines_of(&["pager", "erasure"]);
    each_is_needed("pagers", &tables.pagers, &pagers);
    each_is_needed("user", &tables.user, &lines_of(&["question:user"]));
    let password = lines_of(&["question:password"]);
    each_is_needed("password", &tables.password, &password);
    each_is_needed("keys", &tables.keys, &lines_of(&["question:key"]));
    let caller = lines_of(&["question:confirm"]);
    each_is_needed("caller", &tables.caller, &caller);
    each_is_needed("refusals", &tables.refusals, &lines_of(&["refusal"]));
    each_is_needed("errors", &tables.errors, &lines_of(&["error"]));
}

/// An exception is needed if a string would be taken for what it is not.
#[test]
fn every_exception_is_needed_by_a_string() {
    let tables = Tables::new();
    let would = |table: &[Compiled], lines: Vec<Vec<u8>>| -> Vec<Vec<u8>> {
        lines.into_iter().filter(|it| any(table, it).is_some()).collect()
    };
    let prompts = would(&tables.prompts, lines_of(&["not-prompt"]));
    each_is_needed("no prompts", &tables.no_prompt, &prompts);
    let questions = would(&tables.user, lines_of(&["not-question"]));
    each_is_needed("no questions", &tables.no_question, &questions);
}

#[test]
fn every_row_has_a_source_and_no_blank_at_its_end() {
    let known = [
        prompts::PROMPTS,
        prompts::LONE,
        prompts::NEVER,
        prompts::PREFACES,
        questions::NEVER,
        questions::USER,
        questions::PASSWORD,
        refusals::REFUSALS,
        errors::ERRORS,
    ];
    let asked = questions::KEYS.iter().chain(questions::CALLER);
    let rows = known
        .into_iter()
        .flatten()
        .map(|it| (it.regex, it.source))
        .chain(asked.map(|it| (it.regex, it.source)))
        .chain(pagers::PAGERS.iter().map(|it| (it.regex, it.source)));
    for (regex, source) in rows {
        assert!(source.len() > 4, "{regex}");
        let blank =
            [" ", " ?", " *", " +"].iter().any(|it| regex.ends_with(it));
        assert!(!blank, "{regex}");
        // It is one of the engine's own patterns, too.
        crate::Pattern::regex(regex).unwrap();
        crate::Pattern::prompt(regex).unwrap();
    }
}
