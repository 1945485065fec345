import json

import pytest

from ecgkt.attribution import TargetName
from ecgkt.errors import EcgktError
from ecgkt.report.results_explanations import (
    ExplanationTable,
    load_explanation_table,
)

IMI = TargetName("statement", "IMI")


def invented_document(sha256="0" * 64, **changes):
    """A document of plausible form whose numbers are typed in, not measured."""
    figures = {"planted_hit_rate": 0.9, "shift_rho": 0.95, "ms_per_map": 700.0}
    classes = [
        {"code": "statement:IMI", "n": 5, "passes": True, "fails": [], **figures},
        {
            "code": "superclass:MI",
            "n": 5,
            "passes": False,
            "fails": ["shift_rho"],
            **figures,
        },
        {"code": "lab:Potassium high", "n": 0, "passes": True, "fails": []},
    ]
    factor = {
        "factor": "Inferior ST elevation",
        "code": "statement:IMI",
        "n": 4,
        "planted_hit_rate": 0.75,
    }
    methods = [
        {
            "name": name,
            "title": name,
            **figures,
            "fails": [],
            "by_class": classes,
            "by_factor": [factor],
        }
        for name in ("occlusion", "integrated_gradients")
    ]
    limit = {
        "name": "shift_rho",
        "at_most": False,
        "value": 0.9,
        "text": "a moved signal moves its map",
        "source": "someone 2020",
        "methods": [],
    }
    document = {
        "schema": "ecgkt.explanations/1",
        "command": "python -m ecgkt evaluate explanations --store STORE --json",
        "model": {"sha256": sha256},
        "baseline": "line",
        "baseline_text": "each lead's slow baseline",
        "n_ecgs": 5,
        "data": {"store": "ptb-xl"},
        "note": "Invented for tests.",
        "limits": [limit],
        "default": "integrated_gradients",
        "methods": methods,
    }
    return {**document, **changes}


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
