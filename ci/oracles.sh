#!/usr/bin/env bash
# Builds the judges (the real programs that decide whether gen is right) at pinned versions into $ORACLES, default ~/.cache/oracles, and
# beside them promql-seeds.jsonl: the expressions, series and templates of Prometheus's own tests.
#
#   usage: ci/oracles.sh [NAME …]     without names: all of them
#
# Needs Go 1.26 or later and nothing else. The versions are those of ci/oracles/*/go.mod and go.sum. What is there already is left
# alone, unless its stamp tells of other versions. Several runs at once are safe: they wait for each other, and a program appears
# complete or not at all. From nothing on 2 cores about 10 minutes, with Go's build cache seconds.
set -euo pipefail

modules=$(cd "$(dirname "$0")/oracles" && pwd)
out=${ORACLES:-$HOME/.cache/oracles}

# NAME MODULE PACKAGE, the quickest first.
judges='
control-plane   control-plane .
promoracle      prometheus    .
kustomize       kustomize     sigs.k8s.io/kustomize/kustomize/v5
etcd            etcd          go.etcd.io/etcd/server/v3
celcost         crd           .
kubectl         kubernetes    k8s.io/kubernetes/cmd/kubectl
kube-apiserver  kubernetes    k8s.io/kubernetes/cmd/kube-apiserver
promtool        prometheus    github.com/prometheus/prometheus/cmd/promtool
'

fail() {
  echo "oracles: $*" >&2
  exit 1
}

# What NAME is built from: the compiler, and a sum over the module's files.
stamp_of() {
  echo "$go_version $(cd "$modules/$1" && cat go.mod go.sum ./*.go 2>/dev/null | cksum)"
}

build() {
  local name=$1 module=$2 package=$3 stamp begin=$SECONDS
  stamp=$(stamp_of "$module")
  if [ -x "$out/$name" ] && [ "$(cat "$out/$name.stamp" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  echo "oracles: building $name"
  (cd "$modules/$module" && go build -mod=readonly -buildvcs=false -o "$work/$name" "$package") >"$work/log" 2>&1 || {
    tail -n 15 "$work/log" >&2
    fail "$name could not be built from ci/oracles/$module"
  }
  rm -f "$out/$name.stamp"
  mv "$work/$name" "$out/$name"
  echo "$stamp" >"$out/$name.stamp"
  echo "oracles: $name took $((SECONDS - begin)) s"
}

# The texts in Prometheus's own tests, from the module that promoracle was built from.
seeds() {
  local folder
  if [ "$out/promql-seeds.jsonl" -nt "$out/promoracle" ]; then
    return
  fi
  folder=$(cd "$modules/prometheus" && go mod download github.com/prometheus/prometheus && go list -m -f '{{.Dir}}' github.com/prometheus/prometheus)
  "$out/promoracle" -seeds "$folder" >"$work/seeds"
  mv "$work/seeds" "$out/promql-seeds.jsonl"
}

command -v go >/dev/null || fail "needs Go 1.26 or later in PATH"
# Settings of the machine must not change what is built: no workspace, no vendor folder.
export GOWORK=off GOFLAGS=
go_version=$(cd "$modules/control-plane" && go env GOVERSION 2>&1) || fail "$go_version"
case "$go_version" in
  go1.2[6-9]* | go1.[3-9][0-9]* | go[2-9]*) ;;
  *) fail "needs Go 1.26 or later, this is $go_version" ;;
esac

mkdir -p "$out"
if command -v flock >/dev/null; then
  exec 9>"$out/.lock"
  flock -n 9 || { echo "oracles: another run is at work, waiting" && flock 9; }
fi
work=$(mktemp -d "$out/.work.XXXXXX") # on the same disk: mv is then atomic
trap 'rm -rf "$work"' EXIT

wanted=" $* "
for name in "$@"; do
  grep -q "^$name " <<<"$judges" || fail "no judge is called $name; known:$(awk 'NF { printf " %s", $1 }' <<<"$judges")"
done
while read -r name module package; do
  if [ -n "$name" ] && { [ $# -eq 0 ] || [[ "$wanted" == *" $name "* ]]; }; then
    build "$name" "$module" "$package" 9>&-
  fi
done <<<"$judges"
if [ $# -eq 0 ] || [[ "$wanted" == *" promoracle "* ]]; then
  seeds 9>&-
fi
