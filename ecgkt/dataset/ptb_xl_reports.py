"""What PTB-XL's reports say of an ECG, as the table beside it."""

import re

import pandas as pd

REGIONS = {
    "inferior": r"inferior|hinterwand|\bii\b|\biii\b|avf|inf\b",
    "anterior": r"anterior|antero|vorderwand|v3|v4|framv",
    "septal": r"sept|v1|v2",
    "lateral": r"later|\bi\b|avl|v5|v6|lat\b",
}
"""Where a change lies, in English, German and Swedish."""

LOCAL = {
    "ST elevation": r"st.{0,12}(?:elevat|hebung|höjning|förhöj)|elevated st",
    "ST depression": r"st.{0,25}(?:depress|senkung|sänkning)|depressed st",
    "T change": r"(?:\bt\b|t-|t wave).{0,12}(?:abnorm|patholog|chang|förändr)"
    r"|st & t abn",
    "T inversion": r"\bt\b.{0,12}(?:invert|negat|neg\b)|t-neg|t wave inversion|t-inv",
    "T flat": r"\bt\b.{0,20}(?:flat|flach|low|tiny|llt)|flatten|t-avflackn",
    "ischemia": r"isch[aä]?e?mi",
    "infarct": r"infar[ck]t|myokardschaden|myocardial damage",
    "Q wave": r"q[- ]?(?:wave|zack|våg)|patholog\w* q|qrs\(t\) abn|qrs abn",
    "QRS change": r"qrs.{0,12}abnorm",
}
"""Findings told once for each region, and once for any."""

WHOLE = {
    "normal": r"normal(?:es)? ekg|normal ecg|within normal|normalt ekg|sonst normal",
    "abnormal": r"abnorm(?:al|es) (?:ekg|ecg)|pathologi\w+ e[kc]g|avvikande",
    "LBBB": r"linksschenkelblock|left bundle branch|lbbb|vänster.{0,8}skänkel",
    "RBBB": r"rechtsschenkelblock|right bundle branch|rbbb|höger.{0,8}skänkel",
    "incomplete block": r"unvoll\w* (?:rechts|links)sch|incomplete|inkompl",
    "anterior hemiblock": r"linksanterior\w* hemi|left anterior fasc|anteriort? fasc",
    "posterior hemiblock": r"linksposterior\w* hemi|left posterior fasc",
    "bifascicular": r"bifas[zc]",
    "ventricular delay": r"intraventri|leitungsst|conduction (?:delay|defect)|ivcd",
    "AV block I": r"a-?v[- ]block i\b|prolonged pr|first degree|av-block i\b|pr.verl",
    "AV block II-III": r"a-?v[- ]block (?:ii|iii)|second degree|third degree|mobitz",
    "pre-excitation": r"wpw|wolff|pre-?ex[ck]it|präexz",
    "LVH": r"linkshypertro|left ventricular hypert|lvh|vänsterk\w* hyper",
    "RVH": r"rechtshypertro|right ventricular hypert|rvh",
    "strain": r"strain|linksbelast|rechtsbelast|belastning",
    "high voltage": r"amplitud|high.{0,20}volt|voltage criteria|hochvolt",
    "low voltage": r"niederspann|low.{0,25}volt|låg.{0,8}volt",
    "left atrium": r"sinistro|left atrial|p.mitrale|p-verbrei|p fÖrlängd|p förlängd",
    "right atrium": r"dextro|right atrial|p.pulmonale",
    "atrial fibrillation": r"vorhoffli|atrial fib|förmaksfl",
    "atrial flutter": r"vorhofflat|atrial flut|flattern",
    "sinus rhythm": r"sinusrhy|sinus rhy|sinusrytm",
    "tachycardia": r"tach[yi]?[ck]ard|takykardi|rapid",
    "bradycardia": r"bradykard|bradycard",
    "sinus arrhythmia": r"sinus ?arr|sinusarr",
    "supraventricular arrhythmia": r"supraventr\w* (?:arr|tach)|\bsvt\b",
    "ventricular extrasystole": r"(?<!supra)ventri\w+ (?:extras|premat|ektop|ectop)"
    r"|premature ventr|pvc|\bves\b|ventrikulära es",
    "supraventricular extrasystole": r"supraventr\w* (?:extras|prem|es\b)"
    r"|premature (?:atr|supra)|atrial prem|\bsves\b",
    "paced": r"schrittm|pace",
    "R progression": r"r-?(?:s)?[- ]?progr|poor r|r-s|r wave prog|transition|übergang",
    "axis left": r"left axis|linkstyp|überdreht|ueberdreht|vänster",
    "axis right": r"right axis|rechtstyp|höger.{0,6}axel",
    "axis not known": r"bestimmbare? qrs|axis.{0,12}(?:indet|unknown)|indet\w* axis",
    "rotation": r"verschoben|displaced|rotat|vriden",
    "long QT": r"qt.{0,12}(?:verl|prolong|long|förl)|long qt",
    "digitalis": r"digital|digox",
    "electrolytes": r"electrolyt|elektrolyt|kal[iä]+emi|hypokal|hyperkal|calc",
    "pericarditis": r"peri[ck]ard",
    "early repolarisation": r"repolar",
    "non-specific": r"non-?spec|unspez|ospec",
    "suspected": r"verdacht|suspect|möglich|possib|auszuschl|excluded|consider",
    "probable": r"wahrschein|probab|likely|trolig",
    "old": r"\bold\b|\balt|alter|age undet|uncertain age|gammal|äldre",
    "acute": r"akut|acute|recent|frisch|färsk",
    "borderline": r"grenzbef|borderline|upper limit|gräns",
    "minor": r"minor|slight|leicht|lätt",
    "marked": r"mässig|mÄssig|marked|moderat|måttl|deutlich",
}
"""Findings told once for the whole report."""

_BEFORE, _BEHIND = 20, 70
"""Characters around a finding within which a report names its region."""


def report_findings(reports: pd.Series) -> pd.DataFrame:
    """
    Spread reports over one column per finding.

    Reports are cut where a later edit begins, for that repeats the statements.

    Parameters
    ----------
    reports : pandas.Series of str
        In English, German or Swedish, as PTB-XL's column ``report`` has them.

    Returns
    -------
    pandas.DataFrame
        float32: 1 where it is said, 0 where not, NaN where nobody read the ECG.
    """
    reports = reports.astype(object).fillna("").str.lower().str.split("edit:").str[0]
    whole = {name: reports.str.contains(rule) for name, rule in WHOLE.items()}
    local = [_local(reports, name, re.compile(rule)) for name, rule in LOCAL.items()]
    found = pd.concat([pd.DataFrame(whole), *local], axis=1).astype("float32")
    is_read = (reports.str.split().map(len) > 1) & ~reports.str.contains("trace only")
    return found.where(is_read).reset_index(drop=True)


def _local(reports: pd.Series, name: str, rule: re.Pattern[str]) -> pd.DataFrame:
    """Tell of each report whether it has the finding, and in which regions."""
    around = [
        " ".join(_sentence_around(report, match) for match in rule.finditer(report))
        for report in reports
    ]
    found = {name: [bool(text) for text in around]}
    for region, words in REGIONS.items():
        where = re.compile(words)
        found[f"{name}, {region}"] = [bool(where.search(text)) for text in around]
    return pd.DataFrame(found, index=reports.index)


def _sentence_around(report: str, match: re.Match[str]) -> str:
    before = report[max(0, match.start() - _BEFORE) : match.start()].split(".")[-1]
    return before + report[match.start() : match.end() + _BEHIND].split(".")[0]
