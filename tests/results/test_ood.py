import pytest

from ecgkt.results.document import load_document
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.ood import OodTable
from tests.builders.ood_documents import ood_document


def test_document_survives_the_trip():
    document = ood_document()
    table = OodTable.from_dict(
        {name: value for name, value in document.items() if name != "schema"}
    )
    assert table.to_dict() == document


def test_unknown_kind_is_refused():
    document = ood_document()
    document["rows"][0]["kind"] = "martian"
    with pytest.raises(ValueError, match="kind"):
        OodTable.from_dict(document)


def test_shipped_figures_keep_their_promises():
    table = load_document(BUNDLED / "results" / OodTable.FILE, OodTable)
    assert table.clean_alarms.share <= 0.025
    for row in table.rows:
        if row.kind in ("white", "flat", "square", "eeg", "ppg"):
            assert row.auroc.value >= 0.95
            assert row.noticed.share >= 0.98
