"""Two files of one patient are told from those of two, and by nothing but a hash."""

import pytest

from ecgkt.io.patient import patient_hash
from ecgkt.io.read_ecg import read_ecg
from ecgkt.types.upload import NOTHING_STATED, UploadedFile
from ecgkt.vocab.leads import LEADS


@pytest.mark.parametrize(
    "comment",
    [
        "<subject_id>: 10015272",
        "subject_id: 10015272",
        "Patient ID=10015272",
        "patient-number : 10015272",
        "MRN: 10015272",
    ],
)
def test_an_identifier_is_found_in_its_spellings(comment):
    expected = patient_hash(["subject_id: 10015272"])
    assert len(expected) == 16
    assert patient_hash(["Age: 50", comment]) == expected


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "patient id: unknown",
        "patient id: 0",
        "id 12",
        "Diagnosis: patient id 12 was here",
        "patient history: 12 years",
        "x" * 10_000,
    ],
)
def test_other_comments_are_no_identifier(comment):
    assert patient_hash([comment]) == ""


def test_two_patients_differ_and_the_record_holds_no_identifier():
    def read(subject):
        header = f"a 12 500 3\n{LINES}# <subject_id>: {subject}\n"
        files = [
            UploadedFile("a.hea", header.encode()),
            UploadedFile("a.dat", bytes(72)),
        ]
        return read_ecg(files, NOTHING_STATED)

    first, second = read("10015272"), read("10015273")
    assert first.patient_hash != second.patient_hash
    assert "10015272" not in repr(first)


LINES = "".join(f"a.dat 16 1000/mV 16 0 0 0 0 {lead}\n" for lead in LEADS)
