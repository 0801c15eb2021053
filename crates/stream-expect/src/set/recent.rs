//! The lists of patterns that were given last.

use std::sync::{Mutex, PoisonError};

use crate::pattern::error::PatternError;
use crate::set::PatternSet;
use crate::set::limits::SetLimits;
use crate::set::patterns::{Given, Patterns};

/// So many lists are remembered.
const MOST: usize = 16;

/// Those that were given last, the last one first. One for the process: many
/// connections ask for the same lists, and the sets share their memory.
static RECENT: Mutex<Vec<PatternSet>> = Mutex::new(Vec::new());

impl PatternSet {
    /// The set of these patterns, with the limits of
    /// [`SetLimits::default`]: one that was made of the same list before, if
    /// that is among the 16 that were given last in this process, or else a new
    /// one. So a loop may give its list each time; what is found again is
    /// compared, and not compiled.
    ///
    /// The lists stay in memory until others have taken their place: give texts
    /// that nobody may find there to [`PatternSet::new`].
    ///
    /// ```
    /// use stream_expect::PatternSet;
    /// let set = PatternSet::recent(&["login: ", "assword: "])?;
    /// assert_eq!(set, PatternSet::recent(&["login: ", "assword: "])?);
    /// # Ok::<(), stream_expect::PatternError>(())
    /// ```
    ///
    /// # Errors
    /// [`PatternError`] names the pattern, what is wrong, and what to do.
    pub fn recent(patterns: impl Patterns) -> Result<Self, PatternError> {
        if let Some(set) = find(|set| patterns.are(set)) {
            return Ok(set);
        }
        let list = match patterns.into_patterns()? {
            Given::Set(set) => return Ok(set),
            Given::List(list) => list,
        };
        // Some cannot tell before.
        if let Some(set) = find(|set| set.is(&list)) {
            return Ok(set);
        }
        let set = Self::compile(list.into(), SetLimits::default())?;
        let mut recent = RECENT.lock().unwrap_or_else(PoisonError::into_inner);
        recent.truncate(MOST - 1);
        recent.insert(0, set.clone());
        Ok(set)
    }
}

/// The first that is it, which is then the last that was given.
fn find(is_it: impl Fn(&PatternSet) -> bool) -> Option<PatternSet> {
    let mut recent = RECENT.lock().unwrap_or_else(PoisonError::into_inner);
    let place = recent.iter().position(is_it)?;
    recent.get_mut(..=place)?.rotate_right(1);
    recent.first().cloned()
}
