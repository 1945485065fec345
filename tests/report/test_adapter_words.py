"""What an adapter gains, in words that claim no more than was measured."""

from dataclasses import replace

from ecgkt.report.adapter_words import (
    BETTER,
    adapter_lines,
    figures_text,
    site_rows,
    summarise,
    verdict_text,
)
from ecgkt.report.model_words import NOT_BETTER
from ecgkt.results.document import Figure
from ecgkt.types.reading import ModelIdentity
from tests.builders.adapters import (
    any_adapter,
    document_of,
    measured,
    study_of,
    study_row,
)

MODEL = ModelIdentity(name="m", version="2", sha256="a" * 64)


def test_verdict_is_that_of_the_intervals():
    assert verdict_text(measured()) == BETTER
    assert verdict_text(measured(auroc=(-0.1, 0.1), loss=(-0.1, 0.1))) == NOT_BETTER


def test_before_after_and_gain_stand_with_their_intervals():
    text = figures_text(measured())
    assert "macro AUROC 0.900 → 0.920, +0.020 [+0.010, +0.030]" in text
    assert "log loss 0.200 → 0.185, −0.015 [−0.020, −0.010]" in text


def test_undefined_figures_are_dashes():
    nothing = Figure(value=None, ci=None)
    changed = replace(measured(), auroc_before=nothing, auroc_gain=nothing)
    assert "macro AUROC – → 0.920, –;" in figures_text(changed)


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
    table = study_of(study_row())
    text = summarise(table.to_dict())
    assert "3 of 5" in text
    assert "simulated" in text
    (row,) = site_rows(table)
    assert row["Change of log loss"] == "−0.015 [−0.020, −0.010]"
    assert (row["ECGs that taught"], row["Recommended"]) == ("50", "3 of 5")
