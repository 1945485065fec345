from dataclasses import replace

import numpy as np

from ecgkt.dataset.patient_folds import shuffled_folds
from ecgkt.training.lab_heads.ridge import SHIPPED
from ecgkt.training.lab_heads.selection import (
    CHOICES,
    N_KEPT,
    OTHERS,
    RANDOM,
    centre_known,
    choose,
    fit_chosen,
)
from ecgkt.training.loop.tuning_score import masked_macro_auroc


def test_names_are_unique_and_the_choices_can_be_shipped():
    names = [one.name for one in (*CHOICES, RANDOM, *OTHERS)]
    assert len(set(names)) == len(names)
    assert all(set(one.blocks) <= set(SHIPPED) for one in CHOICES)


def test_centring_takes_the_level_off_the_known_rows():
    targets = np.array([[1, np.nan], [0, 1.0], [np.nan, 0]])
    found = centre_known(np.array([[1.0, 9], [3, 2], [7, 4]]), targets)
    np.testing.assert_allclose(found, [[-1, 6], [1, -1], [5, 1]])


def test_constants_of_folds_are_ties_after_centring_and_a_ranking_before(lab_data):
    levels = np.array([0.1, 0.2, 0.3, 0.7, 1 / 3])
    fold = shuffled_folds(lab_data.patients, seed=0, folds=5)
    scores = np.repeat(levels[fold][:, None], len(lab_data.names), axis=1)
    centred = np.zeros_like(scores)
    for one in range(5):
        rows = fold == one
        centred[rows] = centre_known(scores[rows], lab_data.targets[rows])
    assert masked_macro_auroc(lab_data.targets, centred) == 0.5
    assert masked_macro_auroc(lab_data.targets, scores) != 0.5


def test_mean_auroc_skips_targets_of_one_class():
    targets = np.array([[1.0, 1, np.nan], [0, 1, np.nan], [1, 1, np.nan]])
    scores = np.array([[3.0, 0, 0], [2, 0, 0], [1, 0, 0]])
    assert masked_macro_auroc(targets, scores) == 0.5
    assert np.isnan(masked_macro_auroc(targets[:, 1:], scores[:, 1:]))


def test_what_is_chosen_depends_on_the_training_rows_alone(lab_data):
    rows = np.flatnonzero(lab_data.patients < 16)
    kept = choose(lab_data, rows, seed=0)
    assert len(set(kept)) == N_KEPT
    targets = lab_data.targets.copy()
    targets[lab_data.patients >= 16] = np.nan
    assert choose(replace(lab_data, targets=targets), rows, seed=0) == kept


def test_the_chosen_head_reads_all_blocks_and_learns(lab_data):
    rows = np.flatnonzero(lab_data.patients < 16)
    places, head = fit_chosen(lab_data, rows, seed=0)
    width = sum(lab_data.blocks[name].shape[1] for name in SHIPPED)
    assert head.weights.shape == (width, len(lab_data.names))
    assert set(places) <= set(range(len(CHOICES)))
