"""An invented additive model, and networks' decision beside it."""

import numpy as np

from ecgkt.measure.measured_values import VALUES
from ecgkt.models.additive import AdditiveModel, JoinedModel
from ecgkt.models.decision import Calibration, Decision


def invented_joined() -> JoinedModel:
    """Return one of three steps for each value, drawn from a seed."""
    rng = np.random.default_rng(0)
    steps = rng.normal(0, 0.05, size=(len(VALUES), 4, 71)).astype(np.float32)
    return JoinedModel(
        additive=AdditiveModel(
            edges=np.full((len(VALUES), 2), (-0.5, 0.5), np.float32),
            steps=steps,
            bias=np.full(71, -2, np.float32),
        ),
        networks=Decision(
            statements=Calibration(platt=((0.8, -0.5),) * 71, thresholds=(0.2,) * 71),
            superclass_rule="noisy_or",
            superclasses=Calibration.neutral(5),
        ),
        share=0.3,
    )
