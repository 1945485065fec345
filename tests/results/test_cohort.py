import pytest

from ecgkt.results.cohort import CohortTable, Target

TARGET = {"quantity": "K high", "value": 0.85, "band": [0.8, 0.9], "anchor": "Kwon"}


def test_document_is_read():
    table = CohortTable.from_dict({"calibration": [TARGET], "n_ecgs": 20000})
    assert table.calibration == (Target(**{**TARGET, "band": (0.8, 0.9)}),)
    assert table.n_ecgs == 20000


@pytest.mark.parametrize(
    ("value", "band", "is_met"),
    [
        (0.8, (0.8, 0.9), True),
        (0.79, (0.8, 0.9), False),
        (0.91, (0.8, 0.9), False),
        (None, (0.8, 0.9), None),
        (0.8, None, None),
    ],
)
def test_target_is_met_inside_its_band_only(value, band, is_met):
    target = Target(quantity="q", value=value, band=band, anchor="a")
    assert target.is_met is is_met
