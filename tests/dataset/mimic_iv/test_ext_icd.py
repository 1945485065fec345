"""The published labels and folds are matched by study, else by patient and minute."""

import pytest

from ecgkt.errors import EcgktError

HEADER = "file_name,study_id,subject_id,ecg_time,all_diag_all,ecg_no_within_stay"
ROWS = (
    "files/x/5001,5001,1001,2150-05-05 12:00:00,\"['I10', 'E1165']\",0,17",
    "files/x/77,77,1002,2150-05-05 12:00:40,\"['N179']\",0,18",
    "files/x/5003,5003,1003,2150-05-05 12:00:00,[],0,19",
)


@pytest.fixture
def with_file(mimic):
    def write(*rows):
        path = mimic.root / "records_w_diag_icd10.csv"
        path.write_text("\n".join((f"{HEADER},strat_fold", *rows)) + "\n")
        folders = mimic.folders
        mimic.folders = lambda: folders(diagnoses=path)
        mimic.write()
        return mimic

    return write


def test_labels_and_folds_are_those_of_the_file(with_file):
    source = with_file(*ROWS).source()
    records, statements = source.records, source.statements
    assert records["fold"].tolist() == [17, 18, 19]
    assert records["split"].tolist() == ["train", "tuning", "held_out"]
    assert records["is_labelled"].tolist() == [True, True, False]
    made = [list(row.index[row.notna()]) for _, row in statements.iterrows()]
    assert made == [["E11", "E116", "E1165", "I10"], ["N17", "N179"], []]


def test_other_ecgs_of_a_listed_patient_keep_the_patients_fold(with_file, mimic):
    mimic.ecg(5009, 1001, "20:00:00")
    records = with_file(*ROWS).source().records.set_index("record_id")
    assert records.loc["5009", "fold"] == 17
    assert not records.loc["5009", "is_labelled"]


def test_patient_outside_the_file_is_left_out_by_name(with_file):
    source = with_file(*ROWS[:2]).source()
    assert source.quarantine.to_numpy().tolist() == [
        ["5003", "the patient is not in the file of diagnoses"]
    ]
    assert [one["dropped"] for one in source.notes["flow"]][3] == 1


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("f,5,1003,2150-05-05 12:00:00,[],0,20", "strat_fold must lie in 0-19"),
        ("f,5,1003,2150-05-05 12:00:00,[],0,", "strat_fold must lie in 0-19"),
        ("f,5,1001,2150-05-06 12:00:00,[],0,3", "subject 1001 stands in two folds"),
        ("f,5,1001,2150-05-06 12:00:00,[]", "line 5: expected 7 columns, found 5"),
    ],
)
def test_unclear_file_is_refused(with_file, row, complaint):
    with pytest.raises(EcgktError, match=complaint):
        with_file(*ROWS, row).source()


def test_file_without_any_code_leaves_everybody_unlabelled(with_file):
    empty = "f,{0},{1},2150-05-05 12:00:00,[],0,1"
    rows = [empty.format(5000 + one, 1000 + one) for one in (1, 2, 3)]
    source = with_file(*rows).source()
    assert source.statements.shape == (3, 0)
    assert not source.records["is_labelled"].any()
