"""How people ask: the words by which a question is known, in plain small letters."""

import re
from typing import NamedTuple


class Named(NamedTuple):
    """Something that is asked for: its words, and what the reading calls it."""

    words: re.Pattern[str]
    names: tuple[str, ...]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})")


def plain(question: str) -> str:
    """
    Bring a question to small letters, without marks.

    Examples
    --------
    >>> plain("Is there  ST-elevation, in V2?")
    'is there st elevation in v2'
    """
    return " ".join(re.sub(r"[^a-z0-9]+", " ", question.lower()).split())


# fmt: off
BEYOND = _words(
    "treat|therap|drug|medic|dose|give (?:him|her|them|the patient)|prescri|amiodaron|prognos|survive|die\\b|death|"
    "surgery|operat|cath lab|admit|discharge|symptom|pain\\b|histor|previous|earlier|before this|last ecg|compared|changed|"
    "why\\b|caus|due to|who\\b|whose|patient s name|name of|born|birth|address|tomorrow|next year|risk|weather|should i|"
    "what should|what to do|exercise|fly\\b|drive\\b|pregnan|blood pressure|echo\\b|ejection"
)
"""Of the person, the past or what to do: no ECG's reading holds it."""
TRUST = _words(
    "trust|rel[yi]|confiden|sure\\b|certain|accura|valid|correct|right\\b|wrong\\b|quality|believe|how good|usable|"
    "sensitiv|specific|auroc|error"
)
CRITICAL = _words("urgent|critical|emergenc|danger|life threat|serious|alarm|act now|immediate|worr")
SUMMARY = _words(
    "normal\\b|abnormal|summar|what (?:is|do|does) (?:it|this|the ecg|the reading|you)|found|findings|diagnos|conclu|interpret|"
    "impression|anything|what is wrong|result|show me|overall|tell me"
)
LEADS = _words("which leads?|what leads?|leads?\\b")
MISSING = _words("missing|absent|recorded|derived|available|how many leads")
NOISE = _words("nois|artefact|artifact|interference|wander|mains|tremor|which leads are bad")
DISAGREE = _words("disagree|contradict|conflict|agree")
MODEL = _words("which model|what model|model version|version|weights|software|who made")
PERSON = _words("how old|age\\b|sex\\b|male|female|man\\b|woman|gender")
LENGTH = _words("how long is (?:the|this) (?:recording|ecg|file|trace)|length|duration of the (?:recording|ecg)|sampling|sample rate|seconds|hz\\b|recording")
RHYTHM = _words("rhythm|sinus\\b|regular|irregular")

