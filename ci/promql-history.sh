#!/usr/bin/env bash
# Asks the parser of every minor release of Prometheus, from 2.35 on, what it accepts, and writes the facts behind
# src/promql/history.rs, functions.rs and features.rs.
#
#   usage: ci/promql-history.sh                      writes tests/promql/releases.json; then: cargo test --test promql releases
#          ci/promql-history.sh --judge < in.jsonl   says which releases accept each {"input": …}
#
# Needs Go 1.26 or later. It is run by hand, when a release of Prometheus is added (`latestMinor` in main.go): the modules and
# their dependencies are downloaded through the Go proxy, and 37 parsers are compiled, which takes ten minutes the first time.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Settings of the machine must not change what is built.
export GOWORK=off GOFLAGS=

cd "$root/ci/oracles/promql-history"
go build -o "$work/promql-history" .
if [ "${1:-}" = --judge ]; then
  "$work/promql-history" -judge -work "$work"
else
  "$work/promql-history" -work "$work" <constructs.tsv >"$work/facts.json"
  mv "$work/facts.json" "$root/tests/promql/releases.json"
fi
