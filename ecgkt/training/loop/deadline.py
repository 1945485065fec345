"""The time budget that all runs of one call share."""

import math
import time


class Deadline:
    """
    When to stop; shared by all runs of one call.

    Parameters
    ----------
    minutes : float or None
        From now on; None: never.
    """

    def __init__(self, minutes: float | None) -> None:
        self._end = math.inf if minutes is None else time.monotonic() + 60 * minutes

    @property
    def is_over(self) -> bool:
        """Whether nothing new should be begun."""
        return time.monotonic() >= self._end

    @property
    def minutes_left(self) -> float | None:
        """What a run may take; None: any time."""
        left = (self._end - time.monotonic()) / 60
        return None if math.isinf(left) else max(left, 0.0)
