"""A table of questions as people type them, each with what must answer it."""

from dataclasses import replace

import pytest

from ecgkt.report.questions.answer import KINDS
from ecgkt.report.questions.ask import BEYOND, EXAMPLES, UNKNOWN, answer_question
from ecgkt.report.questions.statement_answers import NOT_LOOKED_FOR
from ecgkt.types.measurements import absent
from ecgkt.types.reading import LeadNoise, Quality
from tests.builders.lab_scores import invented_lab
from tests.builders.readings import UNREAD, planted_reading

LABS = (
    invented_lab("Potassium", likelihood_ratio=3.1),
    invented_lab("Hemoglobin", direction="low", flagged=False),
    invented_lab("Troponin T", readable=False, flagged=False),
)
ALL = (
    "AFIB",
    "SR",
    "LVH",
    "IMI",
    "CRBBB",
    "PVC",
    "WPW",
    "PACE",
    "1AVB",
    "ISC_",
    "LNGQT",
)


@pytest.fixture(scope="module")
def reading():
    """Inferior ST elevation and a long QTc; the model calls an inferior infarction."""
    called = ("SR", "IMI")
    others = tuple(code for code in ALL if code not in called)
    made = planted_reading(
        "inferior-ste", called=called, denied=others, qtc_fridericia_ms=512.0
    )
    return replace(made, labs=LABS)


# fmt: off
TABLE = [
    ("is QTc prolonged?", "measured", "QTc Fridericia 512 ms, above the normal range"),
    ("What's the QTc", "measured", "QTc Bazett"),
    ("long QT?", "measured", "512 ms"),
    ("how long is the QT interval", "measured", "QT interval"),
    ("QTc by Hodges?", "measured", "QTc Hodges"),
    ("what is the heart rate?", "measured", "78 bpm, within the normal range"),
    ("How fast is the heart beating", "measured", "78 bpm"),
    ("pulse?", "measured", "78 bpm"),
    ("HR", "measured", "78 bpm"),
    ("Is there tachycardia?", "measured", "within the normal range (60–100 bpm)"),
    ("bradycardia?", "measured", "78 bpm"),
    ("PR interval", "measured", "PR interval 1"),
    ("is the PR normal", "measured", "within the normal range (120–200 ms)"),
    ("Is the QRS wide?", "measured", "QRS duration"),
    ("how wide are the ventricular complexes", "measured", "QRS duration"),
    ("axis?", "measured", "QRS axis"),
    ("Is the axis normal?", "measured", "P axis"),
    ("are there P waves", "measured", "Beats with a P wave 100 %"),
    ("Sokolow index?", "measured", "Sokolow-Lyon voltage"),
    ("any ST elevation?", "measured", "Yes. ST is elevated in the inferior leads II"),
    ("Is the ST segment elevated in III", "measured", "III"),
    ("which leads show ST elevation", "measured", "aVF"),
    ("ST-depression?", "measured", "Yes. ST is depressed"),
    ("T wave inversion?", "measured", "T is inverted"),
    ("pathological Q waves", "measured", "Q waves are long and deep"),
    ("which leads?", "measured", "Inferior ST elevation"),
    ("in what leads are the findings", "measured", "(II, aVF, III)"),
    ("is there atrial fibrillation?", "model", "Atrial fibrillation 0.10"),
    ("afib?", "model", "the rhythm is regular"),
    ("AF", "model", "Atrial fibrillation"),
    ("Left ventricular hypertrophy?", "model", "Left ventricular hypertrophy 0.10"),
    ("LVH", "model", "Not detected is not ruled out."),
    ("right bundle branch block", "model", "right bundle branch block 0.10"),
    ("RBBB?", "model", "QRS lasts"),
    ("Is there an infarction?", "model", "Yes, by model and measurement: Inferior"),
    ("inferior MI?", "model", "threshold 0.50"),
    ("is this a STEMI", "model", "ST is elevated"),
    ("heart attack?", "model", "Inferior myocardial infarction"),
    ("any ischemia", "model", "What was measured may point to it"),
    ("ischaemia?", "model", "ischaemic"),
    ("PVCs?", "model", "Ventricular premature complex"),
    ("extra beats", "model", "Ventricular premature complex"),
    ("WPW?", "model", "Wolff-Parkinson-White syndrome"),
    ("does she have a pacemaker", "model", "Artificial pacemaker"),
    ("first degree AV block?", "model", "First-degree AV block"),
    ("hyperkalaemia?", "estimate", "Potassium high: odds × 3.10"),
    ("is potassium raised", "estimate", "Only a blood test can tell."),
    ("anemia?", "estimate", "Haemoglobin low"),
    ("troponin?", "estimate", "cannot be read from an ECG"),
    ("what about the labs", "estimate", "Potassium high"),
    ("what is the rhythm?", "reading", "Sinus"),
    ("Is it regular?", "reading", "the rhythm is regular"),
    ("is it normal?", "reading", "inferior infarction"),
    ("Summarise the ECG", "reading", "Sinus rhythm, 78/min"),
    ("what does it show", "reading", "Sinus rhythm"),
    ("diagnosis?", "reading", "Sinus rhythm"),
    ("do model and measurement disagree?", "reading", "disagree"),
    ("which model was used?", "reading", "m 1, weights 000000000000"),
    ("is it urgent?", "measured", "ST elevation in neighbouring leads"),
    ("anything critical", "measured", "QTc of 500 ms or more"),
    ("can I trust this?", "quality", "passed every quality gate"),
    ("how sure are you", "quality", "needs over-reading by a physician"),
    ("Is the quality good?", "quality", "quality gate"),
    ("which leads are noisy?", "quality", "No lead has more noise"),
    ("how old is the patient", "record", "Age not known"),
    ("sampling rate?", "record", "10.0 s at 500 Hz"),
    ("are any leads missing?", "record", "aVR"),
    ("Brugada?", "none", NOT_LOOKED_FOR),
    ("ventricular tachycardia?", "none", NOT_LOOKED_FOR),
    ("what is the ejection fraction", "none", BEYOND),
    ("should I give amiodarone?", "none", BEYOND),
    ("why is QTc long?", "none", BEYOND),
    ("compared to the previous ECG?", "none", BEYOND),
    ("who is this patient", "none", BEYOND),
    ("will he survive", "none", BEYOND),
    ("what's the weather tomorrow", "none", BEYOND),
    ("colourless green ideas", "none", UNKNOWN),
    ("asdf", "none", UNKNOWN),
    ("?!", "none", UNKNOWN),
    ("", "none", UNKNOWN),
    ("心拍数は", "none", UNKNOWN),
    ("<script>alert(1)</script>", "none", UNKNOWN),
]
# fmt: on


