#!/bin/sh
# Shows how time and memory grow: each row is one input at 1, 10 and 100 times its size, with the seconds
# that processors worked and the most memory in MiB, and how many times the last size costs the first. What
# is linear costs a hundred times as much, less what a start costs; what is bounded costs less.
#
#   benches/growth.sh [--program FILE] [NAME …]
#
# Inputs are made in target/growth and taken away at the end.
set -eu
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-target}"
program=
if [ "${1:-}" = --program ]; then
  program=$(realpath "$2")
  shift 2
fi
if [ -z "$program" ]; then
  cargo build --release --quiet --features tables
  program=$(realpath "$target/release/dictamen")
fi
names=" $* "
work="$target/growth"
rm -rf "$work"
mkdir -p "$work"
work=$(realpath "$work")
trap 'rm -rf "$work"' EXIT

# book FOLDER: a rule book without clauses; what follows is a part of its text.
book() {
  mkdir -p "$1"
  cat >"$1/a.dictamen" <<'RULES'
vocabulary growth
record Row
  id  text key
  n   integer
  day date
filing
  key   id
  year  y
  id    text
  y     year
  n     integer
  rows  list of Row

ruleset growth v0
  title      "Growth"
  published  1000-01-01 in "DOF"
  in force   from 1000-01-02
  for years  from 1000

parameter cap = 7

RULES
}

mistakes() { # N signs of another language
  book "$1" && awk -v n="$2" 'BEGIN { for (i = 0; i < n; i++)
    printf "clause a.c%d \"C\"\n  cites \"art. 1\"\n  requires n == 7\n\n", i }' >>"$1/a.dictamen"
}
quotes() { # N texts that are not closed
  book "$1" && awk -v n="$2" 'BEGIN { for (i = 0; i < n; i++)
    printf "clause a.c%d \"C\n  cites \"art. 1\"\n  requires n = 7\n\n", i }' >>"$1/a.dictamen"
}
garbage() { # N lines that are no rules
  book "$1" && awk -v n="$2" 'BEGIN { for (i = 0; i < n; i++) print "some other text", i }' >"$1/b.dictamen"
}
dashes() { # N bytes
  book "$1" && head -c "$2" /dev/zero | tr '\0' - >"$1/b.dictamen"
}
zeros() { # N bytes
  book "$1" && head -c "$2" /dev/zero >"$1/b.dictamen"
}
names() { # N unknown names
  book "$1" && awk -v n="$2" 'BEGIN { for (i = 0; i < n; i++)
    printf "clause a.c%d \"C\"\n  cites \"art. 1\"\n  requires m = 7\n\n", i }' >>"$1/a.dictamen"
}
parameters() { # one definition of N parameters
  book "$1" && awk -v n="$2" 'BEGIN { printf "define d("
    for (i = 0; i < n; i++) printf "%sp%d: integer", i ? ", " : "", i
    print ") = p0 > 1" }' >>"$1/a.dictamen"
}
versions() { # N versions, each of which replaces one of a hundred governed clauses
  book "$1" && awk -v n="$2" -v folder="$1" '
    function clause(verb, i, more) {
      return sprintf("%sclause a.c%d \"C\"\n  cites \"art. 1\"\n  for each r in rows governed by r.day\n  requires r.n <= cap + %d\n\n", verb, i, more)
    }
    BEGIN {
      for (i = 0; i < 100; i++) printf "%s", clause("", i, 0)
      for (v = 1; v < n; v++) {
        y = 1000 + v
        printf "ruleset growth v%d amends v%d\n  title \"Growth\"\n  published %d-01-01 in \"DOF\"\n  in force from %d-01-02\n  for years from %d\n\n%s", v, v - 1, y, y, y, clause("replaces ", v % 100, v) > sprintf("%s/b%04d.dictamen", folder, v)
      }
    }' >>"$1/a.dictamen"
  printf '{"id":"a","y":1004,"n":1,"rows":[{"id":"r","n":9,"day":"1003-05-05"}]}\n' >"$1.ndjson"
}
clauses() { # N clauses, and N others
  for side in old new; do
    book "$1/$side" && awk -v n="$2" -v side="$side" 'BEGIN { for (i = 0; i < n; i++)
      printf "clause %s.c%d \"C\"\n  cites \"art. %d\"\n  requires n != %d\n\n", side, i, i, i }' >>"$1/$side/a.dictamen"
  done
}
chain() { # one requirement of N conditions
  book "$1" && awk -v n="$2" 'BEGIN { print "clause a.b \"B\"\n  cites \"art. 1\"\n  requires n != 0"
    for (i = 1; i < n; i++) printf "    and n != %d\n", i }' >>"$1/a.dictamen"
  mkdir -p "$1/cases" "$1/filings"
  printf 'id: a\ny: 2014\nn: 5000\n' >"$1/filings/a.yaml"
  printf 'filing: ../filings/a.yaml\nruleset: v0\nas_of: 2014-12-31\ncases:\n  - name: x\n    with: {n: 5}\n    expect: {a.b: violates}\n' >"$1/cases/a.yaml"
}
sound() { book "$1" && printf 'clause a.b "B"\n  cites "art. 1"\n  for each r in rows\n  requires r.n <= cap\n' >>"$1/a.dictamen"; }
deep() { # a filing N folders deep
  sound "$1" && (
    mkdir "$1.filings" && cd "$1.filings"
    i=0
    while [ "$i" -lt "$2" ]; do mkdir d && cd -P d && i=$((i + 1)); done
    printf '{"id":"a","y":2014,"n":1,"rows":[]}\n' >a.ndjson
  )
}
filings() { # N filings that lack what ten rows of each need
  sound "$1" && awk -v n="$2" 'BEGIN { for (i = 0; i < n; i++) {
    printf "{\"id\":\"f%d\",\"y\":2014,\"n\":1,\"rows\":[", i
    for (r = 0; r < 10; r++) printf "%s{\"id\":\"r%d\"}", r ? "," : "", r
    print "]}" } }' >"$1.ndjson"
}
bare() { # N filings of ten contracts of which only the number is given, for the policy that ships
  awk -v n="$2" 'BEGIN { for (i = 0; i < n; i++) {
    printf "{\"filing_id\":\"f%d\",\"fiscal_year\":2019,\"contracts\":[", i
    for (r = 0; r < 10; r++) printf "%s{\"contract_no\":\"c%d\"}", r ? "," : "", r
    print "]}" } }' >"$1.ndjson"
}
wide() { # one filing of N rows
  sound "$1" && awk -v n="$2" 'BEGIN { printf "{\"id\":\"f\",\"y\":2014,\"n\":1,\"rows\":["
    for (r = 0; r < n; r++) printf "%s{\"id\":\"r%d\",\"n\":9}", r ? "," : "", r
    print "]}" }' >"$1.ndjson"
}
sample() { mkdir -p "$1" && echo "$2" >"$1/count"; }

