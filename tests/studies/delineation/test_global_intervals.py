"""Intervals of whole recordings against marks."""

import numpy as np
import pytest

from ecgkt.bundle.delineator import load_delineator
from ecgkt.dataset.ludb import MarkedLead
from ecgkt.results.model_card import BUNDLED
from ecgkt.studies.delineation.global_intervals import (
    INTERVALS,
    add_errors,
    errors_to_dict,
    marked_intervals,
)
from ecgkt.training.inputs.simulated_waves import simulate_marked


def lead(shift=0.0, *, has_p=True):
    beats = np.array([1.0, 2.0, 3.0]) + shift
    return MarkedLead(
        {
            "p": np.stack([beats - 0.16, beats - 0.06], 1)[: 3 if has_p else 0],
            "qrs": np.stack([beats, beats + 0.09], 1),
            "t": np.stack([beats + 0.22, beats + 0.40], 1),
        },
        (0.0, 4.0),
    )


def test_marks_of_the_leads_are_brought_together():
    shifts = np.linspace(-0.01, 0.01, 12)
    found = marked_intervals([lead(shift) for shift in shifts])
    expected = {"p_ms": 100, "pr_ms": 160, "qrs_ms": 90, "qt_ms": 400, "jt_ms": 310}
    assert found == pytest.approx(expected)


def test_wave_of_too_few_leads_is_no_truth():
    leads = [lead(has_p=row < 5) for row in range(12)]
    assert set(marked_intervals(leads)) == {"qrs_ms", "qt_ms", "jt_ms"}
    assert marked_intervals([lead()] * 5) == {}


def test_lower_rates_are_measured_too():
    errors = {}
    records = [simulate_marked((9, number)) for number in range(2)]
    add_errors(errors, records, load_delineator(BUNDLED))
    document = errors_to_dict(errors, are_seen=False)
    assert list(document["rates"]) == ["500", "128", "100"]
    for figures in document["rates"].values():
        assert set(figures) <= set(INTERVALS)
        qrs = figures["qrs_ms"]
        assert qrs["n"] + qrs["not_measured"] == 2
        assert qrs["rms"] is None or qrs["rms"] < 20
