"""One row of files to take away, without what identifies a patient unless asked for."""

import json
from collections.abc import Mapping, Sequence

import streamlit as st

from ecgkt.report.exports.deidentify import numbered
from ecgkt.report.exports.report_files import zip_files
from ecgkt.report.exports.waveform_csv import why_no_table
from ecgkt.report.model_words import weights_text
from ecgkt.report.reading_json import document
from ecgkt.serving.client import ServingClient
from ecgkt.types.quoted import without_quoted
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.report_wish import ReportWish
from ecgkt.vocab.report_formats import REPORT_FORMATS, ZIP
from pages.read_ecg.request_context import get_shown
from pages.shared import audit
from pages.shared.recording import Failure
from pages.shared.take_away import About, show_download

STEM = "ecg-report"
NAMED = "With file name and record identifier"
WITH_SECOND = (
    "The second result with age and sex is on: PDF, Markdown, JSON and FHIR hold it, "
    "apart from the reading."
)


def show_downloads(
    client: ServingClient,
    key: str,
    record: EcgRecord,
    reading: Reading,
    text: str | None,
) -> bool:
    """
    Offer the shown reading in every format; a file is made when it is asked for.

    Parameters
    ----------
    client : ServingClient
        Whose worker writes the files.
    key : str
        Of the recording.
    record : EcgRecord
        The whole recording, with what is stated of the person.
    reading : Reading
        Of this recording.
    text : str or None
        The reader's own words; None for the draft.

    Returns
    -------
    bool
        Whether names are wished.
    """
    second = get_shown(key, reading)
    with st.container(key="take-away", horizontal=True, vertical_alignment="center"):
        buttons = st.container(horizontal=True, gap="xsmall", width="content")
        is_named = st.checkbox(
            NAMED,
            help="They may identify a patient. Without them recordings are numbered.",
            key="named",
        )
        with buttons:
            for name in REPORT_FORMATS:
                wish = ReportWish(
                    formats=(name,),
                    stem=STEM,
                    text=text,
                    is_named=is_named,
                    with_context=second,
                )
                show_button(client, key, record, reading, wish)
    if second:
        st.caption(WITH_SECOND)
    return is_named


def show_button(
    client: ServingClient,
    key: str,
    record: EcgRecord,
    reading: Reading,
    wish: ReportWish,
) -> None:
    """Draw the button of one format; where there can be no file it says why."""
    (name,) = wish.formats
    kind = REPORT_FORMATS[name]
    about = About(audit.files_held([key]), weights_text(reading.model))
    why_not = why_no_table(record) if kind.is_table else ""
    ending = ".zip" if kind.mime == ZIP else kind.suffixes[0]
    show_download(
        kind.title,
        lambda: one_file(client.report(record, reading, wish)),
        f"{wish.stem}-{name}{ending}" if kind.mime == ZIP else STEM + ending,
        kind.mime,
        lambda: about,
        icon=None,
        key=f"take-{name}",
        type="primary" if name == "pdf" else "secondary",
        disabled=bool(why_not),
        help=why_not or kind.text,
    )


def one_file(files: Mapping[str, bytes]) -> bytes:
    """Return a file, or several as one zip."""
    if len(files) == 1:
        return next(iter(files.values()))
    return zip_files(files)


def show_all_readings(
    readings: Mapping[str, Reading], failures: Sequence[Failure], *, is_named: bool
) -> None:
    """Offer all readings of a source as one document, where there are several."""
    if len(readings) + len(failures) > 1:
        told = list(readings.values())
        weights = weights_text(told[0].model) if told else None
        about = About(audit.files_held(readings), weights)
        show_download(
            f"All {len(told)} readings (JSON)",
            lambda: to_json(told, failures, is_named=is_named),
            "ecg-readings.json",
            "application/json",
            lambda: about,
            type="tertiary",
        )


def to_json(
    readings: Sequence[Reading], failures: Sequence[Failure], *, is_named: bool
) -> str:
    """
    Write the document of ``predict --json``, research-use notice included.

    Parameters
    ----------
    readings : sequence of Reading
        In the order of the list.
    failures : sequence of Failure
        What could not be read.
    is_named : bool
        Whether file names and record identifiers stay.

    Returns
    -------
    str
        JSON of schema ecgkt.reading/1.
    """
    errors: Sequence[tuple[str, str]] = failures
    if not is_named:
        readings = numbered(readings)
        errors = [
            (f"file-{number}", without_quoted(failure.text))
            for number, failure in enumerate(failures, start=1)
        ]
    content = document(readings, errors)
    return json.dumps(content, allow_nan=False, ensure_ascii=False, indent=1)
