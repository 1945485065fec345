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

LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
"""Rows of every signal, in this order."""

INDEPENDENT_LEADS = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")
"""The eight leads from which the other four follow by Einthoven and Goldberger."""

DERIVED_LEADS = ("III", "aVR", "aVL", "aVF")

SUPERCLASSES = {
    "NORM": "Normal ECG",
    "MI": "Myocardial infarction",
    "STTC": "ST/T change",
    "CD": "Conduction disturbance",
    "HYP": "Hypertrophy",
}
"""PTB-XL's five diagnostic super-classes."""

SIMULATED = "Simulated recording, not from a patient"
"""The mark that a simulated recording carries, in files too."""

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


class Link(NamedTuple):
    """
    What is known of a laboratory abnormality and the ECG.

    Attributes
    ----------
    text : str
        One sentence.
    source : str
        Where it is published; empty where nothing is established.
    """

    text: str
    source: str = ""


class Lab(NamedTuple):
    """
    One laboratory measurement whose abnormality may be read from the ECG.

    Attributes
    ----------
    name : str
        Label in MIMIC-IV's ``d_labitems``, its spelling included.
    code : str
        LOINC number.
    title : str
        What a clinician reads.
    low, high : str
        Keys of `LINKS`.
    """

    name: str
    code: str
    title: str
    low: str = ""
    high: str = ""

    def link(self, direction: str) -> Link:
        """Return what links an abnormality ("low" or "high") and the ECG."""
        return LINKS[{"low": self.low, "high": self.high}[direction]]


# fmt: off
LINKS = {
    "": Link("No established effect on the ECG; may reflect how ill a patient is."),
    "acid": Link("Metabolic acidosis can make T waves tall and narrow even where potassium is normal.", "Dreyfuss et al., Crit Care Med 1989;17:404"),
    "af cells": Link("Inflammation: atrial fibrillation is more common with these counts (14,500 adults).", "Misialek et al., PLoS One 2015, doi:10.1371/journal.pone.0136219"),
    "anaemia": Link("Anaemia raises the heart rate: 86 against 69 beats per minute in iron deficiency.", "Clinics 2010;65:1067"),
    "anticoagulant": Link("Mostly raised by anticoagulants, which many patients take for atrial fibrillation.", "Joglar et al., ACC/AHA/ACCP/HRS guideline, Circulation 2024;149:e1"),
    "ca high": Link("High calcium shortens the ST segment and with it the QT interval.", "Noordam et al., J Am Coll Cardiol 2019;73:3118"),
    "ca low": Link("Low calcium lengthens the ST segment and with it the QT interval; the T wave keeps its shape.", "Noordam et al., J Am Coll Cardiol 2019;73:3118; PMC483913"),
    "diabetes": Link("In diabetes the QT interval is longer where nerves and small vessels are damaged.", "J Diabetes Investig 2018, PMC6031516"),
    "glucose high": Link("In the acutely ill, high glucose goes with a longer QT interval.", "Pickham et al., J Cardiovasc Nurs 2014;29:264, PMC4140190"),
    "glucose low": Link("Severe hypoglycaemia lengthens QTc: 460 ms during it, 433 ms before.", "Cha et al., Diabetes Metab J 2016;40:463"),
    "heart muscle": Link("Released by injured heart muscle, whose signs are ST deviation, T inversion and Q waves.", "Thygesen et al., Fourth Universal Definition of MI, Circulation 2018;138:e618"),
    "hypocapnia": Link("Hyperventilation lowers T waves by about 0.1 mV and raises the heart rate by about 4 beats per minute.", "Rutherford et al., Am J Physiol 2005;289:R148"),
    "k high": Link("High potassium makes T waves tall and narrow, then P small and PR and QRS long; a quarter of such ECGs are normal.", "Int J Emerg Med 2022, doi:10.1186/s12245-022-00422-8"),
    "k low": Link("Low potassium flattens T waves, brings out U waves and lengthens QT by about 3 ms for each mmol/L.", "Noordam et al., J Am Coll Cardiol 2019;73:3118; Rautaharju et al., Circulation 2009;119:e241"),
    "kidney": Link("The worse the kidneys work, the more common is left ventricular hypertrophy on the ECG.", "Amoako et al., Pan Afr Med J 2017;28:79"),
    "liver": Link("In cirrhosis the QT interval is longer: QTc 438 against 402 ms.", "brieflands.com, article 97542"),
    "lung": Link("Goes with lung disease, in which P waves turn vertical, QRS is small and R waves grow late over the chest.", "Gupta et al., World J Cardiol 2021;13:533"),
    "mg low": Link("Low magnesium goes with a slightly longer QTc (439 against 433 ms) and a longer end of the T wave.", "Front Physiol 2021, doi:10.3389/fphys.2021.617374"),
    "na low": Link("Heart block was seen in single patients with severe hyponatraemia; nothing is established for milder values.", "Clin Cardiol 1991;14:165"),
    "no af cells": Link("No established effect on the ECG, and none on atrial fibrillation in 14,500 adults.", "Misialek et al., PLoS One 2015, doi:10.1371/journal.pone.0136219"),
    "oedema": Link("Low albumin favours oedema, and fluid in the tissues makes QRS complexes small.", "Madias et al., J Am Coll Cardiol 2001;38:756"),
    "phosphate": Link("The more phosphate, the longer QT: by 2-4 ms from the lowest to the highest quarter of adults.", "Zhang et al., J Clin Endocrinol Metab 2011;96:1873"),
    "rdw": Link("Uneven red cells go with atrial fibrillation: hazard ratio 1.33, highest against lowest quarter.", "J Intern Med 2014, doi:10.1111/joim.12143"),
    "shock": Link("A mark of shock; in septic shock QRS complexes shrink (by 41 % in one series) and may widen.", "Rich et al., Cardiology 2002;97:187"),
    "stretch": Link("Released by stretched heart chambers; goes with heart failure and atrial fibrillation.", "Asselbergs et al., Neth Heart J 2008;16:73"),
    "thyroid": Link("Thyroid hormone sets the pace: 5-6 beats per minute for each nmol/L of T3, with shorter PR and QRS.", "Danish General Suburban Population Study, 20,852 adults"),
}
"""What links labs and the ECG, checked against the source named; "" is its absence."""

