//! The engine of one pattern for a text that is there in whole.

use regex_automata::meta;
use regex_syntax::hir::Hir;

/// The whole engine of a pattern. Its size is bounded by that of the set it
/// is in.
pub(crate) fn compile(hir: &Hir) -> Option<meta::Regex> {
    let config = meta::Config::new()
        .utf8_empty(false)
        .nfa_size_limit(None)
        .hybrid_cache_capacity(256 << 10);
    meta::Builder::new().configure(config).build_from_hir(hir).ok()
}
