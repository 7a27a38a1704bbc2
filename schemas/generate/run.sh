#!/usr/bin/env bash
# Writes every generated file under schemas/ anew: `schemas/generate/run.sh [part...]`, without a part all of them.
# Needs Go, and Node.js for the part `grafana`; takes about two minutes. The versions below are the only thing to edit.
set -euo pipefail
cd "$(dirname "$0")"
schemas=$(cd .. && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
generate=$work/generate
go build -o "$generate" .

# k8s.io/api by Kubernetes version.
core_versions=(
  1.29=v0.29.15 1.30=v0.30.14 1.31=v0.31.14 1.32=v0.32.13
  1.33=v0.33.13 1.34=v0.34.13 1.35=v0.35.10 1.36=v0.36.6
)

# module DIR REQUIREMENT... makes a module of its own, so that each set of types has the dependencies it was released with.
module() {
  mkdir -p "$1"
  (cd "$1" && go mod init types && go get "${@:2}") 2>>"$work/log" || { cat "$work/log" >&2; exit 1; }
}

core() {
  local pair
  for pair in "${core_versions[@]}"; do
    module "$work/core/${pair%%=*}" "k8s.io/api/core/v1@${pair##*=}" "k8s.io/apimachinery@${pair##*=}"
  done
  "$generate" core "$work/core" "$schemas/k8s/types.jsonl" "${core_versions[@]%%=*}"
}

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(core)
for part in "${parts[@]}"; do "$part"; done
