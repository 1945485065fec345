"""An adapter learns what a site shifts, and leaves alone what it cannot know."""

import numpy as np
import pytest

from ecgkt.models.decision import Decision
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.training.stages.adapt import LEAST, fit_adapter
from tests.builders.adapters import FREQUENT, RARE, local_ecgs

NEUTRAL = Decision.neutral()


def test_planted_shift_is_learned_and_holds_for_others():
    adapter = fit_adapter(local_ecgs(400), NEUTRAL)
    others = local_ecgs(400, seed=1)
    labels = others.labels[:, FREQUENT]
    before, after = (
        seen.logits[:, FREQUENT]
        for seen in (others.prediction, adapter.adapt(others.prediction))
    )
    worse, better = (auroc_and_ap(labels, seen).auroc for seen in (before, after))
    assert better > worse + 0.03
    rate = 1 / (1 + np.exp(-after))
    assert rate.mean() == pytest.approx(labels.mean(), abs=0.05)
    assert (1 / (1 + np.exp(-before))).mean() > labels.mean() + 0.2


def test_what_is_rare_or_unknown_is_not_touched():
    local = local_ecgs(200)
    assert 0 < local.labels[:, RARE].sum() < LEAST
    adapter = fit_adapter(local, NEUTRAL)
    assert adapter.columns == (FREQUENT, FREQUENT + 1, FREQUENT + 2)
    local.is_known[FREQUENT] = False
    assert fit_adapter(local, NEUTRAL).columns == (FREQUENT + 1, FREQUENT + 2)


def test_statement_that_everybody_has_is_not_touched():
    local = local_ecgs(200)
    local.labels[:, FREQUENT] = 1
    assert FREQUENT not in fit_adapter(local, NEUTRAL).columns


def test_nothing_to_learn_changes_nothing():
    local = local_ecgs(60)
    local.is_known[:] = False
    adapted = fit_adapter(local, NEUTRAL).adapt(local.prediction)
    assert np.array_equal(adapted.logits, local.prediction.logits)


def test_the_fewer_ecgs_the_smaller_the_change():
    many = local_ecgs(400)
    few = many.only(np.arange(50))
    small, large = (fit_adapter(local, NEUTRAL) for local in (few, many))
    assert np.abs(small.up @ small.down).sum() < np.abs(large.up @ large.down).sum()


def test_calibrated_probabilities_are_what_is_fitted():
    platt = ((0.5, -0.3),) * 71
    values = NEUTRAL.to_dict()
    slanted = Decision.from_dict({**values, "platt": platt})
    local = local_ecgs(400)
    after = fit_adapter(local, slanted).adapt(local.prediction)
    rate = slanted.probabilities(after.logits)[:, FREQUENT].mean()
    assert rate == pytest.approx(local.labels[:, FREQUENT].mean(), abs=0.02)
