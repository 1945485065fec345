"""What the gates look at, computed once, and what a gate may answer."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfiltfilt

from ecgkt.config import QualityConfig
from ecgkt.preprocess.butterworth import butterworth
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.types.record import EcgRecord, Signal
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

INDEPENDENT = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]
BASELINE_HZ = 0.5
"""Below it lies respiration and electrode drift, which no gate but length judges."""


Level: TypeAlias = Literal["note", "warn", "unscored", "refuse"]


class GateResult(NamedTuple):
    """
    What a gate, given a recording as `Inspected`, answers; None if nothing is wrong.

    Attributes
    ----------
    level : str
        "note" changes nothing, "warn" stands beside the scores, "unscored" prevents
        them and leaves the measurements, "refuse" prevents both.
    reason : str
        What was expected, what was found, what to do.
    flag : str
        Its name in `Quality.flags`; empty if nobody needs to know it by name.
    """

    level: Level
    reason: str
    flag: str = ""


@dataclass(frozen=True)
class Inspected:
    """
    A recording as the gates see it: the stretch that would be scored.

    Attributes
    ----------
    record : EcgRecord
        As read.
    config : QualityConfig
        The limits.
    """

    record: EcgRecord
    config: QualityConfig

    @cached_property
    def window(self) -> Signal:
        """Scored seconds, shape (12, n_samples), mV, gaps as NaN."""
        return self.record.signal[:, : round(self.config.duration * self.record.fs)]

    @cached_property
    def filled(self) -> Signal:
        """Scored seconds without gaps, 0 in absent leads, shape (12, n_samples), mV."""
        there = np.where(self.is_there[:, None], self.window, np.float32(0))
        return fill_gaps(there)

    @cached_property
    def is_there(self) -> NDArray[np.bool_]:
        """Which leads hold a sample within the scored seconds, shape (12,)."""
        return np.asarray(~np.isnan(self.window).all(axis=1))

    @cached_property
    def centred(self) -> NDArray[np.float64]:
        """Scored seconds without baseline wander, shape (12, n_samples), mV."""
        return without_baseline(self.filled, self.record.fs)

    def some_leads(
        self, is_bad: NDArray[np.bool_], what: str, advice: str
    ) -> GateResult | None:
        """
        Weigh a fault that leads have one by one.

        Parameters
        ----------
        is_bad : numpy.ndarray of shape (12,), bool
            Which leads have it, in the order of `LEADS`.
        what, advice : str
            The fault in words, and what to do.

        Returns
        -------
        GateResult or None
            A warning that names the leads; a refusal if many independent ones have it.
        """
        is_bad = is_bad & self.is_there
        if not is_bad.any():
            return None
        names = ", ".join(lead for lead, bad in zip(LEADS, is_bad, strict=True) if bad)
        n_independent = int(is_bad[INDEPENDENT].sum())
        # Of few leads, all of them are as many.
        is_hopeless = n_independent >= self.config.many_leads or bool(
            is_bad[self.is_there].all()
        )
        level: Level = "refuse" if is_hopeless else "warn"
        return GateResult(level, f"{what}: {names}. {advice}")


def without_baseline(signal: NDArray[np.floating], fs: float) -> NDArray[np.float64]:
    """Take what is slower than `BASELINE_HZ` off each lead."""
    sections = butterworth(2, BASELINE_HZ, "highpass", fs)
    return np.asarray(sosfiltfilt(sections, signal.astype(np.float64)))
