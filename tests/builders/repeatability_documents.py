"""Repeat errors with invented figures, for pages and words."""

from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.vocab.leads import LEADS

LIMITS = {
    "heart_rate_bpm": 10.0,
    "pr_ms": 14.0,
    "qrs_ms": 18.0,
    "qt_ms": 30.0,
    "qtc_fridericia_ms": 22.0,
    "jt_ms": 28.0,
    "axis_degrees": 20.0,
    **{f"st_{lead.lower()}_mv": 0.04 for lead in LEADS},
    **{f"t_{lead.lower()}_mv": 0.1 for lead in LEADS},
}
SPREAD = {"n": 40, "n_persons": 30, "sd": 1.0, "ci": (2.0, 4.0), "robust": 2.5}


def known(limit, by="halves"):
    return {
        "sources": {by: {**SPREAD, "repeatability": limit}},
        "limit": limit,
        "by": by,
    }


def repeatability_document(**changes):
    rates = {
        "250": {name: known(limit) for name, limit in LIMITS.items()},
        "100": {name: known(2 * limit, "marks") for name, limit in LIMITS.items()},
    }
    codes = ("CLBBB", "AFIB", "NORM", "SR", "1AVB", "IMI", "LVH", "STACH", "PVC")
    return {
        "schema": RepeatabilityTable.SCHEMA,
        "command": "python -m ecgkt evaluate repeatability --json",
        "rule": "Repeats of the same heart.",
        "model": {"sha256": "0" * 64},
        "data": {"halves": "40 recordings", "marks": "LUDB"},
        "rates": rates,
        "statements": {code: known(2.0, "pooled") for code in codes},
        "labs": {"Potassium high": known(0.3, "repeats")},
        "said": {"halves": {"n": 40, "hits": 2, "share": 0.05, "ci": (0.01, 0.1)}},
        **changes,
    }


def repeatability_table():
    return RepeatabilityTable.from_dict(repeatability_document())
