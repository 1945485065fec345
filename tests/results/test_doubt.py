import pytest

from ecgkt.results.document import load_document
from ecgkt.results.doubt import DoubtTable
from ecgkt.results.model_card import BUNDLED, load_card
from tests.builders.doubt_documents import doubt_document, doubt_table


def test_document_survives_the_trip():
    assert doubt_table().to_dict() == doubt_document()


@pytest.mark.parametrize(
    ("place", "probability", "expected"),
    [
        # Limits that cross leave open what is unusual in both kinds.
        (0, 0.05, False),
        (0, 0.2, True),
        (0, 0.5, False),
        (1, 0.05, False),
        (1, 0.1, True),
        (1, 0.31, False),
        (2, 0.5, None),
    ],
)
def test_score_between_the_limits_is_left_open(place, probability, expected):
    labels = doubt_table().labels
    assert labels[place].leaves_open(probability) is expected


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
