"""
The whole flow for one recording, as named steps.

judge the quality -> prepare the model's input -> score -> calibrate -> put into words
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.checkpoint import Bundle
from ecgkt.models.predict import predict_logits
from ecgkt.preprocess.model_input import model_input
from ecgkt.quality.gates import judge, window_note
from ecgkt.record import EcgRecord, Quality, Reading, RecordSummary, Score
from ecgkt.vocab import CODES, DIAGNOSES, LEADS, SUPERCLASSES

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Probabilities and thresholds of all statements and super-classes, 0-1."""

    statements: Floats
    statement_thresholds: tuple[float, ...]
    superclasses: Floats
    superclass_thresholds: tuple[float, ...]


class Reader:
    """
    Reads ECG records with one model.

    Parameters
    ----------
    bundle : Bundle
        The model, with its calibration and its card.

    Raises
    ------
    KeyError
        If the card lacks a statement of the vocabulary.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        # Two tables: NORM is the name of a statement and of a super-class.
        self._statements = _by_code(bundle.card["labels"], CODES)
        self._groups = _by_code(bundle.card["superclasses"], SUPERCLASSES)

    def read(self, record: EcgRecord, *, file: str = "") -> Reading:
        """
        Say all that this model can say of a recording.

        Parameters
        ----------
        record : EcgRecord
            Nothing but the ECG: there is no place for tabular data here.
        file : str
            Name to show.

        Returns
        -------
        Reading
            Without scores if the quality gates refuse the recording.

        Raises
        ------
        ValueError
            If an accepted recording cannot be prepared, which the gates rule out.
        """
        quality = judge(record)
        if quality.verdict == "refuse":
            return self._reading(record, quality, file)
        scores = self.score(model_input(record, self.bundle.input_config))
        return self._reading(record, quality, file, scores)

    def score(self, signal: NDArray[np.float32]) -> Scores:
        """
        Score a prepared signal.

        Parameters
        ----------
        signal : numpy.ndarray of shape (8, n_samples), float32
            What `model_input` returned, mV.

        Returns
        -------
        Scores
            Calibrated.

        Raises
        ------
        ValueError
            If the signal has another length than the model was trained on.
        """
        bundle, decision = self.bundle, self.bundle.decision
        logits = predict_logits(bundle.model, signal[None], bundle.input_config)
        return Scores(
            statements=decision.probabilities(logits)[0],
            statement_thresholds=decision.statements.thresholds,
            superclasses=decision.superclass_probabilities(logits)[0],
            superclass_thresholds=decision.superclasses.thresholds,
        )

    def _reading(
        self,
        record: EcgRecord,
        quality: Quality,
        file: str,
        scores: Scores | None = None,
    ) -> Reading:
        empty: tuple[Score, ...] = ()
        return Reading(
            file=file,
            record=summarise(record),
            quality=quality,
            model=self.bundle.identity,
            diagnoses=self._diagnoses(scores) if scores else empty,
            superclasses=self._superclasses(scores) if scores else empty,
        )

    def _diagnoses(self, scores: Scores) -> tuple[Score, ...]:
        values = zip(scores.statements, scores.statement_thresholds, strict=True)
        return tuple(
            _in_words(self._statements[one.code], one.name, one.group, p, threshold)
            for one, (p, threshold) in zip(DIAGNOSES, values, strict=True)
        )

    def _superclasses(self, scores: Scores) -> tuple[Score, ...]:
        values = zip(scores.superclasses, scores.superclass_thresholds, strict=True)
        return tuple(
            _in_words(self._groups[code], name, code, p, threshold)
            for (code, name), (p, threshold) in zip(
                SUPERCLASSES.items(), values, strict=True
            )
        )


def _by_code(
    figures: list[dict[str, Any]], codes: Iterable[str]
) -> dict[str, dict[str, Any]]:
    found = {one["code"]: one for one in figures}
    if missing := set(codes) - set(found):
        raise KeyError(f"the card lacks {sorted(missing)}")
    return found


def _in_words(
    measured: dict[str, Any], name: str, group: str, p: np.float64, threshold: float
) -> Score:
    interval = measured["auroc_ci"]
    return Score(
        code=measured["code"],
        name=name,
        group=group,
        probability=float(p),
        threshold=threshold,
        positive=bool(p >= threshold),
        validated=measured["validated"],
        auroc=measured["auroc"],
        auroc_ci=None if interval is None else (interval[0], interval[1]),
    )


def summarise(record: EcgRecord) -> RecordSummary:
    """
    Describe a recording without its samples.

    Parameters
    ----------
    record : EcgRecord
        As read.

    Returns
    -------
    RecordSummary
        The window that is scored is named among the warnings.

    Raises
    ------
    AttributeError
        If it is no recording.
    """
    note = window_note(record)
    return RecordSummary(
        id=record.record_id,
        format=record.format,
        fs=record.fs,
        duration_s=record.duration,
        leads=LEADS,
        derived_leads=record.derived_leads,
        warnings=(*record.warnings, *([note] if note else [])),
    )
