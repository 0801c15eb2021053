//! What is agreed.

mod budget;

pub(crate) use budget::Budget;
