"""What changed stands open; what stayed within repeat error is folded."""

from ecgkt.types.comparison import Change, Comparison
from pages.compare_ecgs.show_changes import sections_of
from pages.compare_ecgs.show_comparison import Told


def told(**verdicts):
    measurements = tuple(
        Change(
            kind="measurement",
            name=name,
            title=name,
            before="1",
            after="2",
            verdict=verdict,
        )
        for name, verdict in verdicts.items()
    )
    return Told(
        "one",
        Comparison(
            sentence="",
            critical=(),
            measurements=measurements,
            statements=(),
            labs=(),
            notes=(),
        ),
    )


def shown(*compared):
    return [
        (section.title, section.is_open, [row.title for row in section.rows])
        for section in sections_of(compared)
        if section.rows
    ]


def test_within_repeat_error_is_folded_and_what_cannot_be_judged_is_not():
    one = told(pr_ms="within", qrs_ms="beyond", qt_ms="unjudged")
    assert shown(one) == [
        ("Measurements", True, ["qrs_ms", "qt_ms"]),
        ("Other measurements", False, ["pr_ms"]),
    ]
    assert sections_of([one])[1].told == "1 within repeat error"


def test_a_change_in_one_of_several_recordings_opens_its_row():
    calm, changed = told(pr_ms="within"), told(pr_ms="beyond")
    assert shown(calm, calm) == [("Measurements", False, ["pr_ms"])]
    assert shown(calm, changed)[0][:2] == ("Measurements", True)
