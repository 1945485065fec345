from dataclasses import replace

import pytest

from ecgkt.report.explanation_words import (
    FIXED_FEATURES,
    MEANING,
    OWN_LEADS,
    TIME_ONLY,
    TITLE,
    caption_of,
    choice_title,
    facts_of,
    notes_of,
    target_title,
    verdict_text,
)
from ecgkt.results.explanations import Checks
from ecgkt.types.explanation import TargetName
from tests.builders.maps import explanation

FORBIDDEN = ("evidence", "because", "finding", "abnormal region", "looked at")


def everything(one):
    facts = [f"{name} {value}" for name, value in facts_of(one)]
    return "\n".join([*caption_of(one), *facts, *notes_of(one)])


def test_title_and_meaning_are_those_of_the_design():
    assert TITLE == "What moved this score"
    assert MEANING == (
        "Shows which parts of the signal changed the model's number. It does not show "
        "where disease is, and it may be wrong when the score is right."
    )
    assert caption_of(explanation())[:2] == (TITLE, MEANING)


@pytest.mark.parametrize("method", ["integrated_gradients", "occlusion", "grad_cam"])
def test_no_word_says_more_than_is_known(method):
    text = everything(replace(explanation(), method=method)).lower()
    assert not [word for word in FORBIDDEN if word in text]


def test_every_figure_is_printed():
    text = everything(explanation())
    for word in (
        "IMI",
        "Integrated gradients",
        "beats taken out",
        "0.00 %",
    ):
        assert word in text


def test_deletion_check_is_printed_whatever_it_says():
    for changes, word in (
        ({"deletion_passed": True}, "passed"),
        ({"deletion_passed": False}, "not passed"),
        ({"deletion_passed": None}, "not made yet"),
        ({"deletion_passed": None, "empty_reason": "flat"}, "not made: the map"),
    ):
        facts = dict(facts_of(replace(explanation(), **changes)))
        assert facts["Deletion check on this ECG"].startswith(word)


def test_reason_for_grey_is_in_the_caption():
    assert (
        caption_of(explanation(), "not passed: shift")[-1] == "Grey: not passed: shift."
    )


def test_verdict_is_one_line_with_the_push_on_the_score():
    one = replace(explanation(), score=1.5, baseline_score=0.3)
    text = verdict_text(one, Checks("failed", 9, 10))
    assert text == "kept 9 of 10 checks · net push +1.2"
    text = verdict_text(one, Checks("not checked"))
    assert text == "not checked · net push +1.2"


def test_choice_says_what_a_map_is_worth():
    imi = TargetName("statement", "IMI")
    title = target_title(imi)
    assert choice_title(imi, Checks("passed", 10, 10)) == title
    assert choice_title(imi, Checks("failed")) == f"{title} · failed its checks"
    assert choice_title(imi, Checks("not checked")) == f"not checked: {title}"


def test_notes_depend_on_target_and_method():
    lab = replace(explanation(), target=TargetName("lab", "Potassium high"))
    assert notes_of(lab) == (OWN_LEADS, FIXED_FEATURES)
    assert TIME_ONLY in notes_of(replace(explanation(), method="grad_cam"))


def test_norm_of_both_kinds_is_told_apart():
    one, other = (
        target_title(TargetName(k, "NORM")) for k in ("statement", "superclass")
    )
    assert one != other
