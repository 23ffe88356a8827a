//! The closed vocabularies of the labelling guide: products, families, classes, levels, phenomena.

use std::fmt;
use std::str::FromStr;

/// A name that is not in a closed vocabulary, with what it might have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// What was written.
    pub name: String,
    /// The names that would do.
    pub known: Vec<&'static str>,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let near = nearest(&self.name, self.known.iter().copied());
        if near.is_empty() {
            write!(f, "unknown name `{}`; known: {}", self.name, self.known.join(", "))
        } else {
            write!(f, "unknown name `{}`{near}", self.name)
        }
    }
}

impl std::error::Error for UnknownName {}

/// A hint that names the known name nearest to `name`, or nothing if none is near.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let best = known.map(|other| (strsim::jaro_winkler(name, other), other)).max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((score, other)) if score > 0.8 => format!("; did you mean `{other}`?"),
        _ => String::new(),
    }
}

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// Every value, in the order of the guide.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name as rule files and reports write it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(name: &str) -> Result<Self, UnknownName> {
                match name {
                    $($text => Ok(Self::$variant),)*
                    _ => Err(UnknownName { name: name.to_owned(), known: vec![$($text,)*] }),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// What a document sells: its regime decides which wording is an overstatement.
    Product {
        /// Medical institutions.
        Clinic = "clinic",
        /// 化粧品.
        Cosmetics = "cosmetics",
        /// 医薬部外品.
        QuasiDrug = "quasi-drug",
        /// OTC and other medicines.
        Drug = "drug",
        /// Medical and home health devices.
        Device = "device",
        /// Supplements and health foods.
        Food = "food",
        /// Foods with function claims, foods for specified health uses.
        FunctionalFood = "functional-food",
        /// Beauty salons, bodywork.
        Salon = "salon",
        /// Pet food, pet goods, veterinary clinics.
        Pet = "pet",
        /// Anything else sold to consumers.
        General = "general",
    }
}

vocabulary! {
    /// A group of classes.
    Family {
        /// What the product does.
        Efficacy = "efficacy",
        /// That it does no harm.
        Safety = "safety",
        /// That it beats others.
        Superiority = "superiority",
        /// That others vouch for it.
        Endorsement = "endorsement",
        /// That one should buy now.
        Inducement = "inducement",
        /// What a document has to say.
        Disclosure = "disclosure",
    }
}

vocabulary! {
    /// A kind of claim.
    Class {
        /// Effect promised or stated as certain.
        EfficacyGuarantee = "efficacy-guarantee",
        /// An absolute word that qualifies the product's benefit.
        AbsoluteClaim = "absolute-claim",
        /// Treats, cures or prevents a disease.
        DiseaseTreatment = "disease-treatment",
        /// Changes the body's structure or function.
        BodyFunction = "body-function",
        /// A cosmetic result outside the permitted scope.
        AppearanceEffect = "appearance-effect",
        /// Slimming without effort or beyond evidence.
        WeightLoss = "weight-loss",
        /// Speed or permanence of effect.
        OnsetDuration = "onset-duration",
        /// Side effects or risks denied or played down.
        NoSideEffects = "no-side-effects",
        /// Safety promised or stated as certain.
        SafetyGuarantee = "safety-guarantee",
        /// Pain, scars or downtime denied.
        PainDowntimeDenial = "pain-downtime-denial",
        /// Highest degree.
        Superlative = "superlative",
        /// A rank.
        NumberOne = "number-one",
        /// Better than others or than before.
        Comparative = "comparative",
        /// Others run down.
        Disparagement = "disparagement",
        /// Newness as merit.
        Novelty = "novelty",
        /// Doctors or institutions recommending.
        ExpertEndorsement = "expert-endorsement",
        /// Users' reports of effect or safety.
        Testimonial = "testimonial",
        /// Official approval, patents, academic standing as proof.
        Authority = "authority",
        /// Price as lure.
        PriceInducement = "price-inducement",
        /// Pressure by time or stock.
        Urgency = "urgency",
        /// Fear used to sell.
        FearAppeal = "fear-appeal",
        /// A duty of the document not met.
        MissingDisclosure = "missing-disclosure",
    }
}

impl Product {
    /// What it is called, for people to read.
    pub const fn title(self, language: Language) -> &'static str {
        let (ja, en) = match self {
            Self::Clinic => ("医療機関", "Medical institutions"),
            Self::Cosmetics => ("化粧品", "Cosmetics"),
            Self::QuasiDrug => ("医薬部外品・薬用化粧品", "Quasi-drugs"),
            Self::Drug => ("市販薬などの医薬品", "Medicines"),
            Self::Device => ("医療機器・家庭用の健康機器", "Medical and home health devices"),
            Self::Food => ("サプリメント・いわゆる健康食品", "Supplements and health foods"),
            Self::FunctionalFood => ("機能性表示食品・特定保健用食品", "Foods with function claims"),
            Self::Salon => ("エステ・整体・鍼灸", "Beauty salons and bodywork"),
            Self::Pet => ("ペットフード・ペット用品・動物病院", "Pet food, pet goods, veterinary clinics"),
            Self::General => ("その他の商品・サービス", "Anything else sold to consumers"),
        };
        match language {
            Language::Ja => ja,
            Language::En => en,
        }
    }
}

