"""What the card's free-form parts look like as text."""

from pages.model_card.show_table import value_text


def test_several_settings_are_told_apart():
    runs = [{"seed": 0, "kernels": [5, 9]}, {"seed": 1, "kernels": []}]
    assert value_text(runs) == "seed 0, kernels 5, 9; seed 1, kernels "
    assert value_text(["one", "two"]) == "one, two"
