"""The ledger adds up: what goes on and what is dropped is what was there."""

import numpy as np
import pandas as pd
import pytest

from ecgkt.dataset.mimic_iv.flow import Flow
from ecgkt.errors import EcgktError


@pytest.fixture
def table():
    return pd.DataFrame(
        {
            "record_id": [str(one) for one in range(10)],
            "patient_id": [1, 1, 1, 2, 2, 3, 3, 3, 4, 4],
            "split": ["tuning"] * 3 + ["train"] * 5 + ["held_out"] * 2,
        }
    )


def reasons(table, rows):
    found = pd.Series(None, index=table.index, dtype=object)
    found[rows] = "torn"
    return found


def test_dropped_and_kept_add_up(table):
    flow = Flow(table)
    kept = flow.drop(table, reasons(table, [0, 8, 9]), step="whole", why="torn paper")
    assert kept["record_id"].tolist() == list("1234567")
    assert flow.steps[1] == {
        **{"step": "whole", "kind": "exclusion", "n_records": 7, "n_patients": 3},
        **{"dropped": 3, "why": "torn paper"},
    }
    assert flow.quarantine()["record_id"].tolist() == ["0", "8", "9"]
    assert set(flow.quarantine()["reason"]) == {"torn"}


def test_nothing_left_out_is_an_empty_table(table):
    empty = Flow(table).quarantine()
    assert list(empty) == ["record_id", "reason"]
    assert len(empty) == 0


def test_too_many_losses_are_refused_with_the_first(table):
    flow = Flow(table)
    losses = reasons(table, [4, 5])
    assert len(flow.drop(table, losses, step="a", why="b", max_share=0.2)) == 8
    with pytest.raises(EcgktError, match=r"2 of 10 ECGs: b, .* first is 4: torn"):
        flow.drop(table, losses, step="a", why="b", max_share=0.19)


def test_context_drops_nobody(table):
    flow = Flow(table)
    flow.note(table, np.arange(10) < 3, step="with labs", why="none")
    assert flow.steps[-1]["n_records"] == 3
    assert flow.steps[-1]["dropped"] == 7
    assert len(flow.quarantine()) == 0


def test_splits_stand_last_and_in_order(table):
    flow = Flow(table)
    flow.split(table)
    found = [(one["step"], one["n_records"], one["n_patients"]) for one in flow.steps]
    assert found[1:] == [("train", 5, 2), ("tuning", 3, 1), ("held_out", 2, 1)]
