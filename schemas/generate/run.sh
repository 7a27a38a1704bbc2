#!/usr/bin/env bash
# Writes every generated file under schemas/ anew: `schemas/generate/run.sh [part...]`, without a part all of them.
# Needs Go, Node.js for the parts `grafana` and `sarif`, and cargo for the latter; takes about six minutes. The versions below are the only thing to edit.
set -euo pipefail
cd "$(dirname "$0")"
schemas=$(cd .. && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
generate=$work/generate
go build -o "$generate" .
go build -o "$work/controller-gen" sigs.k8s.io/controller-tools/cmd/controller-gen

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

monitoring() {
  local base=github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring kind
  module "$work/monitoring" "$base/v1@v0.93.0" "$base/v1alpha1@v0.93.0"
  (cd "$work/monitoring" && "$work/controller-gen" crd:maxDescLen=0 paths="$base/v1" paths="$base/v1alpha1" output:crd:dir="$work/monitoring/crds")
  mkdir -p "$schemas/monitoring/crds"
  for kind in podmonitors probes prometheusrules scrapeconfigs servicemonitors; do
    cp "$work/monitoring/crds/monitoring.coreos.com_$kind.yaml" "$schemas/monitoring/crds/"
  done
  "$generate" kinds "$schemas/monitoring" "$schemas"/monitoring/crds/*.yaml
}

# What each minor version of prometheus-operator knows.
monitoring_fields() {
  local base=github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring minor minors=()
  for minor in $(seq 70 93); do
    minors+=("$minor")
    module "$work/fields/$minor" "$base/v1@v0.$minor.0" "$base/v1alpha1@v0.$minor.0"
    (cd "$work/fields/$minor" && "$work/controller-gen" crd:maxDescLen=0 paths="$base/v1" paths="$base/v1alpha1" output:crd:dir="$work/fields/$minor/crds")
  done
  "$generate" fields "$work/fields" "$schemas/monitoring/fields.tsv" "${minors[@]}"
}

flux() {
  local base=github.com/fluxcd
  module "$work/flux" $base/kustomize-controller/api/v1@v1.9.5 $base/source-controller/api/v1@v1.9.5
  (cd "$work/flux" && "$work/controller-gen" crd:maxDescLen=0 paths=$base/kustomize-controller/api/v1 paths=$base/source-controller/api/v1 output:crd:dir="$work/flux/crds")
  mkdir -p "$schemas/flux"
  "$generate" kinds "$schemas/flux" "$work"/flux/crds/{kustomize.toolkit.fluxcd.io_kustomizations,source.toolkit.fluxcd.io_gitrepositories}.yaml
}

# published MODULE@VERSION prints the folder of a module, for CRDs that it ships as files.
published() {
  (cd "$work" && go mod download -json "$1") | sed -n 's/.*"Dir": "\(.*\)",/\1/p'
}

argocd() {
  mkdir -p "$schemas/argocd"
  "$generate" kinds "$schemas/argocd" "$(published github.com/argoproj/argo-cd/v3@v3.5.7)/manifests/crds/application-crd.yaml"
}

grafana_operator() {
  local api=github.com/grafana/grafana-operator/v5/api/v1beta1
  module "$work/grafana_operator" "$api@v5.24.0"
  (cd "$work/grafana_operator" && "$work/controller-gen" crd:maxDescLen=0 paths=$api output:crd:dir="$work/grafana_operator/crds")
  mkdir -p "$schemas/grafana/crds"
  cp "$work/grafana_operator/crds/grafana.integreatly.org_grafanadashboards.yaml" "$schemas/grafana/crds/"
  "$generate" kinds "$schemas/grafana" "$schemas"/grafana/crds/*.yaml
}

grafana() {
  cp -r grafana "$work/grafana"
  (cd "$work/grafana" && npm ci --silent --ignore-scripts && node derive.mjs "$schemas/grafana/dashboard.json")
}

apiextensions() {
  module "$work/apiextensions" k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1@v0.36.6
  "$generate" definition "$work/apiextensions" "$schemas/k8s/customresourcedefinition.v1.json"
}

kustomize() {
  module "$work/kustomize" sigs.k8s.io/kustomize/api/types@v0.21.1
  mkdir -p "$schemas/kustomize"
  "$generate" type "$work/kustomize" sigs.k8s.io/kustomize/api/types Kustomization "$schemas/kustomize/kustomization.v1beta1.json"
}

# The schema that a crate ships, without its descriptions.
sarif() {
  mkdir -p "$work/sarif/src" "$schemas/sarif"
  printf '[package]\nname = "sarif"\nedition = "2024"\n[dependencies]\nserde-sarif = "=0.8.0"\n' >"$work/sarif/Cargo.toml"
  touch "$work/sarif/src/lib.rs"
  local manifest
  manifest=$(cd "$work/sarif" && cargo metadata --format-version 1 --quiet | grep -o '"manifest_path":"[^"]*serde-sarif-0.8.0/Cargo.toml"' | head -n 1 | cut -d '"' -f 4)
  node bare.mjs "${manifest%/Cargo.toml}/src/schema.json" "$schemas/sarif/sarif-2.1.0.json"
}

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(core apiextensions monitoring monitoring_fields kustomize flux argocd grafana_operator grafana sarif)
for part in "${parts[@]}"; do "$part"; done
