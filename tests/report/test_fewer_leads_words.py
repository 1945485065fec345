"""What fewer leads tell, in words: in text, reports and their numbers."""

from dataclasses import replace

import pytest

from ecgkt.report.draft.draft_text import draft_text
from ecgkt.report.draft.trace_numbers import foreign_numbers
from ecgkt.report.exports.content import content_of
from ecgkt.report.exports.markdown import report_markdown
from ecgkt.report.fewer_leads_words import (
    estimable,
    estimate_text,
    heading,
    sentence,
    tellable,
    told,
    validity_text,
)
from ecgkt.report.reading_text import reading_text
from ecgkt.results.fewer_leads import FewerLeadsTable
from ecgkt.types.reading import FewerLeadsReading, ModelIdentity, Quality
from ecgkt.types.report_wish import ReportWish
from tests.builders.fewer_leads import fewer_leads_document
from tests.builders.readings import UNREAD, score_of

MODEL = ModelIdentity(name="few", version="1.0.0", sha256="3" * 64)
REFUSED = Quality(verdict="refuse", reasons=("Not scored: leads.",), measured_only=True)


def score(code, probability, low=0.9, *, validated=True):
    made = score_of(code, probability, validated=validated)
    return replace(made, auroc=low + 0.03, auroc_ci=(low, low + 0.05))


def block(leads=("I",), measured_on="I", scores=None):
    made = (
        score("SR", 0.97),
        score("AFIB", 0.81),
        score("IMI", 0.9, low=0.6),
        score("PVC", 0.7, validated=False),
        score("CLBBB", 0.2),
    )
    return FewerLeadsReading(
        leads=leads,
        measured_on=measured_on,
        model=MODEL,
        scores=made if scores is None else scores,
    )


def reading(**given):
    return replace(UNREAD, quality=REFUSED, fewer_leads=block(**given))


def test_only_what_is_validated_and_told_well_is_told_and_rhythm_comes_last():
    assert [one.code for one in tellable(block())] == ["SR", "AFIB", "CLBBB"]
    assert [one.code for one in told(block())] == ["AFIB", "SR"]


@pytest.mark.parametrize(
    ("leads", "measured_on", "words"),
    [
        (("II",), "II", "Estimated from lead II alone: "),
        (("I", "II"), "I, II", "leads I and II, which determine the six limb leads: "),
        (("II", "V5"), "II", "Estimated from leads II, V5: "),
        (
            ("I", "II", "V1", "V2", "V4", "V5", "V6"),
            "all but V3",
            "Estimated without lead V3: ",
        ),
    ],
)
def test_one_sentence_names_the_leads_and_what_they_tell(leads, measured_on, words):
    said = sentence(block(leads, measured_on))
    assert words in said
    assert said.endswith("Atrial fibrillation, Sinus rhythm.")
    assert said.count(".") == 1


def test_nothing_told_is_said_too():
    quiet = block(scores=(score("AFIB", 0.1),))
    assert "nothing that can be told from them was detected" in sentence(quiet)
    assert "no statement can be told" in sentence(block(scores=()))


def test_validity_of_another_set_is_said():
    assert "measured with these leads alone" in validity_text(block())
    said = validity_text(block(("II", "V5"), "II"))
    assert "was not measured" in said
    assert "largest measured one within it (II)" in said
    main = replace(block(("I", "II", "V1")), estimated=("V2", "V3"))
    said = validity_text(main)
    assert said.startswith("Read by the main model with estimates in the place of V2, ")


def test_text_has_the_block_beside_not_scored():
    text = reading_text(reading())
    assert "Not scored." in text
    assert heading(block()) in text
    assert "AUROC 0.930 (0.900–0.950)" in text
    assert "few 1.0.0, weights 333333333333" in text
    assert "Inferior" not in text
    assert "Estimated" not in reading_text(replace(UNREAD, quality=REFUSED))


def test_draft_holds_the_block_and_no_number_of_unknown_source():
    made = reading()
    text = draft_text(made)
    assert heading(block()) in text
    assert foreign_numbers(text, made) == ()
    assert heading(block()) not in draft_text(UNREAD)


def test_markdown_report_has_a_table_of_it_with_model_and_rank():
    content = content_of(reading(), ReportWish())
    text = report_markdown(content)
    assert "## Estimated from fewer leads (I)" in text
    assert "few 1.0.0" in text
    assert "Second to a reading of all leads" in text
    assert content.scores == ()
    assert "fewer leads" not in report_markdown(content_of(UNREAD, ReportWish()))


@pytest.mark.parametrize(
    ("leads", "lost"),
    [
        (("I",), ()),
        (("I", "II"), ("V1", "V2", "V3", "V4", "V5", "V6")),
        (("I", "II", "V1", "V2", "V4", "V5", "V6"), ("V3",)),
        (("V1", "V2"), ()),
    ],
)
def test_chest_leads_are_estimated_where_both_limb_leads_are_there(leads, lost):
    assert estimable(reading(leads=leads)) == lost
    assert estimable(UNREAD) == ()


def test_estimates_are_said_with_their_measured_error():
    table = FewerLeadsTable.from_dict(fewer_leads_document())
    assert "V3 0.81 and 123 µV" in estimate_text(table, ("V3",))
    assert "from I and II alone: V1 0.81" in estimate_text(table, ("V1", "V2"))
    assert "not recorded, not measured" in estimate_text(None, ("V1",))
