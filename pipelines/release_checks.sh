#!/usr/bin/env bash
# What is checked before a release. Each part stands alone and leaves its files in OUT (default out/release):
#   bounds lowest|newest [pytest arguments]   the tests, from the sdist, with the lowest or the newest dependencies
#   build                                     sdist and wheel, twice, in different places: equal; checked by twine
#   sbom                                      what is installed with the newest dependencies, CycloneDX JSON
#   audit                                     known vulnerabilities of the same
# Needs uv; it makes its own environments and downloads gigabytes (torch). PYTHON_LOWEST and PYTHON_NEWEST choose
# the interpreters (a version or a path), 3.10 and 3.13. KEEP=1 keeps the environment of `bounds`.
set -euo pipefail
cd "$(dirname "$0")/.."
ROOT=$PWD OUT=$(realpath -m "${OUT:-out/release}")
mkdir -p "$OUT"

copy() { # the files that are, or would be, in git
  mkdir -p "$1"
  git ls-files -co --exclude-standard -z | xargs -0 tar c --ignore-failed-read | tar x -C "$1"
}

sdist() { # unpacked in $1
  rm -rf "$OUT/sdist" "$1"
  uv build --quiet --sdist --out-dir "$OUT/sdist" "$ROOT"
  mkdir -p "$1"
  tar xzf "$OUT"/sdist/*.tar.gz -C "$1" --strip-components 1
}

resolve() { # lowest|newest -> $OUT/$1.txt, with --no-dev for what users get
  local resolution=highest python=${PYTHON_NEWEST:-3.13} extra=(--extra test)
  if [ "$1" = lowest ]; then resolution=lowest-direct python=${PYTHON_LOWEST:-3.10}; fi
  if [ "${2:-}" = --no-dev ]; then extra=(); fi
  uv pip compile --quiet --no-header --no-annotate --resolution "$resolution" --python "$python" "${extra[@]}" \
    pyproject.toml -o "$OUT/$1${2:-}.txt"
}

bounds() {
  local which=$1 python=${PYTHON_NEWEST:-3.13}
  shift
  if [ "$which" = lowest ]; then python=${PYTHON_LOWEST:-3.10}; fi
  resolve "$which"
  sdist "$OUT/$which-src"
  uv venv --quiet --clear --python "$python" "$OUT/$which"
  uv pip sync --quiet --python "$OUT/$which/bin/python" "$OUT/$which.txt"
  uv pip install --quiet --python "$OUT/$which/bin/python" --no-deps -e "$OUT/$which-src"
  (cd "$OUT/$which-src" && PATH="$OUT/$which/bin:$PATH" "$OUT/$which/bin/python" -m pytest "$@")
  if [ -z "${KEEP:-}" ]; then rm -rf "$OUT/$which" "$OUT/$which-src"; fi
}

build() {
  rm -rf "$OUT/first" "$OUT/second"
  copy "$OUT/first/src"
  copy "$OUT/second/elsewhere/src"
  find "$OUT/second" -exec touch -d 2020-02-02 {} +
  uv build --quiet --out-dir "$OUT/first/dist" "$OUT/first/src"
  (umask 077 && TZ=Asia/Tokyo uv build --quiet --out-dir "$OUT/second/dist" "$OUT/second/elsewhere/src")
  rm -rf "$OUT/first/src" "$OUT/second/elsewhere"
  for file in "$OUT"/first/dist/pa3d*; do cmp "$file" "$OUT/second/dist/$(basename "$file")"; done
  uvx --quiet twine check --strict "$OUT"/first/dist/pa3d*
  sha256sum "$OUT"/first/dist/pa3d*
}

sbom() {
  resolve newest --no-dev
  uvx --quiet --from cyclonedx-bom cyclonedx-py requirements --output-reproducible --pyproject pyproject.toml \
    --output-file "$OUT/sbom.cdx.json" "$OUT/newest--no-dev.txt"
  echo "$OUT/sbom.cdx.json: $(grep -c '"bom-ref"' "$OUT/sbom.cdx.json") entries"
}

audit() {
  resolve newest --no-dev
  uvx --quiet pip-audit --no-deps --disable-pip --strict -r "$OUT/newest--no-dev.txt"
}

"$@"
