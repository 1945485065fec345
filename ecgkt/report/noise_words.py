"""Noise of a recording in a few words for each lead."""

from collections.abc import Iterable

from ecgkt.types.reading import LeadNoise
from ecgkt.vocab.noise_kinds import NOISE_NAMES


def lead_notes(noise: Iterable[LeadNoise]) -> dict[str, str]:
    """
    Say of each noisy lead what it carries.

    Parameters
    ----------
    noise : iterable of LeadNoise
        As the gate found it.

    Returns
    -------
    dict of str to str
        By lead; several kinds stand in the order of `NOISE_NAMES`.

    Examples
    --------
    >>> lead_notes([LeadNoise(lead="V2", kind="mains", snr_db=13.6)])
    {'V2': 'mains 14 dB'}
    """
    notes: dict[str, list[str]] = {}
    for entry in sorted(noise, key=lambda one: list(NOISE_NAMES).index(one.kind)):
        told = f"{NOISE_NAMES[entry.kind].short} {entry.snr_db:.0f} dB"
        notes.setdefault(entry.lead, []).append(told)
    return {lead: ", ".join(told) for lead, told in notes.items()}
