from dataclasses import replace

import numpy as np
import pytest

from ecgkt.models.lab_head import InputScaler, LabHeads, LabTarget
from tests.builders.lab_heads import SHIFT

TARGET = LabTarget(
    name="Potassium",
    direction="high",
    unit="mEq/L",
    reference_range=(3.3, 5.1),
    platt=(2.0, -1.0),
    threshold=0.4,
    n=40,
    positives=9,
    n_patients=20,
    auroc=0.6,
    auroc_ci=(0.52, 0.7),
    readable=True,
    shift=SHIFT,
)


def invented_heads(n_embedding=6, columns=(2, 0)):
    rng = np.random.default_rng(0)
    width = n_embedding + len(columns)
    return LabHeads(
        targets=(TARGET, replace(TARGET, direction="low", platt=(1.0, 0.5))),
        columns=columns,
        scaling=InputScaler(
            typical=rng.normal(size=width),
            lower=np.full(width, -1.5),
            upper=np.full(width, 1.5),
            mean=rng.normal(size=width),
            scale=rng.uniform(1, 2, width),
        ),
        weights=rng.normal(size=(width, 2)),
    )


def test_probabilities_are_those_of_the_written_out_formula():
    heads, rng = invented_heads(), np.random.default_rng(1)
    embedding, features = rng.normal(size=(1, 6)), np.array([[0.3, 9.0, np.nan]])
    raw = [*embedding[0], heads.scaling.typical[6], 0.3]
    total = np.zeros(2)
    for i, value in enumerate(raw):
        cut = min(max(value, -1.5), 1.5)
        scaled = (cut - heads.scaling.mean[i]) / heads.scaling.scale[i]
        total += scaled * heads.weights[i]
    logits = total * [2.0, 1.0] + [-1.0, 0.5]
    found = heads.probabilities(embedding, features)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found[0], 1 / (1 + np.exp(-logits)))


def test_rows_do_not_see_each_other():
    heads, rng = invented_heads(), np.random.default_rng(2)
    embedding, features = rng.normal(size=(5, 6)), rng.normal(size=(5, 3))
    whole = heads.probabilities(embedding, features)
    alone = heads.probabilities(embedding[3:4], features[3:4])
    np.testing.assert_allclose(whole[3:4], alone)


def test_an_ecg_without_measurable_beats_still_has_an_estimate():
    heads = invented_heads()
    found = heads.probabilities(np.zeros((1, 6)), np.full((1, 3), np.nan))
    assert np.isfinite(found).all()


def test_embeddings_of_another_network_are_refused():
    with pytest.raises(ValueError, match=r"expected embeddings \(n, 6\)"):
        invented_heads().scores(np.zeros((1, 7)), np.zeros((1, 3)))


def test_a_target_survives_json():
    assert LabTarget.from_dict(TARGET.to_dict()) == TARGET
    judged = replace(TARGET, flagged_of_normal=0.1, flagged_of_normal_ci=(0.05, 0.2))
    assert LabTarget.from_dict(judged.to_dict()) == judged
    bare = replace(TARGET, auroc=None, auroc_ci=None, reference_range=None)
    assert LabTarget.from_dict(bare.to_dict()) == bare


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("direction", "sideways", "direction must be"),
        ("taught_by", "rumour", "taught by 'rumour'"),
        ("platt", (0.0, 1.0), "slope must be positive"),
        ("threshold", 1.2, "threshold must be"),
    ],
)
def test_impossible_targets_are_refused(field, value, message):
    with pytest.raises(ValueError, match=message):
        replace(TARGET, **{field: value})


def test_weights_of_another_shape_are_refused():
    heads = invented_heads()
    with pytest.raises(ValueError, match="expected weights"):
        replace(heads, weights=heads.weights[:, :1])
    with pytest.raises(ValueError, match="must be finite"):
        replace(heads, weights=np.full_like(heads.weights, np.nan))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"scale": np.zeros(8)}, "scale must be positive"),
        ({"mean": np.full(8, np.inf)}, "must be finite"),
        ({"lower": np.zeros(3)}, "lengths differ"),
    ],
)
def test_impossible_scalings_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(invented_heads().scaling, **change)
