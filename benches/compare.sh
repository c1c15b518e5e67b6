#!/bin/sh
# Measures dictamen against programs written by hand for the same work and prints the table of
# benches/README.md; with --keep, the table there is replaced. Before that, all programs must agree on
# every verdict. The filings that it makes stay in target/compare (3 GB), so that a second run need not
# make them again.
#
# With --processor it counts the time that processors work, for a machine that others use too.
#
#   benches/compare.sh [--keep] [--processor] [--rounds N] [ndjson|start|tables|judging|memory|yaml|policy …]
set -eu
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-target}"
cargo build --release --quiet --bin dictamen --example workload --example hand --example lean \
  --example yaml_structs --example json_values --example compare
groups=
skip=
for argument in "$@"; do
  case "$skip$argument" in
    --rounds) skip=number: ;;
    number:*) skip= ;;
    --keep | --processor) ;;
    *) groups="$groups $argument" ;;
  esac
done
case "${groups:- judging}" in
  *" judging"*) cargo bench --quiet --bench stages -- judge/verdicts >/dev/null ;;
esac
exec "$target/release/examples/compare" "$target" "$@"
