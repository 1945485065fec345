"""Settings of stage "exact", the second opinion."""

from dataclasses import dataclass, field

from ecgkt.config import InputConfig
from ecgkt.models.imn import ImnConfig
from ecgkt.training.recipes.recipes import Recipe, StageSettings


@dataclass(frozen=True, kw_only=True)
class SecondOpinionSettings(StageSettings):
    """
    Settings of stage "exact", beside those of every stage.

    Attributes
    ----------
    input : InputConfig
        The crops do not overlap, so that each sample has one weight.
    weight_penalty : float
        Of the mean absolute weight, which keeps the maps sparse.
    n_penalised : int
        Statements drawn per step whose maps are made for that.
    teacher_weight : float
        Share of the main model's probabilities in the targets; the rest are the labels.
        0 asks no teacher.
    lfr_weight : float
        Weight of local linearity (see `losses.local_linearity`); 0 leaves it out, as it
        costs a second pass.
    """

    model: ImnConfig = field(default_factory=ImnConfig)
    input: InputConfig = field(default_factory=lambda: InputConfig(crop_stride=2.5))
    recipe: Recipe = field(default_factory=lambda: Recipe(epochs=36, threads=1))
    weight_penalty: float = 1e-4
    n_penalised: int = 4
    teacher_weight: float = 0.7
    lfr_weight: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.teacher_weight <= 1:
            raise ValueError(f"teacher_weight {self.teacher_weight} is not in 0-1")


SECOND_OPINION = SecondOpinionSettings()
SECOND_PHASE = SecondOpinionSettings(
    recipe=Recipe(epochs=4, learning_rate=3e-4, warm_up=0.05), lfr_weight=0.05
)
"""For a finished run of stage "exact", to make it more linear around each ECG."""
