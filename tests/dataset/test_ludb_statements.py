"""LUDB's words become statements; what has no counterpart is not known."""

import pytest

from ecgkt.dataset.ludb_statements import KNOWN, MEANINGS, read_statements
from ecgkt.errors import EcgktError
from ecgkt.vocab.statements import CODES

HEAD = "ID,Sex,Rhythms,Conduction abnormalities,Extrasystolies,Hypertrophies,Ischemia\n"
ROWS = (
    '1,"F\n","Sinus bradycardia","Left anterior hemiblock\nI degree av block",,'
    '"Left ventricular overload\nLeft ventricular hypertrophy",STEMI: septal\n'
    '23,M,"Atrial flutter, typical",,"Ventricular extrasystole, type: single pvc",,\n'
)


def test_words_become_statements(tmp_path):
    (tmp_path / "ludb.csv").write_text(HEAD + ROWS)
    found = {
        number: {code for code, made in zip(CODES, labels, strict=True) if made}
        for number, labels in read_statements(tmp_path).items()
    }
    assert found == {
        "1": {"SBRAD", "LAFB", "1AVB", "LVH"},
        "23": {"AFLT", "PVC"},
    }


def test_every_word_means_a_statement_and_no_other_is_known():
    assert set(MEANINGS.values()) <= set(CODES)
    assert KNOWN.sum() == len(set(MEANINGS.values()))
    assert not KNOWN[CODES.index("IMI")]


@pytest.mark.parametrize("content", [None, "ID,Rhythms\n1,Sinus rhythm\n"])
def test_other_tables_are_refused(tmp_path, content):
    if content:
        (tmp_path / "ludb.csv").write_text(content)
    with pytest.raises(EcgktError, match=r"expected LUDB's ludb\.csv with the columns"):
        read_statements(tmp_path)
