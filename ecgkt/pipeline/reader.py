"""
The whole flow for one recording, as named steps.

choose the seconds -> judge their quality -> prepare the model's input -> predict ->
calibrate the diagnoses, estimate the labs -> measure the trace and all of its rhythm ->
compare what is measured with what the model says -> put into words
"""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.adapter import SiteAdapter, load_adapter
from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.bundle.context import load_context
from ecgkt.bundle.delineator import Installed, load_installed
from ecgkt.bundle.familiarity import load_familiarity
from ecgkt.bundle.fewer_leads import load_fewer_leads
from ecgkt.bundle.lab_heads import load_lab_heads
from ecgkt.bundle.referral import load_referral
from ecgkt.bundle.second_opinion import load_second_opinion
from ecgkt.errors import CheckpointError
from ecgkt.measure.delineation import MIN_FS, NO_DELINEATOR
from ecgkt.measure.findings.findings import find_findings
from ecgkt.measure.findings.place_findings import place_findings
from ecgkt.measure.measure_ecg import EcgMeasurements, measure_ecg
from ecgkt.measure.trace import trace_of
from ecgkt.measure.withhold import withhold
from ecgkt.models.context import ContextModel
from ecgkt.models.familiarity import Familiarity
from ecgkt.models.fewer_leads import FewerLeads
from ecgkt.models.lab_head import LabHeads
from ecgkt.models.predict import Prediction
from ecgkt.models.second_opinion import SecondOpinion
from ecgkt.pipeline.admit import admit
from ecgkt.pipeline.fewer_leads import read_fewer_leads
from ecgkt.pipeline.long_rhythm import long_rhythm
from ecgkt.pipeline.scores import (
    by_code,
    doubt_of,
    make_lab_scores,
    make_score,
    model_calls,
    summarise,
    with_familiarity,
    with_pacing,
)
from ecgkt.pipeline.value_parts import strongest_parts
from ecgkt.results.doubt import Referral
from ecgkt.types.reading import LabScore, Reading, Score
from ecgkt.types.record import EcgRecord, Signal
from ecgkt.vocab.statements import CODES, DIAGNOSES, SUPERCLASSES

UNINSTALLED = Installed(None, NO_DELINEATOR)


