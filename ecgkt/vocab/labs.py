"""The laboratory values, and what links each with the ECG."""

from typing import Literal, NamedTuple, Protocol

NOTABLE_RATIO = 2.0
"""
A likelihood ratio from here on, or up to its inverse, may matter; ratios between change
a probability "to a small (and rarely important) degree": Jaeschke, Guyatt and Sackett,
"Users' guides to the medical literature III.B", JAMA 1994;271:703.
"""
LAB_GROUPS = {
    "anaemia": "Anaemia",
    "coagulation": "Coagulation",
    "inflammation": "Inflammation",
    "kidney": "Kidney and electrolytes",
    "liver": "Liver and protein",
    "gases": "Acid–base and gases",
}
"""In the order of a page. What has no group of its own stands where it is nearest:
glucose with the electrolytes, enzymes and hormones with the proteins."""
FOREIGN_GROUP = "Others"
"""Of a lab that is none of `LABS`."""


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
    group : str
        Key of `LAB_GROUPS`.
    low, high : str
        Keys of `LINKS`.
    """

    name: str
    code: str
    title: str
    group: str
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
    Lab("Potassium", "2823-3", "Potassium", "kidney", "k low", "k high"),
    Lab("Potassium, Whole Blood", "6298-4", "Potassium, whole blood", "kidney", "k low", "k high"),
    Lab("Sodium", "2951-2", "Sodium", "kidney", "na low"),
    Lab("Chloride", "2075-0", "Chloride", "kidney"),
    Lab("Bicarbonate", "1963-8", "Bicarbonate", "gases", "acid", "lung"),
    Lab("Calculated Total CO2", "34728-6", "Total CO₂, calculated", "gases", "acid", "lung"),
    Lab("Anion Gap", "1863-0", "Anion gap", "gases", "", "acid"),
    Lab("Calcium, Total", "17861-6", "Calcium, total", "kidney", "ca low", "ca high"),
    Lab("Free Calcium", "1994-3", "Calcium, ionised", "kidney", "ca low", "ca high"),
    Lab("Magnesium", "19123-9", "Magnesium", "kidney", "mg low"),
    Lab("Phosphate", "2777-1", "Phosphate", "kidney", "phosphate", "phosphate"),
    Lab("Urea Nitrogen", "3094-0", "Urea nitrogen", "kidney", "", "kidney"),
    Lab("Creatinine", "2160-0", "Creatinine", "kidney", "", "kidney"),
    Lab("Glucose", "2345-7", "Glucose", "kidney", "glucose low", "glucose high"),
    Lab("% Hemoglobin A1c", "4548-4", "Haemoglobin A1c", "kidney", "", "diabetes"),
    Lab("eAG", "27353-2", "Glucose, average from HbA1c", "kidney", "", "diabetes"),
    Lab("Hemoglobin", "718-7", "Haemoglobin", "anaemia", "anaemia"),
    Lab("Hematocrit", "4544-3", "Haematocrit", "anaemia", "anaemia"),
    Lab("Red Blood Cells", "789-8", "Red cells", "anaemia", "anaemia"),
    Lab("MCV", "787-2", "Mean cell volume (MCV)", "anaemia", "anaemia"),
    Lab("MCH", "785-6", "Mean cell haemoglobin (MCH)", "anaemia", "anaemia"),
    Lab("MCHC", "786-4", "Mean cell Hb concentration (MCHC)", "anaemia", "anaemia"),
    Lab("RDW", "788-0", "Red cell distribution width (RDW)", "anaemia", "", "rdw"),
    Lab("RDW-SD", "21000-5", "Red cell distribution width (RDW-SD)", "anaemia", "", "rdw"),
    Lab("White Blood Cells", "6690-2", "White cells", "inflammation", "", "af cells"),
    Lab("Neutrophils", "770-8", "Neutrophils, share", "inflammation", "", "af cells"),
    Lab("Absolute Neutrophil Count", "751-8", "Neutrophils, count", "inflammation", "", "af cells"),
    Lab("Lymphocytes", "736-9", "Lymphocytes, share", "inflammation", "af cells"),
    Lab("Absolute Lymphocyte Count", "731-0", "Lymphocytes, count", "inflammation", "af cells"),
    Lab("Monocytes", "5905-5", "Monocytes, share", "inflammation"),
    Lab("Absolute Monocyte Count", "742-7", "Monocytes, count", "inflammation", "", "af cells"),
    Lab("Eosinophils", "713-8", "Eosinophils, share", "inflammation", "no af cells", "no af cells"),
    Lab("Absolute Eosinophil Count", "711-2", "Eosinophils, count", "inflammation", "no af cells", "no af cells"),
    Lab("Basophils", "706-2", "Basophils, share", "inflammation", "no af cells", "no af cells"),
    Lab("Absolute Basophil Count", "704-7", "Basophils, count", "inflammation", "no af cells", "no af cells"),
    Lab("Bands", "26508-2", "Band neutrophils, share", "inflammation"),
    Lab("Immature Granulocytes", "38518-7", "Immature granulocytes, share", "inflammation"),
    Lab("Platelet Count", "777-3", "Platelets", "coagulation"),
    Lab("INR(PT)", "6301-6", "INR", "coagulation", "", "anticoagulant"),
    Lab("PT", "5902-2", "Prothrombin time", "coagulation", "", "anticoagulant"),
    Lab("PTT", "14979-9", "Partial thromboplastin time", "coagulation"),
    Lab("Fibrinogen, Functional", "3255-7", "Fibrinogen", "coagulation"),
    Lab("Lactate", "32693-4", "Lactate", "gases", "", "shock"),
    Lab("pH", "11558-4", "Blood pH", "gases", "acid", "hypocapnia"),
    Lab("pCO2", "11557-6", "pCO₂", "gases", "hypocapnia", "lung"),
    Lab("pO2", "11556-8", "pO₂", "gases", "lung"),
    Lab("Troponin T", "6598-7", "Troponin T", "liver", "", "heart muscle"),
    Lab("Creatine Kinase (CK)", "2157-6", "Creatine kinase (CK)", "liver", "", "heart muscle"),
    Lab("Creatine Kinase, MB Isoenzyme", "13969-1", "Creatine kinase MB", "liver", "", "heart muscle"),
    Lab("NTproBNP", "33762-6", "NT-proBNP", "liver", "", "stretch"),
    Lab("Lactate Dehydrogenase (LD)", "2532-0", "Lactate dehydrogenase (LDH)", "liver"),
    Lab("Alanine Aminotransferase (ALT)", "1742-6", "Alanine aminotransferase (ALT)", "liver", "", "liver"),
    Lab("Asparate Aminotransferase (AST)", "1920-8", "Aspartate aminotransferase (AST)", "liver", "", "liver"),
    Lab("Alkaline Phosphatase", "6768-6", "Alkaline phosphatase", "liver", "", "liver"),
    Lab("Bilirubin, Total", "1975-2", "Bilirubin, total", "liver", "", "liver"),
    Lab("Albumin", "1751-7", "Albumin", "liver", "oedema"),
    Lab("Uric Acid", "3084-1", "Uric acid", "kidney"),
    Lab("Thyroid Stimulating Hormone", "3016-3", "Thyrotropin (TSH)", "liver", "thyroid", "thyroid"),
    Lab("RBC", "13945-1", "Red cells in urine", "kidney"),
    Lab("WBC", "5821-4", "White cells in urine", "kidney"),
)

# fmt: on
LAB_BY_NAME = {lab.name: lab for lab in LABS}


class NamedAbnormality(Protocol):
    """What names an abnormality, in a score and in a table of figures alike."""

    @property
    def name(self) -> str:
        """The lab as ``d_labitems`` writes it."""

    @property
    def direction(self) -> str:
        """Either "low" or "high"."""


class AbnormalityName(NamedTuple):
    """A laboratory abnormality by its name alone."""

    name: str
    direction: str


def lab_title(target: NamedAbnormality) -> str:
    """Return "Creatinine high"; a lab foreign to `vocab` keeps its own name."""
    lab = LAB_BY_NAME.get(target.name)
    return f"{lab.title if lab else target.name} {target.direction}"


def lab_group(target: NamedAbnormality) -> str:
    """Return the heading under which a lab stands."""
    lab = LAB_BY_NAME.get(target.name)
    return LAB_GROUPS[lab.group] if lab else FOREIGN_GROUP


def notable_side(ratio: float, interval: tuple[float, float]) -> Literal[-1, 0, 1]:
    """
    Tell whether a likelihood ratio says something, and in which direction.

    Parameters
    ----------
    ratio : float
        Above 1: more likely than without the ECG.
    interval : (low, high)
        95 % interval of the ratio.

    Returns
    -------
    int
        1 or -1 where the whole interval lies on one side of 1 and the ratio is at least
        `NOTABLE_RATIO`, or at most its inverse; else 0.

    Examples
    --------
    >>> notable_side(2.4, (1.2, 4.1)), notable_side(2.4, (0.9, 6))
    (1, 0)
    >>> notable_side(0.4, (0.2, 0.8))
    -1
    """
    if interval[0] > 1 and ratio >= NOTABLE_RATIO:
        return 1
    if interval[1] < 1 and ratio <= 1 / NOTABLE_RATIO:
        return -1
    return 0


def lab_link(target: NamedAbnormality) -> Link:
    """Return what links the abnormality and the ECG, or that nothing is established."""
    lab = LAB_BY_NAME.get(target.name)
    return lab.link(target.direction) if lab else LINKS[""]
