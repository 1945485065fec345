import pytest

from ecgkt.io.ecg_file import EcgFile, display_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.csv", "a.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\ward\\a.csv", "a.csv"),
        ("a\x1b[31m\n.csv", "a[31m.csv"),
        ("evil\u202egnp.csv", "evilgnp.csv"),
        ("", "unnamed"),
        ("/", "unnamed"),
        ("\0", "unnamed"),
        ("x" * 200, "x" * 80),
    ],
)
def test_shown_name_is_short_and_visible(name, shown):
    assert display_name(name) == shown


def test_parts_of_a_name():
    file = EcgFile("a/b\\c.D.Hea", b"")
    assert (file.folder, file.base_name) == ("a/b", "c.D.Hea")
    assert (file.stem, file.ending) == ("c.D", "hea")
