import pytest

from ecgkt.config import InputConfig, ModelConfig


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"fs": "100"}, r"Expected `float`, got `str` - at `\$\.fs`"),
        ({"fz": 100.0}, r"InputConfig has no \['fz'\]"),
        ({"crop": 99.0}, "crop 99.0 s must be in"),
    ],
)
def test_wrong_value_is_refused(values, message):
    with pytest.raises(ValueError, match=message):
        InputConfig.from_dict(values)


def test_lists_of_json_come_back_as_tuples():
    config = ModelConfig(kernels=(5, 9), channels=((8, 16), (4, 8)))
    values = {**config.to_dict(), "kernels": [5, 9], "channels": [[8, 16], [4, 8]]}
    assert ModelConfig.from_dict(values) == config
