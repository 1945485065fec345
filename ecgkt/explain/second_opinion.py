"""A second opinion that shows the whole sum behind each of its probabilities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgkt.config import InputConfig
from ecgkt.errors import RecordError
from ecgkt.explain.exact import ExactParts, bias_share, exact_parts, net_share
from ecgkt.models.decision import Scale, sigmoid
from ecgkt.models.imn import Imn
from ecgkt.models.predict import predict_logits
from ecgkt.preprocess.model_input import model_input
from ecgkt.quality.gates import judge
from ecgkt.reading import ExactOpinion, ModelIdentity
from ecgkt.record import EcgRecord, Signal
from ecgkt.vocab import CODES, INDEPENDENT_LEADS

BIN_S = 0.04
"""One small square of the paper at 25 mm/s."""


@dataclass(frozen=True, kw_only=True)
class SecondOpinion:
    """
    A network whose logits are sums over the samples, with its calibration.

    Attributes
    ----------
    model : Imn
        In evaluation mode, float32.
    input_config : InputConfig
        What it sees of a recording.
    scale : Scale
        Calibration and thresholds of the 71 statements.
    identity : ModelIdentity
        Name, version and sha256 of the weights file.
    """

    model: Imn
    input_config: InputConfig
    scale: Scale
    identity: ModelIdentity

    def probabilities(self, signal: Signal) -> NDArray[np.float64]:
        """
        Score one recording.

        Parameters
        ----------
        signal : numpy.ndarray of shape (8, n_samples), float32
            What `model_input` made of it, mV.

        Returns
        -------
        numpy.ndarray of shape (71,), float64
            Calibrated, in vocabulary order.

        Raises
        ------
        ValueError
            If the signal has another length than the configuration says.
        """
        logits = predict_logits(self.model, signal[None], self.input_config)
        return sigmoid(self.scale.calibrate(logits))[0]

    def parts(self, signal: Signal, code: str) -> ExactParts:
        """
        Take one statement's calibrated log-odds apart.

        Calibration is a slope and an intercept: the slope stretches every
        contribution, the intercept joins the bias, and the sum stays exact.

        Parameters
        ----------
        signal : numpy.ndarray of shape (8, n_samples), float32
            What `model_input` made of a recording, mV.
        code : str
            A statement of `ecgkt.vocab.CODES`.

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
        parts = exact_parts(self.model, signal, place, self.input_config)
        slope, intercept = self.scale.platt[place]
        return ExactParts(
            slope * parts.contributions,
            slope * parts.bias + intercept,
            slope * parts.logit + intercept,
        )

    def read(self, record: EcgRecord, code: str) -> ExactOpinion:
        """
        Say all that is to be said of one recording and one statement.

        Parameters
        ----------
        record : EcgRecord
            The recording.
        code : str
            The statement to take apart.

        Returns
        -------
        ExactOpinion

        Raises
        ------
        RecordError
            If the quality gates refuse the recording.
        ValueError
            If there is no such statement.
        ArithmeticError
            If the parts do not sum to the logit.
        """
        quality = judge(record)
        if quality.verdict == "refuse":
            raise RecordError(quality.reasons[0])
        signal = model_input(record, self.input_config)
        parts = self.parts(signal, code)
        width = round(BIN_S * self.input_config.fs)
        bins = sum_bins(parts.contributions, width)
        net = parts.contributions.sum()
        probabilities = self.probabilities(signal).tolist()
        return ExactOpinion(
            model=self.identity,
            probabilities=dict(zip(CODES, probabilities, strict=True)),
            thresholds=dict(zip(CODES, self.scale.thresholds, strict=True)),
            code=code,
            constant=parts.bias,
            log_odds=parts.logit,
            leads=dict(
                zip(
                    INDEPENDENT_LEADS,
                    parts.contributions.sum(1).tolist(),
                    strict=True,
                )
            ),
            net_share=net_share(parts.contributions),
            bias_share=bias_share(float(net), parts.bias),
            bins={
                lead: tuple(row)
                for lead, row in zip(INDEPENDENT_LEADS, bins.tolist(), strict=True)
            },
            bin_s=width / self.input_config.fs,
            used_s=min(record.duration, self.input_config.duration),
        )


def sum_bins(contributions: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """
    Add up neighbouring samples.

    Parameters
    ----------
    contributions : numpy.ndarray of shape (n_leads, n_samples), float64
        Of one logit.
    width : int
        Samples per bin, positive.

    Returns
    -------
    numpy.ndarray of shape (n_leads, ceil(n_samples / width)), float64
        The last bin may hold fewer samples.

    Raises
    ------
    ValueError
        If the width is not positive.

    Examples
    --------
    >>> sum_bins(np.array([[1.0, 2.0, 3.0]]), 2).tolist()
    [[3.0, 3.0]]
    """
    if width < 1:
        raise ValueError(f"expected a positive width, got {width}")
    starts = np.arange(0, contributions.shape[1], width)
    return np.add.reduceat(contributions, starts, axis=1)
