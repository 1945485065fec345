"""The side table says what the ECG was drawn from."""

import numpy as np
import pytest

from ecgkt.simulate.lab_catalogue import LABS
from ecgkt.simulate.patient import draw_patient, every_case
from ecgkt.simulate.truth import true_row


def test_a_row_holds_labs_levers_and_latents_of_its_ecg():
    patient = draw_patient(1, 4)
    for visit, case in every_case(patient):
        row = true_row(patient, visit, case)
        assert [name for name in row if name.startswith("lab_")] == [
            f"lab_{name}" for name in LABS
        ]
        assert row["lab_potassium"] == pytest.approx(case.labs["potassium"], abs=1e-4)
        assert row["qtc"] == pytest.approx(case.electrics.qtc, abs=1e-4)
        assert row["severity"] == pytest.approx(case.body.illness.severity, abs=1e-4)
        assert np.isfinite(list(row.values())).all()


def test_all_rows_have_the_same_columns():
    columns = {
        tuple(true_row(patient, visit, case))
        for patient in (draw_patient(1, number) for number in range(20))
        for visit, case in every_case(patient)
    }
    assert len(columns) == 1
