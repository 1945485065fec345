"""What stands in a report, ready to be laid out: on a page, or as Markdown."""

from dataclasses import dataclass
from typing import NamedTuple

from ecgkt.report.context_words import (
    NAMES,
    change_text,
    context_notes,
    notable,
    score_note,
)
from ecgkt.report.draft.draft_text import (
    REPORTED,
    auroc_text,
    detected,
    draft_text,
    flagged_labs,
    quality_lines,
    told_findings,
)
from ecgkt.report.fewer_leads_words import (
    SECOND_RANK,
    heading,
    reach_text,
    sentence,
    told,
    validity_text,
)
from ecgkt.report.finding_words import title_of
from ecgkt.report.impression.impression import impression_of
from ecgkt.report.lab_words import lab_auroc_text, normal_text, ratio_text
from ecgkt.report.measured_words import (
    OVERREAD,
    disagreement_text,
    is_off,
    range_text,
    value_text,
)
from ecgkt.report.model_words import AS_SHIPPED, model_text
from ecgkt.report.reading_json import INTENDED_USE
from ecgkt.types.impression import SOURCES
from ecgkt.types.reading import Reading, Score
from ecgkt.types.report_wish import ReportWish
from ecgkt.vocab.critical import RULES
from ecgkt.vocab.findings import find_measure, normal_range
from ecgkt.vocab.labs import lab_title

TITLE = "12-lead ECG report"
EDITED = "Edited by the reader"
DRAFTED = "Draft by software, not edited"
USE = "Research and education use only. Not a medical device."
WINDOW_S = 10.0
"""Seconds that are read."""


class Row(NamedTuple):
    """
    One line of a table.

    Attributes
    ----------
    title, value, note : str
        What it is, what was found, and what to know of it.
    more : str
        What stands only where there is room.
    is_off : bool
        Whether the value lies outside its normal range.
    is_number : bool
        Whether the value is one, and not the state of what has none.
    source : str
        Where the limit is published.
    """

    title: str
    value: str = ""
    note: str = ""
    more: str = ""
    is_off: bool = False
    is_number: bool = True
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Content:
    """
    A report in parts.

    Attributes
    ----------
    facts : tuple of str
        Of the recording: name if wished, age, sex, rate, length, seconds read, quality.
    text : str
        The reader's own words, or the draft.
    is_edited : bool
        Whether the text is the reader's own.
    sentence : str
        The first line of the reading, by software.
    critical, chips : tuple of str
        What needs a physician at once; the parts of the sentence with their sources.
    measurements, findings, scores, labs : tuple of Row
        Of scores and labs those above their thresholds.
    fewer_title : str
        Heading of what fewer leads tell; empty where nothing was estimated from them.
    fewer : tuple of Row
        Statements that fewer leads tell, above their thresholds.
    quality : tuple of str
        The verdict, its reasons, and what the file's reader noticed.
    notes : tuple of str
        What could not be shown, and how many scores are not listed.
    context : tuple of Row
        Statements that age and sex change notably, of the second result if it is on.
    context_notes : tuple of str
        What was used and what it is worth; empty if the second result is off.
    model : str
        Name, version, the first twelve digits of its hash, and what adapted it.
    notice, intended_use : str
        What it may be used for, in short and in full.
    """

    facts: tuple[str, ...]
    text: str
    is_edited: bool
    sentence: str
    critical: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    measurements: tuple[Row, ...] = ()
    findings: tuple[Row, ...] = ()
    scores: tuple[Row, ...] = ()
    labs: tuple[Row, ...] = ()
    fewer_title: str = ""
    fewer: tuple[Row, ...] = ()
    quality: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    context: tuple[Row, ...] = ()
    context_notes: tuple[str, ...] = ()
    model: str
    notice: str = f"{USE} {OVERREAD}"
    intended_use: str = INTENDED_USE

    @property
    def authorship(self) -> str:
        """Who wrote the text."""
        return EDITED if self.is_edited else DRAFTED

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source of a limit, each once, in the order of the tables."""
        rows = (*self.findings, *self.measurements)
        return tuple(dict.fromkeys(row.source for row in rows if row.source))

    def mark_of(self, row: Row) -> str:
        """Return the number of a row's source in brackets; empty without one."""
        return f"[{self.sources.index(row.source) + 1}]" if row.source else ""


