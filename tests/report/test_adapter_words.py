"""What an adapter gains, in words that claim no more than was measured."""

from ecgkt.report.adapter_words import (
    BETTER,
    adapter_lines,
    figures_text,
    summarise,
    verdict_text,
)
from ecgkt.report.model_words import NOT_BETTER
from ecgkt.results.adapter import AdapterTable, SiteRow
from ecgkt.results.document import Figure
from ecgkt.types.reading import ModelIdentity
from tests.builders.adapters import any_adapter, document_of, measured

MODEL = ModelIdentity(name="m", version="2", sha256="a" * 64)


def test_verdict_is_that_of_the_intervals():
    assert verdict_text(measured()) == BETTER
    assert verdict_text(measured(auroc=(-0.1, 0.1), loss=(-0.1, 0.1))) == NOT_BETTER


def test_before_after_and_gain_stand_with_their_intervals():
    text = figures_text(measured())
    assert "macro AUROC 0.900 → 0.920, +0.020 (+0.010 to +0.030)" in text
    assert "log loss 0.2000 → 0.1850, −0.0150 (−0.0200 to −0.0100)" in text


def test_undefined_figures_are_said_to_be_so():
    nothing = Figure(value=None, ci=None)
    document = document_of(any_adapter(), MODEL)
    (name,) = ["auroc_before"]
    changed = measured().__class__(**{**vars(measured()), name: nothing})
    assert "macro AUROC not defined" in figures_text(changed)
    assert "macro AUROC not defined" not in adapter_lines(document)


def test_lines_name_site_model_and_numbers():
    text = adapter_lines(document_of(any_adapter(), MODEL))
    for part in (
        "of Ward 7 for m 2, weights aaaaaaaaaaaa",
        "taught by 120 ECGs of 90 patients; changes 2 statements",
        "on 120 ECGs of 90 patients that did not teach it, 3 statements",
        BETTER,
    ):
        assert part in text


def test_study_is_told_by_site():
    row = SiteRow(
        name="ward",
        kind="simulated",
        n_taught=50,
        n_draws=5,
        n_better=3,
        measured=measured(),
    )
    table = AdapterTable(
        command="c", rule="r", sha256="0" * 64, split="tuning", sites=(row,)
    )
    text = summarise(table.to_dict())
    assert "3 of 5" in text
    assert "simulated" in text
