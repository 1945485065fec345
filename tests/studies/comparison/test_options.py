import pytest

from ecgkt.errors import EcgktError
from ecgkt.studies.comparison.arms import ARMS
from ecgkt.studies.comparison.options import CompareOptions


def test_few_labels_are_for_the_arms_that_need_them(tmp_path):
    options = CompareOptions(truth=tmp_path / "latents.csv.gz")
    assert options.arms_at(0.01) == ("sig", "ours", "multi", "ceiling", "ssl")
    assert options.arms_at(1.0) == tuple(ARMS)


def test_the_ceiling_is_for_simulated_patients_only():
    assert "ceiling" not in CompareOptions().chosen_arms
    with pytest.raises(EcgktError, match="give --truth"):
        CompareOptions(arms=("sig", "ceiling"))


def test_arms_stand_in_their_own_order_whatever_was_typed():
    assert CompareOptions(arms=("tab", "sig")).chosen_arms == ("sig", "tab")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"arms": ("sig", "best")}, "found best"),
        ({"seeds": 0}, "at least one seed"),
        ({"fractions": ()}, "one fraction"),
        ({"fractions": (0.1, 1.5)}, r"fractions in \(0, 1\]"),
        ({"folds": 5}, "full labels"),
    ],
)
def test_what_makes_no_sense_is_refused(values, message):
    with pytest.raises(EcgktError, match=message):
        CompareOptions(**values)
