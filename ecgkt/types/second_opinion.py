"""What the second opinion says of one recording, with the sum behind a statement."""

from dataclasses import dataclass

from ecgkt.types.reading import ModelIdentity

NET_FLOOR = 0.1
BIAS_CEILING = 0.8
"""Beyond these a sum hides more than it shows (method.md 6.7)."""


@dataclass(frozen=True, kw_only=True)
class SecondOpinionReading:
    """
    What the second opinion says of one recording, and the sum behind one statement.

    It is the arithmetic of the second opinion, not of the model whose scores a
    `Reading` holds: log-odds = constant + sum of the contributions, exactly.

    Attributes
    ----------
    model : ModelIdentity
        Of the second opinion's own weights.
    probabilities, thresholds : dict of str to float
        Calibrated probability and operating point of every statement, 0-1.
    code : str
        The statement that was taken apart.
    constant, log_odds : float
        Without any signal, and in all; natural logarithm.
    leads : dict of str to float
        Log-odds that each lead added or took away; leads that follow from I and II
        are no input and have none.
    net_share : float
        |sum| over the sum of absolute contributions of all samples, 0-1.
    bias_share : float
        |constant| over |constant| + |sum|, 0-1.
    bins : dict of str to tuple of float
        Log-odds per lead and bin; the bins of a lead sum to its entry in `leads`.
    bin_s : float
        Width of a bin in seconds; the first begins at `start_s`.
    used_s : float
        Seconds of recording that were scored; later bins repeat its beginning.
    start_s : float
        The first of them.
    """

    model: ModelIdentity
    probabilities: dict[str, float]
    thresholds: dict[str, float]
    code: str
    constant: float
    log_odds: float
    leads: dict[str, float]
    net_share: float
    bias_share: float
    bins: dict[str, tuple[float, ...]]
    bin_s: float
    used_s: float
    start_s: float = 0.0

    @property
    def is_cancelled(self) -> bool:
        """Whether nearly all that was added was taken away again."""
        return self.net_share < NET_FLOOR

    @property
    def is_bias_led(self) -> bool:
        """Whether nearly all of the log-odds is there without any signal."""
        return self.bias_share > BIAS_CEILING
