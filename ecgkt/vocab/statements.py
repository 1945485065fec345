"""
Names, codes and sources of everything the model speaks about.

The 71 statements are those of PTB-XL's ``scp_statements.csv`` in its order, which is
also the order of the model's outputs: a change here needs a new checkpoint.

References
----------
.. [1] Wagner et al., "PTB-XL, a large publicly available electrocardiography dataset",
   Scientific Data 2020, doi:10.1038/s41597-020-0495-6. Departs from it: names spelled
   out for readers who do not know the SCP-ECG abbreviations.
.. [2] MIT-LCP/mimic-code, ``mimic-iv/concepts/concept_map/d_labitems_to_loinc.csv``:
   the LOINC numbers of the labs, curated by hand there and typed in here. LOINC is the
   work of the Regenstrief Institute, https://loinc.org. Departs from it: glucose spans
   two item ids and gets the number of the commoner, serum or plasma.
"""

from typing import NamedTuple

SUPERCLASSES = {
    "NORM": "Normal ECG",
    "MI": "Myocardial infarction",
    "STTC": "ST/T change",
    "CD": "Conduction disturbance",
    "HYP": "Hypertrophy",
}
"""PTB-XL's five diagnostic super-classes."""

MIN_POSITIVES = 50
"""Positives in the held-out fold below which a statement is "not validated"."""


class Diagnosis(NamedTuple):
    """
    One statement the model scores.

    Attributes
    ----------
    code : str
        SCP-ECG code as PTB-XL writes it.
    name : str
        What a clinician reads.
    superclass, subclass : str or None
        PTB-XL's grouping of diagnostic statements; None for pure form and rhythm.
    kinds : tuple of str
        Any of "diagnostic", "form", "rhythm".
    """

    code: str
    name: str
    superclass: str | None
    subclass: str | None
    kinds: tuple[str, ...]

    @property
    def group(self) -> str:
        """Heading under which the statement is shown: a super-class, Form or Rhythm."""
        if self.superclass is not None:
            return self.superclass
        return "Rhythm" if "rhythm" in self.kinds else "Form"


