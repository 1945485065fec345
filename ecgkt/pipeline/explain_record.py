"""From a recording to the explanation of one of its scores, as the app asks for it."""

from ecgkt.bundle.classifier import Bundle
from ecgkt.explain.app_scores import AppScores
from ecgkt.explain.explain_score import explain_score, is_deletion_passed
from ecgkt.models.lab_head import LabHeads
from ecgkt.pipeline.admit import admit
from ecgkt.types.explanation import Explanation, ExplanationRequest
from ecgkt.types.record import EcgRecord, Signal


def explain_record(
    bundle: Bundle,
    heads: LabHeads | None,
    record: EcgRecord,
    request: ExplanationRequest,
) -> Explanation:
    """
    Say what moved one score of a recording.

    Parameters
    ----------
    bundle, heads : Bundle and LabHeads or None
        The model that scored it; left as it was.
    record : EcgRecord
        As it was read.
    request : ExplanationRequest
        Score, method, baseline and beats.

    Returns
    -------
    Explanation
        Of the score that the pipeline gives this recording.

    Raises
    ------
    RecordError
        If the quality gates refuse the recording, which has no scores then.
    ValueError
        If this model has no such score.
    """
    scores, signal = _scores_of(bundle, heads, record)
    return explain_score(scores, signal, request)


def check_record(
    bundle: Bundle,
    heads: LabHeads | None,
    record: EcgRecord,
    request: ExplanationRequest,
    bands: Signal,
) -> bool:
    """
    Tell whether a map passes the deletion check on its recording.

    Parameters
    ----------
    bundle, heads, record, request
        As for `explain_record`, which made the map.
    bands : numpy.ndarray of shape (8, n_bins), float32
        Of the explanation, which is not empty.

    Returns
    -------
    bool

    Raises
    ------
    RecordError
        If the quality gates refuse the recording.
    ValueError
        If this model has no such score, or the map is that of another recording.
    """
    scores, signal = _scores_of(bundle, heads, record)
    return is_deletion_passed(scores, signal, bands, request)


def _scores_of(
    bundle: Bundle, heads: LabHeads | None, record: EcgRecord
) -> tuple[AppScores, Signal]:
    signal = admit(record, bundle.input_config).admitted()
    scores = AppScores(
        bundle.model, bundle.input_config, bundle.decision, heads, signal
    )
    return scores, signal
