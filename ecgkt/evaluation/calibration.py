"""Platt scaling with a prior shared by all labels, and calibration figures."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.models.decision import sigmoid

Floats = NDArray[np.float64]
SlopeIntercept = tuple[float, float]

SHRINKAGE = 5.0
"""Weight of the prior: about that of the evidence from five positives."""
RIDGE = 0.01
"""Keeps the prior definite where every logit is extreme."""
MIN_SLOPE = 0.1
"""A fitted slope stays above: calibration must never reverse a ranking."""
MAX_STEPS = 100

CALIBRATION_RULE = (
    "Platt scaling per label on the tuning split: calibrated logit = slope * logit + "
    "intercept, by maximum likelihood with a Gaussian prior around the slope and "
    "intercept that one fit over all labels together gives. The prior weighs as much "
    f"as records whose p(1 - p) add up to {SHRINKAGE:g}, about that many positives of "
    "a rare label: one with fewer keeps close to the common calibration. No slope is "
    f"below {MIN_SLOPE:g}. Super-classes: the same with slope 1 and intercept 0 as "
    "the prior."
)


def fit_platt(
    logits: Floats,
    labels: NDArray[np.integer],
    *,
    prior: SlopeIntercept = (1.0, 0.0),
    strength: float = SHRINKAGE,
) -> SlopeIntercept:
    """
    Fit slope and intercept of one label by penalised maximum likelihood.

    Parameters
    ----------
    logits : numpy.ndarray of shape (n_records,), float64
        Before calibration.
    labels : numpy.ndarray of shape (n_records,), integer
        1 where the label is present; one class alone is allowed.
    prior : (slope, intercept)
        Where the fit goes in the absence of evidence.
    strength : float
        Weight of the prior, above 0, in units of the records' p(1 - p): its precision
        is that of such records with this label's logits.

    Returns
    -------
    (float, float)
        Slope (at least `MIN_SLOPE`) and intercept.

    Raises
    ------
    ValueError
        If the shapes differ or the strength is not positive.

    References
    ----------
    .. [1] Platt, "Probabilistic outputs for support vector machines", 1999. Departs
       from it: the targets are not smoothed; a prior shared by all labels does that
       work, so that a label without positives is calibrated as well.
    .. [2] Zellner, "On assessing prior distributions and Bayesian regression analysis
       with g-prior distributions", 1986: a prior shaped like the information matrix.
    """
    if logits.shape != labels.shape or logits.ndim != 1:
        raise ValueError(f"expected equal lengths, got {logits.shape} {labels.shape}")
    if not strength > 0:
        raise ValueError(f"strength must be positive, got {strength}")
    slope, intercept = _newton(logits, labels, prior=prior, strength=strength)
    if slope < MIN_SLOPE:
        # The likelihood is concave: the constrained optimum lies on the bound.
        slope, intercept = _newton(
            logits, labels, prior=prior, strength=strength, fixed=MIN_SLOPE
        )
    return slope, intercept


def _newton(
    logits: Floats,
    labels: NDArray[np.integer],
    *,
    prior: SlopeIntercept,
    strength: float,
    fixed: float | None = None,
) -> SlopeIntercept:
    """Maximise the penalised likelihood by Newton steps, halved until they help."""
    design = np.stack([logits, np.ones_like(logits)])
    center = np.asarray(prior, dtype=float)
    precision = strength * _unit_information(design, center)
    free = np.array([fixed is None, True])
    theta = center.copy() if fixed is None else np.array([fixed, prior[1]])

    def loss(at: Floats) -> float:
        z = at @ design
        nll = np.logaddexp(0.0, z).sum() - z @ labels
        return float(nll + 0.5 * (at - center) @ precision @ (at - center))

    best = loss(theta)
    for _ in range(MAX_STEPS):
        p = sigmoid(theta @ design)
        gradient = design @ (p - labels) + precision @ (theta - center)
        hessian = (design * (p * (1 - p))) @ design.T + precision
        step = np.zeros(2)
        step[free] = np.linalg.solve(hessian[np.ix_(free, free)], gradient[free])
        scale = 1.0
        while loss(theta - scale * step) > best and scale > 1e-9:
            scale /= 2
        theta = theta - scale * step
        best = loss(theta)
        if np.abs(scale * step).max() < 1e-10:
            break
    return float(theta[0]), float(theta[1])


def _unit_information(design: Floats, theta: Floats) -> Floats:
    """Fisher information of the sample, scaled to p(1 - p) adding up to 1."""
    p = sigmoid(theta @ design)
    ambiguity = p * (1 - p)
    total = max(float(ambiguity.sum()), np.finfo(float).tiny)
    return (design * (ambiguity / total)) @ design.T + RIDGE * np.eye(2)


def fit_platt_all(
    logits: NDArray[np.floating], labels: NDArray[np.integer]
) -> tuple[SlopeIntercept, ...]:
    """
    Fit every label, each shrunk towards the fit of all labels together.

    Parameters
    ----------
    logits : numpy.ndarray of shape (n_records, n_labels)
        Before calibration.
    labels : numpy.ndarray of shape (n_records, n_labels), integer
        1 where a label is present.

    Returns
    -------
    tuple of (slope, intercept)
        One pair per label (`CALIBRATION_RULE`).

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    if logits.shape != labels.shape or logits.ndim != 2:
        raise ValueError(f"expected equal shapes, got {logits.shape} {labels.shape}")
    wide = logits.astype(float)
    common = fit_platt(wide.ravel(), labels.ravel())
    return tuple(
        fit_platt(wide[:, i], labels[:, i], prior=common) for i in range(wide.shape[1])
    )


def slope_and_intercept(
    logits: Floats, labels: NDArray[np.integer]
) -> tuple[float | None, float | None]:
    """
    Regress the labels on the calibrated logits; ideally slope 1 and intercept 0.

    Parameters
    ----------
    logits : numpy.ndarray of shape (n,), float64
        Calibrated logits.
    labels : numpy.ndarray of shape (n,), integer
        1 where the label is present.

    Returns
    -------
    (float, float) or (None, None)
        None without both classes, or where a perfect separation leaves no finite fit.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    .. [1] Cox, "Two further applications of a model for binary regression", 1958.
    """
    if logits.shape != labels.shape:
        raise ValueError(f"expected equal shapes, got {logits.shape} {labels.shape}")
    present, absent = logits[labels == 1], logits[labels == 0]
    if not len(present) or not len(absent):
        return None, None
    if present.min() >= absent.max() or absent.min() >= present.max():
        return None, None
    # So weak a prior moves no finite optimum, and keeps the steps defined.
    return _newton(logits, labels, prior=(1.0, 0.0), strength=1e-9)
