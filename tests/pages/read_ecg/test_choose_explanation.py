from types import SimpleNamespace

from ecgkt.types.explanation import TargetName
from ecgkt.types.reading import Score
from pages.read_ecg.choose_explanation import targets_of


def score(code, **changes):
    values = {
        "code": code,
        "name": code,
        "group": "MI",
        "probability": 0.9,
        "threshold": 0.5,
        "positive": False,
        "validated": True,
        "auroc": 0.9,
        "auroc_ci": None,
    }
    return Score(**{**values, **changes})


def lab(name, **changes):
    values = {"name": name, "direction": "high", "readable": True, "flagged": False}
    return SimpleNamespace(**{**values, **changes})


def test_detected_comes_first_and_nothing_twice_and_unreadable_labs_not_at_all():
    reading = SimpleNamespace(
        diagnoses=(score("NORM"), score("IMI", positive=True)),
        superclasses=(score("NORM"),),
        labs=(
            lab("Sodium"),
            lab("Albumin", flagged=True),
            lab("Calcium", readable=False),
        ),
    )
    assert targets_of(reading) == [
        TargetName("statement", "IMI"),
        TargetName("superclass", "NORM"),
        TargetName("lab", "Albumin high"),
        TargetName("lab", "Sodium high"),
        TargetName("statement", "NORM"),
    ]
