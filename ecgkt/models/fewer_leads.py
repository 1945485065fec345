"""What reads recordings that lack leads: two networks and what was measured of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ecgkt.config import InputConfig
from ecgkt.models.decision import Calibration, sigmoid
from ecgkt.models.masked import LeadFiller, MaskedClassifier, regress
from ecgkt.models.predict import predict_logits
from ecgkt.types.reading import ModelIdentity
from ecgkt.types.record import Signal
from ecgkt.vocab.leads import INDEPENDENT_LEADS


@dataclass(frozen=True, kw_only=True)
class SetValidity:
    """
    What was fitted and measured for one set of leads.

    Attributes
    ----------
    calibration : Calibration
        Of the 71 statements, fitted on tuning with these leads alone.
    labels : tuple of dict
        ``code``, ``validated``, ``auroc`` and ``auroc_ci`` of each statement, on
        held-out patients with these leads alone; in vocabulary order.
    """

    calibration: Calibration
    labels: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class FewerLeads:
    """
    A network that scores what leads there are, and one that estimates the others.

    Attributes
    ----------
    scorer : MaskedClassifier
        In evaluation mode, float32.
    filler : LeadFiller
        In evaluation mode, float32.
    regressed : frozenset of (source, lead)
        What linear regression estimates at least as well as the network: from the set
        of leads `source`, as `filled_from` names it, this chest lead.
    input_config : InputConfig
        What the scorer sees of a recording; its rate is that of the filler, too.
    sets : mapping of str to SetValidity
        By the names of `vocab.lead_sets.LEAD_SETS`.
    identity : ModelIdentity
        Name, version and sha256 of the weights file.
    """

    scorer: MaskedClassifier
    filler: LeadFiller
    regressed: frozenset[tuple[str, str]]
    input_config: InputConfig
    sets: Mapping[str, SetValidity]
    identity: ModelIdentity

    def probabilities(self, signal: Signal, name: str) -> NDArray[np.float64]:
        """
        Score one recording.

        Parameters
        ----------
        signal : numpy.ndarray of shape (8, n_samples), float32
            What `masked_input` made of it, mV, NaN where a lead is missing.
        name : str
            Of the measured set whose calibration is taken.

        Returns
        -------
        numpy.ndarray of shape (71,), float64
            Calibrated, in vocabulary order.
        """
        logits = predict_logits(self.scorer, signal[None], self.input_config)
        return sigmoid(self.sets[name].calibration.calibrate(logits))[0]

    def estimate(self, signals: Signal) -> Signal:
        """
        Estimate missing chest leads from the leads that are there.

        Parameters
        ----------
        signals : numpy.ndarray of shape (n, 8, n_samples), float32
            mV around each lead's median, at the rate of `input_config`, NaN throughout
            the same leads of all.

        Returns
        -------
        numpy.ndarray of the same shape, float32
            By the network, or by regression where that is `regressed`.
        """
        by_network, by_regression = estimate_leads(self.filler, signals)
        lost = [
            lead
            for lead, samples in zip(INDEPENDENT_LEADS, signals[0], strict=True)
            if np.isnan(samples).all()
        ]
        source = filled_from(lost)
        rows = [(source, lead) in self.regressed for lead in INDEPENDENT_LEADS]
        by_network[:, rows] = by_regression[:, rows]
        return by_network


def filled_from(lost: Sequence[str]) -> str:
    """
    Name the measured situation that speaks for estimates of some chest leads.

    Parameters
    ----------
    lost : sequence of str
        Chest leads that are missing.

    Returns
    -------
    str
        All other leads where one is missing, else I and II alone.

    Examples
    --------
    >>> filled_from(("V3",)), filled_from(("V3", "V4"))
    ('all but V3', 'I, II')
    """
    return f"all but {lost[0]}" if len(lost) == 1 else "I, II"


@torch.inference_mode()
def estimate_leads(filler: LeadFiller, signals: Signal) -> tuple[Signal, Signal]:
    """
    Estimate leads by the network and by regression alone.

    Parameters
    ----------
    filler : LeadFiller
        In evaluation mode.
    signals : numpy.ndarray of shape (n, 8, n_samples), float32
        As of `FewerLeads.estimate`.

    Returns
    -------
    two numpy.ndarray of the same shape, float32
        mV.
    """
    batch = torch.from_numpy(signals)
    by_regression = regress(batch, filler.second_moments)
    return filler(batch).numpy(), by_regression.numpy()
