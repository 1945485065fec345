"""results/fewer-leads.json: what is read of it, and what is told of damage."""

import pytest

from ecgkt.results.fewer_leads import FewerLeadsTable
from tests.builders.fewer_leads import fewer_leads_document


def test_rows_are_found_by_split():
    table = FewerLeadsTable.from_dict(fewer_leads_document())
    assert table.sets[0].name == "I"
    assert table.sets[0].all.auroc.value == 0.81
    assert table.others[0].calibrated_on == "II"
    assert table.filled["held_out"][0].difference_uv.ci == (-10.0, -8.0)


@pytest.mark.parametrize(
    "key", ["sets", "others", "filled", "regressed", "model", "fewer"]
)
def test_missing_field_is_named(key):
    document = fewer_leads_document()
    del document[key]
    with pytest.raises(ValueError, match=key):
        FewerLeadsTable.from_dict(document)
