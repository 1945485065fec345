"""Who is recorded, how old they are, and in which fold they stay."""

import pytest

from ecgkt.errors import EcgktError


def many(mimic, n=200):
    """Enough recordings that a single bad one is no damage."""
    for number in range(n):
        mimic.ecg(9000 + number, 1001, f"13:{number // 60:02}:{number % 60:02}")


def test_age_counts_from_the_anchor_and_ends_at_90(mimic):
    mimic.patient(1004, "M", age=91, year=2140)
    mimic.ecg(5004, 1004)
    mimic.write()
    records = mimic.source().records.set_index("record_id")
    assert records.loc["5001", "age"] == 54
    assert records.loc["5004", "age"] == 90
    assert records.loc[["5001", "5004"], "sex"].tolist() == ["female", "male"]


def test_rows_are_ordered_by_patient_and_time(mimic):
    mimic.ecg(4000, 1001, "12:30:00")
    mimic.ecg(9000, 1001, "11:30:00")
    mimic.write()
    records = mimic.source().records
    assert records["record_id"].tolist() == ["9000", "5001", "4000", "5002", "5003"]


def test_one_ecg_without_a_patient_is_left_out_by_name(mimic):
    many(mimic)
    mimic.ecg(7777, 1099)
    mimic.ecg(7778, "")
    mimic.write()
    source = mimic.source()
    reasons = source.quarantine.set_index("record_id")["reason"]
    assert reasons["7777"] == "subject 1099 is not in patients"
    assert reasons["7778"] == "record_list names no subject_id"
    assert source.notes["flow"][1]["dropped"] == 2
    assert not source.records["record_id"].isin(["7777", "7778"]).any()


def test_many_ecgs_without_a_patient_are_refused_by_name(mimic):
    mimic.ecg(7777, 1099)
    mimic.write()
    with pytest.raises(EcgktError, match="the first is 7777: subject 1099 is not in"):
        mimic.source()


def test_one_ecg_without_waveform_is_left_out_by_name(mimic):
    many(mimic)
    mimic.ecg(7777, 1001, "14:00:00", has_files=False)
    mimic.write()
    source = mimic.source()
    assert source.quarantine.to_numpy().tolist() == [
        ["7777", "the record's .hea file does not exist"]
    ]
    assert source.notes["flow"][2]["dropped"] == 1


def test_many_ecgs_without_waveform_are_refused_by_name(mimic):
    mimic.ecg(7777, 1001, has_files=False)
    mimic.write()
    with pytest.raises(EcgktError, match=r"the first is 7777: the record's \.hea"):
        mimic.source()


@pytest.mark.parametrize(
    ("column", "value", "complaint"),
    [
        (1, 5001, "study 5001 is listed twice"),
        (3, "", "1 rows lack study_id, ecg_time or path; .* study 5002"),
    ],
)
def test_list_without_clear_studies_is_refused(mimic, column, value, complaint):
    mimic.rows["ecg/record_list"][1][column] = value
    mimic.write()
    with pytest.raises(EcgktError, match=complaint):
        mimic.source()
