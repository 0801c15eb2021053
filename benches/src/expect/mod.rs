//! Waiting for patterns in a stream of text: the text, the patterns, and who
//! searches.

mod alone;
mod naive;
mod one_shot;
mod ours;
mod peers;
mod sets;
mod text;

pub use alone::Alone;
pub use naive::Naive;
pub use one_shot::OneShot;
pub use ours::{Connection, Ours};
pub use peers::{Expectrl, Rexpect, expectrl_until, rexpect_until};
pub use sets::{DIALOGUE, SETS, Set, compile, set};
pub use text::{TAIL, router_text};

/// Something that waits for patterns.
pub trait Searcher {
    /// Its name in the tables.
    const NAME: &'static str;

    /// It, ready to search the first stream.
    fn new(set: &Set) -> Self;

    /// How many octets of `text` there are up to the end of what it finds,
    /// where the text arrives in chunks of `chunk` octets.
    fn find(&mut self, text: &[u8], chunk: usize) -> Option<usize>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_find_the_same_place() {
        let text = router_text(32 << 10);
        for set in &SETS {
            let end = OneShot::new(set).find(&text, 4096);
            assert!(end > Some(text.len() - TAIL.len()), "{}", set.name);
            for chunk in [1, 64, 4096] {
                let ours = Ours::new(set).find(&text, chunk);
                assert_eq!(ours, end, "{} by {chunk}", set.name);
                let alone = Alone::new(set).find(&text, chunk);
                assert_eq!(alone, end, "{} by {chunk}", set.name);
            }
            let naive = Naive::new(set).find(&text, 4096);
            // `$` is true at the end of any chunk.
            assert!(naive == end || set.name == "end", "{}", set.name);
            assert_eq!(Expectrl::new(set).find(&text, 4096), end);
            assert_eq!(Rexpect::new(set).find(&text, 4096), end);
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let text = router_text(32 << 10);
        let text = &text[..text.len() - TAIL.len()];
        for set in &SETS {
            assert_eq!(
                OneShot::new(set).find(text, 4096),
                None,
                "{}",
                set.name
            );
        }
    }
}
