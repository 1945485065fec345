import math

import numpy as np
import pytest
from scipy.stats import binomtest, norm

from ecgkt.results.statistics.p_values import below_zero, holm, mcnemar


def test_one_sided_p_is_that_of_the_normal_distribution():
    for value in (-3.0, -0.5, 0.0, 2.0):
        assert below_zero(value, 1.5) == pytest.approx(norm.cdf(value / 1.5))
    assert below_zero(-1.0, 0.0) == below_zero(math.nan, 1.0) == 1.0


def test_holm_keeps_the_order_and_never_lowers():
    rng = np.random.default_rng(1)
    values = rng.random(40) ** 3
    corrected = np.array(holm(values))
    assert (corrected >= values).all()
    assert corrected.max() <= 1
    assert (np.diff(corrected[np.argsort(values)]) >= 0).all()
    assert corrected[values.argmin()] == pytest.approx(min(1, 40 * values.min()))
    assert holm([]) == []


@pytest.mark.parametrize("pair", [(9, 1), (0, 7), (20, 22), (3, 3)])
def test_mcnemar_is_the_exact_binomial_test(pair):
    assert mcnemar(*pair) == pytest.approx(binomtest(pair[0], sum(pair)).pvalue)


def test_mcnemar_of_many_pairs_goes_on_where_the_exact_one_ends():
    assert mcnemar(480, 521) == pytest.approx(binomtest(480, 1001).pvalue, rel=0.02)
