//! Prints the public API of a crate from rustdoc's JSON, a line an item.
//! Usage: public-api-list FILE.json
//!
//! Of impls that are derived or automatic the head is printed and not the
//! methods, which the trait has fixed; impls for all types are left out, and
//! automatic traits but for `Send`, `Sync` and `Unpin`, which are the ones to
//! rely on.
use std::collections::HashSet;
use std::error::Error;

use public_api::{Builder, PublicApi};

fn list(json: &str, derived: bool) -> Result<PublicApi, public_api::Error> {
    Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_derived_impls(!derived)
        .omit_auto_trait_impls(!derived)
        .build()
}

/// Whether the head of an impl is of an automatic trait that nobody relies on.
fn is_noise(head: &str) -> bool {
    ["Freeze", "UnsafeUnpin", "UnwindSafe", "RefUnwindSafe"]
        .iter()
        .any(|name| head.contains(&format!("::{name} for ")))
}

fn main() -> Result<(), Box<dyn Error>> {
    let json = std::env::args().nth(1).ok_or("no file given")?;
    let written: HashSet<String> =
        list(&json, false)?.items().map(ToString::to_string).collect();
    for item in list(&json, true)?.items() {
        let item = item.to_string();
        let head = item.starts_with("impl");
        if written.contains(&item) || head && !is_noise(&item) {
            println!("{item}");
        }
    }
    Ok(())
}
