import pytest

from ecgkt.results.robustness import RobustnessTable
from tests.builders.robustness_documents import robustness_document


def test_document_survives_the_trip():
    document = robustness_document()
    table = RobustnessTable.from_dict(
        {name: value for name, value in document.items() if name != "schema"}
    )
    assert table.to_dict() == document
    assert table.rows[2].caught_share == 1.0


def test_unknown_field_is_refused():
    with pytest.raises(ValueError, match="no field"):
        RobustnessTable.from_dict({**robustness_document(), "more": 1})
