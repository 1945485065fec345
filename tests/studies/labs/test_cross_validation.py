from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from ecgkt.results.labs import LabTable
from ecgkt.studies.labs.cross_validation import cross_validate
from ecgkt.studies.labs.document import ARMS, document, judge, summarise
from ecgkt.training.lab_heads.selection import CHOICES, OTHERS
from ecgkt.training.loop.tuning_score import masked_macro_auroc


@pytest.fixture(scope="module")
def found(lab_data):
    return cross_validate(lab_data, n_folds=4, seeds=(0, 1))


@pytest.fixture(scope="module")
def judged(lab_data, found):
    store = SimpleNamespace(manifest={"source": "invented", "data_hash": "0" * 64})
    bundle = SimpleNamespace(identity=SimpleNamespace(networks="1" * 64))
    return document(lab_data, found, store, bundle)


def test_the_constant_is_a_coin_for_every_target(lab_data, found):
    weights = np.ones((len(lab_data.patients), 1), dtype=np.int32)
    table = judge(found.scores["constant"], lab_data.targets, weights)
    np.testing.assert_array_equal(table[0], 0.5)


def test_what_can_be_read_is_read_and_an_unlearned_encoder_reads_nothing(
    lab_data, found
):
    for name in ("ours", "plain_probe"):
        assert masked_macro_auroc(lab_data.targets, found.scores[name]) > 0.65
    assert masked_macro_auroc(lab_data.targets, found.scores["random_encoder"]) < 0.6


def test_where_nothing_is_to_be_read_nothing_is_claimed(unrelated_labs):
    scores = cross_validate(unrelated_labs, n_folds=4, seeds=(0, 1)).scores
    assert 0.35 < masked_macro_auroc(unrelated_labs.targets, scores["ours"]) < 0.6


def test_a_patients_own_labs_do_not_reach_their_scores(lab_data):
    mine = lab_data.patients == 3
    values = np.where(mine[:, None], -7.0, lab_data.values)
    targets = np.where(mine[:, None], 1 - lab_data.targets, lab_data.targets)
    other = replace(lab_data, values=values, targets=targets)
    one = cross_validate(lab_data, n_folds=4, seeds=(5,)).scores["ours"]
    two = cross_validate(other, n_folds=4, seeds=(5,)).scores["ours"]
    np.testing.assert_array_equal(one[mine], two[mine])
    assert (one[~mine] != two[~mine]).any()


def test_equal_seeds_give_equal_scores_in_any_number_of_processes(lab_data, found):
    again = cross_validate(lab_data, n_folds=4, seeds=(0, 1), workers=2)
    for name, scores in found.scores.items():
        np.testing.assert_array_equal(again.scores[name], scores)


def test_too_few_patients_are_refused(lab_data):
    with pytest.raises(ValueError, match="folds of patients"):
        cross_validate(lab_data, n_folds=30, seeds=(0,))


def test_the_document_holds_what_the_contract_names(lab_data, judged):
    assert judged["schema"] == "ecgkt.labs/1"
    assert judged["n_ecgs"] == len(lab_data.patients)
    assert (judged["n_patients"], judged["folds"], judged["repeats"]) == (24, 4, 2)
    assert judged["window_hours"] == 20
    assert set(judged["mean_auroc"]) == set(ARMS)
    assert judged["mean_auroc"]["constant"] == 0.5
    gain = judged["ours_minus_plain_probe"]
    means = judged["mean_auroc"]
    assert gain["value"] == pytest.approx(means["ours"] - means["plain_probe"])
    assert gain["ci"][0] <= gain["value"] <= gain["ci"][1]
    assert len(judged["tries"]) == len(CHOICES) + len(OTHERS) + 3


def test_every_lab_has_its_counts_and_is_readable_by_its_interval(lab_data, judged):
    for column, one in enumerate(judged["labs"]):
        assert f"{one['name']} {one['direction']}" == lab_data.names[column]
        known = ~np.isnan(lab_data.targets[:, column])
        assert one["n"] == known.sum()
        assert one["positives"] == lab_data.targets[known, column].sum()
        assert one["n_patients"] == len(set(lab_data.patients[known]))
        assert one["auroc_ci"][0] <= one["auroc"] <= one["auroc_ci"][1]
        assert one["readable"] == (one["auroc_ci"][0] > 0.5)
    assert any(one["readable"] for one in judged["labs"])


def test_the_page_can_read_the_document_and_the_terminal_too(judged):
    table = LabTable.from_dict(judged)
    assert len(table.labs) == 8
    text = summarise(judged)
    assert f"ours            mean AUROC {judged['mean_auroc']['ours']:.3f}" in text
    assert all(arm in text for arm in ARMS)
