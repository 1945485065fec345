"""A teacher knows the table; whom it judges, it has not learned from."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.training.distillation.table_teacher import SURE, TeacherData, soft_labels
from ecgkt.training.loop.finished_run import load_run
from ecgkt.training.recipes.recipes import Augmentation
from ecgkt.training.stages.align import train_align
from ecgkt.training.stages.diagnose import train_diagnose
from ecgkt.training.stages.predict_run import predict_run

ROWS = np.arange(600)
LABELLED, TUNING = ROWS[:150], ROWS[450:]


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    inputs = (3 + 2 * rng.normal(size=(600, 12))).astype(np.float32)
    logits = inputs @ rng.normal(size=(12, 2))
    labels = (logits > np.quantile(logits, 0.7, axis=0)).astype(np.uint8)
    return TeacherData(inputs, labels, np.arange(600) // 2)


def ask(data):
    return soft_labels(data, labelled=LABELLED, wanted=ROWS[:450], tuning=TUNING)


def test_teacher_labels_those_without_a_label(data):
    soft = ask(data)
    assert soft.shape == (450, 2)
    assert soft.min() >= np.float32(SURE)
    assert soft.max() <= 1 - SURE + 1e-6
    unseen = soft[150:]
    truth = data.labels[150:450]
    assert unseen[truth == 1].mean() > unseen[truth == 0].mean() + 0.3


def test_labels_that_may_not_be_used_change_nothing(data):
    other = data.labels.copy()
    other[150:450] = 1 - other[150:450]
    assert (ask(data) == ask(data._replace(labels=other))).all()


def test_nobody_is_judged_by_a_teacher_of_his_own_label(data):
    other = data.labels.copy()
    other[:2] = 1 - other[:2]  # both recordings of the first patient
    assert (ask(data)[:2] == ask(data._replace(labels=other))[:2]).all()


def test_student_learns_all_training_ecgs_and_needs_no_table(
    hospital, settings, align_settings, tmp_path
):
    run = tmp_path / "aligned"
    train_align(hospital, run, settings=replace(align_settings, table_weight=1.0))
    wanted = replace(settings, teacher=True, augmentation=Augmentation(mixup=0.0))
    few = {"settings": wanted, "init": run, "fraction": 0.3}
    train_diagnose(hospital, tmp_path / "taught", **few)
    alone = replace(wanted, teacher=False)
    train_diagnose(hospital, tmp_path / "alone", **{**few, "settings": alone})
    config = load_run(tmp_path / "taught").config
    assert config["teacher"] is True
    bare = replace(hospital, labs=None, vitals=None)
    rows = np.arange(6)
    taught = predict_run(tmp_path / "taught", bare, rows)
    assert not np.allclose(taught, predict_run(tmp_path / "alone", bare, rows))
