//! The texts that are measured on: an article, and a tree of them, the same on every machine and in every run.
//!
//! A tree is made of two kinds of blocks. Those of `corpus/articles` are dense with claims and their look-alikes, about
//! five times as dense as what is published; so three in four blocks are plain copy of the same trades, with names and
//! figures varied so that no two files are alike.

use std::path::PathBuf;

/// The size of the article that a process is timed on, in bytes.
pub const ARTICLE: usize = 6 * 1024;
/// The size of the tree, in bytes.
pub const TREE: usize = 5 * 1000 * 1000;

const ARTICLES: [&str; 5] = [
    include_str!("../../corpus/articles/dev/clinic-exosome.md"),
    include_str!("../../corpus/articles/dev/clinic-compliant.md"),
    include_str!("../../corpus/articles/dev/clinic-hair-removal.md"),
    include_str!("../../corpus/articles/dev/cosmetics-serum.md"),
    include_str!("../../corpus/articles/dev/food-diet-tea.md"),
];

/// A file of the tree.
pub struct File {
    /// Relative to the root of the tree; `.md` or `.txt`.
    pub path: PathBuf,
    /// Its content.
    pub text: String,
}

/// One Markdown article: a labelled one of the corpus, lengthened with plain copy.
pub fn article() -> String {
    let mut text = ARTICLES[0].to_owned();
    let mut chance = Chance(1);
    while text.len() < ARTICLE {
        text.push('\n');
        push_plain(&mut text, &mut chance);
    }
    text
}

/// A tree of articles of 2 to 12 KB.
pub fn tree() -> Vec<File> {
    let dense: Vec<&str> = ARTICLES.iter().flat_map(|article| article.split("\n\n")).filter(|b| b.len() > 20).collect();
    let mut chance = Chance(42);
    let mut files = Vec::new();
    let mut size = 0;
    while size < TREE {
        let number = files.len();
        let length = 2_000 + chance.below(10_000);
        let plain_text = chance.below(10) == 0;
        let mut text = String::with_capacity(length + 1_000);
        if !plain_text {
            text.push_str("---\ntitle: ");
            push_filled(&mut text, chance.pick(HEADINGS), &mut chance);
            text.push_str("\ndate: 2024-04-01\n---\n\n# ");
            push_filled(&mut text, chance.pick(HEADINGS), &mut chance);
            text.push_str("\n\n");
        }
        while text.len() < length {
            match chance.below(16) {
                0..4 => {
                    text.push_str(chance.pick(&dense));
                    text.push_str("\n\n");
                }
                4 if !plain_text => {
                    text.push_str("## ");
                    push_filled(&mut text, chance.pick(HEADINGS), &mut chance);
                    text.push_str("\n\n");
                }
                _ => push_plain(&mut text, &mut chance),
            }
        }
        let extension = if plain_text { "txt" } else { "md" };
        let path = PathBuf::from(format!("{:02}/{:02}/{number:04}.{extension}", number % 8, number / 8 % 8));
        size += text.len();
        files.push(File { path, text });
    }
    files
}

fn push_plain(text: &mut String, chance: &mut Chance) {
    push_filled(text, chance.pick(PLAIN), chance);
    text.push_str("\n\n");
}

/// Adds a template: `@` stands for a number, `~` for a place, `^` for something sold.
fn push_filled(text: &mut String, template: &str, chance: &mut Chance) {
    for c in template.chars() {
        match c {
            '@' => text.push_str(&(1 + chance.below(40)).to_string()),
            '~' => text.push_str(chance.pick(PLACES)),
            '^' => text.push_str(chance.pick(THINGS)),
            c => text.push(c),
        }
    }
}

/// Chance that is the same every time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const PLACES: &[&str] =
    &["汐見坂", "青嶺町", "桐ヶ原", "椚原", "白帆台", "深堀通り", "北瀬", "東雲川", "鳴海野", "楓坂"];

const THINGS: &[&str] = &[
    "ヒアルロン酸注射",
    "美容液",
    "ハーブティー",
    "サプリメント",
    "レーザー治療",
    "保湿クリーム",
    "骨盤ケア",
    "ヘッドスパ",
    "ドッグフード",
    "入浴剤",
    "医療脱毛",
    "シートマスク",
    "青汁",
    "電動歯ブラシ",
    "日やけ止め",
];

const HEADINGS: &[&str] = &[
    "^を選ぶ前に知っておきたい@つのこと",
    "^の使い方と保管のしかた",
    "はじめての方へ：^の流れ",
    "~店からのお知らせ",
    "^についてよくいただくご質問",
    "@月の営業日とご予約について",
    "担当者に聞く、^の開発の裏側",
    "^はどんな人に向いている？",
];

