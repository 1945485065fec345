"""Costs of the networks: counted by hand where one can, and told on the card."""

import pytest
import torch
from torch import nn

from ecgkt.bench import networks
from ecgkt.bench.bench import SCHEMA, measure
from ecgkt.results.document import load_document
from ecgkt.results.model_card import BUNDLED, load_card
from ecgkt.results.networks import NetworkTable
from pages.model_card.show_networks import network_rows, published_rows


def test_a_convolution_is_counted_as_by_hand():
    conv, signal = nn.Conv1d(8, 16, 5, padding=2), torch.zeros(3, 8, 100)
    expected = 3 * 100 * 16 * 8 * 5 / 1e6
    assert networks.count_mmac(lambda: conv(signal)) == pytest.approx(expected)


def test_processor_is_named_where_the_system_tells(tmp_path):
    info = tmp_path / "cpuinfo"
    assert networks.processor_name(info) == ""
    info.write_text("processor : 0\nmodel name\t: A Fast One\n", encoding="utf-8")
    assert networks.processor_name(info) == "A Fast One"
    info.write_text("processor : 0\n", encoding="utf-8")
    assert networks.processor_name(info) == ""


@pytest.fixture(scope="module")
def table():
    patch = pytest.MonkeyPatch()
    patch.setattr(networks, "REPEATS", 1)
    document = measure("networks", None)
    patch.undo()
    assert document["schema"] == SCHEMA == NetworkTable.SCHEMA
    return NetworkTable.from_dict(document)


def test_whole_is_the_sum_of_its_parts_and_the_heads(table):
    whole, *parts = table.networks[:3]
    card = load_card(BUNDLED)
    assert whole.name == f"{card.name} {card.version}, both networks"
    assert whole.n_parameters == card.training["n_parameters"]
    assert whole.megabytes <= 10
    assert sum(part.n_parameters for part in parts) < whole.n_parameters
    assert sum(part.mmac for part in parts) == pytest.approx(whole.mmac, rel=0.01)
    assert all(ms > 0 for one in table.networks for ms in one.ms.values())


def test_shipped_document_speaks_of_the_shipped_weights(table):
    shipped = load_document(BUNDLED / "results" / NetworkTable.FILE, NetworkTable)
    assert shipped.model == table.model
    for ours, again in zip(shipped.networks, table.networks, strict=True):
        assert (ours.name, ours.reads) == (again.name, again.reads)
        assert ours.n_parameters == again.n_parameters
        assert ours.mmac == pytest.approx(again.mmac, abs=0.2)
    assert shipped.published == table.published


def test_card_has_a_line_for_each(table):
    rows = network_rows(table)
    assert [row["Network"] for row in rows] == [one.name for one in table.networks]
    assert {"MMAC", "ms, one thread", "ms, two threads"} <= set(rows[0])
    assert all(row["Source"] for row in published_rows(table))