# fmt: off
DIAGNOSES = (
    Diagnosis("NDT", "Non-diagnostic T abnormalities", "STTC", "STTC", ("diagnostic", "form")),
    Diagnosis("NST_", "Non-specific ST changes", "STTC", "NST_", ("diagnostic", "form")),
    Diagnosis("DIG", "Digitalis effect", "STTC", "STTC", ("diagnostic", "form")),
    Diagnosis("LNGQT", "Long QT interval", "STTC", "STTC", ("diagnostic", "form")),
    Diagnosis("NORM", "Normal ECG", "NORM", "NORM", ("diagnostic",)),
    Diagnosis("IMI", "Inferior myocardial infarction", "MI", "IMI", ("diagnostic",)),
    Diagnosis("ASMI", "Anteroseptal myocardial infarction", "MI", "AMI", ("diagnostic",)),
    Diagnosis("LVH", "Left ventricular hypertrophy", "HYP", "LVH", ("diagnostic",)),
    Diagnosis("LAFB", "Left anterior fascicular block", "CD", "LAFB/LPFB", ("diagnostic",)),
    Diagnosis("ISC_", "Non-specific ischaemic ST-T changes", "STTC", "ISC_", ("diagnostic",)),
    Diagnosis("IRBBB", "Incomplete right bundle branch block", "CD", "IRBBB", ("diagnostic",)),
    Diagnosis("1AVB", "First-degree AV block", "CD", "_AVB", ("diagnostic",)),
    Diagnosis("IVCD", "Non-specific intraventricular conduction disturbance", "CD", "IVCD", ("diagnostic",)),
    Diagnosis("ISCAL", "Ischaemic changes, anterolateral leads", "STTC", "ISCA", ("diagnostic",)),
    Diagnosis("CRBBB", "Complete right bundle branch block", "CD", "CRBBB", ("diagnostic",)),
    Diagnosis("CLBBB", "Complete left bundle branch block", "CD", "CLBBB", ("diagnostic",)),
    Diagnosis("ILMI", "Inferolateral myocardial infarction", "MI", "IMI", ("diagnostic",)),
    Diagnosis("LAO/LAE", "Left atrial overload or enlargement", "HYP", "LAO/LAE", ("diagnostic",)),
    Diagnosis("AMI", "Anterior myocardial infarction", "MI", "AMI", ("diagnostic",)),
    Diagnosis("ALMI", "Anterolateral myocardial infarction", "MI", "AMI", ("diagnostic",)),
    Diagnosis("ISCIN", "Ischaemic changes, inferior leads", "STTC", "ISCI", ("diagnostic",)),
    Diagnosis("INJAS", "Subendocardial injury in anteroseptal leads", "MI", "AMI", ("diagnostic",)),
    Diagnosis("LMI", "Lateral myocardial infarction", "MI", "LMI", ("diagnostic",)),
    Diagnosis("ISCIL", "Ischaemic changes, inferolateral leads", "STTC", "ISCI", ("diagnostic",)),
    Diagnosis("LPFB", "Left posterior fascicular block", "CD", "LAFB/LPFB", ("diagnostic",)),
    Diagnosis("ISCAS", "Ischaemic changes, anteroseptal leads", "STTC", "ISCA", ("diagnostic",)),
    Diagnosis("INJAL", "Subendocardial injury in anterolateral leads", "MI", "AMI", ("diagnostic",)),
    Diagnosis("ISCLA", "Ischaemic changes, lateral leads", "STTC", "ISCA", ("diagnostic",)),
    Diagnosis("RVH", "Right ventricular hypertrophy", "HYP", "RVH", ("diagnostic",)),
    Diagnosis("ANEUR", "ST-T changes compatible with ventricular aneurysm", "STTC", "STTC", ("diagnostic",)),
    Diagnosis("RAO/RAE", "Right atrial overload or enlargement", "HYP", "RAO/RAE", ("diagnostic",)),
    Diagnosis("EL", "Electrolyte disturbance or drug effect", "STTC", "STTC", ("diagnostic",)),
    Diagnosis("WPW", "Wolff-Parkinson-White syndrome", "CD", "WPW", ("diagnostic",)),
    Diagnosis("ILBBB", "Incomplete left bundle branch block", "CD", "ILBBB", ("diagnostic",)),
    Diagnosis("IPLMI", "Inferoposterolateral myocardial infarction", "MI", "IMI", ("diagnostic",)),
    Diagnosis("ISCAN", "Ischaemic changes, anterior leads", "STTC", "ISCA", ("diagnostic",)),
    Diagnosis("IPMI", "Inferoposterior myocardial infarction", "MI", "IMI", ("diagnostic",)),
    Diagnosis("SEHYP", "Septal hypertrophy", "HYP", "SEHYP", ("diagnostic",)),
    Diagnosis("INJIN", "Subendocardial injury in inferior leads", "MI", "IMI", ("diagnostic",)),
    Diagnosis("INJLA", "Subendocardial injury in lateral leads", "MI", "AMI", ("diagnostic",)),
    Diagnosis("PMI", "Posterior myocardial infarction", "MI", "PMI", ("diagnostic",)),
    Diagnosis("3AVB", "Third-degree AV block", "CD", "_AVB", ("diagnostic",)),
    Diagnosis("INJIL", "Subendocardial injury in inferolateral leads", "MI", "IMI", ("diagnostic",)),
    Diagnosis("2AVB", "Second-degree AV block", "CD", "_AVB", ("diagnostic",)),
    Diagnosis("ABQRS", "Abnormal QRS", None, None, ("form",)),
    Diagnosis("PVC", "Ventricular premature complex", None, None, ("form",)),
    Diagnosis("STD_", "Non-specific ST depression", None, None, ("form",)),
    Diagnosis("VCLVH", "Voltage criteria for left ventricular hypertrophy", None, None, ("form",)),
    Diagnosis("QWAVE", "Q waves present", None, None, ("form",)),
    Diagnosis("LOWT", "Low-amplitude T waves", None, None, ("form",)),
    Diagnosis("NT_", "Non-specific T-wave changes", None, None, ("form",)),
    Diagnosis("PAC", "Atrial premature complex", None, None, ("form",)),
    Diagnosis("LPR", "Prolonged PR interval", None, None, ("form",)),
    Diagnosis("INVT", "Inverted T waves", None, None, ("form",)),
    Diagnosis("LVOLT", "Low QRS voltage, frontal and horizontal leads", None, None, ("form",)),
    Diagnosis("HVOLT", "High QRS voltage", None, None, ("form",)),
    Diagnosis("TAB_", "T-wave abnormality", None, None, ("form",)),
    Diagnosis("STE_", "Non-specific ST elevation", None, None, ("form",)),
    Diagnosis("PRC(S)", "Premature complex(es)", None, None, ("form",)),
    Diagnosis("SR", "Sinus rhythm", None, None, ("rhythm",)),
    Diagnosis("AFIB", "Atrial fibrillation", None, None, ("rhythm",)),
    Diagnosis("STACH", "Sinus tachycardia", None, None, ("rhythm",)),
    Diagnosis("SARRH", "Sinus arrhythmia", None, None, ("rhythm",)),
    Diagnosis("SBRAD", "Sinus bradycardia", None, None, ("rhythm",)),
    Diagnosis("PACE", "Artificial pacemaker, functioning normally", None, None, ("rhythm",)),
    Diagnosis("SVARR", "Supraventricular arrhythmia", None, None, ("rhythm",)),
    Diagnosis("BIGU", "Bigeminal pattern", None, None, ("rhythm",)),
    Diagnosis("AFLT", "Atrial flutter", None, None, ("rhythm",)),
    Diagnosis("SVTAC", "Supraventricular tachycardia", None, None, ("rhythm",)),
    Diagnosis("PSVT", "Paroxysmal supraventricular tachycardia", None, None, ("rhythm",)),
    Diagnosis("TRIGU", "Trigeminal pattern", None, None, ("rhythm",)),
)

# fmt: on
CODES = tuple(diagnosis.code for diagnosis in DIAGNOSES)

GROUPS = {**SUPERCLASSES, "Rhythm": "Rhythm", "Form": "Form"}
"""Headings of the result list, code to text."""
