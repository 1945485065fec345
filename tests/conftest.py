"""What many tests need: a synthetic record, a tiny model, and real data if there."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecgkt.simulate.example import simulate_example
from ecgkt.types.record import EcgRecord
from tests.builders.labs_by_diagnosis_documents import labs_by_diagnosis_document
from tests.builders.slow import pytest_collection_modifyitems  # noqa: F401

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--signals", type=int, default=300, help="hostile signals tried")


@pytest.fixture(scope="session")
def n_signals(pytestconfig: pytest.Config) -> int:
    """How many hostile signals are read: 300, or more by `make fuzz`."""
    return int(pytestconfig.getoption("--signals"))


PACKED = ROOT.parent / "shared" / "data"


@pytest.fixture
def record() -> EcgRecord:
    """One seeded synthetic recording: 500 Hz, 10 s, an adult."""
    return simulate_example("normal", seed=7, fs=500.0)


def unpacked(name: str) -> Path:
    """
    Restore one packed data set into the user's cache, once, or skip the test.

    Workers that test at the same time wait for the one that unpacks.
    """
    if not (PACKED / "unpack.py").exists():
        pytest.skip("needs ../shared/data, which this checkout does not have beside it")
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    target = home / "ecgkt-tests" / "data"
    target.mkdir(parents=True, exist_ok=True)
    with (target / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (target / f"{name}.complete").exists():
            command = [sys.executable, str(PACKED / "unpack.py"), str(target), name]
            subprocess.run(command, check=True, capture_output=True)
            (target / f"{name}.complete").touch()
    return target / name


@pytest.fixture(scope="session")
def ptb_xl() -> Path:
    return unpacked("ptb-xl")


@pytest.fixture(scope="session")
def mimic_ecg_demo() -> Path:
    return unpacked("mimic-iv-ecg-demo")


@pytest.fixture(scope="session")
def mimic_clinical_demo() -> Path:
    return unpacked("mimic-iv-clinical-demo")


@pytest.fixture(scope="session")
def mimic_ed_demo() -> Path:
    return unpacked("mimic-iv-ed-demo")


@pytest.fixture(scope="session")
def ludb() -> Path:
    return unpacked("ludb-odd")


@pytest.fixture(scope="session")
def cart_formats() -> Path:
    return unpacked("cart-formats")


@pytest.fixture(scope="session")
def vendor_formats() -> Path:
    return unpacked("vendor-formats")


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small untrained model with an invented card."""
    from tests.builders.tiny_models import save_tiny_model

    folder = tmp_path_factory.mktemp("tiny") / "model"
    save_tiny_model(folder)
    return folder


@pytest.fixture
def second_opinion():
    """Return an untrained second opinion with an invented calibration."""
    from tests.builders.tiny_models import tiny_second_opinion

    return tiny_second_opinion()


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of 180 records of noise; nobody has the statement PSVT."""
    from tests.builders.small_stores import save_small_store

    folder = tmp_path_factory.mktemp("small")
    save_small_store(folder)
    return folder


@pytest.fixture(scope="session")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an untrained model, without decision and card."""
    from tests.builders.small_stores import save_draft

    folder = tmp_path_factory.mktemp("draft")
    save_draft(folder)
    return folder


@pytest.fixture(scope="session")
def answers():
    """Logits and labels of 400 records that fit each other; PSVT has no positive."""
    from tests.builders.small_stores import fitting_answers

    return fitting_answers()


@pytest.fixture
def labs_by_diagnosis() -> dict:
    return labs_by_diagnosis_document()
