"""One recording's second result: what age and sex change of the ECG's scores."""

from ecgkt.bundle.classifier import Bundle
from ecgkt.errors import CheckpointError
from ecgkt.models.context import ContextModel, context_rows
from ecgkt.models.decision import sigmoid
from ecgkt.models.predict import crop_starts, predict_with_crops
from ecgkt.pipeline.admit import admit
from ecgkt.pipeline.reader import Reader
from ecgkt.types.context import ENTRIES, Context, ContextReading, ContextScore
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.statements import CODES


def read_with_context(
    bundle: Bundle,
    model: ContextModel | None,
    record: EcgRecord,
    context: Context,
    *,
    start_s: float | None = None,
) -> ContextReading:
    """
    Score a recording once more, now with what is known of the person.

    Parameters
    ----------
    bundle : Bundle
        The model that read the ECG; left as it was.
    model : ContextModel or None
        Made for this model; None where none is shipped.
    record : EcgRecord
        The recording; its own age and sex are not looked at.
    context : Context
        What is known of the person.
    start_s : float or None
        First second of those that are scored; None for the first clean ones.

    Returns
    -------
    ContextReading
        Whose probabilities of the ECG alone are those of the reading, to the bit.

    Raises
    ------
    CheckpointError
        If there is no network that takes a context.
    RecordError
        If the quality gates refuse the recording, or no window begins there.
    """
    if model is None:
        raise CheckpointError("This model folder holds no network for age and sex.")
    config = bundle.input_config
    admission = admit(record, config, start_s=start_s)
    signals = admission.admitted()[None]
    seen = predict_with_crops(bundle.model, signals, config)
    decision = bundle.decision.statements
    log_odds = decision.calibrate(bundle.join(seen.logits, signals)[0])[0]
    corrected = model.correct(seen.crops, context_rows([context.age], [context.sex]))
    known = [(at, name) for at, name in enumerate(ENTRIES) if name in context.known]
    parts, rows = corrected.parts[0], corrected.attention[0].tolist()
    columns = zip(
        CODES,
        sigmoid(log_odds).tolist(),
        sigmoid(log_odds + parts.sum(axis=0)).tolist(),
        decision.thresholds,
        parts.T.tolist(),
        model.validity.statements,
        strict=True,
    )
    starts = (start / config.fs for start in crop_starts(config))
    return ContextReading(
        model=model.identity,
        context=context,
        scores=tuple(
            ContextScore(
                code=code,
                probability=before,
                with_context=after,
                threshold=threshold,
                log_odds={name: added[at] for at, name in known},
                validity=validity,
            )
            for code, before, after, threshold, added, validity in columns
        ),
        attention={name: tuple(rows[at]) for at, name in known},
        crop_starts=tuple(admission.window.start_s + start for start in starts),
        crop_s=config.crop,
        gain=model.validity.gain,
        n_judged=model.validity.n_records,
    )


def second_result(
    reader: Reader, record: EcgRecord, reading: Reading, context: Context | None
) -> ContextReading | None:
    """
    Return the second result beside a reading, of the same seconds, if one is wanted.

    Parameters
    ----------
    reader : Reader
        That made the reading.
    record : EcgRecord
        Its recording.
    reading : Reading
        With scores, or there is nothing to correct.
    context : Context or None
        What is known of the person; None where no second result is wanted.

    Returns
    -------
    ContextReading or None

    Raises
    ------
    CheckpointError
        If there is no network that takes a context, or a site adapter changed the
        scores, which it does not know.
    """
    if context is None or not reading.diagnoses:
        return None
    if reading.model.adapter is not None:
        raise CheckpointError(
            "A second result corrects the scores of the model as shipped, not those of "
            "a site adapter: leave one of the two out."
        )
    return read_with_context(
        reader.bundle,
        reader.context,
        record,
        context,
        start_s=reading.record.start_s,
    )