class Reader:
    """
    Reads ECG records with one model.

    Parameters
    ----------
    bundle : Bundle
        The model, with its calibration and its card.
    heads : LabHeads or None
        Of this model; without them no laboratory value is estimated.
    installed : Installed
        The delineator; without one durations are not measured, all else is.
    second : SecondOpinion or None
        Stands beside this model; without it no sum can be explained.
    familiarity, referral : Familiarity and Referral, or None
        Of this model; without them no recording is called unlike those that taught it,
        and none is referred to a second reader.
    fewer : FewerLeads or None
        Stands beside this model; without it recordings that lack leads are measured.
    """

    adapter_folder: Path | None = None
    """Looked into when it is first needed: a damaged one closes nothing else."""
    context: ContextModel | None = None  # for a second result; never asked here

    def __init__(
        self,
        bundle: Bundle,
        heads: LabHeads | None = None,
        installed: Installed = UNINSTALLED,
        second: SecondOpinion | None = None,
        familiarity: Familiarity | None = None,
        referral: Referral | None = None,
        fewer: FewerLeads | None = None,
    ) -> None:
        self.bundle, self.heads, self.familiarity = bundle, heads, familiarity
        self.installed, self.second, self.referral = installed, second, referral
        self.fewer = fewer
        # Two tables: NORM is the name of a statement and of a super-class.
        self._statements = by_code(bundle.card["labels"], CODES)
        self._groups = by_code(bundle.card["superclasses"], SUPERCLASSES)

    @classmethod
    def load(cls, folder: Path, adapter_folder: Path | None = None) -> Self:
        """Load a model folder, with all that it holds beside the model."""
        bundle = load_bundle(folder)
        sha256, networks = bundle.identity.sha256, bundle.identity.networks
        reader = cls(
            bundle,
            load_lab_heads(folder, networks),
            load_installed(folder),
            load_second_opinion(folder, networks),
            load_familiarity(folder, networks),
            load_referral(folder, sha256),
            load_fewer_leads(folder, sha256),
        )
        reader.adapter_folder = adapter_folder
        reader.context = load_context(folder, sha256)
        return reader

    @cached_property
    def adapter(self) -> SiteAdapter:
        """The site adapter; CheckpointError if there is none that fits this model."""
        if self.adapter_folder is None:
            raise CheckpointError("expected a site adapter, found none named")
        width = sum(self.bundle.model.encoder.widths)
        return load_adapter(self.adapter_folder, self.bundle.identity, width)

    def read(
        self,
        record: EcgRecord,
        *,
        file: str = "",
        start_s: float | None = None,
        is_adapted: bool = False,
    ) -> Reading:
        """
        Say all that this model can say of a recording.

        Parameters
        ----------
        record : EcgRecord
            Nothing but the ECG: there is no place for tabular data here.
        file : str
            Name to show.
        start_s : float or None
            First second of those that are scored and measured; None for the first
            clean ones. Times of the reading are those of the whole recording.
        is_adapted : bool
            Whether the site adapter changes the scores, and nothing else.

        Returns
        -------
        Reading
            Without scores if the gates refuse it, or measurements if it has none.

        Raises
        ------
        CheckpointError
            If no adapter is there, or it does not fit.
        RecordError
            If no whole window begins at `start_s`.
        """
        site = self.adapter if is_adapted else None
        config = self.bundle.input_config
        quality, signal, window, piece = admit(record, config, start_s=start_s)
        reading = Reading(
            file=file,
            record=summarise(record, window, quality, config.duration),
            quality=quality,
            model=self.bundle.identity
            if site is None
            else replace(self.bundle.identity, adapter=site.document.identity),
        )
        if signal is None and not quality.measured_only:
            return reading
        if signal is not None:
            reading = self.add_scores(reading, signal, site)
        else:
            found = read_fewer_leads(self.fewer, self.bundle, piece, quality)
            reading = replace(reading, fewer_leads=found)
        return self.add_measurements(reading, record, piece)

    def add_measurements(
        self, reading: Reading, record: EcgRecord, piece: EcgRecord
    ) -> Reading:
        """
        Add what the signal itself says, held against what the model does.

        Parameters
        ----------
        reading : Reading
            Of this recording, with its scores if it has any.
        record, piece : EcgRecord
            The whole recording, for its rhythm, and the seconds that are measured.

        Returns
        -------
        Reading
        """
        measured = self.measure(piece)
        kept = withhold(measured.values, reading.quality.noise)
        measured = replace(measured, values=kept)
        start_s = reading.record.start_s
        trace = trace_of(measured, start_s)
        rhythm = long_rhythm(record, piece, trace.r_peaks, start_s, self.installed)
        calls = model_calls(reading.diagnoses)
        findings = find_findings(measured, calls, sex=record.sex, age=record.age)
        return replace(
            reading,
            quality=with_pacing(reading.quality, measured.pacing),
            measurements=measured.values | rhythm.values,
            findings=place_findings(findings, start_s, piece.absent_leads),
            trace=replace(trace, r_peaks=rhythm.r_peaks),
        )

    def add_scores(
        self, reading: Reading, signal: Signal, site: SiteAdapter | None = None
    ) -> Reading:
        """
        Add what the model says.

        Parameters
        ----------
        reading : Reading
            Of this recording.
        signal : numpy.ndarray of shape (8, n_samples), float32
            What `model_input` returned, mV.
        site : SiteAdapter or None
            Changes the scores of statements and super-classes, and nothing else.

        Returns
        -------
        Reading
        """
        seen, shown, values = self.bundle.predict(signal[None])
        adapted = site.adapter.adapt(shown) if site else shown
        return replace(
            reading,
            quality=with_familiarity(reading.quality, self.familiarity, seen),
            diagnoses=self.diagnose(adapted),
            superclasses=self.group(adapted),
            value_parts=strongest_parts(self.bundle, values),
            labs=self.estimate_labs(seen.embeddings, values),
            doubt=doubt_of(self.group(shown), self.referral),
        )

    def measure(self, piece: EcgRecord) -> EcgMeasurements:
        """
        Measure the samples as recorded.

        Parameters
        ----------
        piece : EcgRecord
            The seconds that are measured, at any rate; the model's input plays no part.

        Returns
        -------
        EcgMeasurements
            What cannot be measured says so.
        """
        delineator, why_not = self.installed
        return measure_ecg(
            piece.signal,
            piece.fs,
            delineator,
            mask_fs=delineator.mask_fs if delineator else MIN_FS,
            why_no_masks=why_not,
        )

    def diagnose(self, prediction: Prediction) -> tuple[Score, ...]:
        """Calibrate the statements of one recording, in vocabulary order."""
        decision = self.bundle.decision
        values = decision.probabilities(prediction.logits)[0]
        thresholds = decision.statements.thresholds
        return tuple(
            make_score(self._statements[d.code], d.name, d.group, p, threshold)
            for d, p, threshold in zip(DIAGNOSES, values, thresholds, strict=True)
        )

    def group(self, prediction: Prediction) -> tuple[Score, ...]:
        """Calibrate the super-classes of one recording, in vocabulary order."""
        decision = self.bundle.decision
        values = decision.superclass_probabilities(prediction.logits)[0]
        thresholds = decision.superclasses.thresholds
        rows = zip(SUPERCLASSES.items(), values, thresholds, strict=True)
        return tuple(
            make_score(self._groups[code], name, code, p, threshold)
            for (code, name), p, threshold in rows
        )

    def estimate_labs(
        self, embeddings: NDArray[np.float32], values: NDArray[np.float64]
    ) -> tuple[LabScore, ...]:
        """Estimate the laboratory abnormalities; empty without heads."""
        if self.heads is None:
            return ()
        # They begin with the beat features, which the heads read by their places.
        return make_lab_scores(self.heads, embeddings, values)[0]
