"""A delineator small enough to be trained in a test."""

from dataclasses import replace

from ecgkt.models.unet import DelineatorConfig
from ecgkt.training.recipes.delineate import DELINEATE

QUICK = replace(
    DELINEATE,
    model=DelineatorConfig(channels=(4, 6), kernel=5),
    recipe=replace(
        DELINEATE.recipe, epochs=2, batch_size=2, precision="float32", threads=1
    ),
    crop=256,
    lead_counts=(2,),
    n_simulated=2,
)