def content_of(reading: Reading, wish: ReportWish) -> Content:
    """
    Put together what a report says.

    Parameters
    ----------
    reading : Reading
        With or without scores.
    wish : ReportWish
        Whose text is taken, and whether names stay.

    Returns
    -------
    Content
    """
    impression = impression_of(reading)
    draft = draft_text(reading)
    second = wish.with_context
    return Content(
        facts=tuple(facts_of(reading, wish)),
        text=draft if wish.text is None else wish.text.strip(),
        is_edited=wish.text is not None and wish.text.strip() != draft,
        sentence=impression.sentence,
        critical=tuple(
            f"{RULES[item.rule].title}: {item.text}" for item in impression.critical
        ),
        chips=tuple(f"{c.text} ({SOURCES[c.source]})" for c in impression.chips),
        measurements=tuple(_measurements(reading)),
        findings=tuple(
            Row(
                title=title_of(finding),
                note=" ".join(filter(None, (finding.text, disagreement_text(finding)))),
                source=finding.source,
            )
            for finding in told_findings(reading)
        ),
        scores=tuple(_scores(reading)),
        labs=tuple(_labs(reading)),
        fewer_title=heading(reading.fewer_leads) if reading.fewer_leads else "",
        fewer=tuple(_fewer(reading)),
        quality=tuple(quality_lines(reading)),
        notes=tuple(_notes(reading)),
        context=tuple(
            Row(NAMES[one.code], change_text(one), score_note(one))
            for one in (notable(second) if second else ())
        ),
        context_notes=tuple(context_notes(second) if second else ()),
        model=model_text(reading.model),
    )


def facts_of(reading: Reading, wish: ReportWish) -> list[str]:
    """Return what is known of a recording; its name only if that is wished."""
    record = reading.record
    start, end = record.start_s, min(record.start_s + WINDOW_S, record.duration_s)
    facts = [reading.file or record.id] if wish.is_named else []
    if wish.is_named and reading.file and record.id != reading.file:
        facts.append(record.id)
    facts += [
        "age not known"
        if record.age_years is None
        else f"{record.age_years:.3g} years",
        record.sex or "sex not known",
        f"{record.fs:g} Hz",
        f"read {start:.1f}–{end:.1f} s of {record.duration_s:.1f} s",
    ]
    return facts


def _measurements(reading: Reading) -> list[Row]:
    rows = []
    for name in REPORTED:
        if name not in reading.measurements:
            continue
        measured, measure = reading.measurements[name], find_measure(name)
        normal = range_text(name, normal_range(name, reading.record.sex))
        rows.append(
            Row(
                title=measure.title,
                value=value_text(name, measured),
                note=measured.reason or " ".join(filter(None, (normal, measured.note))),
                is_off=is_off(name, measured, reading.record.sex),
                is_number=measured.value is not None,
                source=measure.source if normal and measured.value is not None else "",
            )
        )
    return rows


def _scores(reading: Reading) -> list[Row]:
    return [_score(score) for score in detected(reading)]


def _score(score: Score) -> Row:
    return Row(
        title=score.name,
        value=f"{score.probability:.2f}",
        note=f"threshold {score.threshold:.2f}, {auroc_text(score)}"
        + ("" if score.validated else ", not validated"),
    )


def _fewer(reading: Reading) -> list[Row]:
    fewer = reading.fewer_leads
    if fewer is None:
        return []
    model = f"{fewer.model.name} {fewer.model.version}, weights"
    notes = (SECOND_RANK, reach_text(fewer), validity_text(fewer))
    said = f"{' '.join(notes)} By {model} {fewer.model.sha256[:12]}."
    return [Row(title=sentence(fewer), note=said), *map(_score, told(fewer))]


def _labs(reading: Reading) -> list[Row]:
    return [
        Row(
            title=lab_title(lab),
            value=f"odds {ratio_text(lab)}",
            note=f"{lab_auroc_text(lab.auroc, lab.auroc_ci)} in {lab.n_patients} "
            "patients",
            more=normal_text(lab),
        )
        for lab in flagged_labs(reading)
    ]


def _notes(reading: Reading) -> list[str]:
    if not reading.diagnoses:
        return ["Statements and laboratory values were not estimated."]
    below = sum(not score.positive for score in reading.diagnoses)
    quiet = sum(not lab.flagged for lab in reading.labs)
    words = f"{below} statements lie below their thresholds"
    if reading.labs:
        words += f"; {quiet} laboratory values are not flagged"
    notes = [f"{words}: not detected is not ruled out."]
    return [*notes, AS_SHIPPED] if reading.model.adapter else notes
