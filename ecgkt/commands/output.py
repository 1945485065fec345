"""Where a command's words go: results to stdout, everything else to stderr."""

import json
import sys
from typing import Any


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(f"{text}\n")


def show(text: str) -> None:
    """Give a result as text."""
    sys.stdout.write(f"{text}\n")


def show_json(document: dict[str, Any]) -> None:
    """Give one JSON document as the result."""
    show(json.dumps(document, allow_nan=False, ensure_ascii=False, indent=1))
