from dataclasses import replace

import numpy as np
import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.cases.same_data import check_same_data
from tests.builders.case_tables import case_table


@pytest.fixture(scope="module")
def table():
    return case_table(60)


def of_source(table, **changes):
    source = replace(table.head.source, **changes)
    return replace(table, head=replace(table.head, source=source))


def test_other_model_on_the_same_ecgs_in_another_order_is_accepted(table):
    order = np.random.default_rng(5).permutation(60)
    columns = replace(table.columns, record_ids=table.columns.record_ids[order])
    check_same_data(table, replace(table, columns=columns))


def test_other_store_and_other_split_are_refused_by_name(table):
    store = of_source(table, kind="store", data_hash="a" * 64, name="one")
    other = of_source(table, kind="store", data_hash="b" * 64, name="two")
    with pytest.raises(EcgktError, match=r"one \(aaaaaaaa.* and two \(bbbbbbbb"):
        check_same_data(store, other)
    tuning = replace(store, head=replace(store.head, split="tuning"))
    with pytest.raises(EcgktError, match=r"all splits.* and .*tuning split"):
        check_same_data(store, tuning)
    check_same_data(tuning, tuning)


def test_place_of_a_store_does_not_matter_but_that_of_records_does(table):
    stores = [of_source(table, kind="store", folder=name) for name in ("a", "b")]
    check_same_data(*stores)
    folders = [of_source(table, kind="folder", folder=name) for name in ("a", "b")]
    with pytest.raises(EcgktError, match="same ECGs"):
        check_same_data(*folders)


def test_records_that_one_table_lacks_are_counted(table):
    names = table.columns.record_ids.copy()
    names[3] = "x3"
    other = replace(table, columns=replace(table.columns, record_ids=names))
    with pytest.raises(EcgktError, match="2 ECGs that are in one table only"):
        check_same_data(table, other)
