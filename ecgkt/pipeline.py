"""
The whole flow for one recording, as named steps.

judge the quality -> prepare the model's input -> predict -> calibrate the diagnoses and
estimate the laboratory values -> put into words
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecgkt.checkpoint import Bundle, load_bundle
from ecgkt.exact_bundle import load_second_opinion
from ecgkt.explain.second_opinion import SecondOpinion
from ecgkt.lab_bundle import load_lab_heads
from ecgkt.measure.beats import beat_features
from ecgkt.models.lab_head import LabHeads, LabTarget
from ecgkt.models.predict import Prediction, predict_with_embeddings
from ecgkt.preprocess.model_input import model_input
from ecgkt.quality.gates import judge, window_note
from ecgkt.reading import LabScore, Quality, Reading, RecordSummary, Score
from ecgkt.record import EcgRecord, Signal
from ecgkt.vocab import CODES, DIAGNOSES, LAB_BY_NAME, LEADS, SUPERCLASSES

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
    heads : LabHeads or None
        Of this model; without them no laboratory value is estimated.
    second : SecondOpinion or None
        Stands beside this model; without it no sum can be explained.

    Raises
    ------
    KeyError
        If the card lacks a statement of the vocabulary.
    """

    def __init__(
        self,
        bundle: Bundle,
        heads: LabHeads | None = None,
        second: SecondOpinion | None = None,
    ) -> None:
        self.bundle, self.heads, self.second = bundle, heads, second
        # Two tables: NORM is the name of a statement and of a super-class.
        self._statements = _by_code(bundle.card["labels"], CODES)
        self._groups = _by_code(bundle.card["superclasses"], SUPERCLASSES)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load a model folder, with all that it holds beside the model."""
        bundle = load_bundle(folder)
        sha256 = bundle.identity.sha256
        return cls(
            bundle, load_lab_heads(folder, sha256), load_second_opinion(folder, sha256)
        )

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
        config = self.bundle.input_config
        signal = model_input(record, config)
        prediction = predict_with_embeddings(self.bundle.model, signal[None], config)
        return self._reading(
            record,
            quality,
            file,
            scores=self.score(prediction),
            labs=self.estimate_labs(prediction, signal),
        )

    def score(self, prediction: Prediction) -> Scores:
        """
        Calibrate the diagnoses.

        Parameters
        ----------
        prediction : Prediction
            Of one recording.

        Returns
        -------
        Scores
            Calibrated.

        Raises
        ------
        ValueError
            If there is another number of logits than of statements.
        """
        decision = self.bundle.decision
        return Scores(
            statements=decision.probabilities(prediction.logits)[0],
            statement_thresholds=decision.statements.thresholds,
            superclasses=decision.superclass_probabilities(prediction.logits)[0],
            superclass_thresholds=decision.superclasses.thresholds,
        )

    def estimate_labs(
        self, prediction: Prediction, signal: Signal
    ) -> tuple[LabScore, ...]:
        """
        Estimate the laboratory abnormalities.

        Parameters
        ----------
        prediction : Prediction
            Of one recording; the heads read its embedding.
        signal : numpy.ndarray of shape (8, n_samples), float32
            What `model_input` returned, mV; the heads read its beats.

        Returns
        -------
        tuple of LabScore
            Empty without heads.

        Raises
        ------
        ValueError
            If the heads belong to another network.
        """
        if self.heads is None:
            return ()
        features = beat_features(signal, self.bundle.input_config.fs)[None]
        values = self.heads.probabilities(prediction.embeddings, features)[0]
        return tuple(
            _lab_in_words(target, p)
            for target, p in zip(self.heads.targets, values, strict=True)
        )

    def _reading(
        self,
        record: EcgRecord,
        quality: Quality,
        file: str,
        *,
        scores: Scores | None = None,
        labs: tuple[LabScore, ...] = (),
    ) -> Reading:
        empty: tuple[Score, ...] = ()
        return Reading(
            file=file,
            record=summarise(record),
            quality=quality,
            model=self.bundle.identity,
            diagnoses=self._diagnoses(scores) if scores else empty,
            superclasses=self._superclasses(scores) if scores else empty,
            labs=labs,
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


def _lab_in_words(target: LabTarget, p: np.floating) -> LabScore:
    known = LAB_BY_NAME.get(target.name)
    return LabScore(
        code=known.code if known else None,
        name=target.name,
        direction=target.direction,
        probability=float(p),
        auroc=target.auroc,
        auroc_ci=target.auroc_ci,
        threshold=target.threshold,
        positive=bool(p >= target.threshold),
        n_patients=target.n_patients,
        readable=target.readable,
        taught_by=target.taught_by,
        reference_range=target.reference_range,
        unit=target.unit,
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
