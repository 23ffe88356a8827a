//! The rules: what the built-in ones promise, and what an author is told of a broken file. And the rules of the house.

mod builtin;
mod duties;
mod errors;
mod house;
pub mod law;
mod masked;
mod overrides;
mod permitted;
