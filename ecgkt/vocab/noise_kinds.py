"""Kinds of noise, as clinicians call them."""

from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

NoiseKind: TypeAlias = Literal["mains", "muscle", "wander", "motion", "coarse_steps"]
"""50 or 60 Hz, muscle, baseline wander, moving electrodes, coarse amplitude steps."""


class NoiseName(NamedTuple):
    """
    What a kind of noise is called.

    Attributes
    ----------
    short : str
        Beside a lead's name on the sheet.
    title : str
        In a sentence.
    meaning : str
        What it looks like.
    """

    short: str
    title: str
    meaning: str


NOISE_NAMES: MappingProxyType[NoiseKind, NoiseName] = MappingProxyType(
    {
        "mains": NoiseName("mains", "mains interference", "50/60 Hz hum"),
        "muscle": NoiseName("muscle", "muscle noise", "a trembling trace"),
        "wander": NoiseName("wander", "baseline wander", "slow or with breathing"),
        "motion": NoiseName(
            "motion", "electrode motion", "sudden shifts of the baseline"
        ),
        "coarse_steps": NoiseName("steps", "coarse steps", "low amplitude resolution"),
    }
)
"""In the order in which they are told."""
