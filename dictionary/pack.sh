#!/bin/sh
# Makes dictionary/ipadic.pack.lz from Debian's package mecab-ipadic and compares it with the recorded sums.
#
#   sudo apt-get install mecab-ipadic lzip python3
#   dictionary/pack.sh           make it anew in a temporary directory; fail if it differs from the one in the repository
#   dictionary/pack.sh --write   replace the pack, its sums and the licence (after an upgrade of mecab-ipadic)
#
# IPADIC_SOURCE names another directory with the CSV and .def files.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
source=${IPADIC_SOURCE:-/usr/share/mecab/dic/ipadic}
licence=/usr/share/doc/mecab-ipadic/copyright

for tool in python3 lzip sha256sum; do
    command -v "$tool" >/dev/null || { echo "pack.sh: $tool is missing; apt-get install python3 lzip coreutils" >&2; exit 2; }
done
[ -f "$source/matrix.def" ] || { echo "pack.sh: no matrix.def in $source; apt-get install mecab-ipadic" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 "$here/pack.py" "$source" "$work/ipadic.pack"
lzip -9 --keep "$work/ipadic.pack"
(cd "$work" && sha256sum ipadic.pack ipadic.pack.lz) | tee "$work/ipadic.pack.sha256"
wc -c "$work/ipadic.pack" "$work/ipadic.pack.lz" | head -n 2

if [ "${1:-}" = --write ]; then
    cp "$work/ipadic.pack.lz" "$work/ipadic.pack.sha256" "$here/"
    # The stanza on Debian's own packaging files does not concern the data.
    sed '/^Files: debian/,$d' "$licence" > "$here/LICENSE-IPADIC"
    echo "written; record the package version in README.md:"
    dpkg-query --show mecab-ipadic
elif cmp -s "$work/ipadic.pack.sha256" "$here/ipadic.pack.sha256" && cmp -s "$work/ipadic.pack.lz" "$here/ipadic.pack.lz"; then
    echo "same as in the repository"
else
    echo "pack.sh: differs from the pack in the repository. If only ipadic.pack.lz differs, lzip has changed; if" >&2
    echo "ipadic.pack differs, the sources have. Look at both, then run pack.sh --write." >&2
    exit 1
fi
