import pytest

from ecgkt.results.gates import GateTable
from tests.builders.gate_documents import gate_document


def test_document_survives_the_trip():
    assert GateTable.from_dict(gate_document()).to_dict() == gate_document()


def test_unknown_field_is_refused():
    with pytest.raises(ValueError, match="no field"):
        GateTable.from_dict({**gate_document(), "more": 1})