@pytest.mark.parametrize(("question", "kind", "words"), TABLE)
def test_question_is_answered_from_the_reading(question, kind, words, reading):
    answer = answer_question(question, reading)
    assert (answer.kind, words in answer.text) == (kind, True), answer


def test_table_is_long_enough():
    assert len(TABLE) >= 60


@pytest.mark.parametrize(("question", "kind", "_"), TABLE)
def test_answer_names_its_source(question, kind, _, reading):
    answer = answer_question(question, reading)
    assert kind in KINDS
    assert bool(answer.source) or kind in ("none", "estimate")


@pytest.mark.parametrize(("question", "_", "__"), TABLE)
def test_refused_recording_answers_without_a_value(question, _, __):
    quality = Quality(verdict="refuse", reasons=("expected 10 s of signal.",))
    answer = answer_question(question, replace(UNREAD, quality=quality))
    assert answer.text
    assert answer.kind in KINDS
    assert "bpm" not in answer.text


def test_absent_wave_is_told_with_its_reason():
    reading = planted_reading(p_ms=absent("no P wave before any of 12 beats"))
    reading.measurements["p_beats_percent"] = absent("no P wave before any of 12 beats")
    text = answer_question("P waves?", reading).text
    assert "absent (no P wave before any of 12 beats)" in text


def test_contradiction_is_part_of_the_answer():
    reading = planted_reading("normal", called=("CLBBB",))
    answer = answer_question("left bundle branch block?", reading)
    assert "measurement contradicts it: QRS lasts" in answer.text


def test_what_is_not_validated_says_so():
    reading = planted_reading("normal", unsure=("TRIGU",))
    answer = answer_question("trigeminy?", reading)
    assert "The model is not validated for it." in answer.text


def test_noise_is_told_by_lead():
    noise = (LeadNoise(lead="V2", kind="mains", snr_db=13.6),)
    reading = planted_reading(quality=Quality(verdict="warn", noise=noise))
    assert answer_question("noise?", reading).text == "V2: mains 14 dB."


def test_nothing_measured_beyond_limits_is_told():
    answer = answer_question("any ST elevation?", planted_reading("normal"))
    assert answer.text.startswith("None beyond its limit")
    assert answer.source == "ST elevation: no finding"


def test_examples_are_answered(reading):
    assert all(answer_question(q, reading).kind != "none" for q in EXAMPLES)


def test_long_nonsense_is_cut(reading):
    assert answer_question("x " * 10_000 + "heart rate", reading).text == UNKNOWN
