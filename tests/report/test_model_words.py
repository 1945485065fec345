"""Which weights spoke, and what adapted them, wherever a reading goes."""

from dataclasses import replace

from ecgkt.report.exports.content import content_of
from ecgkt.report.exports.fhir_bundle import fhir_bundle
from ecgkt.report.exports.markdown import report_markdown
from ecgkt.report.model_words import AS_SHIPPED, NOT_BETTER, model_text, weights_text
from ecgkt.report.questions.ask import answer_question
from ecgkt.report.reading_text import reading_text
from ecgkt.types.adapter import AdapterIdentity
from ecgkt.types.report_wish import ReportWish
from tests.builders.readings import planted_reading

ADAPTER = AdapterIdentity(
    sha256="1a2b3c" * 10, site="Ward 7", n_records=250, is_better=True
)
TOLD = "adapter 1a2b3c1a2b3c of Ward 7, measured on 250 local ECGs"


def reading(adapter=ADAPTER):
    plain = planted_reading(called=("AFIB",))
    return replace(plain, model=replace(plain.model, adapter=adapter))


def test_model_as_shipped_has_no_word_of_an_adapter():
    assert model_text(reading(None).model) == "m 1, weights 000000000000"
    assert "adapt" not in reading_text(reading(None))
    assert "adapt" not in report_markdown(content_of(reading(None), ReportWish()))


def test_adapter_that_is_no_better_says_so_with_every_score():
    worse = replace(ADAPTER, is_better=False)
    assert model_text(reading(worse).model).endswith(f"local ECGs ({NOT_BETTER})")


def test_text_and_question_name_the_adapter():
    text = reading_text(reading())
    assert f"m 1, weights 000000000000 + {TOLD}" in text
    assert AS_SHIPPED in text
    assert TOLD in answer_question("which model?", reading()).text


def test_hash_of_the_adapter_stands_behind_that_of_the_model():
    assert weights_text(reading(None).model) == "0" * 64
    assert weights_text(reading().model) == f"{'0' * 64}+{ADAPTER.sha256}"


def test_reports_name_the_adapter():
    content = content_of(reading(), ReportWish())
    assert content.model.endswith(TOLD)
    assert AS_SHIPPED in content.notes
    assert TOLD in report_markdown(content)
    bundle = fhir_bundle(reading(), content, is_named=False)
    (device,) = [
        entry["resource"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "Device"
    ]
    assert device["version"][0]["value"].endswith(f" + {TOLD}")


def test_name_of_a_site_has_no_effect_in_markdown():
    content = content_of(reading(replace(ADAPTER, site="<b>[x](y)")), ReportWish())
    assert "<b>[x](y)" in content.model
    assert r"\<b\>\[x\](y)" in report_markdown(content)
