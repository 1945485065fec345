"""The study of adapters: who teaches does not judge, and small sites teach less."""

import pytest

from ecgkt.errors import EcgktError
from ecgkt.models.decision import Decision
from ecgkt.studies.adapter import study
from ecgkt.studies.adapter.sites import Site
from ecgkt.studies.adapter.study import (
    N_TAUGHT,
    evaluate_adapter,
    judged_halves,
    judged_whole,
)
from tests.builders.adapters import local_ecgs, save_local_store

NEUTRAL = Decision.neutral()


def site(n, shift=2.0):
    return Site("ward", "simulated", local_ecgs(n, shift=shift))


def test_sizes_that_half_a_site_does_not_hold_are_left_out():
    rows = list(judged_halves(site(480), NEUTRAL))
    assert [row.n_taught for row in rows] == [50, 200]
    assert all(row.n_draws == N_TAUGHT for row in rows)
    assert rows[0].measured.n_statements == 3


def test_more_ecgs_regain_more_of_a_planted_shift():
    few, many = judged_halves(site(800), NEUTRAL)
    assert many.measured.auroc_gain.value > few.measured.auroc_gain.value > 0
    assert many.measured.loss_gain.value < few.measured.loss_gain.value < 0
    assert many.n_better == N_TAUGHT


def test_who_teaches_does_not_judge(monkeypatch):
    taught, judged = [], []
    fit, judge = study.fit_adapter, study.judge_adapters

    def fit_spy(local, decision):
        taught.append(set(local.patient_ids.tolist()))
        return fit(local, decision)

    def judge_spy(adapters, local, columns, decision):
        judged.append(set(local.patient_ids.tolist()))
        return judge(adapters, local, columns, decision)

    monkeypatch.setattr(study, "fit_adapter", fit_spy)
    monkeypatch.setattr(study, "judge_adapters", judge_spy)
    list(judged_halves(site(200), NEUTRAL))
    assert len(taught) == N_TAUGHT
    assert len({frozenset(patients) for patients in taught}) == N_TAUGHT
    (judges,) = judged
    assert not judges & set().union(*taught)


def test_small_site_is_judged_as_a_whole():
    (row,) = judged_whole(site(100), NEUTRAL)
    assert (row.n_taught, row.n_draws, row.measured.n_records) == (80, 1, 100)


def test_store_of_another_source_is_refused(tmp_path, tiny_model):
    save_local_store(tmp_path)
    with pytest.raises(EcgktError, match="expected a store of PTB-XL with its sites"):
        evaluate_adapter(tmp_path, ludb=tmp_path, folder=tiny_model)
