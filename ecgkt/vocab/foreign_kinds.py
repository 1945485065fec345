"""Recordings that are no ECG, or not as the model knows them."""

from types import MappingProxyType
from typing import Literal, TypeAlias

ForeignKind: TypeAlias = Literal[
    "white",
    "flat",
    "square",
    "eeg",
    "ppg",
    "samples_shuffled",
    "pieces_shuffled",
    "leads_shuffled",
    "reversed",
    "inverted",
]
FOREIGN_NAMES: MappingProxyType[ForeignKind, str] = MappingProxyType(
    {
        "white": "White noise of 0.2 mV",
        "flat": "Flat lines with 3 µV of noise",
        "square": "Square waves at a heart's rate",
        "eeg": "EEG-like: 1/f noise with 10 Hz",
        "ppg": "PPG-like: pulse waves at a heart's rate",
        "samples_shuffled": "ECG with its samples shuffled",
        "pieces_shuffled": "ECG with its quarters of a second shuffled",
        "leads_shuffled": "ECG with its leads shuffled",
        "reversed": "ECG backwards in time",
        "inverted": "ECG with every lead upside down",
    }
)
"""In the order in which they are told."""
