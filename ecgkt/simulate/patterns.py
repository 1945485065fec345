"""
What a beat of each kind looks like: wave vectors, and their times from PR, QRS and QT.

The vectors of the sinus, LBBB, RBBB and LVH patterns began as least-squares fits,
through the Dower rows, to average beats of PTB-XL's training folds [1]_ (means of 564,
238, 93 and 490 records). They were then scaled to the median amplitudes of single
records and corrected by hand where the rules in the tests or a reader's eye asked for
it. They are typical, not validated.

References
----------
.. [1] Wagner et al., "PTB-XL, a large publicly available electrocardiography dataset",
   Scientific Data 2020, doi:10.1038/s41597-020-0495-6.
"""

from typing import NamedTuple

from ecgkt.simulate.dipole import EXTENT, Vector, Wave


class Piece(NamedTuple):
    """
    One Gaussian of a QRS complex, as a share of its duration.

    Attributes
    ----------
    centre, sigma : float
        Shares of the QRS duration, so that the requested duration stretches the shape.
    vector : tuple of three floats
        Dipole at the peak, in mV.
    """

    centre: float
    sigma: float
    vector: Vector


class Pattern(NamedTuple):
    """
    The shape of a ventricular beat, without its times.

    Attributes
    ----------
    qrs : tuple of Piece
        Depolarisation in order of time.
    st, shoulder, t : tuple of three floats
        Dipole in mV of the ST plateau, of the slow rise towards T, and of T itself.
    t_rise, t_fall : float
        Sigma of T in seconds.
    """

    qrs: tuple[Piece, ...]
    st: Vector
    shoulder: Vector
    t: Vector
    t_rise: float = 0.042
    t_fall: float = 0.042


SINUS = Pattern(
    qrs=(
        Piece(0.18, 0.080, (-0.12, -0.08, -0.30)),
        Piece(0.32, 0.100, (0.74, 0.28, -0.10)),
        Piece(0.43, 0.095, (0.62, 0.46, 0.46)),
        Piece(0.57, 0.105, (-0.12, 0.02, 0.56)),
        Piece(0.78, 0.085, (-0.04, -0.02, 0.06)),
    ),
    st=(0.01, 0.01, -0.02),
    shoulder=(0.03, 0.01, -0.09),
    t=(0.30, 0.14, -0.12),
)

# Those who fibrillate are older, and their T is flatter.
FIBRILLATION = SINUS._replace(st=(-0.02, -0.01, -0.02), t=(0.20, 0.08, -0.09))

LBBB = Pattern(
    qrs=(
        Piece(0.13, 0.070, (0.08, 0.02, -0.22)),
        Piece(0.28, 0.105, (0.50, 0.22, 0.98)),
        Piece(0.46, 0.110, (0.38, 0.20, 1.30)),
        Piece(0.65, 0.105, (0.52, 0.0, 1.05)),
        Piece(0.83, 0.068, (0.05, -0.03, 0.12)),
    ),
    st=(-0.08, -0.03, -0.12),
    shoulder=(-0.10, -0.03, -0.22),
    t=(-0.24, -0.05, -0.40),
    t_rise=0.050,
)

RBBB = Pattern(
    qrs=(
        Piece(0.13, 0.055, (-0.06, -0.04, -0.22)),
        Piece(0.24, 0.068, (0.92, 0.36, -0.20)),
        Piece(0.33, 0.070, (0.02, 0.22, 0.42)),
        Piece(0.57, 0.120, (-0.24, -0.02, -0.56)),
        Piece(0.76, 0.095, (-0.20, 0.0, -0.32)),
    ),
    st=(0.0, 0.0, 0.03),
    shoulder=(0.05, 0.02, 0.06),
    t=(0.24, 0.12, 0.10),
)

