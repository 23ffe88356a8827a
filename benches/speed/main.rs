//! How fast kodai is: as a process, as people meet it, and stage by stage, to see where the time goes.
//!
//! `cargo bench` runs all; `cargo bench -- stages` those whose name holds `stages`. Throughput is in bytes of source.

#![allow(missing_docs, clippy::print_stderr, clippy::unwrap_used)]

mod formats;
mod texts;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kodai::class::Product;
use kodai::document::Document;
use kodai::extract::extract;
use kodai::linter::{Linter, Options};
use kodai::matcher::Prefilter;
use kodai::rule::{Finder, RuleBook};
use kodai::source::{Format, SourceFile};
use kodai::tokenize::Tokenizer;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The command, as it is shipped.
const KODAI: &str = env!("CARGO_BIN_EXE_kodai");

criterion_group!(speed, process, start, stages, extraction);
criterion_main!(speed);

fn group<'c>(
    criterion: &'c mut Criterion,
    name: &str,
) -> criterion::BenchmarkGroup<'c, criterion::measurement::WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(5));
    group
}

/// Runs the command to its end. What it finds is not looked at, only that it could do its job.
fn run(arguments: &[&str], path: Option<&Path>) {
    let mut command = Command::new(KODAI);
    command.args(arguments).args(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "kodai {arguments:?}: {status}");
}

fn process(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("article.md");
    let text = texts::article();
    fs::write(&article, &text).unwrap();
    let tree = folder.path().join("tree");
    let files = texts::tree();
    let size: usize = files.iter().map(|file| file.text.len()).sum();
    for file in &files {
        let path = tree.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.text).unwrap();
    }
    eprintln!("article: {} bytes; tree: {} files, {size} bytes", text.len(), files.len());

    let check = ["check", "--product", "clinic"];
    let mut group = group(criterion, "process");
    group.bench_function("help", |bench| bench.iter(|| run(&["--help"], None)));
    group.bench_function("article", |bench| bench.iter(|| run(&check, Some(&article))));
    group.sample_size(10).throughput(Throughput::Bytes(size as u64));
    group.bench_function("tree", |bench| bench.iter(|| run(&check, Some(&tree))));
    let one_thread = [&check[..], &["--threads", "1"]].concat();
    group.bench_function("tree on one thread", |bench| bench.iter(|| run(&one_thread, Some(&tree))));
    group.finish();
}

/// What every run pays before it reads a file.
fn start(criterion: &mut Criterion) {
    let mut group = group(criterion, "start");
    group.bench_function("read rules", |bench| bench.iter(|| RuleBook::builtin().unwrap()));
    let read = || RuleBook::builtin().unwrap();
    group.bench_function("compile rules", |bench| {
        bench.iter_with_setup(read, |book| Linter::new(book, options(true)).unwrap());
    });
    group.finish();
}

fn options(prefilter: bool) -> Options {
    Options { products: vec![Product::Clinic], prefilter, ..Options::default() }
}

