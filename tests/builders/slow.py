"""Which tests `make quick` leaves out: those that need real data or train a network."""

from collections.abc import Iterable
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
REAL_DATA = {"ptb_xl", "mimic_ecg_demo", "mimic_clinical_demo", "mimic_ed_demo", "ludb"}
"""Fixtures that unpack a data set, and what depends on them."""

TRAINING = tuple(
    TESTS / name
    for name in (
        "training/distillation",
        "training/stages",
        "training/test_transfer.py",
        "studies",
    )
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark them slow before ``-m "not slow"`` chooses."""
    for item in items:
        trains = any(item.path.is_relative_to(place) for place in TRAINING)
        if trains or REAL_DATA & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
