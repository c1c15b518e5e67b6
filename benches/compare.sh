#!/bin/sh
# Measures dictamen against what reading alone costs and prints the table of benches/README.md.
# The filings that it makes stay in target/compare, so that a second run need not make them again.
#
#   benches/compare.sh [ROUNDS]
set -eu
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-target}"
cargo build --release --quiet --bin dictamen \
  --example json_values --example yaml_structs --example compare
"$target/release/examples/compare" \
  "$target/release/dictamen" "$target/release/examples" "$target/compare" "${1:-7}"
