"""What the sums look like, on a store of noise."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.dataset.store import open_store
from ecgkt.evaluation.exact_sum_figures import choose_cases, exact_sum_figures
from ecgkt.explain.exact_sums import TOLERANCE


@pytest.fixture
def data(small_store):
    return open_store(small_store)


def test_cases_carry_their_statement_and_are_of_the_split(data):
    cases = choose_cases(data, "held_out", 12)
    assert len(cases) == 12
    held_out, counts = set(data.split("held_out").tolist()), data.labels
    for case in cases:
        assert case.row in held_out
        assert counts[case.row, case.place] == 1


def test_the_rarest_statement_is_taken(data):
    rows = data.split("held_out")
    counts = data.labels[rows].sum(axis=0)
    for case in choose_cases(data, "held_out", 10):
        own = np.flatnonzero(data.labels[case.row])
        assert counts[case.place] == counts[own].min()


def test_sums_are_exact_and_the_strongest_bins_cost_more(second_opinion, data):
    found = exact_sum_figures(second_opinion, data, most=12, n_draws=20)
    assert found["n_sums"] == 12
    assert found["largest_remainder"] < 2 * TOLERANCE
    assert found["drop"]["value"] > found["random_drop"]["value"]
    low, high = found["drop_minus_random"]["ci"]
    assert low <= found["drop_minus_random"]["value"] <= high
    for name in ("net_share_quartiles", "bias_share_quartiles"):
        assert 0 <= found[name][0] <= found[name][1] <= found[name][2] <= 1


def test_split_without_statements_is_a_mistake(second_opinion, data):
    bare = replace(data, likelihoods=np.full_like(data.likelihoods, np.nan))
    with pytest.raises(ValueError, match="no record"):
        exact_sum_figures(second_opinion, bare, most=3, n_draws=2)
