"""Tables of invented patients in MIMIC-IV's exact layout."""

import csv
import gzip
import io

from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.simulate.example import simulate_example

# fmt: off
HEADERS = {
    "ecg/record_list": "subject_id,study_id,file_name,ecg_time,path",
    "hosp/patients": "subject_id,gender,anchor_age,anchor_year,anchor_year_group,dod",
    "hosp/admissions":
        "subject_id,hadm_id,admittime,dischtime,deathtime,admission_type,"
        "admit_provider_id,admission_location,discharge_location,insurance,language,"
        "marital_status,race,edregtime,edouttime,hospital_expire_flag",
    "hosp/diagnoses_icd": "subject_id,hadm_id,seq_num,icd_code,icd_version",
    "hosp/d_labitems": "itemid,label,fluid,category",
    "hosp/labevents":
        "labevent_id,subject_id,hadm_id,specimen_id,itemid,order_provider_id,"
        "charttime,storetime,value,valuenum,valueuom,ref_range_lower,ref_range_upper,"
        "flag,priority,comments",
    "hosp/omr": "subject_id,chartdate,seq_num,result_name,result_value",
    "ed/edstays":
        "subject_id,hadm_id,stay_id,intime,outtime,gender,race,arrival_transport,"
        "disposition",
    "ed/diagnosis": "subject_id,stay_id,seq_num,icd_code,icd_version,icd_title",
    "ed/vitalsign":
        "subject_id,stay_id,charttime,temperature,heartrate,resprate,o2sat,sbp,dbp,"
        "rhythm,pain",
    "ed/triage":
        "subject_id,stay_id,temperature,heartrate,resprate,o2sat,sbp,dbp,pain,acuity,"
        "chiefcomplaint",
    "icu/chartevents":
        "subject_id,hadm_id,stay_id,caregiver_id,charttime,storetime,itemid,value,"
        "valuenum,valueuom,warning",
}
# fmt: on
DAY = "2150-05-05"


class MimicFolder:
    """Tables as rows that a test may change before it writes them."""

    def __init__(self, root):
        self.root = root
        self.rows = {name: [] for name in HEADERS}
        self.n_labs = 0

    def add(self, table, **values):
        columns = HEADERS[table].split(",")
        assert set(values) <= set(columns)
        self.rows[table].append([values.get(column, "") for column in columns])

    def ecg(self, study, subject, time="12:00:00", *, day=DAY, has_files=True):
        path = f"files/p1000/p{subject}/s{study}/{study}"
        self.add(
            "ecg/record_list",
            subject_id=subject,
            study_id=study,
            file_name=study,
            ecg_time=f"{day} {time}",
            path=path,
        )
        if has_files:
            folder = self.root / "ecg" / path
            folder.parent.mkdir(parents=True, exist_ok=True)
            for suffix in (".hea", ".dat"):
                folder.with_name(f"{study}{suffix}").touch()

    def patient(self, subject, gender="F", age=52, year=2148):
        self.add(
            "hosp/patients",
            subject_id=subject,
            gender=gender,
            anchor_age=age,
            anchor_year=year,
        )

    def lab(self, subject, value, time="12:10:00", *, day=DAY, itemid=50971, **more):
        self.n_labs += 1
        row = {"valueuom": "mEq/L", "ref_range_lower": 3.3, "ref_range_upper": 5.1}
        self.add(
            "hosp/labevents",
            labevent_id=self.n_labs,
            subject_id=subject,
            itemid=itemid,
            charttime=f"{day} {time}" if time else "",
            valuenum=value,
            **{**row, **more},
        )

    def write(self, suffix=".csv.gz"):
        for name, rows in self.rows.items():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerows([HEADERS[name].split(","), *rows])
            content = text.getvalue().encode()
            path = self.root / f"{name}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(gzip.compress(content) if suffix == ".csv.gz" else content)
        return self.folders()

    def folders(self, **more):
        from ecgkt.dataset.mimic_iv.options import MimicFolders

        return MimicFolders(
            **{
                "ecg": self.root / "ecg",
                "hosp": self.root / "hosp",
                "ed": self.root / "ed",
                **more,
            }
        )

    def source(self, **options):
        from ecgkt.dataset.mimic_iv.mimic_iv import mimic_source
        from ecgkt.dataset.mimic_iv.options import MimicOptions

        chosen = MimicOptions(**{"min_positives": 1, **options})
        scratch = self.root / "scratch"
        return mimic_source(self.folders(), scratch, options=chosen)

    def fill_waveforms(self):
        """Put one simulated recording behind every row of the list."""
        record = simulate_example("normal", seed=1, fs=500.0)
        for row in self.rows["ecg/record_list"]:
            write_wfdb(record, (self.root / "ecg" / row[4]).parent, str(row[1]))
