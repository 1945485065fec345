"""What the app stands beside: a Streamlit page that runs the same model itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ecgkt.bench.browser import serve

SOURCE = """
import streamlit as st

from ecgkt.io.read_ecg import read_ecg
from ecgkt.pipeline.explain_record import explain_record
from ecgkt.pipeline.reader import Reader
from ecgkt.plotting.geometry import paper_geometry
from ecgkt.plotting.layouts import View
from ecgkt.plotting.paper_svg import draw_paper
from ecgkt.plotting.saliency import saliency_overlay
from ecgkt.results.model_card import BUNDLED
from ecgkt.types.explanation import ExplanationRequest, TargetName
from ecgkt.types.upload import UploadedFile

reader = st.cache_resource(Reader.load)(BUNDLED)
uploads = st.file_uploader("Recording", accept_multiple_files=True)
if not uploads:
    st.stop()
if "record" not in st.session_state:
    files = [UploadedFile(it.name, it.getvalue()) for it in uploads]
    st.session_state.record = read_ecg(files)
    st.session_state.reading = reader.read(st.session_state.record)
record, reading = st.session_state.record, st.session_state.reading
paper = paper_geometry(record, View())
st.image(draw_paper(paper))
st.table({score.code: score.probability for score in reading.diagnoses})
if st.button("Explain"):
    best = max(reading.diagnoses, key=lambda score: score.probability)
    request = ExplanationRequest(
        TargetName("statement", best.code),
        "integrated_gradients",
        beats=reading.trace.beats,
        start_s=reading.record.start_s,
    )
    explanation = explain_record(reader.bundle, reader.heads, record, request)
    st.image(draw_paper(paper, saliency_overlay(explanation)))
"""
"""Not a module of the package, which never imports streamlit."""


@contextmanager
def serve_bare_page() -> Iterator[str]:
    """
    Start the page on a free port of this machine.

    Yields
    ------
    str
        Its address.

    Raises
    ------
    EcgktError
        If it does not answer in time.
    """
    with TemporaryDirectory() as folder:
        script = Path(folder) / "bare_page.py"
        script.write_text(SOURCE, encoding="utf-8")
        with serve(script) as address:
            yield address