/// Copy such as these trades publish, nearly all of it without a claim.
const PLAIN: &[&str] = &[
    "~店は、駅の東口から歩いて@分ほどの場所にあります。受付は午前@時から、最終のご案内は午後6時@分です。毎週水曜日と第3日曜日は休みをいただいています。駐車場は建物の裏手に@台分ご用意していますが、週末は混み合いますので、なるべく電車やバスでお越しください。",
    "^をはじめてご利用になる方には、まず問診票のご記入をお願いしています。持病やお薬、アレルギーの有無、これまでに合わなかった成分などをうかがい、そのうえで担当者がご希望をうかがいます。時間は@分ほどみておいてください。その日のうちに決める必要はありませんので、資料を持ち帰ってゆっくりご検討いただけます。",
    "開封したあとは、直射日光と高温多湿を避け、ふたをしっかり閉めて保管してください。冷蔵庫に入れる必要はありませんが、夏場は車の中に置かないようにお願いします。使用期限は底面に印字しています。お肌に異常があらわれたときはご使用をやめ、皮膚科専門医などにご相談ください。",
    "「^って、毎日使うものなんですか」。先日、~の催しでそんな質問をいただきました。答えは、季節と体調によります。乾いた風の吹く@月ごろは朝晩の2回、汗をかく時期は夜だけという方が多いようです。無理に回数を増やすより、続けられる形を見つけてください。",
    "原材料名：国産大麦若葉末（@%）、還元麦芽糖、難消化性デキストリン、抹茶、食塩。栄養成分表示（1包@gあたり）：エネルギー@kcal、たんぱく質0.@g、脂質0.@g、炭水化物2.@g、食塩相当量0.0@g。本品製造工場では小麦、卵、乳を含む製品を製造しています。",
    "- 受付で番号札をお取りください\n- 更衣室で専用のガウンに着替えます\n- 担当者が@分ほどで準備をします\n- 終わったあとは、お茶を飲みながら次回のご相談\n- お支払いは現金、カード、各種の電子マネー",
    "| 内容 | 時間 | 料金（税込） |\n| --- | --- | --- |\n| 初回カウンセリング | @分 | 無料 |\n| ^（1回） | @分 | @,800円 |\n| ^（@回コース） | 各@分 | @@,000円 |\n| アフターケア | 15分 | 2,200円 |",
    "肌の水分は、気温と湿度、それに睡眠や食事のようすによって日々変わります。冬に頬がつっぱると感じるのは、空気が乾いて角層の水分が逃げやすくなるからです。お風呂あがりは、タオルで押さえるように水気をとり、@分以内に化粧水をつけるとよいでしょう。こすらないことが何より大切です。",
    "~工場では、仕込みから充填まで@人の職人が受け持っています。原料は届いた日に匂いと色を確かめ、合わないものは返します。ひと釜に@時間。火加減は気温に合わせて変えるので、夏と冬では仕上がりの時刻が違います。手間はかかりますが、昔からのやり方を変えていません。",
    "治療の前には、考えられる副作用や合併症、費用、ほかの方法との違いを書面でお渡しします。赤みや腫れが数日続くことがあり、まれに内出血や色素沈着が起こることもあります。わからないことは何度でもお尋ねください。同意書へのご署名は、疑問がなくなってからで構いません。",
    "愛犬のごはんを切り替えるときは、これまでのフードに@割ほど混ぜるところから始め、@日かけて少しずつ割合を増やしていきます。便がゆるくなったり、食べ残しが増えたりしたら、いったん前の割合に戻してください。新鮮な水をいつでも飲めるようにしておくことも忘れずに。",
    "ご注文は24時間受け付けています。平日の午後@時までのご注文は当日に、土日祝日のご注文は翌営業日に発送します。送料は全国一律@@0円、5,000円以上のお買い上げで当店が負担します。お届け日のご指定は、ご注文の@日後から承ります。返品は到着から8日以内にご連絡ください。",
    "今月の読みものは、[^と季節の過ごし方](./column/@.md)です。~に暮らす料理研究家をたずね、旬の根菜を使った汁ものを教わりました。だしは昆布@gと水1リットル。弱火でゆっくり温め、沸く前に取り出します。詳しい分量は[レシピのページ](https://example.com/recipe/@)をご覧ください。",
    "症状には個人差があります。^を受けたあとに強い痛み、発熱、しびれなどが続く場合は、時間外でもお電話ください。次の方はお受けいただけません：妊娠中・授乳中の方、心臓ペースメーカーをお使いの方、@か月以内に同じ部位の施術を受けた方、そのほか医師が適当でないと判断した方。",
    "会員の方には、毎月@日に次回分の内容をメールでお知らせします。お休みや解約は、次回お届け予定日の@日前までにマイページまたはお電話で手続きできます。回数の縛りはありません。登録情報の変更は、ログインしたあと「設定」から行ってください。",
    "1. 手をきれいに洗い、水気をふき取ります。\n2. ポンプを@回押して手のひらに取ります。\n3. 両手で軽く温め、顔の中心から外へ広げます。\n4. 首すじまでのばし、手のひらで@秒ほど包みます。",
    "> ^を選ぶときは、値段だけでなく、だれがどこで作っているかを見てください。成分表示を読む習慣がつくと、自分に合うものとそうでないものがわかってきます。（~店 店長）",
    "この試験では、20歳から59歳までの健康な男女@名を2つの群に分け、@週間にわたって観察しました。主要評価項目は角層水分量、副次評価項目は自己評価の質問票です。途中で@名が参加を取りやめました。結果の解釈には、対象者の数が少ないことと、季節の影響を考える必要があります。",
    "スタッフを募集しています。勤務地は~、勤務時間は午前@時から午後@時まで、週@日から相談できます。未経験の方には、@か月の研修があります。制服は貸与、交通費は月@,000円まで支給します。応募は、履歴書を添えて採用担当までお送りください。",
    "※写真はイメージです。※表示価格は@月@日現在のものです。※効果の感じ方には個人差があります。※掲載の内容は予告なく変更することがあります。",
];
