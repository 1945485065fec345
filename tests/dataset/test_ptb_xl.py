"""PTB-XL: the counts that every correct reading of it must reach, and equal samples."""

import shutil

import numpy as np
import pandas as pd
import pytest

from ecgkt.dataset.clinical_table import clinical_table
from ecgkt.dataset.prepare import Source, write_store
from ecgkt.dataset.ptb_xl import prepare_ptb_xl
from ecgkt.dataset.ptb_xl_tables import load_tables, records_table, statements_table
from ecgkt.dataset.store import open_store
from ecgkt.errors import EcgktError
from ecgkt.vocab.leads import INDEPENDENT_LEADS
from ecgkt.vocab.statements import DIAGNOSES, SUPERCLASSES


@pytest.fixture(scope="session")
def store(ptb_xl, tmp_path_factory):
    out = tmp_path_factory.mktemp("prepared") / "store"
    prepare_ptb_xl(ptb_xl, out)
    return open_store(out)


@pytest.mark.slow
class TestWholeDataSet:
    def test_duplicates_are_left_out(self, store):
        assert len(store.records) == 21_799
        assert store.records["patient_id"].nunique() == 18_869
        assert store.manifest["n_quarantined"] == 38

    @pytest.mark.parametrize(
        ("split", "n_records", "n_patients"),
        [
            ("train", 17_418, 15_023),
            ("tuning", 2_183, 1_942),
            ("held_out", 2_198, 1_904),
        ],
    )
    def test_splits_have_the_published_size(self, store, split, n_records, n_patients):
        rows = store.split(split)
        assert len(rows) == n_records
        assert store.records["patient_id"].iloc[rows].nunique() == n_patients

    def test_no_patient_is_in_two_splits(self, store):
        assert (store.records.groupby("patient_id")["split"].nunique() == 1).all()

    def test_held_out_superclasses_have_the_known_positives(self, store):
        labels = store.labels[store.split("held_out")]
        found = {}
        for name in SUPERCLASSES:
            columns = [i for i, one in enumerate(DIAGNOSES) if one.superclass == name]
            found[name] = int(labels[:, columns].any(axis=1).sum())
        assert found == {"NORM": 963, "MI": 551, "STTC": 521, "CD": 497, "HYP": 262}
        assert int((labels.sum(0) < 50).sum()) == 47

    def test_ages_are_capped_and_implausible_sizes_missing(self, store):
        records = store.records
        assert records["age"].max() == 90
        assert records["age"].notna().sum() == 21_710
        assert records["height"].min() >= 60
        assert (records["weight"] / (records["height"] / 100) ** 2).max() <= 100

    def test_every_fiftieth_record_equals_wfdb(self, store, ptb_xl):
        wfdb = pytest.importorskip("wfdb")
        table = load_tables(ptb_xl).set_index("ecg_id")
        for row in range(0, len(store.records), 50):
            path = (
                ptb_xl / table.loc[int(store.records["record_id"][row]), "filename_lr"]
            )
            oracle = wfdb.rdrecord(str(path))
            names = [name.upper() for name in oracle.sig_name]
            columns = [names.index(lead) for lead in INDEPENDENT_LEADS]
            expected = np.rint(oracle.p_signal[:, columns].T * 1000)
            np.testing.assert_array_equal(store.signals[row], expected)


def rows_of(**changes):
    values = {
        "ecg_id": 1,
        "patient_id": 5.0,
        "age": 56.0,
        "sex": 1,
        "height": 170.0,
        "weight": 70.0,
        "site": 0.0,
        "device": "CS-12   E",
        "pacemaker": np.nan,
        "scp_codes": "{'NORM': 100.0, 'SR': 0.0}",
        "strat_fold": 3,
        "filename_lr": "a",
        "filename_hr": "b",
    }
    return pd.DataFrame([{**values, **changes}])


@pytest.mark.parametrize(
    ("changes", "column", "expected"),
    [
        ({"age": 300.0}, "age", 90.0),
        ({"age": 95.0}, "age", 90.0),
        ({"height": 6.0}, "height", None),
        ({"height": 100.0, "weight": 250.0}, "weight", None),
        ({"sex": 0}, "sex", "male"),
        ({"sex": 1}, "sex", "female"),
        ({"strat_fold": 8}, "split", "train"),
        ({"strat_fold": 9}, "split", "tuning"),
        ({"strat_fold": 10}, "split", "held_out"),
    ],
)
def test_patient_data_follow_the_rules(changes, column, expected):
    value = records_table(rows_of(**changes))[column].iloc[0]
    assert pd.isna(value) if expected is None else value == expected


def test_fold_outside_the_split_is_refused():
    with pytest.raises(EcgktError, match="strat_fold must lie in 1-10"):
        records_table(rows_of(strat_fold=11))


def test_statement_of_likelihood_zero_is_a_statement():
    table = statements_table(rows_of())
    assert table["SR"].iloc[0] == 0
    assert table["NORM"].iloc[0] == 100
    assert table.drop(columns=["SR", "NORM"]).isna().all(axis=None)


def test_unknown_statement_is_refused():
    with pytest.raises(EcgktError, match="'XYZ', which is no known statement"):
        statements_table(rows_of(scp_codes="{'XYZ': 1.0}"))


