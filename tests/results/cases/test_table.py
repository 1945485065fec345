from dataclasses import fields

import numpy as np
import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.cases.files import HEAD, TABLE, load_cases, write_cases
from ecgkt.results.cases.make_table import principal_components
from ecgkt.results.cases.slices import find_slices
from ecgkt.results.cases.table import LABELS
from tests.builders.case_tables import case_table

AFIB = LABELS.index("AFIB")


@pytest.fixture(scope="module")
def table():
    return case_table()


def test_rows_become_columns(table):
    columns = table.columns
    assert len(columns) == table.head.n_records == 400
    assert columns.is_known.sum() == table.head.n_scored == 399
    assert np.isnan(columns.scores[9]).all()
    assert len(np.unique(columns.patients)) == table.head.n_patients == 200
    has_it = columns.truth[:, AFIB]
    assert (columns.likelihoods[has_it, AFIB] == 100).all()
    assert (columns.supports[:, AFIB] == has_it).all()
    # A super-class is there where any of its statements is, however likely.
    infarct = columns.likelihoods[:, LABELS.index("super_MI")]
    assert (infarct[~has_it] == 50).all()
    assert np.isnan(infarct[has_it]).all()
    assert columns.groups["sex"].levels == ("female", "male")
    assert columns.groups["quality"].values[9] == "refused"
    (why,) = [one for one in table.head.measures if one.name == "qrs_ms"]
    assert (why.n, why.why_not) == (0, "too slow")


def test_table_survives_the_disk(table, tmp_path):
    write_cases(tmp_path, table)
    again = load_cases(tmp_path)
    assert again.head == table.head
    for field in fields(table.columns):
        one = getattr(table.columns, field.name)
        other = getattr(again.columns, field.name)
        if field.name == "groups":
            assert {k: g.values for k, g in one.items()} == {
                k: g.values for k, g in other.items()
            }
            assert {k: g.levels for k, g in one.items()} == {
                k: g.levels for k, g in other.items()
            }
        elif field.name == "measures":
            assert one.keys() == other.keys()
            for name in one:
                np.testing.assert_array_equal(one[name], other[name])
        else:
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", [HEAD, TABLE])
@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_damaged_folder_is_named(table, tmp_path, name, content):
    write_cases(tmp_path, table)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(EcgktError, match="expected"):
        load_cases(tmp_path)


def test_head_of_another_table_is_refused(table, tmp_path):
    write_cases(tmp_path, table)
    write_cases(tmp_path / "other", case_table(40))
    (tmp_path / HEAD).write_bytes((tmp_path / "other" / HEAD).read_bytes())
    with pytest.raises(EcgktError, match="speaks of 40 ECGs"):
        load_cases(tmp_path)


def test_planted_slice_is_found_first_and_none_without(table):
    worst = table.head.slices[0]
    assert (worst.label, worst.group, worst.level) == ("AFIB", "sex", "female")
    assert worst.p < 0.001
    assert worst.gap_ci[1] < 0
    assert worst.auroc == pytest.approx(0.5, abs=0.1)
    assert table.head.n_slices > len([worst])
    rest = find_slices(case_table(planted=False).columns, ["AFIB"])
    assert min(one.p for one in rest) > 0.05
    assert not find_slices(table.columns, ["PSVT"])


def test_components_are_ordered_and_the_same_on_every_run():
    cloud = np.random.default_rng(2).normal(size=(200, 6)) * [9, 4, 1, 1, 1, 1]
    found = principal_components(cloud, 3)
    assert (np.diff(found.var(axis=0)) < 0).all()
    np.testing.assert_allclose(found, principal_components(cloud.copy(), 3))
    assert abs(np.corrcoef(found[:, 0], cloud[:, 0])[0, 1]) > 0.99