LVH = Pattern(
    qrs=(
        Piece(0.17, 0.080, (-0.04, -0.06, -0.28)),
        Piece(0.36, 0.112, (1.90, 0.50, 0.40)),
        Piece(0.48, 0.100, (0.0, 0.16, 1.05)),
        Piece(0.63, 0.118, (0.06, 0.05, 0.56)),
        Piece(0.82, 0.072, (-0.05, 0.0, 0.06)),
    ),
    st=(-0.10, -0.05, -0.08),
    shoulder=(-0.08, -0.05, -0.08),
    t=(-0.26, -0.13, -0.16),
    t_rise=0.055,
    t_fall=0.036,
)

INFERIOR_STE = Pattern(
    qrs=(
        Piece(0.20, 0.085, (0.02, -0.38, -0.30)),
        Piece(0.36, 0.100, (0.90, 0.06, -0.06)),
        Piece(0.47, 0.100, (0.34, 0.36, 0.56)),
        Piece(0.62, 0.105, (-0.12, 0.16, 0.40)),
        Piece(0.78, 0.085, (-0.02, 0.02, 0.04)),
    ),
    st=(-0.07, 0.24, 0.10),
    shoulder=(-0.02, 0.12, 0.02),
    t=(0.08, 0.30, -0.06),
    t_rise=0.055,
)

LONG_QT = SINUS._replace(
    st=(0.0, 0.0, 0.0),
    shoulder=(0.05, 0.02, -0.07),
    t=(0.17, 0.10, -0.13),
    t_rise=0.060,
    t_fall=0.052,
)

PVC = Pattern(
    qrs=(
        Piece(0.17, 0.075, (0.05, 0.12, -0.12)),
        Piece(0.36, 0.125, (0.30, 0.70, 0.50)),
        Piece(0.56, 0.125, (0.50, 1.00, 0.75)),
        Piece(0.74, 0.100, (0.10, 0.30, 0.25)),
    ),
    st=(-0.04, -0.10, -0.06),
    shoulder=(-0.12, -0.22, -0.16),
    t=(-0.20, -0.40, -0.28),
    t_rise=0.055,
)

# Right atrium first and to the front, left atrium after it and to the back: V1 is
# biphasic, II is one smooth hump.
P_PIECES = (
    (0.042, 0.0168, (0.040, 0.072, -0.038)),
    (0.066, 0.0172, (0.082, 0.062, 0.042)),
)
U_VECTOR = (0.02, 0.012, -0.015)


def atrial_waves(pr: float) -> tuple[Wave, ...]:
    """
    Return the P wave that begins one PR interval before the QRS.

    Parameters
    ----------
    pr : float
        P onset to QRS onset in seconds.

    Returns
    -------
    tuple of Wave
        Two waves, together 109 ms long.
    """
    return tuple(
        Wave("P", vector, centre - pr, sigma, sigma)
        for centre, sigma, vector in P_PIECES
    )


def ventricular_waves(pattern: Pattern, *, qrs: float, qt: float) -> tuple[Wave, ...]:
    """
    Return QRS, ST, T and U of a pattern with the requested durations.

    Parameters
    ----------
    pattern : Pattern
        The shape.
    qrs, qt : float
        Durations in seconds; T ends, by `EXTENT` sigmas, at `qt`.

    Returns
    -------
    tuple of Wave
        Times are seconds from QRS onset.

    Raises
    ------
    ValueError
        If no ST segment is left between `qrs` and T.
    """
    peak = qt - EXTENT * pattern.t_fall
    if peak - pattern.t_rise < qrs:
        raise ValueError(f"a QT of {qt} s leaves no room for T after a QRS of {qrs} s")
    pieces = (
        Wave(
            "QRS",
            piece.vector,
            piece.centre * qrs,
            piece.sigma * qrs,
            piece.sigma * qrs,
        )
        for piece in pattern.qrs
    )
    return (
        *pieces,
        # Short rise: an injury current is there when the QRS ends (the J point).
        Wave("ST", pattern.st, qrs + 0.02, 0.025, 0.09),
        Wave("T", pattern.shoulder, peak - 0.07, 0.055, 0.045),
        Wave("T", pattern.t, peak, pattern.t_rise, pattern.t_fall),
        Wave("U", U_VECTOR, qt + 0.06, 0.035, 0.035),
    )
