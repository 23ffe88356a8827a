//! kodai reads Japanese marketing copy the way a compliance reviewer does and reports what it overstates.
//!
//! ```text
//! SourceFile ─extract─▶ Extraction ─build─▶ Document ─▶ Sentence* ─tokenize (lazy)─▶ Token*
//!                                                                                      │
//! reporters ◀─ Diagnostic* ◀─ merge ◀─ context ◀─ Match* ◀─ matcher ◀──────────────────┘
//! ```
//!
//! [`Linter::lint`](linter::Linter::lint) is the whole pipeline. Nothing below [`cli`] and [`report`] prints.

pub mod class;
pub mod cli;
pub mod context;
pub mod diagnostic;
pub mod document;
pub mod document_rule;
pub mod eval;
pub mod extract;
pub mod fix;
pub mod linter;
pub mod matcher;
pub mod permission;
pub mod report;
pub mod rule;
pub mod source;
pub mod span;
pub mod tokenize;
