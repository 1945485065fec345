"""The one recipe of outside knowledge: its inputs, its arms, its document."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.measure.beat_features import FEATURES
from ecgkt.studies.labs.outside import ARMS, cross_validate_arms, judge_arms
from ecgkt.studies.labs.outside_inputs import NAMES, body_figures, named_inputs
from ecgkt.training.lab_heads.data import SINGLE_LEADS, WHOLE_BEAT
from ecgkt.vocab.statements import CODES


@pytest.fixture
def named(lab_data):
    body = lab_data.blocks["embedding"][:, :2]
    blocks = {**lab_data.blocks, "named": body, "named_real": body}
    return replace(lab_data, blocks=blocks)


def test_named_inputs_stand_under_their_names(lab_data):
    n = len(lab_data.patients)
    features = np.tile(np.arange(len(FEATURES), dtype=float), (n, 1))
    blocks = {
        "beat": features[:, list(WHOLE_BEAT)],
        "leads": features[:, list(SINGLE_LEADS)],
        "logits": np.tile(np.arange(len(CODES), dtype=float), (n, 1)),
    }
    body = np.tile([60.0, 1.0, 25.0], (n, 1))
    table = named_inputs(replace(lab_data, blocks=blocks), body)
    row = dict(zip(NAMES, table[0], strict=True))
    assert table.shape == (n, len(NAMES))
    assert row["qrs_ms"] == FEATURES.index("qrs_ms")
    assert row["AFIB"] == CODES.index("AFIB")
    assert row["age"] == 60
    heights = [FEATURES.index(f"{lead}_t_mv") for lead in ("V2", "V3", "V4")]
    assert row["t_height_mv"] == pytest.approx(np.mean(heights))


def test_body_is_judged_where_the_file_knows_it():
    truth = np.array([[50, 0, 25], [70, 1, np.nan], [60, 1, 30], [np.nan, 0, 20]])
    found = truth + np.array([[5, 0, 0]])
    figures = body_figures(np.nan_to_num(found), truth)
    assert figures.age_mae == pytest.approx(5)
    assert figures.age_r == pytest.approx(1)
    assert figures.sex_auroc == 1.0


def test_arms_are_judged_against_the_shipped_heads(named):
    scores = cross_validate_arms(named, ("x", "y"), seeds=(0,), n_folds=3)
    arms = judge_arms(named, scores)
    assert [arm["name"] for arm in arms] == list(ARMS)
    shipped, alone, both, _real = arms
    assert shipped["minus_shipped"]["value"] == 0
    assert alone["mean_auroc"]["value"] > 0.8
    assert both["n_discovered"] == len(named.names)
    low, high = both["mean_auroc"]["ci"]
    assert low < both["mean_auroc"]["value"] < high


def test_same_body_real_or_estimated_gives_the_same_scores(named):
    scores = cross_validate_arms(named, ("x", "y"), seeds=(0,), n_folds=3)
    assert scores["outside"] == pytest.approx(scores["outside_real"])
