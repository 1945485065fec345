"""What reads drawings back."""

import re

import pytest

COMMAND = re.compile(r"([Mlh])([^Mlh]*)")
NUMBER = re.compile(r"-?\d+")


@pytest.fixture
def path_samples():
    """Give a function that reads a path of samples: {place: height in steps}."""

    def read(path):
        samples = {}
        x = y = 0
        for command, rest in COMMAND.findall(path):
            numbers = list(map(int, NUMBER.findall(rest)))
            if command == "h":
                continue
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
                samples[x] = y
        return samples

    return read
