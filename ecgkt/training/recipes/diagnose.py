"""Settings of stage "diagnose"."""

from dataclasses import dataclass, field

from ecgkt.config import ModelConfig
from ecgkt.training.recipes.recipes import Augmentation, Recipe, StageSettings


@dataclass(frozen=True, kw_only=True)
class DiagnoseSettings(StageSettings):
    """
    Settings of stage "diagnose", beside those of every stage.

    Attributes
    ----------
    head_start : bool
        Whether the heads are initialised by a linear probe (ridge regression) of the
        encoder's embedding before the first step, as in LP-FT, instead of at random.
    table_weight : float
        Weight of still predicting the table of the run that it starts from (mean
        squared error of scaled values); 0 leaves it out. Inference needs no table.
    teacher : bool
        Whether ECGs without a label are learned, too, from the pseudo-labels of a
        ridge teacher that sees table and ECG.
    own_label : float
        Of an ECG that has a label, its weight beside what that teacher, taught by other
        patients, says of it, 0-1; 1 leaves the teacher out there.
    """

    head_start: bool = False
    table_weight: float = 0.0
    teacher: bool = False
    own_label: float = 1.0
    model: ModelConfig = field(default_factory=ModelConfig)

    def __post_init__(self) -> None:
        if self.table_weight and self.augmentation.mixup:
            raise ValueError("an ECG mixed of two has no table: mixup must be 0")
        if not 0 <= self.own_label <= 1:
            raise ValueError(f"own_label must be in 0-1, got {self.own_label}")

    @property
    def needs_table(self) -> bool:
        """Whether training reads the table again; inference never does."""
        return bool(self.table_weight or self.teacher)


DIAGNOSE = DiagnoseSettings()

# The second model: one network of each kind, trained apart, that score together. One
# thread each, for both are trained at the same time on two cores.
_PAIR_AUGMENTATION = Augmentation(filters=0.5)

NETWORKS = {
    "three-residual": DIAGNOSE,
    "residual": DiagnoseSettings(
        model=ModelConfig(kernels=(5,), channels=((64, 112, 144, 176),)),
        recipe=Recipe(threads=1),
        augmentation=_PAIR_AUGMENTATION,
    ),
    "state-space": DiagnoseSettings(
        model=ModelConfig(kernels=(), channels=(), state_channels=(192,)),
        recipe=Recipe(epochs=50, ema_decay=0.9995, threads=1),
        augmentation=_PAIR_AUGMENTATION,
    ),
    # Small enough to be read beside the pair: for what simulated ECGs teach.
    "small": DiagnoseSettings(
        model=ModelConfig(kernels=(7,), channels=((32, 48, 96, 96),), blocks=0),
        recipe=Recipe(epochs=12, batch_size=256, learning_rate=3e-3, threads=1),
    ),
}
"""By the name that ``train diagnose --network`` takes."""
