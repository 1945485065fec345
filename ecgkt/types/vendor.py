"""What the recorder's own program said: shown beside ours, used for nothing."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class VendorReading:
    """
    Measurements and statements that stand in the file.

    Attributes
    ----------
    source : str
        Whose they are, such as "GE MUSE"; a title of ours, no text of the file.
    measurements : dict of str to float
        By names of `vocab.vendor.VENDOR_MEASURES`, in their units.
    statements : tuple of str
        In the file's language and order, without what may name a person or a date.
    """

    source: str
    measurements: dict[str, float] = field(default_factory=dict)
    statements: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.measurements or self.statements)


class VendorBeat(NamedTuple):
    """
    The median beat that the recorder's program made.

    Attributes
    ----------
    signal : numpy.ndarray of shape (12, n_samples), float32
        mV, in the order of `LEADS`; NaN in a lead that is not there.
    fs : float
        Sampling frequency in Hz.
    """

    signal: NDArray[np.float32]
    fs: float
