#!/bin/sh
# Copies what the fixtures have into the corpora, small files only, under the name of their path.
set -eu
cd "$(dirname "$0")/.."

seed() {
  target=$1
  shift
  mkdir -p "fuzz/corpus/$target"
  find "$@" -type f -size -16385c 2>/dev/null | while read -r file; do
    cp "$file" "fuzz/corpus/$target/$(echo "$file" | tr / _)"
  done
}

seed rules fixtures/syntax fixtures/check fixtures/diff fixtures/fuzz/rules rules -name '*.dictamen'
seed json fixtures/broken fixtures/ingest fixtures/fuzz/json '(' -name '*.json' -o -name '*.ndjson' ')'
seed yaml fixtures/broken fixtures/filings fixtures/fuzz/yaml -name '*.yaml'
seed parquet fixtures/fuzz/parquet '(' -name '*.parquet' -o -name '*.arrow' ')'
