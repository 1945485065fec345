"""The second opinion on whole recordings: calibrated sums, bins, refusals."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.models.decision import sigmoid
from ecgkt.pipeline.second_opinion import read_second_opinion
from ecgkt.vocab.leads import INDEPENDENT_LEADS
from ecgkt.vocab.statements import CODES


@pytest.fixture
def second(second_opinion):
    return second_opinion


def test_constant_and_leads_sum_to_the_log_odds(second, record):
    opinion = read_second_opinion(second, record, "AFIB")
    assert tuple(opinion.leads) == INDEPENDENT_LEADS
    total = opinion.constant + sum(opinion.leads.values())
    assert total == pytest.approx(opinion.log_odds, abs=2e-4)
    shown = float(sigmoid(np.array(opinion.log_odds)))
    assert shown == pytest.approx(opinion.probabilities["AFIB"], abs=1e-4)


def test_bins_of_a_lead_sum_to_the_lead(second, record):
    opinion = read_second_opinion(second, record, "NORM")
    assert opinion.bin_s == pytest.approx(0.04)
    for lead, row in opinion.bins.items():
        assert len(row) == 250
        assert sum(row) == pytest.approx(opinion.leads[lead], abs=1e-6)


def test_every_statement_has_probability_and_threshold(second, record):
    opinion = read_second_opinion(second, record, "NORM")
    assert tuple(opinion.probabilities) == tuple(opinion.thresholds) == CODES
    assert all(0 <= p <= 1 for p in opinion.probabilities.values())


def test_short_recording_says_how_much_was_used(second, record):
    short = replace(record, signal=record.signal[:, :4000])
    assert read_second_opinion(second, short, "NORM").used_s == pytest.approx(8.0)
    assert read_second_opinion(second, record, "NORM").used_s == pytest.approx(10.0)


def test_flat_recording_is_refused(second, record):
    flat = replace(record, signal=np.zeros_like(record.signal))
    with pytest.raises(RecordError, match="lead"):
        read_second_opinion(second, flat, "NORM")


def test_unknown_statement_is_a_mistake(second, record):
    with pytest.raises(ValueError, match="no statement"):
        read_second_opinion(second, record, "HEALTHY")


def test_warnings_follow_the_shares(second, record):
    opinion = read_second_opinion(second, record, "NORM")
    assert replace(opinion, net_share=0.09).is_cancelled
    assert not replace(opinion, net_share=0.1).is_cancelled
    assert replace(opinion, bias_share=0.81).is_bias_led
    assert not replace(opinion, bias_share=0.8).is_bias_led