/// The pipeline's stages on the tree, on one thread, each on what the stage before it made.
fn stages(criterion: &mut Criterion) {
    let sources: Vec<SourceFile> = texts::tree()
        .into_iter()
        .map(|file| {
            let format = Format::from_path(&file.path).unwrap();
            SourceFile::new(file.path, file.text, format)
        })
        .collect();
    let extractions: Vec<_> = sources.iter().map(extract).collect();
    let documents: Vec<_> =
        sources.iter().zip(&extractions).map(|(source, made)| Document::build(source, made)).collect();
    let compiled = RuleBook::builtin().unwrap().compile().unwrap();
    let finders: Vec<&Finder> = compiled.rules.iter().flat_map(|rule| &rule.find).collect();
    let anchors = (0..).zip(finders.iter().map(|finder| finder.anchors()));
    let prefilter = Prefilter::new(anchors, &compiled.lexicons);
    let candidates = |document: &Document| prefilter.candidates(&document.text, &document.sentences);
    let linter = Linter::new(RuleBook::builtin().unwrap(), options(true)).unwrap();
    let blind = Linter::new(RuleBook::builtin().unwrap(), Options { context: false, ..options(true) }).unwrap();
    let thorough = Linter::new(RuleBook::builtin().unwrap(), options(false)).unwrap();

    let results: Vec<_> = sources.iter().map(|source| linter.lint(source)).collect();
    eprintln!(
        "tree: {} bytes normalised, {} sentences, {} of them candidates, {} findings, {} dropped; {} rules, {} finders",
        documents.iter().map(|document| document.text.len()).sum::<usize>(),
        documents.iter().map(|document| document.sentences.len()).sum::<usize>(),
        documents.iter().map(|document| candidates(document).len()).sum::<usize>(),
        results.iter().map(|result| result.diagnostics.len()).sum::<usize>(),
        results.iter().map(|result| result.dropped.len()).sum::<usize>(),
        compiled.rules.len(),
        finders.len(),
    );

    let mut group = group(criterion, "stages");
    let size: usize = sources.iter().map(|source| source.text().len()).sum();
    group.sample_size(10).throughput(Throughput::Bytes(size as u64));
    group.bench_function("extract", |bench| {
        bench.iter(|| sources.iter().for_each(|source| drop(black_box(extract(source)))));
    });
    group.bench_function("normalise and cut", |bench| {
        bench.iter(|| {
            for (source, extraction) in sources.iter().zip(&extractions) {
                black_box(Document::build(source, extraction));
            }
        });
    });
    group.bench_function("prefilter", |bench| {
        bench.iter(|| documents.iter().for_each(|document| drop(black_box(candidates(document)))));
    });
    let mut worker = Tokenizer.worker();
    let mut tokenize = |document: &Document, sentence: usize| {
        let range = document.sentences[sentence].range;
        black_box(worker.tokenize(&document.text[range.as_usize()], range.start));
    };
    group.bench_function("tokenise candidates", |bench| {
        bench.iter(|| {
            for document in &documents {
                candidates(document).iter().for_each(|&(sentence, _)| tokenize(document, sentence as usize));
            }
        });
    });
    group.bench_function("tokenise all", |bench| {
        bench.iter(|| {
            for document in &documents {
                (0..document.sentences.len()).for_each(|sentence| tokenize(document, sentence));
            }
        });
    });
    group.bench_function("lint", |bench| {
        bench.iter(|| sources.iter().for_each(|source| drop(black_box(linter.lint(source)))));
    });
    // What context costs is the difference between these two.
    group.bench_function("lint without context", |bench| {
        bench.iter(|| sources.iter().for_each(|source| drop(black_box(blind.lint(source)))));
    });
    group.finish();

    // On a hundredth: without the prefilter every finder is tried on every sentence.
    let some: Vec<&SourceFile> = sources.iter().step_by(100).collect();
    let size: usize = some.iter().map(|source| source.text().len()).sum();
    let mut group = self::group(criterion, "stages");
    group.sample_size(10).throughput(Throughput::Bytes(size as u64));
    group.bench_function("lint a hundredth without prefilter", |bench| {
        bench.iter(|| some.iter().for_each(|source| drop(black_box(thorough.lint(source)))));
    });
    group.finish();
}

/// Extraction alone, by format.
fn extraction(criterion: &mut Criterion) {
    let tree = texts::tree();
    let lines: Vec<&str> = tree
        .iter()
        .flat_map(|file| file.text.lines())
        .filter(|line| line.len() > 60 && !line.starts_with(['|', '-', '>', '#', '<', '!', '[']))
        .collect();
    let mut group = group(criterion, "extraction");
    group.sample_size(10).measurement_time(Duration::from_secs(2));
    for source in formats::sources(&lines) {
        group.throughput(Throughput::Bytes(source.text().len() as u64));
        group.bench_function(source.format().as_str(), |bench| bench.iter(|| black_box(extract(&source))));
    }
    group.finish();
}
