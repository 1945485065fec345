"""A PDF opened within limits: no password, script, attachment or form is tried."""

import io
import logging
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError, PyPdfError

from ecgkt.errors import RecordError
from ecgkt.io.pdf.page_marks import MAX_OPERANDS, Budget, Marks, read_marks

MAX_PAGES = 16
MAX_UNPACKED = 32 * 2**20
"""Bytes of one stream: twelve leads of 10 s at 1000 Hz take 2.5 MB."""
LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": 32 * 2**20,
    "array_based_stream_maximum_output_length": MAX_UNPACKED,
    "lzw_maximum_output_length": MAX_UNPACKED,
    "run_length_maximum_output_length": MAX_UNPACKED,
    "zlib_maximum_output_length": MAX_UNPACKED,
    "zlib_maximum_recovery_input_length": 0,
    "brotli_maximum_output_length": MAX_UNPACKED,
    "stream_filters_maximum_length": 4,
    "stream_decoding_work_maximum_length": 2 * MAX_UNPACKED,
    "stream_parsing_work_maximum_count": MAX_OPERANDS,
    "page_tree_maximum_entries": 1000,
    "page_tree_maximum_depth": 20,
    "page_tree_maximum_page_entries": 20_000,
    "xform_maximum_invocations_per_extraction": 64,
}
CUT = (
    "The PDF is cut or damaged: its end, or a part that it names, is missing. Copy or "
    "print it again."
)
# What the library warns of may hold words of the page.
logging.getLogger("pypdf").addHandler(logging.NullHandler())
logging.getLogger("pypdf").propagate = False

TAIL = 2048
"""Bytes at the end in which a whole file names where its table stands."""


def read_document(content: bytes) -> tuple[list[Marks], str]:
    """
    Look at all pages.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    tuple of (list of Marks, str)
        One per page, and the file's keywords.

    Raises
    ------
    RecordError
        If it is encrypted, cut, or larger than a print.
    """
    if b"startxref" not in content[-TAIL:]:
        raise RecordError(CUT)
    with apply_configuration(**LIMITS):
        try:
            return _read(PdfReader(io.BytesIO(content)))
        except LimitReachedError as error:
            raise RecordError(
                "A part of this PDF holds, or unpacks to, more than a print of an ECG "
                "does; it is refused. Print the resting ECG alone."
            ) from error
        except (PyPdfError, RecursionError) as error:
            raise RecordError(CUT) from error


def _read(reader: PdfReader) -> tuple[list[Marks], str]:
    if reader.is_encrypted:
        raise RecordError(
            "This PDF is encrypted; one without protection is expected. Print or "
            "export it again without a password."
        )
    n_pages = len(reader.pages)
    if not 0 < n_pages <= MAX_PAGES:
        raise RecordError(
            f"A print of an ECG has 1 to {MAX_PAGES} pages; this PDF has {n_pages}. "
            "Print the resting ECG alone."
        )
    budget = Budget()
    pages = [read_marks(page, budget) for page in reader.pages]
    metadata = reader.metadata
    keywords = metadata.get("/Keywords") if metadata is not None else None
    return pages, keywords if isinstance(keywords, str) else ""
