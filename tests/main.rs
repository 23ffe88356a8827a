//! The integration tests, in one binary: each area is a folder here.

#![allow(missing_docs, clippy::unwrap_used)]

mod cmd;
mod report;
mod snapshot;
