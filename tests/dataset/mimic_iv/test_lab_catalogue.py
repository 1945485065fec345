"""The label rules of the laboratory, one planted case each."""

import numpy as np
import pandas as pd
import pytest

from ecgkt.dataset.mimic_iv.lab_catalogue import weighted_median
from ecgkt.errors import EcgktError


def test_rows_without_value_time_or_limits_are_left_out_and_counted(mimic):
    mimic.lab(1001, "", "12:01:00")
    mimic.lab(1001, "nan", "12:01:00")
    mimic.lab(1001, 9.0, time=None)
    mimic.lab(1001, 9.0, "12:01:00", ref_range_lower=0, ref_range_upper=0)
    mimic.lab(1001, 9.0, "12:01:00", itemid=1)
    mimic.write()
    source = mimic.source()
    counts = source.notes["laboratory_rows"]
    assert counts["rows"] == 8
    assert counts["rows without value"] == 2
    assert counts["rows without time or with both limits 0"] == 2
    assert counts["rows without label"] == 1
    assert counts["rows usable"] == 4
    assert source.labs.values["Potassium"].tolist() == [4.0, 4.0, 4.0]


def test_one_limit_of_zero_is_a_limit(mimic):
    mimic.lab(1001, 9.0, "12:01:00", itemid=51006, ref_range_lower=0, ref_range_upper=8)
    mimic.write()
    assert mimic.source().labs.states["Urea Nitrogen"][0] == 1


def test_most_frequent_fluid_is_kept(mimic):
    mimic.add("hosp/d_labitems", itemid=7, label="Potassium", fluid="Urine")
    mimic.lab(1001, 40.0, "12:00:00", itemid=7)
    mimic.lab(1001, 41.0, "12:00:00", itemid=7)
    mimic.write()
    source = mimic.source()
    assert source.notes["labs"]["Potassium"]["fluid"] == "Blood"
    assert source.notes["laboratory_rows"]["rows of a rarer fluid"] == 2
    assert source.labs.values["Potassium"].max() == 4


def test_items_of_one_label_are_one_lab(mimic):
    mimic.add("hosp/d_labitems", itemid=7, label="Potassium", fluid="Blood")
    mimic.lab(1001, 6.0, "12:01:00", itemid=7)
    mimic.write()
    assert mimic.source().labs.values["Potassium"].tolist() == [6.0, 4.0, 4.0]


def test_units_are_brought_to_the_most_frequent_with_their_limits(mimic):
    for _ in range(3):
        mimic.lab(1002, 20.0, "08:00:00", itemid=51006, valueuom="mg/dL")
    mimic.lab(
        1001,
        300.0,
        itemid=51006,
        valueuom="mg/L",
        ref_range_lower=60,
        ref_range_upper=200,
    )
    mimic.write()
    source = mimic.source()
    assert source.labs.values["Urea Nitrogen"][0] == 30
    assert source.notes["labs"]["Urea Nitrogen"]["unit"] == "mg/dL"


def test_row_without_a_unit_has_its_labels_unit(mimic):
    mimic.lab(1001, 6.0, "12:01:00", valueuom="")
    mimic.write()
    assert mimic.source().labs.values["Potassium"][0] == 6


def test_unit_of_another_kind_is_left_out_and_counted(mimic):
    mimic.lab(1001, 6.0, "12:01:00", valueuom="mm Hg")
    mimic.write()
    source = mimic.source()
    assert source.notes["laboratory_rows"]["rows of another kind of unit"] == 1
    assert source.labs.values["Potassium"][0] == 4


def test_unknown_unit_is_refused_with_its_row(mimic):
    mimic.lab(1001, 6.0, "12:01:00", valueuom="furlongs")
    mimic.write()
    with pytest.raises(
        EcgktError,
        match=r"labevents\.csv\.gz: labevent_id 4: .* Potassium, found 'furlongs'",
    ):
        mimic.source()


def test_unknown_unit_is_left_out_on_demand(mimic):
    mimic.lab(1001, 6.0, "12:01:00", valueuom="furlongs")
    mimic.write()
    source = mimic.source(unknown_units="drop")
    assert source.notes["laboratory_rows"]["rows of an unknown unit"] == 1
    assert source.labs.values["Potassium"][0] == 4


def test_limits_are_medians_over_all_rows_of_the_laboratory(mimic):
    mimic.lab(1002, 4.0, "02:00:00", ref_range_lower=3.0, ref_range_upper=6.0)
    mimic.lab(9999, 4.0, "02:00:00", ref_range_lower=3.0, ref_range_upper=6.0)
    mimic.lab(9999, 4.0, "02:00:00", ref_range_lower="", ref_range_upper=6.0)
    mimic.write()
    limits = mimic.source().notes["labs"]["Potassium"]
    assert limits == {
        **{"lower": 3.3, "upper": pytest.approx(5.55)},
        **{"unit": "mEq/L", "fluid": "Blood", "n": 6},
    }


def test_label_without_any_limit_is_left_out(mimic):
    mimic.lab(1001, 6.0, itemid=51006, ref_range_lower="", ref_range_upper="")
    mimic.write()
    source = mimic.source()
    assert list(source.labs.values) == ["Potassium"]
    assert source.notes["laboratory_rows"]["labels without limits"] == 1


def test_rare_labels_are_left_out_on_demand(mimic):
    mimic.lab(1001, 6.0, itemid=51006, valueuom="mg/dL")
    mimic.write()
    assert list(mimic.source(min_lab_rows=3).labs.values) == ["Potassium"]
    assert len(mimic.source(min_lab_rows=1).labs.values.columns) == 2


def test_weighted_median_equals_the_median_of_repeated_values():
    rng = np.random.default_rng(0)
    for _ in range(50):
        values = pd.Series(rng.integers(0, 9, 6).astype(float))
        values[rng.integers(0, 6)] = np.nan
        counts = pd.Series(rng.integers(1, 5, 6))
        expected = np.nanmedian(np.repeat(values, counts))
        assert weighted_median(values, counts) == expected
