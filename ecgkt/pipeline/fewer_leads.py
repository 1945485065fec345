"""A recording that lacks leads: what can be said of it, and what they may look like."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ecgkt.bundle.classifier import Bundle
from ecgkt.models.fewer_leads import FewerLeads
from ecgkt.pipeline.scores import make_score
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.preprocess.model_input import masked_input, prepare_leads
from ecgkt.preprocess.resample import resample
from ecgkt.quality.gates import lacks_only_leads
from ecgkt.types.reading import FewerLeadsReading, Quality
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.lead_sets import CHEST, LIMB, measured_set
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS
from ecgkt.vocab.statements import DIAGNOSES

_ROWS = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]


def read_fewer_leads(
    fewer: FewerLeads | None, bundle: Bundle, piece: EcgRecord, quality: Quality
) -> FewerLeadsReading | None:
    """
    Score a recording from the leads that are there.

    Parameters
    ----------
    fewer : FewerLeads or None
        Left as it was; None says nothing.
    bundle : Bundle
        The main model: it reads where it was better with estimates of missing leads.
    piece : EcgRecord
        The seconds that are read.
    quality : Quality
        What the gates say of them.

    Returns
    -------
    FewerLeadsReading or None
        None if anything but missing leads keeps the recording from being scored, or
        no independent lead is there.
    """
    if fewer is None or not quality.measured_only or not lacks_only_leads(piece):
        return None
    leads = tuple(lead for lead in INDEPENDENT_LEADS if lead not in piece.absent_leads)
    named = measured_set(leads)
    if named is None:
        return None
    signal = masked_input(piece, fewer.input_config)
    measured = fewer.sets[named.name]
    is_main = named.name in fewer.by_main
    scores = tuple(
        make_score(figures, known.name, known.group, p, threshold)
        for known, figures, p, threshold in zip(
            DIAGNOSES,
            measured.labels,
            fewer.probabilities(signal, named.name, bundle.score),
            measured.calibration.thresholds,
            strict=True,
        )
    )
    return FewerLeadsReading(
        leads=leads,
        measured_on=named.name,
        model=bundle.identity if is_main else fewer.identity,
        scores=scores,
        estimated=tuple(lead for lead in CHEST if is_main and lead not in leads),
    )


class Estimated(NamedTuple):
    """
    A recording with estimates in the place of missing leads, to be drawn only.

    Attributes
    ----------
    record : EcgRecord
        As given, with estimates within the asked seconds.
    leads : tuple of str
        Which leads are estimates.
    """

    record: EcgRecord
    leads: tuple[str, ...]


def estimate_missing(
    fewer: FewerLeads | None, record: EcgRecord, start_s: float
) -> Estimated:
    """
    Estimate missing chest leads within the seconds that a sheet shows.

    Measured is what comes from leads I and II, alone or with other chest leads: without
    both nothing is estimated.

    Parameters
    ----------
    fewer : FewerLeads or None
        Left as it was; None estimates nothing.
    record : EcgRecord
        Left as it was.
    start_s : float
        First second shown.

    Returns
    -------
    Estimated
        With the recording itself where nothing is estimated.
    """
    absent = record.absent_leads
    lost = tuple(lead for lead in CHEST if lead in absent)
    if fewer is None or not lost or record.is_staggered or set(absent) & set(LIMB):
        return Estimated(record, ())
    config = fewer.input_config
    first = round(start_s * record.fs)
    shown = slice(first, first + round(config.duration * record.fs))
    there = np.array([lead not in absent for lead in INDEPENDENT_LEADS])
    window = fill_gaps(record.signal[_ROWS, shown][there])
    ready = prepare_leads(resample(window, record.fs, config.fs), config)
    seen = np.full((len(there), ready.shape[1]), np.nan, np.float32)
    seen[there] = ready
    estimated = resample(fewer.estimate(seen[None])[0], config.fs, record.fs)
    signal = record.signal.copy()
    for lead in lost:
        room = signal[LEADS.index(lead), shown]
        found = estimated[INDEPENDENT_LEADS.index(lead)][: len(room)]
        room[: len(found)] = found
    return Estimated(replace(record, signal=signal), lost)
