"""Found waves against marked ones: sensitivity, PPV and errors of the boundaries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 0.150
"""Seconds by which both boundaries may be off (ANSI/AAMI EC57 matches beats so)."""
RULE = (
    "Every lead of every recording is counted by itself. A marked wave is found when "
    "a wave of its kind has both boundaries within the tolerance; nearest first, each "
    "used once. A wave that matches no mark counts against the positive predictive "
    "value if its middle lies between the first and the last mark of its lead: the "
    "first and last beats of a recording are not marked. With complete marks: found "
    "waves that a mark of another lead touches are left out, for there the beat is "
    "real, and marked only elsewhere. Errors are found minus marked, over the waves "
    "found; within a recording: the mean of the recordings' own standard deviations."
)

Floats = NDArray[np.float64]


@dataclass
class Tally:
    """
    Counts and errors of one kind of wave, added up lead by lead.

    Attributes
    ----------
    marked, found, matched : int
        Waves; `found` counts those that had to match.
    elsewhere : int
        Of those found and not matched, the ones that a mark of another lead touches.
    touched, touching : int
        Marked waves that some found wave touches, and found ones that touch a mark: the
        rule of ECG-DelNet's table, which flatters.
    onset, offset : list of list of float
        Errors in seconds, by recording.
    """

    marked: int = 0
    found: int = 0
    matched: int = 0
    elsewhere: int = 0
    touched: int = 0
    touching: int = 0
    onset: list[list[float]] = field(default_factory=list)
    offset: list[list[float]] = field(default_factory=list)

    def add_recording(
        self,
        truths: Sequence[Floats],
        detected: Sequence[Floats],
        spans: Sequence[tuple[float, float]],
    ) -> None:
        """
        Count one recording, every lead by itself.

        Parameters
        ----------
        truths, detected : sequence of numpy.ndarray of shape (n, 2) and (m, 2)
            Onsets and ends in seconds, by lead.
        spans : sequence of tuple of two floats
            Seconds between which everything is marked, by lead.
        """
        self.onset.append([])
        self.offset.append([])
        everywhere = np.concatenate(truths)
        for truth, waves, span in zip(truths, detected, spans, strict=True):
            self._add_lead(truth, waves, span, everywhere)

    def _add_lead(
        self,
        truth: Floats,
        detected: Floats,
        span: tuple[float, float],
        everywhere: Floats,
    ) -> None:
        """Count one lead; all of `span` is marked; `everywhere`: marks of all leads."""
        pairs = match_waves(truth, detected)
        alone = np.setdiff1d(np.arange(len(detected)), [other for _, other in pairs])
        middles = detected[alone].mean(axis=1)
        counts = (middles >= span[0]) & (middles <= span[1])
        overlap = _touch(truth, detected)
        elsewhere = _touch(everywhere, detected[alone]).any(axis=0)
        self.elsewhere += int((counts & elsewhere).sum())
        self.touched += int(overlap.any(axis=1).sum())
        inside = np.ones(len(detected), bool)
        inside[alone] = counts
        self.touching += int((overlap.any(axis=0) & inside).sum())
        self.marked += len(truth)
        self.matched += len(pairs)
        self.found += len(pairs) + int(counts.sum())
        for marked, found in pairs:
            self.onset[-1].append(float(detected[found, 0] - truth[marked, 0]))
            self.offset[-1].append(float(detected[found, 1] - truth[marked, 1]))

    def to_dict(self) -> dict[str, Any]:
        """Return the figures of schema ecgkt.delineation/1; null where undefined."""
        return {
            "marked": self.marked,
            "sensitivity": _share(self.matched, self.marked),
            "ppv": _share(self.matched, self.found),
            "ppv_of_complete_marks": _share(self.matched, self.found - self.elsewhere),
            "any_overlap": {
                "recall": _share(self.touched, self.marked),
                "precision": _share(self.touching, self.found),
            },
            "onset_ms": _moments(self.onset),
            "offset_ms": _moments(self.offset),
        }


def match_waves(
    truth: Floats, detected: Floats, tolerance: float = TOLERANCE
) -> list[tuple[int, int]]:
    """
    Pair marked with found waves, nearest first, each used once.

    Parameters
    ----------
    truth, detected : numpy.ndarray of shape (n, 2) and (m, 2)
        Onsets and ends in seconds.
    tolerance : float
        Seconds; neither boundary may be farther off.

    Returns
    -------
    list of tuple of two ints
        Rows of `truth` and `detected`, in order of `truth`.

    Examples
    --------
    >>> match_waves(np.array([[1.0, 1.1]]), np.array([[0.4, 0.5], [1.02, 1.12]]))
    [(0, 1)]
    """
    error = np.abs(truth[:, None] - detected[None])  # (n, m, 2)
    allowed = np.argwhere((error <= tolerance).all(axis=2))
    distance = error.sum(axis=2)
    order = sorted(allowed.tolist(), key=lambda pair: float(distance[pair[0], pair[1]]))
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for marked, found in order:
        if marked not in pairs and found not in used:
            pairs[marked] = found
            used.add(found)
    return sorted(pairs.items())


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _touch(marks: Floats, detected: Floats) -> NDArray[np.bool_]:
    """Whether each mark and each found wave share any moment: (n, m)."""
    shared: NDArray[np.bool_] = (marks[:, None, 0] < detected[None, :, 1]) & (
        detected[None, :, 0] < marks[:, None, 1]
    )
    return shared


def _moments(errors: Sequence[Sequence[float]]) -> Mapping[str, float | None]:
    """Return mean and SD over all, and the mean of the recordings' own SDs, in ms."""
    each = [1000 * np.asarray(recording) for recording in errors if recording]
    if not each:
        return {"mean": None, "sd": None, "sd_within": None}
    ms = np.concatenate(each)
    several = [float(recording.std()) for recording in each if len(recording) > 1]
    return {
        "mean": float(ms.mean()),
        "sd": float(ms.std()),
        "sd_within": float(np.mean(several)) if several else None,
    }