# row NAME MAKER SIZE EXIT COMMAND…, where {} is the made folder and EXIT how the command ends.
row() {
  name=$1 maker=$2 size=$3 exit=$4
  shift 4
  case "$names" in *" $name "* | "  ") ;; *) return 0 ;; esac
  cells= first=
  for times in 1 10 100; do
    at="$work/$name$times"
    "$maker" "$at" $((size * times))
    count=$((size * times))
    line=$(printf '%s\n' "$*" | sed "s|{}|$at|g; s|{N}|$count|g")
    status=0
    (cd "$work" && exec /usr/bin/time -f '%U %S %M' "$program" $line >/dev/null 2>said) || status=$?
    case "$status" in
      $exit) ;;
      *)
        echo "$name: ends with $status instead of $exit: $line" >&2
        tail -5 "$work/said" >&2
        exit 1
        ;;
    esac
    cost=$(tail -1 "$work/said")
    cells="$cells $(echo "$cost" | awk '{ printf "%.2f %.0f", $1 + $2, $3 / 1024 }')"
    rm -rf "$at" "$at".*
  done
  echo "$name $size $cells" | awk '{ printf "| %s | %s | %s s, %s MiB | %s s, %s MiB | %s s, %s MiB | %.0f, %.1f |\n", $1, $2, $3, $4, $5, $6, $7, $8, $7 / ($3 > 0.01 ? $3 : 0.01), $8 / $4 }'
}

echo '| what | size | 1 | 10 | 100 | time, memory of 100 |'
echo '|---|---|---|---|---|---|'
row mistakes mistakes 800 3 check {}
row quotes quotes 800 3 check {}
row garbage garbage 10000 3 check {}
row dashes dashes 10000 3 check {}
row zeros zeros 10000 3 check {}
row names names 800 3 check {}
row parameters parameters 1000 0 check {}
row versions versions 9 0 check {}
row versions-judged versions 9 1 evaluate {}.ndjson --rules {} --format ndjson
row diff clauses 300 0 diff {}/old {}/new
row mutate chain 10 '[01]' test --mutate --rules {}
row deep deep 15 0 evaluate {}.filings --rules {} --format ndjson
row wide wide 1000 1 evaluate {}.ndjson --rules {} --format ndjson --detail full
row missing filings 1000 0 evaluate {}.ndjson --rules {} --format ndjson
row snapshot filings 2000 0 snapshot accept {}.ndjson --rules {} --dir {}.kept
for detail in findings full; do
  for format in table ndjson parquet; do
    row "bare-$detail-$format" bare 10 0 evaluate {}.ndjson --rules "$PWD/rules" --detail "$detail" --format "$format" --output {}.out
  done
done
row generate sample 1 0 generate --rules "$PWD/rules" --count {N}
