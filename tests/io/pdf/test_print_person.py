import pytest

from ecgkt.io.pdf.page_marks import Word
from ecgkt.io.pdf.print_person import read_person_of


def line(*texts, y=0.0):
    return [Word(text, 60.0 * n, y, (1, 0), (0, 1)) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("words", "age", "sex"),
    [
        (line("Age: 56 years") + line("Sex: F", y=20), 56, "female"),
        (line("Alter", "020Y", "Zuw. Arzt") + line("Geschlecht", "Männlich", y=9), 20,
         "male"),
        (line("20J.") + line("weiblich", y=9), 20, "female"),
        (line("56 yr, Male"), 56, "male"),
        (line("56 years · female · 500 Hz · read 0.0"), 56, "female"),
        (line("Age:", "6 months"), 0.5, None),
        (line("0.4 years · sex not known"), 0.4, None),
        (line("Gen:  Male"), None, "male"),
        (line("Name: M", "10 beats", "QRS 96 ms", "I", "II"), None, None),
        (line("Alter", y=30) + line("Anna", "17", y=0), None, None),
    ],
)  # fmt: skip
def test_age_and_sex_are_found(words, age, sex):
    person = read_person_of(words)
    assert (person.age, person.sex, person.unread_age) == (age, sex, "")


def test_age_of_nothing_is_not_that_of_a_newborn():
    person = read_person_of(line("Age:  0"))
    assert (person.age, person.unread_age) == (None, "0")
    assert read_person_of(line("Age: 0 days")).age == 0


def test_what_is_no_age_is_not_repeated():
    """A name may stand where no age is."""
    assert read_person_of(line("Age", "Smith")).unread_age == ""
