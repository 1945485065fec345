"""Laboratory heads with invented weights."""

import numpy as np

from ecgkt.models.lab_head import InputScaler, LabHeads, LabTarget
from ecgkt.models.lab_shift import LabShift

SHIFT = LabShift(
    slope=1.5,
    intercept=0.1,
    covariance=(0.04, 0.005, 0.01),
    quantiles=(-2.0, -0.5, 0.0, 0.5, 2.0),
)


def invented_heads(n_embedding, n_targets=2):
    rng = np.random.default_rng(0)
    columns = (0, 6)
    size = n_embedding + len(columns)
    targets = tuple(
        LabTarget(
            name="Potassium",
            direction=direction,
            unit="mEq/L",
            reference_range=(3.3, 5.1),
            platt=(1.5, -0.2),
            threshold=0.5,
            n=100,
            positives=20,
            n_patients=50,
            auroc=0.7,
            auroc_ci=(0.6, 0.8),
            readable=True,
            shift=SHIFT,
        )
        for direction in ("low", "high")[:n_targets]
    )
    scaling = InputScaler(
        typical=np.zeros(size),
        lower=np.full(size, -100.0),
        upper=np.full(size, 100.0),
        mean=rng.normal(size=size),
        scale=np.full(size, 2.0),
    )
    return LabHeads(
        targets=targets,
        columns=columns,
        scaling=scaling,
        weights=rng.normal(size=(size, n_targets)) / np.sqrt(size),
    )
