"""QT at a heart rate of 60: four published formulas."""

from collections.abc import Callable

from ecgkt.types.measurements import Measurement, not_measurable

BAZETT_HOLDS = (60.0, 100.0)
"""Beats per minute outside of which Bazett over- and under-corrects."""


def bazett(qt: float, rr: float) -> float:
    """QT / sqrt(RR) in seconds; Heart 1920;7:353."""
    return float(qt / rr**0.5)


def fridericia(qt: float, rr: float) -> float:
    """QT / cube root of RR in seconds; Acta Med Scand 1920;53:469."""
    return float(qt / rr ** (1 / 3))


def framingham(qt: float, rr: float) -> float:
    """QT + 0.154 (1 - RR) in seconds; Sagie et al., Am J Cardiol 1992;70:797."""
    return qt + 0.154 * (1 - rr)


def hodges(qt: float, rr: float) -> float:
    """QT + 1.75 ms per beat per minute above 60; Hodges et al., JACC 1983;1:694."""
    return qt + 0.00175 * (60 / rr - 60)


FORMULAS: dict[str, Callable[[float, float], float]] = {
    "fridericia": fridericia,
    "bazett": bazett,
    "framingham": framingham,
    "hodges": hodges,
}
"""The first is the preset."""


def corrected_qt(qt: Measurement, heart_rate: Measurement) -> dict[str, Measurement]:
    """
    Correct QT by each formula.

    Parameters
    ----------
    qt : Measurement
        In ms.
    heart_rate : Measurement
        Beats per minute.

    Returns
    -------
    dict of str to Measurement
        "qtc_fridericia_ms" and so on; not measurable if either is.
    """
    results = {}
    for name, formula in FORMULAS.items():
        key = f"qtc_{name}_ms"
        if qt.value is None:
            results[key] = Measurement(state=qt.state, reason=qt.reason)
        elif heart_rate.value is None:
            results[key] = not_measurable("the heart rate is not known")
        else:
            low, high = BAZETT_HOLDS
            is_off = name == "bazett" and not low <= heart_rate.value <= high
            results[key] = Measurement(
                value=1000 * formula(qt.value / 1000, 60 / heart_rate.value),
                n_beats=qt.n_beats,
                note="Bazett misleads below 60 and above 100 bpm" if is_off else "",
            )
    return results
