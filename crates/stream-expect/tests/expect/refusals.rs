//! What is refused, and what is said about it.

use std::io;

use stream_expect::{
    Pattern, PatternError, PatternFault, PatternSet, SetLimits,
};

/// The error of a set of this one expression.
fn refused(source: &str) -> PatternError {
    match Pattern::regex(source) {
        Ok(pattern) => PatternSet::new([pattern]).unwrap_err(),
        Err(error) => error,
    }
}

/// The message says all of this, and which pattern it is about.
fn says(source: &str, words: &[&str]) -> PatternFault {
    let error = refused(source);
    let said = error.to_string();
    for word in words {
        assert!(said.contains(word), "{word:?} is not in {said:?}");
    }
    assert!(said.contains(source), "{said}");
    assert_eq!(error.pattern(), source);
    let fault = error.fault().clone();
    let error = io::Error::from(error);
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    assert_eq!(error.to_string(), said);
    fault
}

#[test]
fn patterns_that_match_nothing_at_all() {
    for source in ["", "a*", ".*", r"\s*$", "^", r"\b", "a|", "(a?)+?", "$"] {
        let fault = says(source, &["nothing to wait for", "allow_empty"]);
        assert_eq!(fault, PatternFault::MatchesEmpty);
    }
    let error = PatternSet::new([Pattern::literal("")]).unwrap_err();
    assert_eq!(error.fault(), &PatternFault::MatchesEmpty);
    let prompt = Pattern::prompt(".*").unwrap();
    let error = PatternSet::new([prompt.clone()]).unwrap_err();
    assert_eq!(error.fault(), &PatternFault::MatchesEmpty);
    for pattern in [
        prompt,
        Pattern::literal(""),
        Pattern::regex(r"\s*$").unwrap(),
        Pattern::regex("a*").unwrap().greedy(),
    ] {
        PatternSet::new([pattern.allow_empty()]).unwrap();
    }
}

#[test]
fn patterns_that_never_match() {
    for source in [r"[a-m&&n-z]", r"x[^\x00-\xFF]", "router$ ", "a^b", r"\z#"] {
        let fault = says(source, &["can never match"]);
        assert_eq!(fault, PatternFault::NeverMatches);
    }
    // What is meant is a dollar, or lines.
    for source in [r"router\$ ", r"(?m)router$\n", r"(?m)a\n^b", "a$|b"] {
        PatternSet::new([source]).unwrap();
    }
}

#[test]
fn word_boundaries_after_unicode() {
    for source in [r"(?u)\bfoo", r"(?u:\B)a", r"(?u:\b{start})x"] {
        let fault = says(source, &[r"(?-u:\b)"]);
        assert_eq!(fault, PatternFault::UnicodeWordBoundary);
    }
    PatternSet::new([r"(?-u:\b)foo"]).unwrap();
}

#[test]
fn what_no_automaton_does() {
    let is_syntax = |fault| matches!(fault, PatternFault::Syntax(_));
    assert!(is_syntax(says(r"(a)\1", &["back-reference"])));
    for source in ["(?<=a)b", "(?<!a)b", "a(?=b)", "a(?!b)"] {
        assert!(is_syntax(says(source, &["look-ahead or look-behind"])));
    }
    assert!(is_syntax(says("a(b", &["unclosed group"])));
    assert!(is_syntax(says("é\\", &["escape", "octet 2"])));
}

#[test]
fn what_is_too_large() {
    let fault = says(r"[ab]{100000}", &["too large", "SetLimits"]);
    assert_eq!(fault, PatternFault::TooLarge);
    let source = "(?:[ab]{50}){50}";
    PatternSet::new([source]).unwrap();
    let mut limits = SetLimits::default();
    limits.nfa = 10_000;
    let error = PatternSet::with_limits([source], limits).unwrap_err();
    assert_eq!(error.fault(), &PatternFault::TooLarge);
    // Each is small.
    let many = vec![r"[ab]{20}c"; 1000];
    let error = PatternSet::with_limits(many, limits).unwrap_err();
    assert_eq!(error.fault(), &PatternFault::TooLarge);
}

#[test]
fn how_many() {
    let patterns = |count: usize| {
        let each = (0..count).map(|at| Pattern::literal(format!("<{at}>")));
        PatternSet::new(each.collect::<Vec<_>>())
    };
    let error = patterns(1025).unwrap_err();
    assert_eq!(error.fault(), &PatternFault::Count(1025));
    let said = error.to_string();
    assert!(said.contains("1025") && said.contains("1024"), "{said}");
    assert_eq!(patterns(1024).unwrap().len(), 1024);
    assert!(patterns(0).unwrap().is_empty());
}

/// What is nested deeper than a stack is wide is refused in words.
#[test]
fn what_is_nested_too_deep() {
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    assert!(matches!(refused(&deep).fault(), PatternFault::Syntax(_)));
}
