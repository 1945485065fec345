"""What the arms on one part share: data, folder, recipes, and the time that is left."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ecgkt.studies.comparison.inputs import CompareTables
from ecgkt.studies.comparison.partitions import Part
from ecgkt.training.loop.deadline import Deadline
from ecgkt.training.loop.loop import TrainResult
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.recipes.align import AlignSettings
from ecgkt.training.recipes.comparison import ARM_ALIGN, ARM_DIAGNOSE
from ecgkt.training.recipes.diagnose import DiagnoseSettings


@dataclass(frozen=True, kw_only=True)
class ArmRecipes:
    """
    How the networks of all arms are trained.

    Attributes
    ----------
    align : AlignSettings
        Stage 1; its partner is set by the arm.
    diagnose : DiagnoseSettings
        Stage 2 of every arm; the epochs of `sig` and `multi` are raised from it.
    """

    align: AlignSettings = ARM_ALIGN
    diagnose: DiagnoseSettings = ARM_DIAGNOSE

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready types."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class ArmBench:
    """
    All that the variants on one part share.

    Attributes
    ----------
    part : Part
        Data and seed.
    folder : pathlib.Path
        Of the part's run folders.
    tables : CompareTables
        What is read beside the ECG.
    recipes : ArmRecipes
        Of the networks.
    device : str
        "cpu" or "cuda".
    deadline : Deadline
        Of the whole call.
    """

    part: Part
    folder: Path
    tables: CompareTables
    recipes: ArmRecipes
    device: str
    deadline: Deadline

    def finish(
        self, out: Path, train: Callable[..., TrainResult], **arguments: Any
    ) -> Path | None:
        """
        Bring one training run to its end, unless that was done before.

        Parameters
        ----------
        out : pathlib.Path
            Run folder.
        train : callable
            A stage of training.
        **arguments
            Of that stage, beside data, seed, device and limits.

        Returns
        -------
        pathlib.Path or None
            The run folder; None: the time was up, the run goes on in the next call.

        Raises
        ------
        EcgktError
            If the folder holds a run of other settings.
        """
        if (out / "DONE").exists():
            return out
        if self.deadline.is_over:
            return None
        limits = RunLimits((out / "config.json").exists(), self.deadline.minutes_left)
        common = {"seed": self.part.seed, "device": self.device, "limits": limits}
        result = train(self.part.store, out, **common, **arguments)
        return out if result.is_finished else None
