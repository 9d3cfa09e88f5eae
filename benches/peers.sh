#!/usr/bin/env bash
# Measures programs that people use for a part of the same work beside Kiosque, in one run on one machine, and prints a
# Markdown table: `benches/peers.sh [--install] [FOLDER]`.
#
# The piles are made in FOLDER and stay there for the next run; without it they are made in a temporary folder. Peers that
# are missing are named and left out; `--install` lets apt-get install them. COUNT articles (100000), RUNS runs (5) and the
# WORDS to look for can be set in the environment. benches/README.md says what either side of a row does and does not do.
set -eu

peers="ripgrep:rg fzf:fzf newsboat:newsboat less:less lnav:lnav"
if [ "${1:-}" = --install ]; then
    shift
    missing=
    for peer in $peers; do command -v "${peer#*:}" >/dev/null || missing="$missing ${peer%:*}"; done
    # shellcheck disable=SC2086
    [ -z "$missing" ] || apt-get install -y --no-install-recommends $missing >&2 || echo "apt-get failed" >&2
fi
have() { command -v "$1" >/dev/null; }
for peer in $peers; do have "${peer#*:}" || echo "left out, not installed: ${peer%:*}" >&2; done

folder=${1:-}
if [ -z "$folder" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi
folder=$(realpath -m "$folder")
cd "$(dirname "$0")/.."
count=${COUNT:-100000}
runs=${RUNS:-5}
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")/release
cargo build --release --locked --quiet
cargo build --release --locked --quiet --example pile --example huge
kiosque=$target/kiosque

mkdir -p "$folder"
pile=$folder/pile-$count
# Made under another name first, so that what was interrupted is not taken for whole.
make() {
    [ -e "$1" ] && return
    rm -rf "$1.part"
    "$target/examples/pile" "${@:2}" "$1.part" >&2
    mv "$1.part" "$1"
}
make "$pile" "$count"
make "$folder/titles-1000000" --titles 1000000
make "$folder/huge" --one 50
head -n 100000 "$folder/titles-1000000" >"$folder/titles-100000"

# The median wall time of a command, in milliseconds. To find nothing is no error. What is run several times is run once
# before.
timed() {
    [ "$runs" = 1 ] || "$@" >/dev/null 2>&1 || true
    for _ in $(seq "$runs"); do
        local start=$EPOCHREALTIME
        "$@" >/dev/null 2>&1 || true
        echo "$start $EPOCHREALTIME"
    done | tr , . | awk '{ printf "%.1f\n", ($2 - $1) * 1000 }' | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] " ms" }'
}
# The median of a bench of ours: its name and its argument. Divan prints a row `╰─ ARGUMENT fastest │ slowest │ median │ …`.
bench() {
    cargo bench --locked --quiet --bench filter -- "$1" 2>/dev/null |
        awk -F '│' -v arg=" $2 " 'index($1, arg) { gsub(/^ +| +$/, "", $3); print $3 }'
}
row() { printf '| %s | %s | %s |\n' "$@"; }

echo "| what | Kiosque | peer |"
echo "|---|---|---|"
if have rg; then
    for word in ${WORDS-gouvernement}; do
        rg=$(timed rg -il "$word" "$pile")
        # Behind rg, so that the files are in memory; it reads and analyses all of them, once is enough.
        row "a word (\`$word\`) in $count articles, on the command line" "$(runs=1 timed "$kiosque" search "$word" "$pile")" \
            "rg -il: $rg"
    done
fi
if have fzf; then
    for titles in 100000 1000000; do
        for typed in two_letters_at_once:er four_letters_at_once:erai; do
            row "filter \`${typed#*:}\` over $titles titles" "$(bench "${typed%:*}" "$titles")" \
                "fzf --filter: $(timed bash -c "fzf --filter=${typed#*:} <'$folder/titles-$titles'")"
        done
    done
fi

# A list of 10,000: Kiosque finds the files behind a folder, newsboat loads what its cache holds of one feed.
listed=10000
make "$folder/pile-$listed" "$listed"
start_kiosque=$("$target/examples/huge" --start "Articles $listed" "$runs" "$kiosque" --no-library "$folder/pile-$listed")
if have newsboat; then
    feed=$folder/newsboat
    if [ ! -e "$feed/cache.db" ]; then
        mkdir -p "$feed"
        {
            echo '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Pile</title>'
            echo '<link>file:///</link><description>-</description>'
            head -n "$listed" "$folder/titles-100000" |
                awk '{ print "<item><title>" $0 "</title><guid>" NR "</guid><description>" $0 "</description></item>" }'
            echo '</channel></rss>'
        } >"$feed/feed.xml"
        echo "file://$feed/feed.xml" >"$feed/urls"
        : >"$feed/config"
        newsboat -u "$feed/urls" -c "$feed/cache.db" -C "$feed/config" -x reload >/dev/null
    fi
    row "start with $listed articles, until all are in the list" "$start_kiosque" "newsboat, from its cache: $(
        "$target/examples/huge" --start "($listed/" "$runs" newsboat -u "$feed/urls" -c "$feed/cache.db" -C "$feed/config"
    )"
else
    row "start with $listed articles, until all are in the list" "$start_kiosque" "-"
fi

echo
echo "| one file of 50 MB | first screen | to the end | a search through it | most memory |"
echo "|---|---|---|---|---|"
for program in "$kiosque" less lnav; do
    if have "$program"; then "$target/examples/huge" "$program" "$runs" "$folder/huge"; fi
done
