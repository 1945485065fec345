"""The diagnoses of the cohort, as both versions of the ICD write them."""

from typing import NamedTuple


class Code(NamedTuple):
    """
    One diagnosis as the two versions of the ICD write it.

    Attributes
    ----------
    icd10, icd9 : str
        Codes without a dot.
    title10, title9 : str
        Long titles, as MIMIC-IV's `d_icd_diagnoses` has them.
    """

    icd10: str
    icd9: str
    title10: str
    title9: str


CODES = {
    "fibrillation": Code(
        "I4891", "42731", "Unspecified atrial fibrillation", "Atrial fibrillation"
    ),
    "permanent_fibrillation": Code(
        "I482", "42731", "Chronic atrial fibrillation", "Atrial fibrillation"
    ),
    "heart_failure": Code(
        "I509",
        "4280",
        "Heart failure, unspecified",
        "Congestive heart failure, unspecified",
    ),
    "acute_heart_failure": Code(
        "I5023",
        "42823",
        "Acute on chronic systolic (congestive) heart failure",
        "Acute on chronic systolic heart failure",
    ),
    "hypertension": Code(
        "I10",
        "4019",
        "Essential (primary) hypertension",
        "Unspecified essential hypertension",
    ),
    "hypertensive_heart": Code(
        "I110",
        "40291",
        "Hypertensive heart disease with heart failure",
        "Unspecified hypertensive heart disease with heart failure",
    ),
    "hypertensive_kidney": Code(
        "I129",
        "40390",
        "Hypertensive chronic kidney disease with stage 1 through stage 4 chronic "
        "kidney disease, or unspecified chronic kidney disease",
        "Hypertensive chronic kidney disease, unspecified, with chronic kidney disease "
        "stage I through stage IV, or unspecified",
    ),
    "kidney_injury": Code(
        "N179",
        "5849",
        "Acute kidney failure, unspecified",
        "Acute kidney failure, unspecified",
    ),
    "kidney_disease": Code(
        "N189",
        "5859",
        "Chronic kidney disease, unspecified",
        "Chronic kidney disease, unspecified",
    ),
    "dialysis": Code(
        "N186", "5856", "End stage renal disease", "End stage renal disease"
    ),
    "hyperkalaemia": Code("E875", "2767", "Hyperkalemia", "Hyperpotassemia"),
    "hypokalaemia": Code("E876", "2768", "Hypokalemia", "Hypopotassemia"),
    "hyponatraemia": Code(
        "E871",
        "2761",
        "Hypo-osmolality and hyponatremia",
        "Hyposmolality and/or hyponatremia",
    ),
    "hypernatraemia": Code(
        "E870",
        "2760",
        "Hyperosmolality and hypernatremia",
        "Hyperosmolality and/or hypernatremia",
    ),
    "hypocalcaemia": Code("E8351", "27541", "Hypocalcemia", "Hypocalcemia"),
    "hypercalcaemia": Code("E8352", "27542", "Hypercalcemia", "Hypercalcemia"),
    "hypomagnesaemia": Code(
        "E8342", "2752", "Hypomagnesemia", "Disorders of magnesium metabolism"
    ),
    "acidosis": Code("E872", "2762", "Acidosis", "Acidosis"),
    "anaemia": Code("D649", "2859", "Anemia, unspecified", "Anemia, unspecified"),
    "bleeding": Code(
        "D62",
        "2851",
        "Acute posthemorrhagic anemia",
        "Acute posthemorrhagic anemia",
    ),
    "thyroid": Code(
        "E039",
        "2449",
        "Hypothyroidism, unspecified",
        "Unspecified acquired hypothyroidism",
    ),
    "sepsis": Code(
        "A419", "0389", "Sepsis, unspecified organism", "Unspecified septicemia"
    ),
    "pneumonia": Code(
        "J189",
        "486",
        "Pneumonia, unspecified organism",
        "Pneumonia, organism unspecified",
    ),
    "urinary_infection": Code(
        "N390",
        "5990",
        "Urinary tract infection, site not specified",
        "Urinary tract infection, site not specified",
    ),
    "respiratory_failure": Code(
        "J9690",
        "51881",
        "Respiratory failure, unspecified, unspecified whether with hypoxia or "
        "hypercapnia",
        "Acute respiratory failure",
    ),
    "copd": Code(
        "J449",
        "496",
        "Chronic obstructive pulmonary disease, unspecified",
        "Chronic airway obstruction, not elsewhere classified",
    ),
    "obesity": Code("E669", "27800", "Obesity, unspecified", "Obesity, unspecified"),
    "hypotension": Code(
        "I959", "4589", "Hypotension, unspecified", "Hypotension, unspecified"
    ),
    "dehydration": Code("E860", "27651", "Dehydration", "Dehydration"),
    "cirrhosis": Code(
        "K7469",
        "5715",
        "Other cirrhosis of liver",
        "Cirrhosis of liver without mention of alcohol",
    ),
    "diabetes": Code(
        "E119",
        "25000",
        "Type 2 diabetes mellitus without complications",
        "Diabetes mellitus without mention of complication, type II or unspecified "
        "type, not stated as uncontrolled",
    ),
    "coronary": Code(
        "I259",
        "4149",
        "Chronic ischemic heart disease, unspecified",
        "Chronic ischemic heart disease, unspecified",
    ),
    "old_infarct": Code(
        "I252", "412", "Old myocardial infarction", "Old myocardial infarction"
    ),
    "nstemi": Code(
        "I214",
        "41071",
        "Non-ST elevation (NSTEMI) myocardial infarction",
        "Subendocardial infarction, initial episode of care",
    ),
    "anterior_infarct": Code(
        "I2109",
        "41011",
        "ST elevation (STEMI) myocardial infarction involving other coronary artery of "
        "anterior wall",
        "Acute myocardial infarction of other anterior wall, initial episode of care",
    ),
    "inferior_infarct": Code(
        "I2119",
        "41041",
        "ST elevation (STEMI) myocardial infarction involving other coronary artery of "
        "inferior wall",
        "Acute myocardial infarction of other inferior wall, initial episode of care",
    ),
    "lbbb": Code(
        "I447",
        "4263",
        "Left bundle-branch block, unspecified",
        "Other left bundle branch block",
    ),
    "lipids": Code(
        "E785",
        "2724",
        "Hyperlipidemia, unspecified",
        "Other and unspecified hyperlipidemia",
    ),
    "rbbb": Code(
        "I4510",
        "4264",
        "Unspecified right bundle-branch block",
        "Right bundle branch block",
    ),
    "depression": Code(
        "F329",
        "311",
        "Major depressive disorder, single episode, unspecified",
        "Depressive disorder, not elsewhere classified",
    ),
    "chest_pain": Code(
        "R079", "78650", "Chest pain, unspecified", "Chest pain, unspecified"
    ),
}
"""Diagnoses of the cohort. Each pair meets in the same prefix label."""
