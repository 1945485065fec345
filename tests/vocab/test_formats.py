"""Every list of formats is made from the rows; nobody else spells one."""

import ast
import re
from pathlib import Path

import pytest

from ecgkt.io.sniff import describe
from ecgkt.serving.parser_pool import ADVICE
from ecgkt.vocab.formats import ANY_TITLE, FORMATS, READABLE

ROOT = Path(__file__).parents[2]
# What lists formats, or could: pages and all that stands between them and a reader.
PLACES = ("app.py", "pages", "ecgkt/serving", "ecgkt/io", "ecgkt/commands/predict.py")
# A reader and its helpers speak of their own format, as does what is taken away; the
# wire holds arrays.
READERS = {
    "csv_table.py",
    "protocol.py",
    "show_exports.py",
    "show_notes.py",
    "show_reports.py",
    "hdf5_heaps.py",
    *("wfdb", "scp", "dicom", "mfer"),
    *(f"read_{row.name}.py" for row in FORMATS),
}
TITLES = "|".join(re.escape(row.title) for row in FORMATS)
SUFFIXES = "|".join(
    re.escape(suffix) for row in FORMATS for suffix in row.suffixes + row.partners
)
SPELLED = re.compile(rf"\b({TITLES})\b|({SUFFIXES})\b", re.IGNORECASE)


def sources():
    for place in PLACES:
        path = ROOT / place
        for source in path.rglob("*.py") if path.is_dir() else [path]:
            if not READERS & {source.name, source.parent.name}:
                yield source


def texts(path):
    """Return the string constants of a file but its docstrings."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    bare = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    constants = [node for node in nodes if isinstance(node, ast.Constant)]
    return [str(node.value) for node in constants if id(node) not in bare]


@pytest.mark.parametrize(
    "path", list(sources()), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_no_other_file_spells_a_format(path):
    assert [text for text in texts(path) if SPELLED.search(text)] == []


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_every_list_names_every_format(row):
    for text in (READABLE, ANY_TITLE, ADVICE, describe(b"?")):
        assert row.title in text
    assert all(suffix in READABLE for suffix in row.partners)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (sentence,) = [
        line for line in readme.split("\n\n") if line.startswith("**Files it reads:**")
    ]
    assert row.title in sentence


def test_rows_do_not_share_a_name():
    assert len({row.name for row in FORMATS}) == len(FORMATS)
