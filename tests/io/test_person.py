"""Age and sex in comment lines: one field a line or several, and what is not read."""

import random
import time

import pytest

from ecgkt.io.person import SHOWN, person_notes, read_person


@pytest.mark.parametrize(
    ("line", "age", "sex"),
    [
        ("Age: 56", 56, None),
        ("Sex: Male", None, "male"),
        ("age: 81 sex: F", 81, "female"),
        ("sex: F age: 81", 81, "female"),
        ("<age>: 9  <sex>: M  <diagnoses> none", 9, "male"),
        ("<age> 9 <sex> M", 9, "male"),
        ("age:6 months sex:M", 0.5, "male"),
        ("Age: 9\tSex: F", 9, "female"),
        ("Age: 9 | Sex: F", 9, "female"),
        ("Age: 9, Sex: F", 9, "female"),
        ("Sex F, Age 9", 9, "female"),
        ("Age 6 months", 0.5, None),
        ("Age/Sex: 45/M", 45, "male"),
        ("Age, Sex: 45, M", 45, "male"),
        ("Sex/Age: F/45", 45, "female"),
        ("Age: 45F", 45, "female"),
        ("Age: 45/M", 45, "male"),
        ("Age (months): 6", 0.5, None),
        ("age_months: 6", 0.5, None),
        ("AgeInMonths: 6", 0.5, None),
        ("Age at recording: 9", 9, None),
        ("Patient's Age: 9", 9, None),
        ("PatientAge: 009Y", 9, None),
        ("PatientSex: F", None, "female"),
        ('{"age": 45, "sex": "F"}', 45, "female"),
        ("Alter: 45 Jahre; Geschlecht: weiblich", 45, "female"),
        ("Geschlecht: W", None, "female"),
        ("Edad: 6 meses", 0.5, None),
        ("Età: 4 anni, sesso: maschio", 4, "male"),
        ("Âge : 6 mois", 0.5, None),
        ("A\u0302ge: 6 mois, sexe: F", 0.5, "female"),
        ("Возраст: 45 лет; пол: М", 45, "male"),
        ("年龄：6个月 性别：女", 0.5, "female"),
        ("Age: 45 Height: 170", 45, None),
        ("69 M 1085 1629 x1", 69, "male"),
        ("Sex (0=male, 1=female): 1", None, "female"),
        ("Sex: 1 (male)", None, "male"),
    ],
)
def test_fields_are_found(line, age, sex):
    person = read_person([line])
    assert person == (age, sex, "", "")


@pytest.mark.parametrize(
    "line",
    [
        *("", "Agent: 56", "Dosage: 5", "Stage: 3", "gestational age: 39 weeks"),
        *("Age at onset: 5", "ECG age: 50", "Age: NaN", "Age: n/a", "Age: unknown"),
        *("Age: -1", "Sex: Unknown", "Sex:", "operated at age 5", "Sex linked trait"),
        *("Simulated recording, not from a patient", "Dx: 426783006", "69 beats"),
    ],
)
def test_other_words_and_unknown_values_say_nothing(line):
    assert read_person([line]) == (None, None, "", "")


@pytest.mark.parametrize(
    ("line", "age", "sex"),
    [
        ("Age: 6 luni", "6 luni", ""),
        ("Age: 45M", "45M", ""),
        ("Age: child", "child", ""),
        ("Age: <1", "<1", ""),
        ("Age: a very long name ZZPHI", "a very long ", ""),
        ("Sex: 1", "", "1"),
        ("Sex: M?", "", "M?"),
    ],
)
def test_what_is_not_understood_is_kept_short(line, age, sex):
    person = read_person([line])
    assert (person.unread_age, person.unread_sex) == (age, sex)
    assert len(age) <= SHOWN


def test_any_text_is_taken():
    rng = random.Random(0)
    words = ["age", "sex", "<", ">", ":", "=", "6", "²", "٣", "months", "M", " ", "/"]
    words += ["(", ")", ",", "\u0302", "\x00", "年龄", "1e9", "9" * 40, "-", ".", "old"]
    for _ in range(3000):
        line = "".join(rng.choices(words, k=rng.randrange(1, 60)))
        person = read_person([line])
        assert person.age is None or 0 <= person.age <= 130
        assert len(person.unread_age) <= SHOWN
        assert len(person.unread_sex) <= SHOWN


@pytest.mark.parametrize("piece", ["age ", "age:", "a:", "9 ", "age (", "sex=", "<age"])
def test_long_lines_take_no_time(piece):
    started = time.process_time()
    read_person([piece * 5000] * 20)
    assert time.process_time() - started < 2


def test_of_several_statements_the_one_that_is_understood_counts():
    person = read_person(["Age: forty", "Age: 41", "Age: 42", "Sex: 0", "Sex: F"])
    assert person == (41, "female", "", "")


def test_sex_is_said_where_it_was_not_understood_and_not_stated():
    person = read_person(["Sex: 1"])
    assert "(“1”)" in person_notes(person, None)[0]
    assert person_notes(person, "male") == ()
    assert person_notes(read_person(["Sex: F"]), None) == ()
