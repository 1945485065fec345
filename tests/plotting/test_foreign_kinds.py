import pytest

from ecgkt.plotting.foreign_kinds import plot_foreign_kinds
from ecgkt.results.ood import OodTable
from tests.builders.ood_documents import ood_document


def test_bars_add_up_and_the_first_kind_is_on_top():
    document = ood_document()
    del document["schema"]
    figure = plot_foreign_kinds(OodTable.from_dict(document))
    refused, warned, unnoticed = figure.data
    assert list(refused.y)[-1] == "White noise of 0.2 mV"
    assert list(refused.x) == [0.0, 0.8]
    assert list(warned.x) == pytest.approx([0.25, 0.15])
    assert list(unnoticed.x) == pytest.approx([0.75, 0.05])
