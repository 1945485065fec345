"""The second opinion on one recording, with the whole sum behind a probability."""

from ecgkt.explain.exact_sums import ExactParts, bias_share, exact_parts, net_share
from ecgkt.explain.map_figures import in_bins
from ecgkt.models.second_opinion import SecondOpinion
from ecgkt.pipeline.admit import admit
from ecgkt.types.explanation import BIN_S
from ecgkt.types.record import EcgRecord, Signal
from ecgkt.types.second_opinion import SecondOpinionReading
from ecgkt.vocab.leads import INDEPENDENT_LEADS
from ecgkt.vocab.statements import CODES


def take_apart(second: SecondOpinion, signal: Signal, code: str) -> ExactParts:
    """
    Take one statement's calibrated log-odds apart.

    Calibration is a slope and an intercept: the slope stretches every contribution,
    the intercept joins the bias, and the sum stays exact.

    Parameters
    ----------
    second : SecondOpinion
        Left as it was.
    signal : numpy.ndarray of shape (8, n_samples), float32
        What `model_input` made of a recording, mV.
    code : str
        A statement of `ecgkt.vocab.statements.CODES`.

    Returns
    -------
    ExactParts
        In calibrated log-odds.

    Raises
    ------
    ValueError
        If there is no such statement.
    ArithmeticError
        If the parts do not sum to the logit.
    """
    if code not in CODES:
        raise ValueError(f"no statement is called {code!r}")
    place = CODES.index(code)
    parts = exact_parts(second.model, signal, place, second.input_config)
    slope, intercept = second.calibration.platt[place]
    return ExactParts(
        slope * parts.contributions,
        slope * parts.bias + intercept,
        slope * parts.logit + intercept,
    )


def read_second_opinion(
    second: SecondOpinion, record: EcgRecord, code: str, *, start_s: float | None = None
) -> SecondOpinionReading:
    """
    Say all that is to be said of one recording and one statement.

    Parameters
    ----------
    second : SecondOpinion
        Left as it was.
    record : EcgRecord
        The recording.
    code : str
        The statement to take apart.
    start_s : float or None
        First second of those that are scored; None for the first clean ones.

    Returns
    -------
    SecondOpinionReading

    Raises
    ------
    RecordError
        If the quality gates refuse the recording, or no window begins there.
    ValueError
        If there is no such statement.
    ArithmeticError
        If the parts do not sum to the logit.
    """
    config = second.input_config
    admission = admit(record, config, start_s=start_s)
    signal = admission.admitted()
    parts = take_apart(second, signal, code)
    width = round(BIN_S * config.fs)
    bins = in_bins(parts.contributions, width).tolist()
    leads = parts.contributions.sum(1).tolist()
    probabilities = second.probabilities(signal).tolist()
    return SecondOpinionReading(
        model=second.identity,
        probabilities=dict(zip(CODES, probabilities, strict=True)),
        thresholds=dict(zip(CODES, second.calibration.thresholds, strict=True)),
        code=code,
        constant=parts.bias,
        log_odds=parts.logit,
        leads=dict(zip(INDEPENDENT_LEADS, leads, strict=True)),
        net_share=net_share(parts.contributions),
        bias_share=bias_share(float(parts.contributions.sum()), parts.bias),
        bins={
            lead: tuple(row) for lead, row in zip(INDEPENDENT_LEADS, bins, strict=True)
        },
        bin_s=width / config.fs,
        used_s=min(record.duration, config.duration),
        start_s=admission.window.start_s,
    )
