#!/usr/bin/env bash
# Measures what the README promises and prints it as Markdown: the start with 5, 1,000 and 10,000 articles in a
# pseudo-terminal of 200 columns and 60 rows, the most memory held, the size of the binary, the number of crates; then the
# library with 100,000 articles (LARGE says another number), which takes some minutes the first time, and the same with
# somebody whom all of them name: card, mentions, rulings, stories.
# `cargo bench` has the rest. Linux only: the memory comes from /proc.
set -eu
cd "$(dirname "$0")/.."

runs=${RUNS:-9}
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
cargo build --release --locked --quiet
cargo build --release --locked --quiet --example pile --example first_frame --example registry_size --example kept \
    --example following --example rulings --example stories
piles=$(mktemp -d)
trap 'rm -rf "$piles"' EXIT

echo "| articles | first frame | list complete | most memory |"
echo "|---|---|---|---|"
for count in 5 1000 10000; do
    "$target/release/examples/pile" "$count" "$piles/$count"
    "$target/release/examples/first_frame" "$target/release/kiosque" "$runs" "$count" "$piles/$count"
done
echo
echo "binary: $(wc -c <"$target/release/kiosque") bytes"
echo "crates: $(cargo tree --locked -e normal --prefix none --format '{p}' | sed 's/ (.*//' | sort -u | wc -l)"
"$target/release/examples/registry_size" 100000
echo "cores: $(nproc)"
echo
large=${LARGE:-100000}
"$target/release/examples/pile" "$large" "$piles/large"
"$target/release/examples/kept" "$target/release/kiosque" "$runs" "$large" "$piles/large"
echo
"$target/release/examples/pile" --with "Camille Durand" "$large" "$piles/named"
"$target/release/examples/following" "$target/release/kiosque" "$runs" "$large" "$piles/named" "Camille Durand"
"$target/release/examples/rulings" "$large"
"$target/release/examples/stories"
