from dataclasses import replace

import pytest

from ecgkt.report.cases_words import slice_name, summarise
from tests.builders.case_tables import case_table


@pytest.fixture(scope="module")
def head():
    return case_table().head


def test_summary_names_what_is_never_measured_and_the_worst_slice(head):
    text = summarise(head)
    assert "400 ECGs of 200 patients, 399 with scores and labels" in text
    assert "never measured: QRS duration (too slow)" in text
    assert "AFIB, Sex female: AUROC" in text
    assert "p < 0.001" in text


def test_summary_without_slices_says_so(head):
    text = summarise(replace(head, slices=(), n_slices=0))
    assert "no slice has enough ECGs" in text


def test_slice_is_named_by_its_title(head):
    one = replace(head.slices[0], group="qrs_ms", level="above 110 ms")
    assert slice_name(one) == "QRS duration above 110 ms"
