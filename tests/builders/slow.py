"""Which tests `make quick` leaves out, and `make test` begins with."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
REAL_DATA = {
    *("ptb_xl", "mimic_ecg_demo", "mimic_clinical_demo", "mimic_ed_demo", "ludb"),
    *("cart_formats", "vendor_formats"),
}
"""Fixtures that unpack a data set, and what depends on them."""

LONG = tuple(
    TESTS / name
    for name in (
        "explain",
        "studies",
        "training/distillation",
        "training/stages",
        "training/test_transfer.py",
    )
)
"""Where networks are trained, or asked again and again for a map."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them before ``-m "not slow"`` chooses, and put their files first."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if (case := getattr(item, "callspec", None)) is not None:
            # Of a fixture that the test asks for by its name.
            names |= {value for value in case.params.values() if isinstance(value, str)}
        if names & REAL_DATA or any(item.path.is_relative_to(part) for part in LONG):
            item.add_marker(pytest.mark.slow)
    # Workers take whole files: a long one must not be left over for one of them.
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)
