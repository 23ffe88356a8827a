//! Half-open byte ranges, one type for each coordinate space.
//!
//! A [`TextRange`] indexes the normalised text of a [`Document`](crate::document::Document);
//! a [`SourceRange`] indexes the bytes of the file. Only
//! [`OffsetMap`](crate::document::OffsetMap) converts between them.

use std::ops::Range;

macro_rules! byte_range {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            /// The first byte.
            pub start: u32,
            /// One past the last byte.
            pub end: u32,
        }

        impl $name {
            /// The range from `start` to `end`, in bytes; `start` is not after `end`.
            pub const fn new(start: u32, end: u32) -> Self {
                debug_assert!(start <= end);
                Self { start, end }
            }

            /// The length in bytes.
            pub const fn len(self) -> u32 {
                self.end - self.start
            }

            /// Whether the range holds no byte.
            pub const fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether the two ranges share at least one byte.
            pub const fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// Whether `other` lies wholly inside this range.
            pub const fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// The smallest range that holds both.
            pub fn cover(self, other: Self) -> Self {
                Self::new(self.start.min(other.start), self.end.max(other.end))
            }

            /// The same range as `usize`, for slicing.
            pub const fn as_usize(self) -> Range<usize> {
                self.start as usize..self.end as usize
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}..{}", self.start, self.end)
            }
        }
    };
}

byte_range! {
    /// A range of bytes in the normalised text of a document.
    TextRange
}
byte_range! {
    /// A range of bytes in the UTF-8 text of the source file, a byte order mark included.
    SourceRange
}
