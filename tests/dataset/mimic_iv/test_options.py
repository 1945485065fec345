"""Choices are those that are offered."""

import pytest

from ecgkt.dataset.mimic_iv.options import MimicOptions


def test_defaults_are_the_published_rules():
    options = MimicOptions()
    assert (options.window_hours, options.monitor_hours) == (1.0, None)
    assert (options.limits, options.min_positives) == ("median", 230)


@pytest.mark.parametrize(
    "chosen",
    [
        *({"window": "2h"}, {"limits": "age"}, {"monitor": "6h"}),
        *({"unknown_units": "guess"}, {"min_positives": 0}, {"min_lab_rows": 0}),
    ],
)
def test_other_choices_are_refused(chosen):
    with pytest.raises(ValueError, match="must be"):
        MimicOptions(**chosen)


def test_options_travel_as_json_ready_values():
    options = MimicOptions(window="6h", monitor="30m")
    assert MimicOptions.from_dict(options.to_dict()) == options
