"""Makes `ipadic.pack` from the sources of mecab-ipadic (CSV and .def files in EUC-JP).

Called by pack.sh, which fetches nothing but checks, compresses and compares. The format of the pack is described in
README.md ("The pack"); build/pack.rs reads it. The same sources give the same bytes on every machine: everything is
sorted, nothing depends on time, locale or file order.
"""

import csv
import re
import struct
import sys
import unicodedata
from pathlib import Path

FORMAT = b"kodai-ipadic 1\n"
# surface, left id, right id, cost, part of speech and 3 subcategories, conjugation type, conjugation form, base form.
# Reading and pronunciation, the last two of the source's 13 columns, are not read by anything here.
KEPT, COLUMNS = 11, 13

# NFKC leaves these alone, but they are typed for the character IPADIC has.
ALSO_TYPED = str.maketrans({"〜": "~", "―": "—", "−": "-"})
# "1月", "3つ", "1番" are words; "北1条" and "小1" only tear numbers apart.
NUMBER_WORD = re.compile(r"[0-9]{1,2}(月|つ|番)")


def fail(message):
    sys.exit(f"pack.py: {message}")


def read_words(source):
    """All rows of all CSV files, without the columns we drop and without the duplicates that this makes."""
    words = set()
    for path in source.glob("*.csv"):
        with path.open(encoding="euc_jp", newline="") as file:
            for number, row in enumerate(csv.reader(file), 1):
                if len(row) != COLUMNS:
                    fail(f"{path}:{number}: {len(row)} columns instead of {COLUMNS}; is this mecab-ipadic 2.7.0?")
                surface, left, right, cost, *fields = row[:KEPT]
                words.add((surface, int(left), int(right), int(cost), *fields))
    if not words:
        fail(f"no CSV file in {source}; install mecab-ipadic")
    return words


def normal_form(surface):
    """How `surface` looks in text that kodai has normalised, or None if that form should not be a word."""
    form = unicodedata.normalize("NFKC", surface.translate(ALSO_TYPED))
    if form != form.strip() or unicodedata.combining(form[0]):
        return None  # '´' becomes a space and a combining accent
    if re.fullmatch(r"[0-9A-Za-z]", form):
        return None  # so that "100" and "NMN" stay one (unknown) word each
    if re.search(r"[0-9]", form) and not NUMBER_WORD.fullmatch(form):
        return None
    return form


def with_normal_forms(words):
    """IPADIC writes ASCII in full width, normalised text never does: without these '%' would be an unknown verbal noun."""
    surfaces = {word[0] for word in words}
    added = set()
    for word in words:
        form = normal_form(word[0])
        if form and form not in surfaces:
            base = form if word[-1] == word[0] else word[-1]
            added.add((form, *word[1:-1], base))
    return words | added


def base_code(surface, base):
    """The base form as an edit of the surface: empty if equal, else characters to cut from the end, tab, ending."""
    if surface == base:
        return ""
    same = 0
    while same < min(len(surface), len(base)) and surface[same] == base[same]:
        same += 1
    return f"{len(surface) - same}\t{base[same:]}"


def lines(strings):
    return "".join(f"{s}\n" for s in strings).encode()


def word_sections(words):
    """Words grouped by class (ids, part of speech, conjugation), which leaves next to nothing of class and base form."""
    classes = {}
    for surface, left, right, cost, *fields in words:
        classes.setdefault((left, right, *fields[:-1]), []).append((surface, cost, fields[-1]))
    heads, surfaces, bases, costs = [], [], [], []
    for key, members in sorted(classes.items()):
        left, right, *fields = key
        heads.append(",".join(map(str, (left, right, len(members), *fields))))
        for surface, cost, base in sorted(members):
            surfaces.append(surface)
            bases.append(base_code(surface, base))
            costs.append(cost)
    return [
        ("classes", lines(heads)),
        ("surfaces", lines(surfaces)),
        ("bases", lines(bases)),
        ("costs", struct.pack(f"<{len(costs)}h", *costs)),
    ]


def matrix_section(source):
    """Rows (right id of the word before) of columns (left id of the word after); each cell less the one before it."""
    with (source / "matrix.def").open() as file:
        rights, lefts = map(int, file.readline().split())
        cells = [None] * (rights * lefts)
        for line in file:
            right, left, cost = map(int, line.split())
            cells[right * lefts + left] = cost
    if None in cells:
        fail("matrix.def leaves cells out")
    deltas = [(b - a + 0x8000) % 0x10000 - 0x8000 for a, b in zip([0] + cells, cells)]
    return [("matrix", struct.pack(f"<HH{len(deltas)}h", rights, lefts, *deltas))]


def definition_section(source, name, changes=()):
    """A .def file without comments and blank lines, whose wording would only make the pack larger; lines changed."""
    text = (source / name).read_bytes().decode("euc_jp")
    kept = [" ".join(line.split("#")[0].split()) for line in text.splitlines()]
    for old, new in changes:
        if old not in kept:
            fail(f"{name} has no line \"{old}\" to change")
        kept[kept.index(old)] = new
    return [(name, lines(line for line in kept if line))]


def main():
    if len(sys.argv) != 3:
        fail("usage: pack.py SOURCE_DIRECTORY OUTPUT")
    source, output = Path(sys.argv[1]), Path(sys.argv[2])
    # IPADIC counts the interpunct as katakana: "デトックス・ホワイトニング" would be one unknown word.
    without_interpunct = [("0x30A1..0x30FF KATAKANA", "0x30A1..0x30FA KATAKANA\n0x30FB SYMBOL\n0x30FC..0x30FF KATAKANA")]
    sections = (
        word_sections(with_normal_forms(read_words(source)))
        + matrix_section(source)
        + definition_section(source, "char.def", without_interpunct)
        + definition_section(source, "unk.def")
    )
    with output.open("wb") as file:
        file.write(FORMAT)
        for name, content in sections:
            file.write(f"{name} {len(content)}\n".encode())
            file.write(content)


main()
