"""Files that were damaged at random places."""

import random

SPLICES = (
    b"\0",
    b"\xff" * 9,
    b"999999999999",
    b"../",
    b"nan",
    b"\n",
    b",",
    b"-1",
    b"/3",
)


def mutate(content: bytes, draw: random.Random) -> bytes:
    """Flip, cut, double or splice at one to four places."""
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(content) + 1)
        end = min(len(content), at + draw.randint(1, 20))
        piece = draw.choice(
            (
                bytes([draw.randrange(256)]),
                content[at:end] * 2,
                b"",
                draw.choice(SPLICES),
            )
        )
        content = content[:at] + piece + content[end if draw.random() < 0.5 else at :]
    return (
        content[: draw.randrange(len(content) + 1)] if draw.random() < 0.1 else content
    )
