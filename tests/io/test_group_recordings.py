import random

from ecgkt.io.group_recordings import group_recordings
from ecgkt.types.upload import UploadedFile


def header(name, *data):
    lines = [f"{name} {len(data)} 500 2"]
    lines += [f"{file} 16 200/mV 16 0 0 0 0 I" for file in data]
    return UploadedFile(f"{name}.hea", "\n".join(lines).encode())


def binary(name):
    return UploadedFile(name, b"\0\1\0\1")


def names(files):
    return [
        (recording.name, [file.name for file in recording.files])
        for recording in group_recordings(files)
    ]


def test_pairs_are_found_by_the_header_and_not_by_the_name():
    files = [
        binary("b.dat"),
        header("a", "b.dat"),
        binary("a.mat"),
        header("b", "a.mat"),
    ]
    assert names(files) == [
        ("a.hea", ["a.hea", "b.dat"]),
        ("b.hea", ["b.hea", "a.mat"]),
    ]


def test_order_of_the_files_does_not_matter():
    files = [header(str(n), f"{n}.dat") for n in range(9)]
    files += [binary(f"{n}.dat") for n in range(9)]
    expected = sorted(names(files))
    random.Random(0).shuffle(files)
    assert sorted(names(files)) == expected
    assert len(expected) == 9


def test_case_of_a_name_does_not_matter():
    assert names([header("a", "a.dat"), binary("A.DAT")]) == [
        ("a.hea", ["a.hea", "A.DAT"])
    ]


def test_files_of_another_folder_are_not_taken():
    one = header("a", "a.dat")._replace(name="x/a.hea")
    files = [one, binary("y/a.dat")]
    assert names(files) == [("a.hea", ["x/a.hea"]), ("a.dat", ["y/a.dat"])]


def test_the_files_themselves_are_handed_on():
    files = [binary("a.dat"), header("a", "a.dat")]
    (recording,) = group_recordings(files)
    assert recording.files[0] is files[1]
    assert recording.files[1] is files[0]


def test_tables_arrays_and_archives_stand_alone():
    files = [
        UploadedFile("a.csv", b"I,II\n1,2"),
        UploadedFile("a.npy", b"\x93NUMPY"),
        UploadedFile("a.zip", b"PK\x03\x04"),
    ]
    assert names(files) == [(file.name, [file.name]) for file in files]


def test_annotations_beside_a_header_are_left_out():
    files = [header("a", "a.dat"), binary("a.dat"), binary("a.atr"), binary("b.atr")]
    assert names(files) == [("a.hea", ["a.hea", "a.dat"]), ("b.atr", ["b.atr"])]


def test_what_nobody_reads_stays_so_that_reading_it_says_why():
    files = [
        binary("lonely.dat"),
        UploadedFile("a.pdf", b"%PDF"),
        UploadedFile("a.txt", b"hello"),
    ]
    assert len(group_recordings(files)) == 3


def test_refused_header_keeps_the_file_named_like_it():
    spoilt = UploadedFile("a.hea", b"a 1 500 2\na.dat 999 200/mV")
    assert names([binary("a.dat"), spoilt]) == [("a.hea", ["a.hea", "a.dat"])]


def test_nothing_gives_nothing():
    assert group_recordings([]) == []
