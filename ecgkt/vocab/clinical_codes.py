"""
Codes by which other systems know what is measured and stated here.

References
----------
.. [1] LOINC, Regenstrief Institute, https://loinc.org, class EKG.MEAS. Framingham and
   Hodges have no number of their own: theirs is QTc without a method, named in words.
.. [2] PhysioNet/Computing in Cardiology Challenge 2020, ``dx_mapping_scored.csv`` and
   ``dx_mapping_unscored.csv``: SNOMED CT numbers of PTB-XL's statements as given out
   there; complete left bundle branch block as in 2021. A statement without a number of
   the same meaning has none here.
.. [3] ISO 11073-91064 (SCP-ECG): the codes of `vocab.statements`, as PTB-XL writes them;
   its name is formed by RFC 5141.
.. [4] UCUM, https://ucum.org: units.
"""

from typing import NamedTuple

LOINC_SYSTEM = "http://loinc.org"
SNOMED_SYSTEM = "http://snomed.info/sct"
SCP_SYSTEM = "urn:iso:std:iso:11073:-91064"
UCUM_SYSTEM = "http://unitsofmeasure.org"


class Loinc(NamedTuple):
    """A LOINC number, its name there, and the method where the number names none."""

    code: str
    display: str
    method: str = ""


# fmt: off
EKG_STUDY = Loinc("11524-6", "EKG study")
MEASURE_CODES = {
    "heart_rate_bpm": Loinc("8867-4", "Heart rate"),
    "pr_ms": Loinc("8625-6", "P-R Interval"),
    "qrs_ms": Loinc("8633-0", "QRS duration"),
    "qt_ms": Loinc("8634-8", "Q-T interval"),
    "qtc_fridericia_ms": Loinc("76634-5", "Q-T interval corrected based on Fridericia formula"),
    "qtc_bazett_ms": Loinc("76635-2", "Q-T interval corrected based on Bazett formula"),
    "qtc_framingham_ms": Loinc("8636-3", "Q-T interval corrected", "Framingham formula"),
    "qtc_hodges_ms": Loinc("8636-3", "Q-T interval corrected", "Hodges formula"),
    "p_axis_degrees": Loinc("8626-4", "P wave axis"),
    "axis_degrees": Loinc("8632-2", "QRS axis"),
    "t_axis_degrees": Loinc("8638-9", "T wave axis"),
}
"""By the name of the measurement; the others are told in words alone."""
UCUM_UNITS = {"bpm": "/min", "ms": "ms", "mV": "mV", "°": "deg", "%": "%", "beats": "{beats}", "": "1"}
"""By the unit as it is printed."""

SNOMED_CODES = {
    "NST_": "55930002", "LNGQT": "111975006", "LVH": "164873001",
    "LAFB": "445118002", "IRBBB": "713426002", "1AVB": "270492004", "IVCD": "698252002",
    "CRBBB": "713427006", "CLBBB": "733534002", "LAO/LAE": "67741000119109", "AMI": "54329005",
    "ISCIN": "425419005", "LPFB": "445211001", "RVH": "89792004", "RAO/RAE": "446358003",
    "WPW": "74390002", "ILBBB": "251120003", "ISCAN": "426434006", "ISCLA": "425623009",
    "3AVB": "27885002", "2AVB": "195042002", "ABQRS": "164951009", "PVC": "164884008",
    "STD_": "429622005", "QWAVE": "164917005", "PAC": "284470004", "LPR": "164947007",
    "INVT": "59931005", "LVOLT": "251146004", "TAB_": "164934002", "STE_": "164931005",
    "SR": "426783006", "AFIB": "164889003", "STACH": "427084000", "SARRH": "427393009",
    "SBRAD": "426177001", "PACE": "10370003", "BIGU": "11157007", "AFLT": "164890007",
    "SVTAC": "426761007", "PSVT": "67198005", "TRIGU": "251180001",
}
# fmt: on
"""By the code of the statement."""