def test_folder_without_ptb_xl_is_refused(tmp_path):
    with pytest.raises(EcgktError, match=r"ptbxl_database\.csv"):
        prepare_ptb_xl(tmp_path, tmp_path / "store")


def excerpt(ptb_xl, target, folder="records100/00000"):
    """Copy the first 20 records of PTB-XL, tables included."""
    (target / folder).mkdir(parents=True)
    table = pd.read_csv(ptb_xl / "ptbxl_database.csv").head(20)
    table.to_csv(target / "ptbxl_database.csv", index=False)
    for name in table["filename_lr"]:
        for extension in (".hea", ".dat"):
            shutil.copy(ptb_xl / f"{name}{extension}", target / f"{name}{extension}")
    return table


def test_interrupted_call_goes_on(ptb_xl, tmp_path, monkeypatch):
    excerpt(ptb_xl, tmp_path / "src")
    prepare_ptb_xl(tmp_path / "src", tmp_path / "whole")

    def stop(_chunks):
        raise KeyboardInterrupt("stopped")

    with monkeypatch.context() as patch:
        patch.setattr("ecgkt.dataset.prepare._run", stop)
        with pytest.raises(KeyboardInterrupt, match="stopped"):
            prepare_ptb_xl(tmp_path / "src", tmp_path / "store")
    assert not (tmp_path / "store").exists()
    assert (tmp_path / "store.partial").exists()
    prepare_ptb_xl(tmp_path / "src", tmp_path / "store")
    hashes = [
        open_store(tmp_path / n).manifest["data_hash"] for n in ("whole", "store")
    ]
    assert hashes[0] == hashes[1]
    assert not (tmp_path / "store.partial").exists()


def test_reports_are_the_table_where_asked_for(ptb_xl, tmp_path):
    excerpt(ptb_xl, tmp_path / "src")
    prepare_ptb_xl(tmp_path / "src", tmp_path / "bare")
    prepare_ptb_xl(tmp_path / "src", tmp_path / "told", with_reports=True)
    bare, told = open_store(tmp_path / "bare"), open_store(tmp_path / "told")
    assert bare.findings is None
    assert clinical_table(bare).modalities == ("biometrics",) * 5
    table = clinical_table(told)
    assert set(table.modalities) == {"findings"}
    column = table.values[:, table.names.index("sinus rhythm")]
    assert 10 <= np.nansum(column) <= 20
    assert bare.manifest["data_hash"] != told.manifest["data_hash"]


def test_bad_record_is_quarantined_with_the_reason(ptb_xl, tmp_path, monkeypatch):
    table = excerpt(ptb_xl, tmp_path / "src")
    damaged = tmp_path / "src" / f"{table['filename_lr'][3]}.dat"
    content = bytearray(damaged.read_bytes())
    content[100] ^= 1
    damaged.write_bytes(content)
    (tmp_path / "src" / f"{table['filename_lr'][5]}.hea").unlink()
    with pytest.raises(
        EcgktError, match="2 of 20 records cannot be read, more than 1%"
    ):
        prepare_ptb_xl(tmp_path / "src", tmp_path / "store")
    from ecgkt.config import StoreConfig

    monkeypatch.setattr(
        "ecgkt.dataset.ptb_xl.StoreConfig", lambda: StoreConfig(max_bad_share=0.2)
    )
    prepare_ptb_xl(tmp_path / "src", tmp_path / "store")
    bad = pd.read_csv(tmp_path / "store" / "quarantine.csv")
    reasons = dict(zip(bad["record_id"], bad["reason"], strict=True))
    assert "checksums" in reasons[4]
    assert ".hea file does not exist" in reasons[6]
    assert len(open_store(tmp_path / "store").records) == 18


def test_files_at_500_hz_are_resampled(ptb_xl, tmp_path):
    """A record brought to 500 Hz comes back at 100 Hz, but for the filter's edges."""
    table = excerpt(ptb_xl, tmp_path / "src")
    assert len(table) == 20
    from ecgkt.dataset.pack_signals import read_microvolts
    from ecgkt.preprocess.resample import resample

    path = tmp_path / "src" / table["filename_lr"][0]
    low = read_microvolts(str(path), 100.0, 1000)
    high = resample(low.astype(np.float32), 100.0, 500.0)
    wfdb = pytest.importorskip("wfdb")
    wfdb.wrsamp(
        "high",
        fs=500,
        units=["mV"] * 8,
        sig_name=list(INDEPENDENT_LEADS),
        p_signal=(high / 1000).T.astype(float),
        fmt=["16"] * 8,
        adc_gain=[1000.0] * 8,
        baseline=[0] * 8,
        write_dir=str(tmp_path),
    )
    found = read_microvolts(str(tmp_path / "high"), 100.0, 1000)
    inner = slice(20, -20)
    assert np.abs(found[:, inner] - low[:, inner]).max() <= 30


def test_existing_store_is_not_overwritten(tmp_path):
    source = Source("x", (), pd.DataFrame(), pd.DataFrame(), pd.DataFrame())
    from ecgkt.config import StoreConfig

    with pytest.raises(EcgktError, match="exists already"):
        write_store(source, tmp_path, StoreConfig())
