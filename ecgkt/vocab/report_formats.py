"""What a report can be taken away as."""

from typing import NamedTuple


class ReportFormat(NamedTuple):
    """
    One format of a report.

    Attributes
    ----------
    title : str
        On its button.
    text : str
        What is in it, in one line.
    mime : str
        How a browser is told; of several files together that of a zip.
    suffixes : tuple of str
        What the names of its files end with, after the stem.
    is_table : bool
        Whether it lists every sample, which has its limit.
    """

    title: str
    text: str
    mime: str
    suffixes: tuple[str, ...]
    is_table: bool = False


ZIP = "application/zip"
REPORT_FORMATS = {
    "pdf": ReportFormat(
        "PDF", "One A4 page, the sheet 1:1", "application/pdf", (".pdf",)
    ),
    "png": ReportFormat("PNG", "The sheet as a picture", "image/png", (".png",)),
    "md": ReportFormat("Markdown", "The report as text", "text/markdown", (".md",)),
    "json": ReportFormat(
        "JSON", "The reading, as predict --json", "application/json", (".json",)
    ),
    "fhir": ReportFormat(
        "FHIR",
        "R4 DiagnosticReport with its Observations",
        "application/fhir+json",
        (".fhir.json",),
    ),
    "csv": ReportFormat(
        "CSV",
        "Waveform in mV, and the R peaks",
        ZIP,
        (".csv", "-r-peaks.csv"),
        is_table=True,
    ),
    "wfdb": ReportFormat(
        "WFDB",
        "Recording with R peaks and wave boundaries",
        ZIP,
        (".hea", ".dat", ".atr"),
    ),
}
"""By the name that a command takes."""

SHEET_SCHEMA = "ecgkt.sheet/1"
"""Of the scale that a PDF's keywords hold, for programs."""
