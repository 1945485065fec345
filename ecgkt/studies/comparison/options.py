"""What is compared: arms, seeds, fractions of the labels, folds."""

from dataclasses import dataclass
from pathlib import Path

from ecgkt.errors import EcgktError
from ecgkt.studies.comparison.arms import ARMS


@dataclass(frozen=True, kw_only=True)
class CompareOptions:
    """
    What is compared; another value needs another folder.

    Attributes
    ----------
    seeds : int
        Runs of every arm, with seeds 0, 1, …
    fractions : tuple of float
        Shares of the labelled training patients; most arms run at 1.0 only.
    arms : tuple of str or None
        As in `ARMS`; None: all that the data allow.
    truth : pathlib.Path or None
        The simulator's true latents, for arm `ceiling`.
    folds : int or None
        Patient-wise cross-validation instead of the store's splits, full labels only.
    device : str
        "cpu" or "cuda".
    n_draws : int
        Bootstrap draws of patients.
    """

    seeds: int = 3
    fractions: tuple[float, ...] = (0.01, 0.1, 1.0)
    arms: tuple[str, ...] | None = None
    truth: Path | None = None
    folds: int | None = None
    device: str = "cpu"
    n_draws: int = 1000

    def __post_init__(self) -> None:
        unknown = set(self.arms or ()) - set(ARMS)
        if unknown:
            found = ", ".join(sorted(unknown))
            raise EcgktError(f"expected arms of {', '.join(ARMS)}, found {found}")
        if "ceiling" in (self.arms or ()) and self.truth is None:
            raise EcgktError("arm ceiling needs the simulator's latents: give --truth")
        if self.seeds < 1 or not self.fractions:
            raise EcgktError("expected at least one seed and one fraction")
        if not all(0 < share <= 1 for share in self.fractions):
            raise EcgktError(f"expected fractions in (0, 1], found {self.fractions}")
        if self.folds is not None and self.fractions != (1.0,):
            raise EcgktError("cross-validation takes full labels: --fractions 1.0")

    @property
    def chosen_arms(self) -> tuple[str, ...]:
        """The arms to run, in the order of `ARMS`."""
        possible = set(ARMS) if self.truth is not None else {*ARMS} - {"ceiling"}
        chosen = possible & set(self.arms or possible)
        return tuple(name for name in ARMS if name in chosen)

    def arms_at(self, fraction: float) -> tuple[str, ...]:
        """Return the arms of one fraction: most are run on all labels only."""
        return tuple(
            name
            for name in self.chosen_arms
            if fraction == 1.0 or ARMS[name].at_all_fractions
        )
