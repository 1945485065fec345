"""What the measured values of an ECG say, beside finished networks."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.dataset.store import PreparedStore
from ecgkt.evaluation.calibration import fit_platt_all
from ecgkt.evaluation.fit_decision import fit_decision
from ecgkt.evaluation.predict_split import score_split
from ecgkt.measure.measured_values import VALUES, measured_values
from ecgkt.models.additive import JoinedModel
from ecgkt.models.decision import Calibration
from ecgkt.training.inputs.label_fraction import labelled_rows
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.stages.additive import calibrated, fit_additive

SHARE = 0.3
"""Of the measured values in the log-odds, for all statements; chosen on fold 9."""
RULE = (
    f"{1 - SHARE:.0%} of the log-odds are the networks', {SHARE:.0%} those of a sum of "
    f"steps over {len(VALUES)} measured values; each is calibrated first."
)


def join_additive(networks: Bundle, store: PreparedStore) -> JoinedModel:
    """
    Fit the additive model on train, and both calibrations on tuning.

    Parameters
    ----------
    networks : Bundle
        A draft, nothing beside its networks.
    store : PreparedStore
        Of the 71 statements.

    Returns
    -------
    JoinedModel

    Raises
    ------
    EcgktError
        If the store does not fit the model.
    """
    seen = score_split(networks.model, networks.input_config, store, "tuning")
    rows = labelled_rows(store)
    model = fit_additive(_values(networks, store, rows), store.labels[rows])
    said = model.log_odds(_values(networks, store, store.split("tuning")))
    platt = fit_platt_all(said, seen.labels)
    scale = Calibration(platt=platt, thresholds=(0.5,) * len(platt))
    return JoinedModel(
        additive=calibrated(model, scale),
        networks=fit_decision(seen.logits, seen.labels),
        share=SHARE,
    )


def _values(
    networks: Bundle, store: PreparedStore, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    config = networks.input_config
    chunks = PreparedSignals(store, config).chunks(rows)
    return np.stack(
        [measured_values(signal, config.fs) for chunk in chunks for signal in chunk]
    )
