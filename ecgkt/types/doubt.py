"""How undecided a model is about one recording."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """
    The model's own doubt, and what such doubt meant on held-out ECGs.

    Attributes
    ----------
    nats : float
        Sum of the binary entropies of the super-classes' calibrated probabilities.
    limit : float
        From which on a recording is referred: a tenth of the tuning ECGs reach it.
    wrong_referred, wrong_kept : float
        Share of the held-out ECGs from the limit on, and below it, of which a
        super-class was called wrong, 0-1.
    """

    nats: float
    limit: float
    wrong_referred: float
    wrong_kept: float

    @property
    def is_referred(self) -> bool:
        """Whether a second reader should see the recording."""
        return self.nats >= self.limit
