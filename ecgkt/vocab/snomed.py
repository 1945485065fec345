"""
SNOMED CT codes of the statements, as the headers of the PhysioNet challenges use them.

References
----------
.. [1] Perez Alday et al., "Classification of 12-lead ECGs: the PhysioNet/Computing in
   Cardiology Challenge 2020", Physiol Meas 2020;41:124003, and its tables
   ``dx_mapping_scored.csv`` and ``dx_mapping_unscored.csv``: names and numbers.
   Departs from it: only codes whose meaning is that of one of our statements, or
   narrower, are here; a bundle branch block without its side, an infarct without its
   place, an axis or "ST interval abnormal" has no statement and is passed over.
.. [2] SNOMED CT is the work of SNOMED International.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Concept(NamedTuple):
    """
    One concept of SNOMED CT and the statements that it means.

    Attributes
    ----------
    code, name : str
        As the challenge writes them.
    statements : tuple of str
        Codes of `vocab.statements`; the first one is the nearest.
    """

    code: str
    name: str
    statements: tuple[str, ...]


# fmt: off
CONCEPTS = (
    Concept("426783006", "sinus rhythm", ("SR",)),
    Concept("427084000", "sinus tachycardia", ("STACH",)),
    Concept("426177001", "sinus bradycardia", ("SBRAD",)),
    Concept("427393009", "sinus arrhythmia", ("SARRH",)),
    Concept("164889003", "atrial fibrillation", ("AFIB",)),
    Concept("426749004", "chronic atrial fibrillation", ("AFIB",)),
    Concept("282825002", "paroxysmal atrial fibrillation", ("AFIB",)),
    Concept("314208002", "rapid atrial fibrillation", ("AFIB",)),
    Concept("164890007", "atrial flutter", ("AFLT",)),
    Concept("426761007", "supraventricular tachycardia", ("SVTAC",)),
    Concept("67198005", "paroxysmal supraventricular tachycardia", ("PSVT", "SVTAC")),
    Concept("10370003", "pacing rhythm", ("PACE",)),
    Concept("251268003", "atrial pacing pattern", ("PACE",)),
    Concept("251266004", "ventricular pacing pattern", ("PACE",)),
    Concept("11157007", "ventricular bigeminy", ("BIGU", "PVC")),
    Concept("251180001", "ventricular trigeminy", ("TRIGU", "PVC")),
    Concept("284470004", "premature atrial contraction", ("PAC",)),
    Concept("63593006", "supraventricular premature beats", ("PAC",)),
    Concept("427172004", "premature ventricular contractions", ("PVC",)),
    Concept("17338001", "ventricular premature beats", ("PVC",)),
    Concept("164884008", "ventricular ectopics", ("PVC",)),
    Concept("270492004", "1st degree av block", ("1AVB",)),
    Concept("195042002", "2nd degree av block", ("2AVB",)),
    Concept("54016002", "mobitz type i wenckebach atrioventricular block", ("2AVB",)),
    Concept("28189009", "mobitz type 2 second degree atrioventricular block", ("2AVB",)),
    Concept("426183003", "mobitz type II atrioventricular block", ("2AVB",)),
    Concept("164903001", "partial atrioventricular block 2:1", ("2AVB",)),
    Concept("27885002", "complete heart block", ("3AVB",)),
    Concept("164947007", "prolonged pr interval", ("LPR",)),
    Concept("713427006", "complete right bundle branch block", ("CRBBB",)),
    Concept("59118001", "right bundle branch block", ("CRBBB",)),
    Concept("713426002", "incomplete right bundle branch block", ("IRBBB",)),
    Concept("733534002", "complete left bundle branch block", ("CLBBB",)),
    Concept("164909002", "left bundle branch block", ("CLBBB",)),
    Concept("251120003", "incomplete left bundle branch block", ("ILBBB",)),
    Concept("445118002", "left anterior fascicular block", ("LAFB",)),
    Concept("445211001", "left posterior fascicular block", ("LPFB",)),
    Concept("698252002", "nonspecific intraventricular conduction disorder", ("IVCD",)),
    Concept("74390002", "wolff parkinson white pattern", ("WPW",)),
    Concept("195060002", "ventricular pre excitation", ("WPW",)),
    Concept("164873001", "left ventricular hypertrophy", ("LVH",)),
    Concept("55827005", "left ventricular high voltage", ("VCLVH",)),
    Concept("89792004", "right ventricular hypertrophy", ("RVH",)),
    Concept("67741000119109", "left atrial enlargement", ("LAO/LAE",)),
    Concept("446813000", "left atrial hypertrophy", ("LAO/LAE",)),
    Concept("446358003", "right atrial hypertrophy", ("RAO/RAE",)),
    Concept("251146004", "low qrs voltages", ("LVOLT",)),
    Concept("164951009", "abnormal QRS", ("ABQRS",)),
    Concept("164917005", "qwave abnormal", ("QWAVE",)),
    Concept("111975006", "prolonged qt interval", ("LNGQT",)),
    Concept("428750005", "nonspecific st t abnormality", ("NST_",)),
    Concept("429622005", "st depression", ("STD_",)),
    Concept("704997005", "inferior ST segment depression", ("STD_",)),
    Concept("164931005", "st elevation", ("STE_",)),
    Concept("164934002", "t wave abnormal", ("TAB_",)),
    Concept("59931005", "t wave inversion", ("INVT", "TAB_")),
    Concept("54329005", "anterior myocardial infarction", ("AMI",)),
    Concept("164861001", "myocardial ischemia", ("ISC_",)),
    Concept("426434006", "anterior ischemia", ("ISCAN",)),
    Concept("425419005", "inferior ischaemia", ("ISCIN",)),
    Concept("425623009", "lateral ischaemia", ("ISCLA",)),
)
# fmt: on
STATEMENTS_OF = {concept.code: concept.statements for concept in CONCEPTS}
"""From SNOMED CT to statements."""
CODE_OF = {concept.statements[0]: concept.code for concept in reversed(CONCEPTS)}
"""From a statement to the first concept that means it; some statements have none."""


def statements_of(codes: Iterable[str]) -> frozenset[str]:
    """
    Translate the codes of one recording.

    Parameters
    ----------
    codes : iterable of str
        Of SNOMED CT; those that mean no statement are passed over.

    Returns
    -------
    frozenset of str
        Codes of `vocab.statements`.

    Examples
    --------
    >>> sorted(statements_of(["11157007", "39732003"]))
    ['BIGU', 'PVC']
    >>> CODE_OF["AFIB"]
    '164889003'
    """
    return frozenset(
        statement for code in codes for statement in STATEMENTS_OF.get(code, ())
    )
