"""The laboratory values, and what links each with the ECG."""

from typing import NamedTuple, Protocol


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


class NamedAbnormality(Protocol):
    """What names an abnormality, in a score and in a table of figures alike."""

    @property
    def name(self) -> str:
        """The lab as ``d_labitems`` writes it."""

    @property
    def direction(self) -> str:
        """Either "low" or "high"."""


def lab_title(target: NamedAbnormality) -> str:
    """Return "Creatinine high"; a lab foreign to `vocab` keeps its own name."""
    lab = LAB_BY_NAME.get(target.name)
    return f"{lab.title if lab else target.name} {target.direction}"


def lab_link(target: NamedAbnormality) -> Link:
    """Return what links the abnormality and the ECG, or that nothing is established."""
    lab = LAB_BY_NAME.get(target.name)
    return lab.link(target.direction) if lab else LINKS[""]
