import argparse
from dataclasses import replace
from types import SimpleNamespace

import pytest

from ecgkt.commands import compare as module
from ecgkt.results.comparison import CompareTable, FractionFigures
from ecgkt.results.comparison_figures import (
    ArmFigures,
    Comparisons,
    GapClosed,
)
from ecgkt.results.document import Figure


def parsed(words):
    parser = argparse.ArgumentParser()
    module.add(parser.add_subparsers(required=True))
    return parser.parse_args(["compare", *words.split()])


@pytest.fixture
def table():
    arm = ArmFigures(
        auroc=0.7,
        auroc_ci=(0.6, 0.8),
        auprc=None,
        auprc_ci=None,
        seeds_auroc=(0.7,),
        seeds_auprc=(None,),
        variants={},
        chosen={},
    )
    fraction = FractionFigures(
        fraction=0.01,
        n_ecgs=160.0,
        n_patients=100.0,
        arms={"sig": arm},
        ours_minus_sig=Figure(value=-0.01, ci=(-0.02, 0.01)),
        gap_closed=GapClosed(value=None, ci=None, defined=False),
        auprc=Comparisons(),
        labels=(),
    )
    return CompareTable(
        command="",
        source="mimic",
        data_hash="a" * 64,
        simulated=True,
        n_ecgs=16_000,
        n_patients=10_000,
        splits={},
        seeds=(0,),
        folds=None,
        n_draws=1000,
        n_labels=5,
        n_labels_left_out=0,
        n_dropped=0,
        rules={},
        constant=None,
        settings={},
        arms={},
        fractions=(fraction,),
    )


def test_the_command_is_told_without_pieces_or_disks(monkeypatch):
    told = []

    def run(_store, _out, *, command, **_options):
        told.append(command)
        return SimpleNamespace(table=None, n_done=0, n_jobs=6)

    monkeypatch.setattr("ecgkt.dataset.store.open_store", lambda _folder: None)
    monkeypatch.setattr("ecgkt.studies.comparison.compare.compare", run)
    words = "--store /data/x/store --out results --fractions 0.1 1 --arms sig ours"
    assert module.compare(parsed(f"{words} --resume --time-budget 5")) == 0
    assert told == [
        "python -m ecgkt compare --store store --out results --seeds 3 "
        "--fractions 0.1 1 --arms sig ours"
    ]


def test_the_summary_says_simulated_and_not_defined(table):
    text = module.summarise(table)
    assert text.startswith("simulated cohort: macro over 5 labels")
    assert "1 % of the labels (160 ECGs)" in text
    assert "sig      AUROC 0.7000 (0.6000 to 0.8000)  AUPRC -" in text
    assert "ours_minus_sig       -0.0100 (-0.0200 to 0.0100)" in text
    assert "gap_closed           not defined" in text
    assert "constant" not in text


def test_with_folds_the_constant_predictor_is_always_told(table):
    constant = {"auroc": 0.5, "auroc_uncentred": 0.58}
    text = module.summarise(replace(table, folds=5, constant=constant))
    assert text.endswith("constant predictor 0.5 (not centred: 0.58)")
