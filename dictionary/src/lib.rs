//! IPADIC and kodai's domain words, compiled by the build script and embedded.
//!
//! Owns the dictionary's data and the meaning of its fields. Knows nothing of tokenising: that is lindera's work, called
//! by `kodai`'s `tokenize`. The dictionary is made for text in NFKC, where ASCII stands in half width.

pub use embedded::load;

/// Part of speech: 名詞, 動詞, 形容詞, 助動詞, 助詞, …
pub const PART_OF_SPEECH: usize = 0;
/// First subcategory: 一般, サ変接続, 自立, 格助詞, …; `*` if there is none.
pub const SUBCATEGORY_1: usize = 1;
/// Second subcategory; `*` if there is none.
pub const SUBCATEGORY_2: usize = 2;
/// Third subcategory; `*` if there is none.
pub const SUBCATEGORY_3: usize = 3;
/// Conjugation type: 五段・ラ行, 形容詞・アウオ段, 特殊・ナイ, …; `*` for a word that does not conjugate.
pub const CONJUGATION_TYPE: usize = 4;
/// Conjugation form: 基本形, 連用形, 未然形, …; `*` for a word that does not conjugate.
pub const CONJUGATION_FORM: usize = 5;
/// Base form; the surface of a word that does not conjugate, `*` for a word that no dictionary entry stands behind.
pub const BASE_FORM: usize = 6;
/// How many details a token has.
pub const DETAILS: usize = 7;

/// What lindera's macro generates, apart, so that only `load` is public.
#[allow(missing_docs)]
mod embedded {
    lindera_dictionary::embedded_dictionary!("/ipadic", Loader);
}

#[cfg(test)]
mod tests;
