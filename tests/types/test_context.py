"""What a context may hold: absurd values are answered in one clear sentence."""

import pytest

from ecgkt.errors import EcgktError
from ecgkt.types.context import Context


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("age=400", "context: expected an age of 18 to 120 years, found 400"),
        ("age=-3", "context: expected an age of 18 to 120 years, found -3"),
        ("age=12", "context: expected an age of 18 to 120 years, found 12"),
        ("age=nan", "context: expected an age of 18 to 120 years, found nan"),
        ("age=old", "context: expected an age in years, found 'old'"),
        ("age", "context: expected an age in years, found ''"),
        ("sex=x", "context: expected the sex male or female, found 'x'"),
        (
            "hr=-3",
            "context: expected age and sex, such as age=63,sex=female; found 'hr'; "
            "vital signs are not taken: no data at hand holds them beside these "
            "statements",
        ),
        ("age=50,age=60", "context: expected age once, found it twice"),
        ("", "context: expected an age, a sex or both, found neither"),
    ],
)
def test_absurd_values_are_answered_in_one_sentence(text, sentence):
    with pytest.raises(EcgktError) as error:
        Context.from_text(text)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("age=63,sex=female", {"age": 63.0, "sex": "female"}),
        (" sex = male ", {"sex": "male"}),
        ("age=91.5", {"age": 91.5}),
    ],
)
def test_what_is_typed_is_known(text, known):
    assert Context.from_text(text).known == known
