import numpy as np
import pytest

from ecgkt.models.additive import AdditiveModel, JoinedModel
from ecgkt.models.decision import Calibration, Decision

TALL = np.finfo(np.float32).max


def model(n_outputs=2):
    steps = np.zeros((2, 4, n_outputs), np.float32)
    steps[0, :, 0] = (-1, 1, 3, 0.5)
    steps[1, :, -1] = (0, 2, 2, -4)
    return AdditiveModel(
        edges=np.array([[0, 1], [5, TALL]], np.float32),
        steps=steps,
        bias=np.full(n_outputs, -2, np.float32),
    )


def test_a_value_stands_on_the_step_that_begins_at_it():
    values = np.array([[-0.1, 4.9], [0, 5], [1, 1e9], [np.nan, np.nan]])
    parts = model().parts(values)
    assert parts[:, 0, 0].tolist() == [-1, 1, 3, 0.5]
    assert parts[:, 1, 1].tolist() == [0, 2, 2, -4]
    assert model().log_odds(values) == pytest.approx(parts.sum(axis=1) - 2)


def test_no_ecg_gives_no_sums():
    assert model().log_odds(np.zeros((0, 2))).shape == (0, 2)


def test_other_values_are_refused():
    with pytest.raises(ValueError, match=r"expected \(n, 2\) values, got \(1, 3\)"):
        model().parts(np.zeros((1, 3)))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("bias", np.zeros(3, np.float32)),
        ("bias", np.array([0, np.nan], np.float32)),
        ("edges", np.array([[1, 0], [5, 6]], np.float32)),
        ("steps", np.zeros((2, 3, 2), np.float32)),
    ],
)
def test_what_does_not_fit_is_refused(name, wrong):
    given = {part: getattr(model(), part) for part in ("edges", "steps", "bias")}
    with pytest.raises(ValueError, match=r"fit|finite|ascend"):
        AdditiveModel(**{**given, name: wrong})


def joined(share):
    networks = Decision(
        statements=Calibration(platt=((2.0, 1.0),) * 71, thresholds=(0.5,) * 71),
        superclass_rule="max",
        superclasses=Calibration.neutral(5),
    )
    return JoinedModel(additive=model(71), networks=networks, share=share)


def test_log_odds_are_mixed_by_the_share():
    logits, values = np.full((1, 71), 0.5, np.float32), np.array([[2.0, 0.0]])
    mixed = joined(0.25).join(logits, values)
    measured = model(71).log_odds(values)
    assert mixed == pytest.approx(0.75 * 2.0 + 0.25 * measured)


def test_networks_speak_alone_where_nothing_was_measured():
    logits, nothing = np.full((1, 71), 0.5, np.float32), np.full((1, 2), np.nan)
    assert joined(0.25).join(logits, nothing) == pytest.approx(np.full((1, 71), 2.0))
    in_part = np.array([[2.0, np.nan]])
    assert joined(0.25).join(logits, in_part)[0, 0] == pytest.approx(1.5 + 0.25)


def test_a_share_beyond_all_is_refused():
    with pytest.raises(ValueError, match="share"):
        joined(1.5)
