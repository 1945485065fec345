"""Named inputs of the laboratory heads that were learned from other patients."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import pearsonr

from ecgkt.bundle.classifier import Bundle
from ecgkt.config import ModelConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.measure.beat_features import FEATURES
from ecgkt.models.build import Encoder
from ecgkt.models.predict import predict_chunks
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.lab_heads.data import Floats, LabData, read_ecgs
from ecgkt.training.lab_heads.estimates import Estimates
from ecgkt.training.lab_heads.ridge import SHIPPED
from ecgkt.training.loop.finished_run import fill_encoder, load_run
from ecgkt.training.loop.tuning_score import macro_auroc
from ecgkt.vocab.statements import CODES

BODY = ("age", "female", "bmi")
STATEMENTS = ("AFIB", "LVH", "CLBBB", "1AVB", "PACE", "ISC_")
MEASURED = (
    "heart_rate_bpm",
    "irregularity",
    "qrs_ms",
    "qtc_fridericia_ms",
    "limb_voltage_mv",
    "chest_voltage_mv",
)
T_LEADS = ("V2_t_mv", "V3_t_mv", "V4_t_mv")
ELECTROLYTES = {"Potassium": "Potassium high", "Calcium, Total": "Calcium, Total low"}
"""What simulation may teach, and the abnormality that it must tell by itself."""
NAMES = (*MEASURED, "t_height_mv", "axis_degrees", *STATEMENTS, *BODY)


def body_of(store: PreparedStore, rows: NDArray[np.int64]) -> Floats:
    """Return age in years, 1 for female, and BMI, (n, 3); NaN where unknown."""
    table = store.records.iloc[rows]
    height = table["height"].to_numpy(float) / 100
    with np.errstate(divide="ignore", invalid="ignore"):
        bmi = table["weight"].to_numpy(float) / height**2
    sex = table["sex"].map({"female": 1.0, "male": 0.0}).to_numpy(float)
    bmi[~((bmi > 10) & (bmi < 70))] = np.nan
    return np.stack([table["age"].to_numpy(float), sex, bmi], axis=1)


class BodyFigures(NamedTuple):
    """How well a body is told from the ECG, on patients of the tuning split."""

    n: int
    age_mae: float
    age_r: float
    sex_auroc: float
    bmi_r: float


def learn_body(bundle: Bundle, store: PreparedStore) -> tuple[Estimates, BodyFigures]:
    """
    Learn age, sex and BMI from the ECG.

    Parameters
    ----------
    bundle : Bundle
        Its encoder reads the ECGs.
    store : PreparedStore
        PTB-XL: the split "train" teaches, "tuning" judges.

    Returns
    -------
    tuple of (Estimates, BodyFigures)
    """
    parts = []
    for split in ("train", "tuning"):
        rows, blocks = read_ecgs(store, bundle, store.split(split))
        parts.append((_all_inputs(blocks), body_of(store, rows)))
    (inputs, known), (seen, truth) = parts
    estimates = Estimates.fit(inputs, known)
    found = estimates.of(seen)
    return estimates, body_figures(found, truth)


def body_figures(found: Floats, truth: Floats) -> BodyFigures:
    """Hold estimates against the files: (n, 3) each, NaN where a file is silent."""
    has_age, has_sex, has_bmi = (~np.isnan(truth)).T
    age, true_age = found[has_age, 0], truth[has_age, 0]
    sexes = truth[has_sex, 1:2].astype(int)
    return BodyFigures(
        n=len(truth),
        age_mae=float(np.abs(age - true_age).mean()),
        age_r=float(pearsonr(age, true_age).statistic),
        sex_auroc=macro_auroc(sexes, found[has_sex, 1:2]),
        bmi_r=float(pearsonr(found[has_bmi, 2], truth[has_bmi, 2]).statistic),
    )


def named_inputs(data: LabData, body: Floats) -> Floats:
    """
    Put the named inputs side by side.

    Parameters
    ----------
    data : LabData
        With the blocks "beat", "leads" and "logits".
    body : numpy.ndarray of shape (n, 3), float64
        Estimated, or from the files.

    Returns
    -------
    numpy.ndarray of shape (n, len(NAMES)), float64
        NaN where missing.
    """
    features = np.concatenate([data.blocks["beat"], data.blocks["leads"]], axis=1)
    places = [FEATURES.index(name) for name in MEASURED]
    height = features[:, [FEATURES.index(name) for name in T_LEADS]].mean(axis=1)
    cosine, sine = (
        features[:, FEATURES.index(f"qrs_axis_{part}")] for part in ("cos", "sin")
    )
    logits = data.blocks["logits"][:, [CODES.index(code) for code in STATEMENTS]]
    axis = np.degrees(np.arctan2(sine, cosine))
    return np.column_stack([features[:, places], height, axis, logits, body])


def simulated_electrolytes(
    bundle: Bundle,
    run: Path,
    cohort: PreparedStore,
    demo: PreparedStore,
    rows: NDArray[np.int64],
) -> Floats:
    """
    Estimate electrolytes by what simulated ECGs alone have taught.

    Parameters
    ----------
    bundle : Bundle
        For the form of its input.
    run : pathlib.Path
        Of ``train diagnose`` on the cohort.
    cohort, demo : PreparedStore
        Simulated patients with labs, and real ones.
    rows : numpy.ndarray of shape (n,), int64
        Of the latter.

    Returns
    -------
    numpy.ndarray of shape (n, len(ELECTROLYTES)), float64
        In the units of the cohort.

    Raises
    ------
    EcgktError
        If the cohort has no such labs, or the run is not finished.
    """
    if cohort.labs is None:
        raise EcgktError("expected a simulated cohort with laboratory values")
    missing = [name for name in ELECTROLYTES if name not in cohort.labs.values]
    if missing:
        raise EcgktError(f"the simulated cohort lacks {', '.join(missing)}")
    finished = load_run(run)
    config = ModelConfig.from_dict(finished.config["architecture"])
    encoder = Encoder(config).eval()
    fill_encoder(encoder, finished, config)
    values = cohort.labs.values[[*ELECTROLYTES]].to_numpy(float)
    taught = np.flatnonzero(~np.isnan(values).all(axis=1))
    seen = [
        predict_chunks(
            encoder,
            PreparedSignals(store, bundle.input_config).chunks(places),
            bundle.input_config,
        ).astype(float)
        for store, places in ((cohort, taught), (demo, rows))
    ]
    return Estimates.fit(seen[0], values[taught]).of(seen[1])


def estimated_body(data: LabData, estimates: Estimates) -> Floats:
    """Estimate age, sex and BMI of the ECGs of a study, (n, 3)."""
    return estimates.of(_all_inputs(data.blocks))


def _all_inputs(blocks: dict[str, Floats]) -> Floats:
    return np.concatenate([blocks[name] for name in SHIPPED], axis=1)
