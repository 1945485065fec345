"""A laboratory study in small: invented ECG numbers and the labs they follow."""

import numpy as np
import pytest

from ecgkt.training.lab_heads.data import LabData

N_PATIENTS, N_LABS = 24, 4


def invented_labs(strength=1.0, seed=0):
    """Patients of 1-6 ECGs whose labs follow the first number of the embedding."""
    rng = np.random.default_rng(seed)
    patients = np.repeat(np.arange(N_PATIENTS), rng.integers(1, 7, N_PATIENTS))
    n = len(patients)
    embedding = rng.normal(size=(n, 20))
    noise = rng.normal(size=(n, N_LABS))
    values = strength * 2 * embedding[:, :1] + noise
    values[rng.random(values.shape) < 0.2] = np.nan
    columns, signs = np.repeat(np.arange(N_LABS), 2), np.tile([-1.0, 1.0], N_LABS)
    beyond = values[:, columns] * signs > 0.5
    hours = rng.uniform(0, 24, values.shape)
    known = ~np.isnan(values[:, columns]) & (hours[:, columns] <= 20)
    return LabData(
        blocks={
            "embedding": embedding,
            "logits": rng.normal(size=(n, 6)),
            "random": rng.normal(size=(n, 20)),
            "beat": np.where(rng.random((n, 5)) < 0.1, np.nan, rng.normal(size=(n, 5))),
            "leads": rng.normal(size=(n, 7)),
        },
        patients=patients,
        names=tuple(
            f"Lab {lab} {'high' if sign > 0 else 'low'}"
            for lab, sign in zip(columns, signs, strict=True)
        ),
        targets=np.where(known, beyond, np.nan).astype(float),
        labs=tuple(f"Lab {i}" for i in range(N_LABS)),
        values=values,
        hours=hours,
        columns=columns,
        signs=signs,
        window_hours=20.0,
        wide_hours=24.0,
    )


@pytest.fixture(scope="session")
def lab_data():
    return invented_labs()


@pytest.fixture(scope="session")
def unrelated_labs():
    return invented_labs(strength=0.0, seed=3)
