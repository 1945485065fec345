"""An adapter changes the logits of its statements, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from tests.builders.adapters import any_adapter, local_ecgs


def test_only_its_statements_change_and_the_embedding_stays_as_it_is():
    prediction, adapter = local_ecgs(30).prediction, any_adapter()
    kept = prediction.logits.copy(), prediction.embeddings.copy()
    adapted = adapter.adapt(prediction)
    assert adapted.embeddings is prediction.embeddings
    assert np.array_equal(prediction.logits, kept[0])
    assert np.array_equal(prediction.embeddings, kept[1])
    is_changed = (adapted.logits != prediction.logits).any(axis=0)
    assert tuple(np.flatnonzero(is_changed)) == adapter.columns


def test_change_is_a_product_of_rank_four_and_a_shift():
    prediction, adapter = local_ecgs(30).prediction, any_adapter()
    expected = prediction.embeddings @ (adapter.up @ adapter.down).T + 3
    assert np.allclose(adapter.change(prediction.embeddings), expected, atol=1e-3)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"columns": (1,)}, "expected 1 statements, found shapes"),
        ({"columns": (4, 3)}, "ascending order"),
        ({"columns": (3, 3)}, "every statement once"),
        ({"shift": np.array([0, np.nan], np.float32)}, "must be finite"),
    ],
)
def test_parts_that_do_not_fit_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(any_adapter(), **changes)
