"""The shape that travels in: one recording, whatever file it came from."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ecgkt.types.vendor import VendorBeat, VendorReading
from ecgkt.vocab.leads import LEADS

Signal: TypeAlias = NDArray[np.float32]
"""Voltage in mV, float32, of shape (n_leads, n_samples)."""
Floats: TypeAlias = NDArray[np.float64]
"""Any array of float64; its docstring says the shape."""
Sex: TypeAlias = Literal["male", "female"]
"""What decides limits that differ; None where it is neither or not known."""

TOGETHER_S = 0.1
"""Leads that begin and end so near to each other are simultaneous: a print drops a few
points at its borders."""


@dataclass(frozen=True, kw_only=True)
class EcgRecord:
    """
    One recording of up to twelve leads, whatever file it came from.

    Attributes
    ----------
    record_id : str
        Name to show; untrusted text when it comes from an upload.
    signal : numpy.ndarray of shape (12, n_samples), float32
        Voltage in mV, rows in the order of `LEADS`; NaN where the file holds no value,
        throughout a lead that is not there.
    fs : float
        Sampling frequency in Hz.
    format : str
        What the file was: a name of `vocab.formats.FORMATS`, or "simulated".
    original_unit : str
        Unit of the file's numbers, before they became mV.
    derived_leads : tuple of str
        Leads that the file lacks, or holds no sample of, and that were computed from
        the other limb leads.
    derived_in_part : tuple of str
        Leads of which only missing samples were computed so.
    warnings : tuple of str
        What the reader noticed and the user should know.
    age : float or None
        Years, if the file or the user states it; fractions for the first years.
    sex : str or None
        "male" or "female", if the file or the user states it.
    unread_age : str
        What the file states as the age where that could not be understood, cut.
    recorded_at : datetime.datetime or None
        When it was recorded, if the file states it; some data sets shift all dates.
    patient_hash : str
        Tells whether two files state the same patient; empty if the file states none.
        Compared within a session, never shown or written.
    is_order_assumed : bool
        Whether the leads were taken by place, and nothing in them confirms it.
    is_staggered : bool
        Whether leads were recorded one after the other, as a print shows them: each
        holds NaN outside of its own seconds.
    vendor : VendorReading or None
        What the recorder's own program said; shown beside ours, used for nothing.
    vendor_beat : VendorBeat or None
        The median beat that it made.

    Raises
    ------
    ValueError
        If the shape, the type or the sampling frequency is not as stated.
    """

    record_id: str
    signal: Signal
    fs: float
    format: str
    original_unit: str = "mV"
    derived_leads: tuple[str, ...] = ()
    derived_in_part: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    age: float | None = None
    sex: Sex | None = None
    unread_age: str = ""
    recorded_at: datetime | None = None
    patient_hash: str = ""
    is_order_assumed: bool = False
    is_staggered: bool = False
    vendor: VendorReading | None = None
    vendor_beat: VendorBeat | None = None

    def __post_init__(self) -> None:
        shape = self.signal.shape
        if len(shape) != 2 or shape[0] != len(LEADS) or self.signal.dtype != np.float32:
            message = (
                f"expected float32 of shape (12, n), got {self.signal.dtype} {shape}"
            )
            raise ValueError(message)
        if not self.fs > 0:
            raise ValueError(f"fs must be positive, got {self.fs}")

    @property
    def n_samples(self) -> int:
        """Samples per lead."""
        return int(self.signal.shape[1])

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.n_samples / self.fs

    @property
    def absent_leads(self) -> tuple[str, ...]:
        """Leads without any sample, whether the file lacks them or holds none."""
        rows = np.flatnonzero(np.isnan(self.signal).all(axis=1)).tolist()
        return tuple(LEADS[row] for row in rows)

    def stretch(self, start_s: float, duration: float) -> Self:
        """
        Return some seconds of this recording, as a recording of their own.

        Parameters
        ----------
        start_s, duration : float
            First second and how many; fewer where the recording ends before.

        Returns
        -------
        EcgRecord
            Its time begins at 0.
        """
        first = round(start_s * self.fs)
        stop = first + round(duration * self.fs)
        return replace(self, signal=self.signal[:, first:stop])

    @property
    def spans(self) -> dict[str, tuple[float, float]]:
        """Of each lead that is there its first and its last second."""
        there = ~np.isnan(self.signal)
        found = {}
        for lead, samples in zip(LEADS, there, strict=True):
            places = np.flatnonzero(samples)
            if places.size:
                found[lead] = (
                    float(places[0] / self.fs),
                    float((places[-1] + 1) / self.fs),
                )
        return found

    def together(self) -> Self:
        """
        Keep the leads that were recorded in the same seconds as the longest of them.

        Returns
        -------
        EcgRecord
            From the first sample on; of leads that follow each other only those that
            begin there and last longest, the others without a sample. Itself where
            the leads are simultaneous.
        """
        if not self.is_staggered:
            return self
        first = {
            lead: end for lead, (begin, end) in self.spans.items() if begin < TOGETHER_S
        }
        last = max(first.values(), default=0.0)
        kept = [first.get(lead, 0.0) > last - TOGETHER_S for lead in LEADS]
        signal = np.where(np.array(kept)[:, None], self.signal, np.float32(np.nan))
        return replace(self, signal=signal[:, : round(last * self.fs)])


SIMULATED = "Simulated recording, not from a patient"
"""The mark that a simulated recording carries, in files too."""