LABS = (
    Lab("Potassium", "2823-3", "Potassium", "k low", "k high"),
    Lab("Potassium, Whole Blood", "6298-4", "Potassium, whole blood", "k low", "k high"),
    Lab("Sodium", "2951-2", "Sodium", "na low"),
    Lab("Chloride", "2075-0", "Chloride"),
    Lab("Bicarbonate", "1963-8", "Bicarbonate", "acid", "lung"),
    Lab("Calculated Total CO2", "34728-6", "Total CO₂, calculated", "acid", "lung"),
    Lab("Anion Gap", "1863-0", "Anion gap", "", "acid"),
    Lab("Calcium, Total", "17861-6", "Calcium, total", "ca low", "ca high"),
    Lab("Free Calcium", "1994-3", "Calcium, ionised", "ca low", "ca high"),
    Lab("Magnesium", "19123-9", "Magnesium", "mg low"),
    Lab("Phosphate", "2777-1", "Phosphate", "phosphate", "phosphate"),
    Lab("Urea Nitrogen", "3094-0", "Urea nitrogen", "", "kidney"),
    Lab("Creatinine", "2160-0", "Creatinine", "", "kidney"),
    Lab("Glucose", "2345-7", "Glucose", "glucose low", "glucose high"),
    Lab("% Hemoglobin A1c", "4548-4", "Haemoglobin A1c", "", "diabetes"),
    Lab("eAG", "27353-2", "Glucose, average from HbA1c", "", "diabetes"),
    Lab("Hemoglobin", "718-7", "Haemoglobin", "anaemia"),
    Lab("Hematocrit", "4544-3", "Haematocrit", "anaemia"),
    Lab("Red Blood Cells", "789-8", "Red cells", "anaemia"),
    Lab("MCV", "787-2", "Mean cell volume (MCV)", "anaemia"),
    Lab("MCH", "785-6", "Mean cell haemoglobin (MCH)", "anaemia"),
    Lab("MCHC", "786-4", "Mean cell Hb concentration (MCHC)", "anaemia"),
    Lab("RDW", "788-0", "Red cell distribution width (RDW)", "", "rdw"),
    Lab("RDW-SD", "21000-5", "Red cell distribution width (RDW-SD)", "", "rdw"),
    Lab("White Blood Cells", "6690-2", "White cells", "", "af cells"),
    Lab("Neutrophils", "770-8", "Neutrophils, share", "", "af cells"),
    Lab("Absolute Neutrophil Count", "751-8", "Neutrophils, count", "", "af cells"),
    Lab("Lymphocytes", "736-9", "Lymphocytes, share", "af cells"),
    Lab("Absolute Lymphocyte Count", "731-0", "Lymphocytes, count", "af cells"),
    Lab("Monocytes", "5905-5", "Monocytes, share"),
    Lab("Absolute Monocyte Count", "742-7", "Monocytes, count", "", "af cells"),
    Lab("Eosinophils", "713-8", "Eosinophils, share", "no af cells", "no af cells"),
    Lab("Absolute Eosinophil Count", "711-2", "Eosinophils, count", "no af cells", "no af cells"),
    Lab("Basophils", "706-2", "Basophils, share", "no af cells", "no af cells"),
    Lab("Absolute Basophil Count", "704-7", "Basophils, count", "no af cells", "no af cells"),
    Lab("Bands", "26508-2", "Band neutrophils, share"),
    Lab("Immature Granulocytes", "38518-7", "Immature granulocytes, share"),
    Lab("Platelet Count", "777-3", "Platelets"),
    Lab("INR(PT)", "6301-6", "INR", "", "anticoagulant"),
    Lab("PT", "5902-2", "Prothrombin time", "", "anticoagulant"),
    Lab("PTT", "14979-9", "Partial thromboplastin time"),
    Lab("Fibrinogen, Functional", "3255-7", "Fibrinogen"),
    Lab("Lactate", "32693-4", "Lactate", "", "shock"),
    Lab("pH", "11558-4", "Blood pH", "acid", "hypocapnia"),
    Lab("pCO2", "11557-6", "pCO₂", "hypocapnia", "lung"),
    Lab("pO2", "11556-8", "pO₂", "lung"),
    Lab("Troponin T", "6598-7", "Troponin T", "", "heart muscle"),
    Lab("Creatine Kinase (CK)", "2157-6", "Creatine kinase (CK)", "", "heart muscle"),
    Lab("Creatine Kinase, MB Isoenzyme", "13969-1", "Creatine kinase MB", "", "heart muscle"),
    Lab("NTproBNP", "33762-6", "NT-proBNP", "", "stretch"),
    Lab("Lactate Dehydrogenase (LD)", "2532-0", "Lactate dehydrogenase (LDH)"),
    Lab("Alanine Aminotransferase (ALT)", "1742-6", "Alanine aminotransferase (ALT)", "", "liver"),
    Lab("Asparate Aminotransferase (AST)", "1920-8", "Aspartate aminotransferase (AST)", "", "liver"),
    Lab("Alkaline Phosphatase", "6768-6", "Alkaline phosphatase", "", "liver"),
    Lab("Bilirubin, Total", "1975-2", "Bilirubin, total", "", "liver"),
    Lab("Albumin", "1751-7", "Albumin", "oedema"),
    Lab("Uric Acid", "3084-1", "Uric acid"),
    Lab("Thyroid Stimulating Hormone", "3016-3", "Thyrotropin (TSH)", "thyroid", "thyroid"),
    Lab("RBC", "13945-1", "Red cells in urine"),
    Lab("WBC", "5821-4", "White cells in urine"),
)
# fmt: on
LAB_BY_NAME = {lab.name: lab for lab in LABS}
