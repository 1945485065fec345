"""Settings of stage "align"."""

from dataclasses import dataclass, field

from ecgkt.config import ModelConfig
from ecgkt.dataset.clinical_table import MODALITIES
from ecgkt.models.joint import JointConfig
from ecgkt.training.recipes.recipes import (
    Augmentation,
    Recipe,
    StageSettings,
    expect_option,
)

PARTNERS = ("table", "view", "permuted", "flags")

LOSSES = ("vicreg", "infonce", "sigreg")


@dataclass(frozen=True, kw_only=True)
class AlignSettings(StageSettings):
    """
    Settings of stage "align", beside those of every stage.

    Attributes
    ----------
    joint : JointConfig
        Experts and projectors.
    partner : str
        What an ECG is compared with: "table", its own; "permuted", that of another ECG;
        "flags", what is missing in its own table; "view", another crop of it.
    loss : str
        "vicreg", "infonce" or "sigreg".
    modalities : tuple of str
        Which experts there are; those that the data lack are left out.
    view_weight : float
        Weight of a second comparison, of two crops of each ECG; 0 leaves it out, and
        saves half the time.
    table_weight : float
        Weight of predicting the table's known values from the embedding by a linear
        layer (mean squared error of scaled values).
    """

    model: ModelConfig = field(default_factory=ModelConfig)
    recipe: Recipe = field(
        default_factory=lambda: Recipe(
            epochs=30, batch_size=128, learning_rate=1e-3, weight_decay=5e-4
        )
    )
    augmentation: Augmentation = field(default_factory=lambda: Augmentation(mixup=0.0))
    joint: JointConfig = field(default_factory=JointConfig)
    partner: str = "table"
    loss: str = "vicreg"
    modalities: tuple[str, ...] = MODALITIES
    view_weight: float = 0.0
    table_weight: float = 0.0

    def __post_init__(self) -> None:
        expect_option("partner", self.partner, PARTNERS)
        expect_option("loss", self.loss, LOSSES)
        for name in self.modalities:
            expect_option("modality", name, MODALITIES)
        if self.augmentation.mixup:
            raise ValueError("an ECG mixed of two has no table: mixup must be 0")


ALIGN = AlignSettings()
