"""The scores of every run on disk, and the arms made of them."""

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.patient_folds import centre
from ecgkt.files import write_atomically
from ecgkt.studies.comparison.arms import ARMS, SEEDLESS
from ecgkt.studies.comparison.partitions import Part
from ecgkt.training.baselines import Scores
from ecgkt.training.loop.tuning_score import macro_auroc

Floats = NDArray[np.float64]


class Job(NamedTuple):
    """
    One variant of one arm on one part at one fraction of the labels.

    Attributes
    ----------
    part : Part
        Data and seed.
    arm, variant : str
        As in `ARMS`.
    fraction : float
        In (0, 1].
    """

    part: Part
    arm: str
    variant: str
    fraction: float

    @property
    def name(self) -> str:
        """Of its files, below the folder of scores."""
        return f"{self.part.name}/{self.arm}-{self.variant}-{self.fraction:g}"


class ArmScores(NamedTuple):
    """
    What one arm says at one fraction.

    Attributes
    ----------
    scores : list of numpy.ndarray of shape (n_ecgs, n_labels)
        One per seed; rows in the store's order.
    chosen : dict of str to int
        How often each variant was the better one on tuning.
    variants : dict of str to list of numpy.ndarray
        As `scores`, each variant by itself.
    """

    scores: list[Floats]
    chosen: dict[str, int]
    variants: dict[str, list[Floats]]


class ScoreFolder:
    """
    Where scores are kept, one file per job and split.

    Parameters
    ----------
    folder : pathlib.Path
        Created if need be.
    parts : sequence of Part
        In the order of seeds.
    pooled : bool
        Whether the parts of one seed are folds, whose scores are centred and pooled.
    """

    def __init__(self, folder: Path, parts: Sequence[Part], *, pooled: bool) -> None:
        self.folder, self.parts, self.pooled = folder, parts, pooled
        self.seeds = sorted({part.seed for part in parts})

    def has(self, job: Job) -> bool:
        """Whether a job is done."""
        return self._path(job, "held_out").exists()

    def save(self, job: Job, scores: Scores) -> None:
        """Write both splits of a job; the later one marks it as done."""
        paths = [self._path(job, split) for split in Scores._fields]
        paths[0].parent.mkdir(parents=True, exist_ok=True)
        write_atomically(dict(zip(paths, map(_to_bytes, scores), strict=True)))

    def load(self, job: Job) -> Scores:
        """Read both splits of a job."""
        return Scores(*(np.load(self._path(job, split)) for split in Scores._fields))

    def _path(self, job: Job, split: str) -> Path:
        if job.variant in SEEDLESS and job.arm != "rand" and not self.pooled:
            job = job._replace(part=self.parts[0])
        return self.folder / f"{job.name}.{split}.npy"

    def gather(self, arm: str, fraction: float) -> ArmScores:
        """
        Put one arm together: the better variant of each part, all parts of each seed.

        Parameters
        ----------
        arm : str
            As in `ARMS`.
        fraction : float
            In (0, 1].

        Returns
        -------
        ArmScores
        """
        names = ARMS[arm].variants
        chosen: Counter[str] = Counter(dict.fromkeys(names, 0))
        best: dict[str, list[NDArray]] = {}
        for part in self.parts:
            jobs = {name: Job(part, arm, name, fraction) for name in names}
            by_variant = {name: self.load(job) for name, job in jobs.items()}
            winner = _better(part, by_variant)
            chosen[winner] += 1
            best[part.name] = [by_variant[name].held_out for name in (winner, *names)]
        joined = [
            [self._join(best, seed, column) for seed in self.seeds]
            for column in range(1 + len(names))
        ]
        variants = dict(zip(names, joined[1:], strict=True))
        return ArmScores(joined[0], dict(chosen), variants)

    def _join(self, scores: dict[str, list], seed: int, column: int) -> Floats:
        mine = {p.name: scores[p.name][column] for p in self.parts if p.seed == seed}
        return join_parts(self.parts, seed, mine, pooled=self.pooled)


def join_parts(
    parts: Sequence[Part], seed: int, scores: dict[str, NDArray], *, pooled: bool
) -> Floats:
    """
    Pool the held-out scores of all parts of a seed, each centred if they are folds.

    Parameters
    ----------
    parts : sequence of Part
        Those of other seeds are passed over.
    seed : int
        Of the wanted parts.
    scores : dict of str to numpy.ndarray of shape (n_held_out, n_labels)
        By the part's name.
    pooled : bool
        Whether the parts are folds.

    Returns
    -------
    numpy.ndarray of shape (n_ecgs, n_labels), float64
        Rows in the store's order.
    """
    mine = [part for part in parts if part.seed == seed]
    rows = np.concatenate([part.rows("held_out") for part in mine])
    values = [scores[part.name] for part in mine]
    if pooled:
        values = [centre(fold) for fold in values]
    joined: Floats = np.concatenate(values)[np.argsort(rows)].astype(np.float64)
    return joined


def _better(part: Part, by_variant: dict[str, Scores]) -> str:
    """Name the variant with the highest macro AUROC on tuning; the first of equals."""
    labels = part.store.labels[part.rows("tuning")]
    figures = {
        name: macro_auroc(labels, by_variant[name].tuning) for name in by_variant
    }
    return max(figures, key=lambda name: np.nan_to_num(figures[name], nan=-1.0))


def _to_bytes(values: NDArray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values.astype(np.float32))
    return buffer.getvalue()
