import json

import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.cohort import Target, load_cohort_table

TARGET = {"quantity": "K high", "value": 0.85, "band": [0.8, 0.9], "anchor": "Kwon"}


def test_document_is_read(tmp_path):
    path = tmp_path / "cohort.json"
    content = {"schema": "ecgkt.cohort/1", "calibration": [TARGET], "n_ecgs": 20000}
    path.write_text(json.dumps(content))
    table = load_cohort_table(path)
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


def test_damaged_document_is_named(tmp_path):
    path = tmp_path / "cohort.json"
    path.write_text('{"schema": "ecgkt.cohort/1", "calibration": [{"value": 1}]}')
    with pytest.raises(EcgktError, match="expected the fields of Target"):
        load_cohort_table(path)
