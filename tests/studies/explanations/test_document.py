import json
from types import SimpleNamespace

import pytest

from ecgkt.results.explanations import ExplanationTable
from ecgkt.studies.explanations.document import (
    choose_default,
    make_document,
    summarise,
)

BUNDLE = SimpleNamespace(identity=SimpleNamespace(networks="0" * 64))
DATA = {"store": "ptb-xl", "simulated": True, "runs": []}


def case(code="statement:IMI", gain=1.0, **changes):
    figures = {
        "code": code,
        "randomisation_rho_last": 0.05,
        "randomisation_rho_all": 0.02,
        "shuffled_labels_rho": None,
        "seed_rho": None,
        "shift_rho": 0.95,
        "completeness_error": 0.002,
        "ms_per_map": 10.0,
        "deletion_gain": gain,
        "insertion_gain": gain,
        "deletion_beats_random_share": float(gain > 0),
        "insertion_beats_random_share": float(gain > 0),
    }
    return {**figures, **changes}


def planted(hit=1.0):
    return {
        "factor": "Inferior ST elevation",
        "code": "statement:IMI",
        "planted_hit_rate": hit,
        "single_beat_hit_rate": hit,
        "planted_hit_reference": 0.1,
        "mass_share": 0.4,
        "mass_share_reference": 0.2,
        "time_share": 0.1,
    }


def document(**methods):
    return make_document(
        methods, bundle=BUNDLE, baseline="line", n_ecgs=8, n_costly=8, data=DATA
    )


def test_true_method_passes_and_blind_one_fails():
    true = {"cases": [case(gain=1 + n / 9) for n in range(8)], "planted": [planted()]}
    blind = {
        "cases": [case(gain=(-1) ** n * (1 + n / 9)) for n in range(8)],
        "planted": [planted(0.0)],
    }
    found = document(integrated_gradients=true, occlusion=blind)
    first, second = (one["by_class"][0] for one in found["methods"])
    assert first["passes"]
    assert first["deletion_p"] == pytest.approx(1 / 2**8)
    assert not second["passes"]
    assert second["fails"] == [
        "deletion_beats_random_share",
        "deletion_p",
        "insertion_beats_random_share",
        "insertion_p",
        "planted_hit_rate",
    ]
    assert found["default"] == "integrated_gradients"
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert ExplanationTable.from_dict(found).method("occlusion").by_class[0].n == 8
    assert "passes in 1 of 1 classes" in summarise(found)


def test_classes_do_not_mix():
    rows = [case(shift_rho=0.1), case(code="superclass:MI", shift_rho=0.99)]
    found = document(occlusion={"cases": rows, "planted": []})
    by_class = {one["code"]: one for one in found["methods"][0]["by_class"]}
    assert by_class["statement:IMI"]["shift_rho"] == 0.1
    assert by_class["superclass:MI"]["shift_rho"] == 0.99
    assert found["methods"][0]["shift_rho"] == pytest.approx(0.545)
    assert found["methods"][0]["planted_hit_rate"] is None


def test_gains_of_nothing_have_no_p_value():
    rows = {"cases": [case(gain=0.0)] * 8, "planted": []}
    assert document(occlusion=rows)["methods"][0]["deletion_p"] is None


def test_of_equals_the_better_pointer_is_the_default():
    def method(name, hits):
        classes = [{"passes": True, "fails": []}]
        return {
            "name": name,
            "by_class": classes,
            "planted_hit_rate": hits,
            "ms_per_map": 5.0,
        }

    assert choose_default([method("a", 0.7), method("b", 0.8)]) == "b"


def test_no_method_no_document():
    with pytest.raises(ValueError, match="at least one"):
        document()
