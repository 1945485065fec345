import pytest

from ecgkt.vocab.labs import LAB_GROUPS, LABS, notable_side


def test_every_lab_has_a_group_and_every_group_a_lab():
    assert {lab.group for lab in LABS} == set(LAB_GROUPS)


@pytest.mark.parametrize(
    ("ratio", "interval", "side"),
    [
        (2.0, (1.01, 4.0), 1),
        (1.99, (1.5, 2.6), 0),
        (9.0, (0.99, 80.0), 0),
        (1.0, (0.5, 2.0), 0),
        (0.5, (0.25, 0.99), -1),
        (0.51, (0.4, 0.6), 0),
        (0.1, (0.01, 1.01), 0),
    ],
)
def test_a_ratio_counts_if_it_is_large_and_sure(ratio, interval, side):
    assert notable_side(ratio, interval) == side
