"""What reads recordings that lack leads: two networks and what was measured of them."""

from collections.abc import Callable, Mapping, Sequence
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

Logits = NDArray[np.float32]
MainModel = Callable[[Signal], Logits]
"""(n, 8, n_samples) mV -> (n, 71) logits, before any calibration."""


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
    by_main : frozenset of str
        Sets whose missing chest leads are estimated, so that the main model reads
        them: on tuning it was better so than the scorer.
    sets : mapping of str to SetValidity
        By the names of `vocab.lead_sets.LEAD_SETS`.
    identity : ModelIdentity
        Name, version and sha256 of the weights file.
    """

    scorer: MaskedClassifier
    filler: LeadFiller
    regressed: frozenset[tuple[str, str]]
    by_main: frozenset[str]
    input_config: InputConfig
    sets: Mapping[str, SetValidity]
    identity: ModelIdentity

    def logits(self, signals: Signal, name: str, main: MainModel) -> Logits:
        """
        Score recordings by whichever reads such leads better.

        Parameters
        ----------
        signals : numpy.ndarray of shape (n, 8, n_samples), float32
            What `masked_input` made of them, mV, NaN throughout the same leads of all.
        name : str
            Of the measured set within these leads.
        main : MainModel
            Is asked where `by_main` holds the name, with estimates of missing leads.

        Returns
        -------
        numpy.ndarray of shape (n, 71), float32
            In vocabulary order, before the set's calibration.
        """
        if name in self.by_main:
            missing = np.isnan(signals).all(axis=2, keepdims=True)
            return main(np.where(missing, self.estimate(signals), signals))
        return predict_logits(self.scorer, signals, self.input_config)

    def probabilities(
        self, signal: Signal, name: str, main: MainModel
    ) -> NDArray[np.float64]:
        """Score one recording, (8, n_samples) -> (71,), calibrated; see `logits`."""
        logits = self.logits(signal[None], name, main)
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
