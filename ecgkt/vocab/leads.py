"""The twelve leads, in the order of every signal."""

LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
"""Rows of every signal, in this order."""

INDEPENDENT_LEADS = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")
"""The eight leads from which the other four follow by Einthoven and Goldberger."""

DERIVED_LEADS = ("III", "aVR", "aVL", "aVF")
