from types import SimpleNamespace

from ecgkt.types.explanation import TargetName
from ecgkt.types.reading import Score
from pages.read_ecg.choose_explanation import offered, targets_of


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


def test_what_was_detected_is_offered_before_what_was_only_checked():
    states = {
        "superclass:NORM": "passed",
        "statement:SR": "passed",
        "statement:LAFB": "passed",
    }
    reading = SimpleNamespace(
        diagnoses=(
            score("SR", positive=True, probability=0.99),
            score("CLBBB", positive=True),
            score("LAFB", positive=True, probability=0.6),
            score("WPW", positive=True, validated=False),
        ),
        superclasses=(score("NORM"), score("CD", positive=True)),
        labs=(),
    )

    def checks(target):
        return SimpleNamespace(state=states.get(target.key, "not checked"))

    assert [target.key for target in offered(reading, checks)] == [
        "statement:LAFB",
        "statement:CLBBB",
        "superclass:CD",
        "statement:SR",
        "superclass:NORM",
        "statement:WPW",
    ]
