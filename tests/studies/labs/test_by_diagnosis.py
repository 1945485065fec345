import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from ecgkt.__main__ import main
from ecgkt.bundle.classifier import load_bundle
from ecgkt.dataset.store import open_store
from ecgkt.models.decision import Decision
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from ecgkt.studies.labs import by_diagnosis as module
from ecgkt.studies.labs.by_diagnosis import document, summarise
from ecgkt.training.lab_heads.data import collect
from ecgkt.vocab.statements import CODES

BUNDLE = SimpleNamespace(
    decision=Decision.neutral(), identity=SimpleNamespace(sha256="1" * 64)
)
STORE = SimpleNamespace(manifest={"source": "invented", "data_hash": "0" * 64})


N_COPIES = 6


def multiplied(data):
    """Every patient several times over: 24 are too few for most pairs."""

    def copied(rows):
        return np.concatenate([rows] * N_COPIES)

    shift = np.repeat(np.arange(N_COPIES), len(data.patients)) * data.n_patients
    return replace(
        data,
        blocks={name: copied(block) for name, block in data.blocks.items()},
        patients=copied(data.patients) + shift,
        targets=copied(data.targets),
        values=copied(data.values),
        hours=copied(data.hours),
    )


def with_logits(data):
    """Three diagnoses: one that goes with the first lab, one without, one rare."""
    rng = np.random.default_rng(4)
    n = len(data.patients)
    logits = np.full((n, len(CODES)), -5.0)
    logits[:, 0] = np.nan_to_num(data.values[:, 0]) + 2 * rng.normal(size=n)
    logits[:, 1] = rng.normal(size=n)
    logits[0, 2] = 5.0
    return replace(data, blocks={**data.blocks, "shown": logits})


@pytest.fixture(scope="module")
def found(lab_data):
    data = with_logits(multiplied(lab_data))
    return document(data, STORE, BUNDLE, seeds=(0,), n_folds=4)


def test_statements_that_nobody_has_are_left_out(found):
    assert [one["code"] for one in found["statements"]] == [*CODES[:3]]
    rare = found["statements"][2]
    assert (rare["n_ecgs"], rare["n_patients"], rare["pairs"]) == (1, 1, [])


def test_pairs_are_counted_as_they_are_written(found, lab_data):
    table = LabsByDiagnosis.from_dict(found)
    assert found["n_pairs"] == 3 * len(lab_data.names)
    pairs = [pair for one in table.statements for pair in one.pairs]
    assert found["n_pairs_measured"] == len(pairs)
    significant = [pair for one in table.statements for pair in one.significant]
    assert found["n_pairs_excluding_one"] == len(significant)
    assert all(pair.low <= pair.ratio <= pair.high for pair in pairs)
    assert all(one.n_pairs == len(lab_data.names) for one in table.statements)


def test_planted_lab_goes_with_its_diagnosis_upwards_and_downwards(found):
    pairs = {
        (pair["name"], pair["direction"]): pair
        for pair in found["statements"][0]["pairs"]
    }
    assert pairs["Lab 0", "high"]["low"] > 1
    assert pairs["Lab 0", "low"]["high"] < 1
    share = pairs["Lab 0", "high"]
    assert share["prevalence_with"] > share["prevalence_without"]


def test_chance_is_counted_beside(found):
    chance = found["by_chance"]
    assert 0 <= chance["excluding_mean"] <= chance["excluding_max"]
    assert chance["excluding_mean"] <= chance["measured_mean"]
    assert chance["deals_reaching_share"] <= chance["n_deals"]


def test_terminal_says_the_answer_the_predictors_and_the_telling_pairs(found):
    text = summarise(found)
    assert text.startswith(("Yes, in", "No, in", "It cannot be told"))
    assert f"The lab heads {' ' * 15}mean AUROC" in text
    assert f"{CODES[0]}" in text
    assert "Lab 0 high: × " in text


def test_command_refuses_a_folder_that_is_no_store(tmp_path, capsys):
    command = ["evaluate", "labs-by-diagnosis", "--store", str(tmp_path / "absent")]
    assert main(command) == 1
    assert "no prepared store" in capsys.readouterr().err


@pytest.mark.slow
def test_real_patients_are_all_there_and_the_document_is_json(
    mimic_ecg_demo,
    mimic_clinical_demo,
    mimic_ed_demo,
    tiny_model,
    tmp_path,
    monkeypatch,
):
    monkeypatch.setattr(module, "N_DEALS", 3)
    words = ["prepare", "mimic-iv", "--out", str(tmp_path / "store"), "--window", "24h"]
    words += ["--ecg", str(mimic_ecg_demo), "--hosp", str(mimic_clinical_demo / "hosp")]
    words += ["--ed", str(mimic_ed_demo / "ed"), "--min-positives", "20"]
    assert main(words) == 0
    store, bundle = open_store(tmp_path / "store"), load_bundle(tiny_model)
    data = collect(store, bundle, window_hours=6.0, min_patients=12, has_random=False)
    assert "random" not in data.blocks
    # The logits of the untrained network all but agree; spread, they are diagnoses.
    logits = data.blocks["shown"]
    spread = (logits - np.median(logits, axis=0)) / logits.std(axis=0)
    data = replace(data, blocks={**data.blocks, "shown": spread})
    found = document(data, store, bundle, seeds=(0,), n_folds=3)
    # 659 ECGs, of which two have a lead without a sample.
    assert (found["n_ecgs"], found["n_patients"]) == (657, 92)
    assert found["n_pairs"] == len(CODES) * len(data.names)
    assert found["n_pairs_measured"] > len(CODES)
    assert found["cohort"]["mean_auroc"]["constant"] == 0.5
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    for statement in found["statements"]:
        for pair in statement["pairs"]:
            assert pair["patients_with"] <= statement["n_patients"]
            assert min(pair["patients_with"], pair["patients_without"]) >= 8
            assert 0 < pair["low"] <= pair["ratio"] <= pair["high"]
