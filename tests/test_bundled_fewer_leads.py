"""The shipped networks for fewer leads keep what is said of them."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.pipeline.reader import Reader
from ecgkt.report.fewer_leads_words import sentence, told
from ecgkt.results.document import load_document
from ecgkt.results.fewer_leads import FewerLeadsTable
from ecgkt.results.model_card import BUNDLED
from ecgkt.simulate.example import simulate_example
from ecgkt.vocab.lead_sets import LEAD_SETS
from ecgkt.vocab.leads import LEADS

PAGE = BUNDLED.parents[1] / "docs" / "results.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def table() -> FewerLeadsTable:
    return load_document(BUNDLED / "results" / FewerLeadsTable.FILE, FewerLeadsTable)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(BUNDLED)


def test_figures_are_those_of_the_shipped_weights(table, reader):
    assert table.model.sha256 == reader.bundle.identity.sha256
    assert table.fewer.sha256 == reader.fewer.identity.sha256
    assert [row.name for row in table.sets] == [one.name for one in LEAD_SETS]
    size = (BUNDLED / "fewer_leads.safetensors").stat().st_size
    assert size < 2_500_000


def test_more_leads_tell_more(table):
    by_name = {row.name: row for row in table.sets}
    single = by_name["I"].all.auroc.value
    limb = by_name["I, II"].all.auroc.value
    seven = by_name["all but V3"].all.auroc.value
    assert 0.75 < single < limb < seven
    for row in by_name.values():
        assert row.validated.minus_all_leads.ci[1] < 0.01


def test_what_is_drawn_is_no_worse_than_regression(table):
    for row in table.filled["tuning"]:
        is_regressed = (row.source, row.lead) in table.regressed
        assert is_regressed == (row.difference_uv.ci[1] >= 0)
    limb = [row for row in table.filled["held_out"] if row.source == "I, II"]
    assert len(limb) == 6
    assert all(row.difference_uv.ci[1] < 0 for row in limb)


def test_main_model_reads_where_it_was_better_on_tuning(table, reader):
    read = {row.name for row in table.sets if row.by_main}
    assert read == reader.fewer.by_main
    assert read == {
        row.name for row in table.tuning if row.main_minus_network.ci[0] > 0
    }
    for row in table.sets:
        if row.name.startswith("all but V"):
            assert row.all.minus_all_leads.value > -0.005


@pytest.mark.parametrize("leads", [("I",), ("II",), LEADS[:6], (*LEADS[:8], "V4")])
def test_fibrillation_is_told_from_few_leads(reader, leads):
    record = simulate_example("af", seed=2, fs=500.0)
    is_kept = np.array([lead in leads for lead in LEADS])[:, None]
    few = replace(record, signal=np.where(is_kept, record.signal, np.float32(np.nan)))
    fewer = reader.read(few).fewer_leads
    assert "AFIB" in [score.code for score in told(fewer)]
    assert "Atrial fibrillation" in sentence(fewer)


@pytest.mark.parametrize("one", LEAD_SETS, ids=lambda one: one.name)
def test_page_tells_the_figures_of_every_set(table, one):
    (row,) = [row for row in table.sets if row.name == one.name]
    start = f"| {one.name} | "
    (line,) = [line for line in TEXT.splitlines() if line.startswith(start)]
    cells = [cell.strip() for cell in line.strip("|").split("|")][1:]
    parts = [row.all.auroc, row.all.minus_all_leads]
    parts += [row.validated.auroc, row.validated.minus_all_leads]
    assert cells == [figure_text(part) for part in parts]


@pytest.mark.parametrize("source", ["I, II", "one missing"])
def test_page_tells_how_near_estimates_come(table, source):
    rows = [
        row
        for row in table.filled["held_out"]
        if (row.source == "I, II") == (source == "I, II")
    ]
    for row in rows:
        start = f"| {row.lead} from {row.source} | "
        (line,) = [line for line in TEXT.splitlines() if line.startswith(start)]
        cells = [cell.strip() for cell in line.strip("|").split("|")][1:]
        assert cells == [
            figure_text(row.network.r),
            figure_text(row.regression.r),
            figure_text(row.network.rmse_uv, 0),
            figure_text(row.regression.rmse_uv, 0),
            figure_text(row.difference_uv, 0),
        ]


def figure_text(figure, digits=3):
    """Return a figure and its interval as the page writes them."""
    low, high = figure.ci
    text = f"{figure.value:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
    return text.replace("-", "−")