MEASURES = (
    Named(_words("qtc|qt\\b|long qt|corrected qt|q t\\b"), ("qtc_fridericia_ms", "qtc_bazett_ms", "qtc_framingham_ms", "qtc_hodges_ms", "qt_ms")),
    Named(_words("heart rate|rate\\b|pulse|bpm|how fast|how slow|beats per minute|hr\\b|frequency|tachycard|bradycard|too fast|too slow"), ("heart_rate_bpm",)),
    Named(_words("pr\\b|pq\\b|p r\\b|av conduction"), ("pr_ms",)),
    Named(_words("qrs axis|axis|axes"), ("axis_degrees", "p_axis_degrees", "t_axis_degrees")),
    Named(_words("qrs|ventricular complex"), ("qrs_ms",)),
    Named(_words("jt\\b"), ("jt_ms",)),
    Named(_words("p waves?\\b|p duration"), ("p_beats_percent", "p_ms")),
    Named(_words("sokolow|cornell|voltages?\\b"), ("sokolow_lyon_mv", "cornell_mv", "limb_voltage_mv")),
    Named(_words("hrv|rmssd|sdnn|variability"), ("rmssd_ms", "sdnn_ms", "pnn50_percent")),
)
"""Measurements, the one asked for first."""
FINDINGS = (
    Named(_words("st elevation|st segment elevation|elevated st|st raised|ste\\b|st up"), ("st_up_", "st_in_lbbb")),
    Named(_words("st depress|st segment depress|depressed st|std\\b|st down"), ("st_down_",)),
    Named(_words("st\\b|st segment|st change"), ("st_",)),
    Named(_words("t wave inver|inverted t|t inver|t negativ|negative t|t waves?\\b"), ("t_down_",)),
    Named(_words("q waves?\\b|pathological q"), ("q_",)),
)
"""Findings of single leads, by what their codes begin with."""
_MI = ("IMI", "ASMI", "AMI", "ALMI", "LMI", "ILMI", "IPMI", "IPLMI", "PMI")
_ISCHAEMIA = ("ISC_", "ISCAL", "ISCIN", "ISCIL", "ISCAS", "ISCLA", "ISCAN")
STATEMENTS = (
    Named(_words("atrial fib|a ?fib\\b|af\\b"), ("AFIB",)),
    Named(_words("atrial flutter|flutter"), ("AFLT",)),
    Named(_words("supraventricular tachy|p?svt\\b"), ("SVTAC", "PSVT")),
    Named(_words("ventricular tachy|vt\\b|ventricular fib|vf\\b|vfib"), ()),
    Named(_words("left bundle|clbbb|lbbb"), ("CLBBB", "ILBBB")),
    Named(_words("right bundle|crbbb|rbbb"), ("CRBBB", "IRBBB")),
    Named(_words("bundle branch|bbb|conduction (?:delay|disturb|problem|block)"), ("CLBBB", "CRBBB", "ILBBB", "IRBBB", "IVCD")),
    Named(_words("third degree|complete heart block|complete av"), ("3AVB",)),
    Named(_words("second degree|mobitz|wenckebach"), ("2AVB",)),
    Named(_words("first degree|long pr|prolonged pr|pr (?:is )?(?:long|prolonged)"), ("1AVB", "LPR")),
    Named(_words("av block|heart block|atrioventricular block"), ("1AVB", "2AVB", "3AVB")),
    Named(_words("anterior fasc|lafb|left anterior hemiblock"), ("LAFB",)),
    Named(_words("posterior fasc|lpfb|left posterior hemiblock"), ("LPFB",)),
    Named(_words("wpw|pre ?excitation|delta waves?|wolff|accessory pathway"), ("WPW",)),
    Named(_words("left ventricular hyp|lvh|left ventric"), ("LVH", "VCLVH")),
    Named(_words("right ventricular hyp|rvh|right ventric"), ("RVH",)),
    Named(_words("hypertroph"), ("LVH", "RVH", "SEHYP")),
    Named(_words("left atri|lae\\b"), ("LAO/LAE",)),
    Named(_words("right atri|rae\\b"), ("RAO/RAE",)),
    Named(_words("anterior (?:mi\\b|infarct)|anteroseptal"), ("AMI", "ASMI", "ALMI")),
    Named(_words("inferior (?:mi\\b|infarct)"), ("IMI", "ILMI", "IPMI", "IPLMI")),
    Named(_words("infarct|heart attack|mi\\b|n?stemi|scar\\b"), _MI),
    Named(_words("ischa?emi"), _ISCHAEMIA),
    Named(_words("pvcs?\\b|ves\\b|ventricular (?:premature|extra|ectop)"), ("PVC",)),
    Named(_words("pacs?\\b|atrial (?:premature|extra|ectop)|supraventricular (?:premature|extra|ectop)"), ("PAC",)),
    Named(_words("bigemin"), ("BIGU",)),
    Named(_words("trigemin"), ("TRIGU",)),
    Named(_words("premature|ectop|extra ?systol|extra beat|skipped"), ("PVC", "PAC", "PRC(S)")),
    Named(_words("pacemaker|paced|pacing"), ("PACE",)),
    Named(_words("low (?:qrs )?voltage"), ("LVOLT",)),
    Named(_words("digitalis|digoxin"), ("DIG",)),
    Named(_words("electrolyt"), ("EL",)),
    Named(_words("brugada|pericardit|embolism|amyloid|myocarditis|takotsubo|wellens|de winter|early repol|hypertherm|hypotherm|dextrocard|arvc|hocm|cardiomyopath"), ()),
)
"""Statements of the model; an empty row is something that nobody here looks for."""
LABS = (
    Named(_words("hyperkal|high potassium|raised potassium"), ("Potassium high",)),
    Named(_words("hypokal|low potassium"), ("Potassium low",)),
    Named(_words("potassium|k level"), ("Potassium high", "Potassium low")),
    Named(_words("hyponatr|hypernatr|sodium"), ("Sodium low", "Sodium high")),
    Named(_words("hypercalc|hypocalc|calcium"), ("Calcium, total low", "Calcium, total high", "Calcium, ionised low", "Calcium, ionised high")),
    Named(_words("magnes"), ("Magnesium low", "Magnesium high")),
    Named(_words("an(?:a?e)mi|ha?emoglobin|hb\\b"), ("Haemoglobin low", "Haematocrit low", "Red cells low")),
    Named(_words("kidney|renal|creatinin"), ("Creatinine high", "Urea nitrogen high")),
    Named(_words("troponin"), ("Troponin T high",)),
    Named(_words("bnp|nt probnp"), ("NT-proBNP high",)),
    Named(_words("glucose|hyperglyc|hypoglyc|diabet|sugar"), ("Glucose high", "Glucose low", "Haemoglobin A1c high")),
    Named(_words("thyroid|tsh\\b"), ("Thyrotropin (TSH) low", "Thyrotropin (TSH) high")),
    Named(_words("lactate"), ("Lactate high",)),
    Named(_words("inr\\b|anticoag|coagul"), ("INR high", "Prothrombin time high")),
    Named(_words("labs?\\b|laborator|blood (?:test|value)"), ()),
)
"""Laboratory abnormalities by their titles; the empty row is all of them."""
# fmt: on
