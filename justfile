# `just` lists the recipes, `just ready` says whether a change can be taken.

set shell := ["bash", "-euo", "pipefail", "-c"]

_list:
    @just --list --unsorted

# Run what CI runs
ready:
    bash .ci/run

# Build the command as it is shipped: target/release/kodai
build:
    cargo build --release --locked

# Run the tests, or those whose name holds FILTER
test *FILTER:
    cargo test --workspace {{FILTER}}

# Compare Markdown with the examples of the CommonMark specification, which npm's `commonmark-spec` holds
commonmark:
    #!/usr/bin/env bash
    set -euo pipefail
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    (cd "$folder" && npm pack --silent commonmark-spec >/dev/null && tar xzf commonmark-spec-*.tgz)
    COMMONMARK_SPEC="$folder/package/spec.txt" cargo test --test main -- --ignored commonmark

# Try extraction on made texts of every format for SECONDS
fuzz SECONDS="600":
    FUZZ_SECONDS={{SECONDS}} cargo test --release --test main -- --ignored --nocapture fuzz

# Run the examples of the built-in rules, or of other rule sets
rules *PATHS:
    cargo run --quiet -- test {{PATHS}}

# Check the articles of the corpus: `just lint food --explain-dropped`
lint PRODUCT="clinic" *ARGS:
    cargo run --quiet --release -- check corpus/articles --product {{PRODUCT}} --fail-on never {{ARGS}}

# Measure the rules on the labelled corpus: `just eval corpus/articles`
eval *ARGS:
    cargo run --quiet --release -- eval {{ARGS}}

# Measure speed, or the part of it whose name holds FILTER
bench *FILTER:
    cargo bench --bench speed -- {{FILTER}}

# Format, and repair what clippy can repair
fix:
    cargo clippy --workspace --all-targets --fix --allow-dirty --allow-staged
    cargo fmt --all

# Accept the outputs as they are now: snapshots and READMEs
bless:
    BLESS=1 cargo test --workspace
    BLESS=1 bash .ci/readme

# Make the dictionary pack from Debian's mecab-ipadic and compare it; `--write` replaces it
pack *ARGS:
    dictionary/pack.sh {{ARGS}}
