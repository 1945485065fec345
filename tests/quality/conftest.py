"""A clean recording for the gates, and a way to spoil it."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from ecgkt.types.record import EcgRecord


@pytest.fixture
def clean(record: EcgRecord) -> EcgRecord:
    return dataclasses.replace(record, age=60.0)


@pytest.fixture
def spoil(clean: EcgRecord) -> Callable[..., EcgRecord]:
    """Return a function that changes a copy of the clean recording's signal."""

    def change(fault: Callable[[np.ndarray], np.ndarray | None], **fields) -> EcgRecord:
        signal = clean.signal.copy()
        changed = fault(signal)
        signal = signal if changed is None else changed
        signal = np.asarray(signal, np.float32)
        return dataclasses.replace(clean, signal=signal, **fields)

    return change
