//! The integration tests, in one binary: each area is a folder here.

#![allow(missing_docs, clippy::unwrap_used)]

mod acceptance;
mod cmd;
mod context;
mod corpus;
mod docs;
mod fix;
mod formats;
mod properties;
mod report;
mod rules;
mod shared;
mod snapshot;
