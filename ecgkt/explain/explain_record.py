"""From a recording to the explanation of one of its scores, as the app asks for it."""

from ecgkt.attribution import Explanation
from ecgkt.checkpoint import Bundle
from ecgkt.errors import RecordError
from ecgkt.explain.app_scores import AppScores, LabPart
from ecgkt.explain.explain_score import Request, explain_score
from ecgkt.measure.beats import beat_features
from ecgkt.models.lab_head import LabHeads
from ecgkt.preprocess.model_input import model_input
from ecgkt.quality.gates import judge
from ecgkt.record import EcgRecord


def explain_record(
    bundle: Bundle, heads: LabHeads | None, record: EcgRecord, request: Request
) -> Explanation:
    """
    Say what moved one score of a recording.

    Parameters
    ----------
    bundle, heads : Bundle and LabHeads or None
        The model that scored it; left as it was.
    record : EcgRecord
        As it was read.
    request : Request
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
        If this model has no such score, or there is no such method.
    """
    if judge(record).verdict == "refuse":
        raise RecordError("A recording that is not scored has nothing to explain.")
    signal = model_input(record, bundle.input_config)
    labs = None
    if heads is not None:
        labs = LabPart(heads, beat_features(signal, bundle.input_config.fs))
    scores = AppScores(bundle.model, bundle.input_config, bundle.decision, labs)
    return explain_score(scores, signal, request)
