import pytest

from ecgkt.results.explanations import Checks, ExplanationTable
from ecgkt.types.explanation import TargetName
from tests.builders.explanation_documents import invented_document

IMI = TargetName("statement", "IMI")


@pytest.fixture
def table():
    return ExplanationTable.from_dict(invented_document())


def test_document_is_read_by_method_class_and_cause(table):
    assert table.default == "integrated_gradients"
    assert table.method("occlusion").ms_per_map == 700
    assert table.method("occlusion").by_factor[0].planted_hit_rate == 0.75
    assert [row.n for row in table.method("occlusion").by_class] == [5, 5, 0]


def test_passed_class_is_not_grey(table):
    assert table.why_greyed("occlusion", IMI) == ""


def test_failed_class_names_limit_number_and_source(table):
    reason = table.why_greyed("occlusion", TargetName("superclass", "MI"))
    assert reason == "not passed: a moved signal moves its map (≥ 0.9; someone 2020)"


@pytest.mark.parametrize(
    "target", [TargetName("statement", "LVH"), TargetName("lab", "Potassium high")]
)
def test_what_was_not_checked_is_grey(table, target):
    assert table.why_greyed("occlusion", target) == (
        "this method was not checked for this score"
    )


def test_checks_count_what_was_looked_at_and_what_was_kept(table):
    passed = table.checks_of("occlusion", IMI)
    assert passed == Checks("passed", 1, 1)
    assert passed.why_grey == ""
    failed = table.checks_of("occlusion", TargetName("superclass", "MI"))
    assert (failed.state, failed.kept, failed.made) == ("failed", 0, 1)
    assert failed.why_grey == "failed its checks"
    unknown = table.checks_of("occlusion", TargetName("statement", "LVH"))
    assert unknown == Checks("not checked")
    assert unknown.why_grey == "was not checked"


def test_default_that_was_not_measured_is_refused():
    with pytest.raises(ValueError, match="the default 'guided' was not measured"):
        ExplanationTable.from_dict(invented_document(default="guided"))
