"""From a recording to the explanation of one of its scores, as the app asks for it."""

from dataclasses import replace

from ecgkt.bundle.classifier import Bundle
from ecgkt.explain.app_scores import AppScores
from ecgkt.explain.explain_score import explain_score, is_deletion_passed
from ecgkt.models.lab_head import LabHeads
from ecgkt.pipeline.admit import admit
from ecgkt.types.explanation import Explanation, ExplanationRequest
from ecgkt.types.measurements import BeatSpan
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
        If the quality gates refuse the recording, which has no scores then, or no
        window begins where the request says.
    ValueError
        If this model has no such score.
    """
    scores, signal = _scores_of(bundle, heads, record, request.start_s)
    return explain_score(scores, signal, _from_start(request))


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
    scores, signal = _scores_of(bundle, heads, record, request.start_s)
    return is_deletion_passed(scores, signal, bands, _from_start(request))


def _from_start(request: ExplanationRequest) -> ExplanationRequest:
    """Return a request whose beats are counted from the first scored second."""

    def moved(wave: tuple[float, float]) -> tuple[float, float]:
        return wave[0] - request.start_s, wave[1] - request.start_s

    beats = tuple(
        BeatSpan(moved(beat.qrs), beat.p and moved(beat.p), beat.t and moved(beat.t))
        for beat in request.beats
    )
    return replace(request, beats=beats, start_s=0.0)


def _scores_of(
    bundle: Bundle, heads: LabHeads | None, record: EcgRecord, start_s: float
) -> tuple[AppScores, Signal]:
    signal = admit(record, bundle.input_config, start_s=start_s).admitted()
    scores = AppScores(
        bundle.model, bundle.input_config, bundle.networks, heads, signal
    )
    return scores, signal
