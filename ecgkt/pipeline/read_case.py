"""One ECG becomes a line of a case table: what the app would say, and the truth."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.models.predict import Prediction
from ecgkt.pipeline.admit import admit
from ecgkt.pipeline.reader import Reader
from ecgkt.pipeline.scores import summarise, with_familiarity
from ecgkt.preprocess.model_input import model_input
from ecgkt.results.cases.table import SUPER
from ecgkt.types.case import CaseRow, CaseTruth
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord, Signal
from ecgkt.vocab.statements import SUPERCLASSES


class ReadCase(NamedTuple):
    """
    A line of a table, and where the encoder sees the ECG.

    Attributes
    ----------
    row : CaseRow
        Without scores where the model cannot be asked.
    embedding : numpy.ndarray of shape (D,), float32, or None
        As `row`.
    """

    row: CaseRow
    embedding: NDArray[np.float32] | None


def read_case(reader: Reader, record: EcgRecord, truth: CaseTruth) -> ReadCase:
    """
    Read one ECG as the app does, and keep what a judge needs.

    The gates of the app refuse to score some ECGs. Here the model is asked all the
    same where its input can be made, so that the gates can be judged too; `verdict`
    tells such a row.

    Parameters
    ----------
    reader : Reader
        The model with all that stands beside it.
    record : EcgRecord
        The ECG.
    truth : CaseTruth
        What is known of it.

    Returns
    -------
    ReadCase
    """
    config = reader.bundle.input_config
    quality, signal, window, piece = admit(record, config)
    reading = Reading(
        file="",
        record=summarise(record, window, quality, config.duration),
        quality=quality,
        model=reader.bundle.identity,
    )
    is_admitted = signal is not None
    signal = signal if is_admitted else _forced(reader, piece)
    prediction = None
    if signal is not None:
        seen, prediction, _values = reader.bundle.predict(signal[None])
        quality = with_familiarity(quality, reader.familiarity, seen)
        reading = replace(reading, quality=quality)
    if is_admitted or quality.measured_only:
        reading = reader.add_measurements(reading, record, piece)
    return ReadCase(
        _row(reader, reading, prediction, truth),
        None if prediction is None else prediction.embeddings[0],
    )


def case_thresholds(reader: Reader) -> list[float]:
    """Return the thresholds of a model, in the order of a table's labels."""
    decision = reader.bundle.decision
    of_group = dict(zip(SUPERCLASSES, decision.superclasses.thresholds, strict=True))
    return [
        *decision.statements.thresholds,
        *(of_group[code] for code in SUPER.values()),
    ]


def _forced(reader: Reader, piece: EcgRecord) -> Signal | None:
    """Return the model's input of a refused ECG, if its leads and rate allow one."""
    config = reader.bundle.input_config
    is_whole = piece.duration >= config.duration and not piece.absent_leads
    if not is_whole or piece.fs < config.fs:
        return None
    return model_input(piece, config)


def _row(
    reader: Reader, reading: Reading, prediction: Prediction | None, truth: CaseTruth
) -> CaseRow:
    scores: dict[str, tuple[float, ...]] = {}
    if prediction is not None:
        decision = reader.bundle.decision
        scores = {
            "logits": tuple(prediction.logits[0].tolist()),
            "probabilities": tuple(
                decision.probabilities(prediction.logits)[0].tolist()
            ),
            "superclasses": tuple(
                decision.superclass_probabilities(prediction.logits)[0].tolist()
            ),
        }
    values = reading.measurements
    return CaseRow(
        truth=truth,
        verdict=reading.quality.verdict,
        reasons=reading.quality.reasons,
        **scores,
        measurements={
            name: one.value for name, one in values.items() if one.value is not None
        },
        unmeasured={
            name: one.reason for name, one in values.items() if one.value is None
        },
        findings=tuple(one.code for one in reading.findings),
        supports=tuple(code for one in reading.findings for code in one.supports),
        contradicts=tuple(code for one in reading.findings for code in one.contradicts),
    )
