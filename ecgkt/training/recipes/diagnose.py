"""Settings of stage "diagnose"."""

from dataclasses import dataclass, field

from ecgkt.config import InputConfig, ModelConfig
from ecgkt.training.recipes.recipes import Augmentation, Recipe


@dataclass(frozen=True, kw_only=True)
class DiagnoseSettings:
    """
    All that stage "diagnose" depends on, apart from the data and the seed.

    Attributes
    ----------
    head_start : bool
        Whether the heads begin as a ridge regression on the embedding of the encoder
        as it is at first, not from nothing.
    table_weight : float
        Weight of still predicting the table of the run that it starts from (mean
        squared error of scaled values); 0 forgets the table. Inference needs none.
    teacher : bool
        Whether ECGs without a label are learned, too, by the word of a teacher that
        sees table and ECG.
    """

    head_start: bool = False
    table_weight: float = 0.0
    teacher: bool = False
    model: ModelConfig = field(default_factory=ModelConfig)
    input: InputConfig = field(default_factory=InputConfig)
    recipe: Recipe = field(default_factory=Recipe)
    augmentation: Augmentation = field(default_factory=Augmentation)

    def __post_init__(self) -> None:
        if self.table_weight and self.augmentation.mixup:
            raise ValueError("an ECG mixed of two has no table: mixup must be 0")

    @property
    def needs_table(self) -> bool:
        """Whether training looks at the table again; inference never does."""
        return bool(self.table_weight or self.teacher)


DIAGNOSE = DiagnoseSettings()
