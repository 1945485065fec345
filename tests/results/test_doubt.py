import pytest

from ecgkt.results.document import load_document
from ecgkt.results.doubt import DoubtTable
from ecgkt.results.model_card import BUNDLED, load_card
from tests.builders.doubt_documents import doubt_document, doubt_table


def test_document_survives_the_trip():
    assert doubt_table().to_dict() == doubt_document()


def test_scores_between_the_limits_are_open_even_where_these_cross():
    crossed, usual, unknown = doubt_table().labels
    assert crossed.ends == (0.1, 0.4)
    assert usual.ends == (0.1, 0.3)
    assert unknown.ends is None


def test_shipped_limits_keep_their_level():
    table = load_document(BUNDLED / "results" / DoubtTable.FILE, DoubtTable)
    card = load_card(BUNDLED)
    assert table.sha256 == card.sha256
    assert [row.code for row in table.labels] == [
        label.code for label in (*card.labels, *card.superclasses)
    ]
    assert table.resplits.mean == pytest.approx(table.level, abs=0.01)
    kept = [
        row for row in table.labels if row.kept_present and row.kept_present.n >= 50
    ]
    assert len(kept) >= 24
    for share in (one for row in kept for one in (row.kept_present, row.kept_absent)):
        assert share.ci[1] >= table.level - 0.05
