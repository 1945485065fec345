"""Numbers of the model become scores, each with its measured validity."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.measure.findings.findings import ModelCalls
from ecgkt.measure.pacing import Pacing
from ecgkt.models.doubt import group_doubt
from ecgkt.models.familiarity import Familiarity
from ecgkt.models.lab_head import LabHeads, LabTarget
from ecgkt.models.predict import Prediction
from ecgkt.pipeline.choose_window import Window, window_note
from ecgkt.quality.gates import with_warning
from ecgkt.results.doubt import Referral
from ecgkt.types.doubt import Doubt
from ecgkt.types.reading import LabScore, Quality, RecordSummary, Score
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.findings import CLEARLY_DENIED
from ecgkt.vocab.labs import LAB_BY_NAME, notable_side
from ecgkt.vocab.leads import LEADS


def model_calls(diagnoses: Iterable[Score]) -> ModelCalls:
    """
    Reduce scores to what the rules of the findings may know of them.

    Parameters
    ----------
    diagnoses : iterable of Score
        Statements that are not validated are left out.

    Returns
    -------
    ModelCalls
        Codes that are positive, and codes that are clearly rejected.
    """
    validated = [score for score in diagnoses if score.validated]
    return ModelCalls(
        positive=frozenset(score.code for score in validated if score.positive),
        rejected=frozenset(
            score.code
            for score in validated
            if score.probability < CLEARLY_DENIED * score.threshold
        ),
    )


def by_code(
    figures: list[dict[str, Any]], codes: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """
    Find the card's figures by code.

    Parameters
    ----------
    figures : list of dict
        Of the model card, each with its "code".
    codes : iterable of str
        That must all be there.

    Returns
    -------
    dict of str to dict

    Raises
    ------
    KeyError
        If one is missing.
    """
    known = {label["code"]: label for label in figures}
    if missing := set(codes) - set(known):
        raise KeyError(f"the card lacks {sorted(missing)}")
    return known


def make_score(
    measured: dict[str, Any], name: str, group: str, p: np.float64, threshold: float
) -> Score:
    """
    Put one probability beside what was measured of it.

    Parameters
    ----------
    measured : dict
        The card's figures of this statement.
    name, group : str
        From `vocab`.
    p : float
        Calibrated probability, 0-1.
    threshold : float
        0-1.

    Returns
    -------
    Score
    """
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


def make_lab_scores(
    heads: LabHeads, embeddings: NDArray[np.floating], features: NDArray[np.floating]
) -> list[tuple[LabScore, ...]]:
    """
    Put the laboratory estimates of some ECGs beside what was measured of them.

    Parameters
    ----------
    heads : LabHeads
        Of the model that embedded the ECGs.
    embeddings : numpy.ndarray of shape (n, D_embedding), float
        What the encoder put out.
    features : numpy.ndarray of shape (n, n_features), float
        What `beat_features` or `measured_values` measured: the latter begin alike.

    Returns
    -------
    list of tuple of LabScore
        One tuple for each ECG, in the order of the heads' targets.
    """
    probabilities = heads.probabilities(embeddings, features)
    parts = np.stack([probabilities, *heads.shifts(embeddings, features)], axis=2)
    return [
        tuple(
            _lab_score(target, *figures)
            for target, figures in zip(heads.targets, row, strict=True)
        )
        for row in parts.tolist()
    ]


def _lab_score(
    target: LabTarget, p: float, ratio: float, low: float, high: float, rank: float
) -> LabScore:
    known = LAB_BY_NAME.get(target.name)
    is_shown = target.readable and target.taught_by == "patients"
    return LabScore(
        code=known.code if known else None,
        name=target.name,
        direction=target.direction,
        probability=p,
        auroc=target.auroc,
        auroc_ci=target.auroc_ci,
        threshold=target.threshold,
        positive=p >= target.threshold,
        likelihood_ratio=ratio,
        likelihood_ratio_ci=(low, high),
        percentile=rank,
        flagged=is_shown and notable_side(ratio, (low, high)) > 0,
        flagged_of_normal=target.flagged_of_normal,
        n_patients=target.n_patients,
        readable=target.readable,
        taught_by=target.taught_by,
        reference_range=target.reference_range,
        unit=target.unit,
    )


def with_pacing(quality: Quality, pacing: Pacing) -> Quality:
    """
    Warn where the rhythm is paced, which only the measurement shows.

    Parameters
    ----------
    quality : Quality
        Of a recording; one that is not scored needs no warning of its scores.
    pacing : Pacing
        What its spikes say.

    Returns
    -------
    Quality
        With this warning first, as it puts the recording outside the intended use.
    """
    if not pacing.is_paced or quality.verdict == "refuse":
        return quality
    return with_warning(
        quality,
        f"Paced rhythm: {pacing.chamber} pacing spikes before "
        f"{round(100 * pacing.share)} % of the beats. The tool is for ECGs without a "
        "pacemaker: do not rely on its scores and laboratory values here.",
    )


def doubt_of(groups: Sequence[Score], referral: Referral | None) -> Doubt | None:
    """
    Say how undecided the model is, and what that meant on held-out ECGs.

    Parameters
    ----------
    groups : sequence of Score
        The super-classes of one recording.
    referral : Referral or None
        What was measured of the model.

    Returns
    -------
    Doubt or None
        None where nothing was measured.
    """
    if referral is None:
        return None
    above, below = referral.wrong_referred.share, referral.wrong_kept.share
    if above is None or below is None:
        return None
    return Doubt(
        nats=float(group_doubt(np.array([group.probability for group in groups]))),
        limit=referral.limit,
        wrong_referred=above,
        wrong_kept=below,
    )


def with_familiarity(
    quality: Quality, familiarity: Familiarity | None, prediction: Prediction
) -> Quality:
    """
    Warn where the recording looks unlike those that the model learned from.

    Parameters
    ----------
    quality : Quality
        Of a recording; one that is not scored needs no warning of its scores.
    familiarity : Familiarity or None
        Of the model; None warns of nothing.
    prediction : Prediction
        Of this one recording.

    Returns
    -------
    Quality
        With this warning first.
    """
    if familiarity is None or quality.verdict == "refuse":
        return quality
    if familiarity.scores(prediction)[0] <= familiarity.limit:
        return quality
    return with_warning(
        quality,
        "This recording looks unlike the ECGs that taught the model, as "
        f"{100 * familiarity.alarm_share:.1f} % of clean ones do: trust scores and "
        "labs less; check leads, polarity and unit.",
    )


def summarise(
    record: EcgRecord, window: Window, quality: Quality, duration: float
) -> RecordSummary:
    """
    Describe a recording without its samples.

    Parameters
    ----------
    record : EcgRecord
        As read.
    window : Window
        The seconds that are read.
    quality : Quality
        Of them.
    duration : float
        How many they are at most.

    Returns
    -------
    RecordSummary
        The window that is read is named among the warnings.
    """
    note = window_note(record.duration, window.start_s, duration, quality)
    absent = record.absent_leads
    return RecordSummary(
        id=record.record_id,
        format=record.format,
        fs=record.fs,
        duration_s=record.duration,
        leads=tuple(lead for lead in LEADS if lead not in absent),
        derived_leads=record.derived_leads,
        warnings=(*record.warnings, *filter(None, (note, window.reason))),
        derived_in_part=record.derived_in_part,
        age_years=None if record.age is None else round(record.age, 4),
        sex=record.sex,
        start_s=round(window.start_s, 4),
        start_reason=window.reason,
        vendor=record.vendor,
    )
