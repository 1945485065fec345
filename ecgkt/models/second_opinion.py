"""The network whose logits are sums, with its calibration."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgkt.config import InputConfig
from ecgkt.models.decision import Calibration, sigmoid
from ecgkt.models.imn import Imn
from ecgkt.models.predict import predict_logits
from ecgkt.types.reading import ModelIdentity
from ecgkt.types.record import Signal


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
    calibration : Calibration
        Slope, intercept and threshold of the 71 statements.
    identity : ModelIdentity
        Name, version and sha256 of the weights file.
    """

    model: Imn
    input_config: InputConfig
    calibration: Calibration
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
        """
        logits = predict_logits(self.model, signal[None], self.input_config)
        return sigmoid(self.calibration.calibrate(logits))[0]
