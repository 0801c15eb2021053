//! The inputs of the rows of `docs/evidence/hostile-inputs.md`, for who cuts them in
//! every way and for who counts what is held because of them.

pub mod payloads;
pub mod streams;
