import json

import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.explanations import ExplanationTable, load_explanation_table
from ecgkt.types.explanation import TargetName
from tests.builders.explanation_documents import invented_document

IMI = TargetName("statement", "IMI")


@pytest.fixture
def table():
    return ExplanationTable.from_dict(invented_document())


def test_document_is_read_as_it_was_written(table, tmp_path):
    path = tmp_path / "explanations.json"
    path.write_text(json.dumps(invented_document()), encoding="utf-8")
    assert load_explanation_table(path) == table
    assert table.default == "integrated_gradients"
    assert table.methods["occlusion"].overall.ms_per_map == 700
    assert table.methods["occlusion"].by_factor[0].planted_hit_rate == 0.75


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


@pytest.mark.parametrize(
    "changes", [{"default": "guided"}, {"model": {}}, {"methods": 3}, {"limits": [{}]}]
)
def test_damage_is_named(tmp_path, changes):
    path = tmp_path / "explanations.json"
    path.write_text(json.dumps(invented_document(**changes)), encoding="utf-8")
    with pytest.raises(EcgktError, match=r"explanations\.json: "):
        load_explanation_table(path)
