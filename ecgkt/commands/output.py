"""Where a command's words go: results to stdout, everything else to stderr."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(f"{text}\n")


def show(text: str) -> None:
    """Give a result as text, at once: what comes later may take long, or fail."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def show_json(document: dict[str, Any]) -> None:
    """Give one JSON document as the result."""
    show(json.dumps(document, allow_nan=False, ensure_ascii=False, indent=1))


def show_document(
    arguments: argparse.Namespace,
    document: dict[str, Any],
    summarise: Callable[[dict[str, Any]], str],
) -> int:
    """Give one document as the result: as JSON if ``--json`` asks so, or in words."""
    if arguments.json:
        show_json(document)
    else:
        show(summarise(document))
    return 0
