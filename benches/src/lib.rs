//! What the benchmarks have in common: workloads, and engines to run them.

pub mod engine;
pub mod expect;
pub mod process;
pub mod record;
pub mod workload;
