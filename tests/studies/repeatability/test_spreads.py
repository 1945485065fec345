"""Repeatability against its formula, planted errors and small samples."""

import numpy as np
import pytest

from ecgkt.studies.repeatability.spreads import (
    FACTOR,
    errors_of_marks,
    judged,
    spread,
)


def planted(sd, n=4000, seed=1):
    values = np.random.default_rng(seed).normal(0, sd, (n, 2))
    return values[:, 1] - values[:, 0], [str(person) for person in range(n)]


def test_planted_error_is_found_and_lies_in_its_interval():
    one = spread(*planted(3.0))
    assert one["sd"] == pytest.approx(3.0, rel=0.05)
    assert one["repeatability"] == pytest.approx(1.96 * 2**0.5 * 3.0, rel=0.05)
    assert one["robust"] == pytest.approx(one["repeatability"], rel=0.06)
    assert one["ci"][0] < 1.96 * 2**0.5 * 3.0 < one["ci"][1]


def test_95_percent_of_repeats_stay_below_it():
    differences, persons = planted(2.0)
    limit = spread(differences, persons)["repeatability"]
    assert (np.abs(differences) < limit).mean() == pytest.approx(0.95, abs=0.01)


def test_true_changes_move_the_robust_figure_little():
    differences, persons = planted(1.0, n=200)
    differences[:20] += 50.0
    one = spread(differences, persons)
    assert one["repeatability"] > 10 * FACTOR
    assert one["robust"] < 1.5 * FACTOR


def test_an_interval_is_wider_where_few_persons_gave_many_pairs():
    rng = np.random.default_rng(2)
    sizes = np.repeat(rng.lognormal(0, 0.8, 10), 20)
    differences = rng.normal(0, sizes)
    persons = [str(place // 20) for place in range(200)]
    few = spread(differences, persons)["ci"]
    many = spread(differences, [str(place) for place in range(200)])["ci"]
    assert few[1] - few[0] > many[1] - many[0]


def test_of_too_few_pairs_nothing_is_said():
    one = spread(np.arange(9.0), ["a"] * 9)
    assert (one["n"], one["sd"], one["repeatability"], one["ci"]) == (
        9,
        None,
        None,
        None,
    )
    assert judged({"halves": one}) == {
        "sources": {"halves": one},
        "limit": None,
        "by": "",
    }


def test_two_values_with_the_error_of_marks_differ_by_so_much():
    errors = np.random.default_rng(3).normal(8.0, 5.0, 4000)
    one = errors_of_marks(errors, [str(place) for place in range(4000)])
    first, second = errors[:2000], errors[2000:]
    limit = one["repeatability"]
    assert (np.abs(first - second) < limit).mean() == pytest.approx(0.95, abs=0.015)


def test_the_largest_source_is_the_limit_and_repeats_count_by_their_median():
    quiet = {"sd": 1.0, "repeatability": 3.0, "robust": 1.0, "n": 20}
    changed = {"sd": 9.0, "repeatability": 30.0, "robust": 4.0, "n": 20}
    known = judged({"halves": quiet, "repeats": changed})
    assert (known["limit"], known["by"]) == (4.0, "repeats")
    known = judged({"halves": changed, "repeats": quiet})
    assert (known["limit"], known["by"]) == (30.0, "halves")