impl Class {
    /// What it is called, for people to read.
    pub const fn title(self, language: Language) -> &'static str {
        let (ja, en) = match self {
            Self::EfficacyGuarantee => ("効果の保証・断定", "Effect promised or stated as certain"),
            Self::AbsoluteClaim => ("効果を言い切る絶対的な表現", "Absolute words for the benefit"),
            Self::DiseaseTreatment => ("病気の治療・予防", "Treatment or prevention of diseases"),
            Self::BodyFunction => ("身体の構造・機能への作用", "Changes of the body's structure or function"),
            Self::AppearanceEffect => {
                ("認められた範囲を超える美容効果", "Cosmetic results outside the permitted scope")
            }
            Self::WeightLoss => ("痩身", "Slimming"),
            Self::OnsetDuration => ("効果の速さ・持続", "Speed or permanence of effect"),
            Self::NoSideEffects => ("副作用・リスクの否定", "Side effects or risks denied"),
            Self::SafetyGuarantee => ("安全の保証", "Safety promised"),
            Self::PainDowntimeDenial => ("痛み・傷跡・ダウンタイムの否定", "Pain, scars or downtime denied"),
            Self::Superlative => ("最上級の表現", "Superlatives"),
            Self::NumberOne => ("順位・割合", "Ranks and rates"),
            Self::Comparative => ("比較", "Comparisons"),
            Self::Disparagement => ("他社・他院への中傷", "Others run down"),
            Self::Novelty => ("新しさの強調", "Newness as merit"),
            Self::ExpertEndorsement => ("専門家などの推薦", "Endorsement by experts"),
            Self::Testimonial => ("体験談", "Testimonials"),
            Self::Authority => ("公的な承認・権威", "Official approval and authority"),
            Self::PriceInducement => ("価格による誘引", "Price as lure"),
            Self::Urgency => ("時間・数量によるあおり", "Pressure by time or stock"),
            Self::FearAppeal => ("不安をあおる表現", "Fear used to sell"),
            Self::MissingDisclosure => ("書くべき事項の欠落", "What a document must say and does not"),
        };
        match language {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    /// The family it belongs to.
    pub const fn family(self) -> Family {
        match self {
            Self::EfficacyGuarantee
            | Self::AbsoluteClaim
            | Self::DiseaseTreatment
            | Self::BodyFunction
            | Self::AppearanceEffect
            | Self::WeightLoss
            | Self::OnsetDuration => Family::Efficacy,
            Self::NoSideEffects | Self::SafetyGuarantee | Self::PainDowntimeDenial => Family::Safety,
            Self::Superlative | Self::NumberOne | Self::Comparative | Self::Disparagement | Self::Novelty => {
                Family::Superiority
            }
            Self::ExpertEndorsement | Self::Testimonial | Self::Authority => Family::Endorsement,
            Self::PriceInducement | Self::Urgency | Self::FearAppeal => Family::Inducement,
            Self::MissingDisclosure => Family::Disclosure,
        }
    }
}

vocabulary! {
    /// How grave a finding is. Ordered: `Info < Warning < Error`.
    Level {
        /// Worth a reviewer's look; never stops a gate on its own.
        Info = "info",
        /// Allowed only under a condition that the text does not show.
        Warning = "warning",
        /// Ruled out whatever the evidence.
        Error = "error",
    }
}

impl Level {
    /// One level lower; `Info` stays.
    pub const fn lowered(self) -> Self {
        match self {
            Self::Error => Self::Warning,
            Self::Warning | Self::Info => Self::Info,
        }
    }
}

vocabulary! {
    /// What decides whether a labelled sentence is a claim.
    Phenomenon {
        /// Put forward plainly.
        Asserted = "asserted",
        /// Put forward, softened (ほとんど).
        Softened = "softened",
        /// Put forward as possible or expected.
        Hedged = "hedged",
        /// Put forward as what others say.
        Hearsay = "hearsay",
        /// A double negation that affirms.
        Affirmed = "affirmed",
        /// A user's or patient's words.
        Voice = "voice",
        /// Negated.
        Denied = "denied",
        /// A double negation that admits the risk.
        DoubleNegated = "double-negated",
        /// Asked.
        Asked = "asked",
        /// Words talked about.
        Mentioned = "mentioned",
        /// A condition for something else.
        Conditional = "conditional",
        /// An instruction, a warning, a duty.
        Instruction = "instruction",
        /// Wished for, aimed at, feared.
        Desired = "desired",
        /// Another sense of the word, or part of a name.
        OtherSense = "other-sense",
        /// About a study, a statistic, law, history.
        Reported = "reported",
        /// Wording that the product may use.
        Permitted = "permitted",
    }
}

vocabulary! {
    /// The language of messages.
    Language {
        /// Japanese.
        Ja = "ja",
        /// English.
        En = "en",
    }
}

/// A text in the two languages that kodai speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// A text from its two versions.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }

    /// The text in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}
