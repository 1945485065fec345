"""Settings of stages "fewer-leads" and "lost-leads"."""

from dataclasses import dataclass, field

from ecgkt.models.masked import MaskedConfig
from ecgkt.training.inputs.mask import Masking
from ecgkt.training.recipes.recipes import Augmentation, Recipe, StageSettings


@dataclass(frozen=True, kw_only=True)
class FewerLeadsSettings(StageSettings):
    """
    Settings of both stages, beside those of every stage.

    Attributes
    ----------
    masking : Masking
        What is taken away from a crop.
    """

    model: MaskedConfig = field(default_factory=MaskedConfig)
    masking: Masking = field(default_factory=Masking)


FEWER_LEADS = FewerLeadsSettings(
    recipe=Recipe(epochs=20, ema_decay=0.998, judge_every=10, threads=1),
    augmentation=Augmentation(filters=0.5, lead_dropout=0.0),
)
LOST_LEADS = FewerLeadsSettings(
    recipe=Recipe(epochs=5, ema_decay=0.998, judge_every=5, threads=1),
    augmentation=Augmentation(
        noise_mv=0.0, wander_mv=0.0, lead_gain_sd=0.0, lead_dropout=0.0, mixup=0.0
    ),
    masking=Masking(lost_leads=0.95, lost_patches=0.5),
)
"""The leads keep their proportions, for these are what it learns."""
