"""The project keeps its shape: who imports whom, how a page opens, how long it is."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ecgkt"
IMPORTS = (ast.Import, ast.ImportFrom)
LINE_LIMITS = {
    "ecgkt": 300,
    "tests": 300,
    "pages/": 200,
    "app.py": 60,
}
# fmt: off
# A part may import only parts to its left. Adding a part means choosing its place here.
LAYERS = (
    "errors", "config", "files", "vocab", "types", "preprocess", "io", "simulate",
    "quality", "measure", "models", "results", "report", "plotting", "dataset",
    "bundle", "explain", "pipeline", "serving", "training", "evaluation", "studies",
    "release", "bench", "commands", "__main__",
)
LOOSE = {"__init__", "__main__", "errors", "config", "files"}
FOR_THE_APP = {
    "errors", "vocab", "types", "results", "report", "serving", "plotting", "simulate",
}
NOT_IN_THE_APP = {"torch", "scipy", "captum", "wfdb", "pydicom", "multiprocessing"}
# Each of these Streamlit words belongs to one file of pages/shared, the last to none.
HOMES = {
    "set_page_config": "frame", "login": "frame", "session_state": "session",
    "cache_data": "resources", "cache_resource": "resources", "navigation": "nowhere",
    "download_button": "take_away",
}
CODE_RUNNERS = {
    "eval", "exec", "pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle",
    "yaml",
}
UNSAFE = {
    "shell=True", "allow_pickle=True", "weights_only=False", "unsafe_allow_html=True",
    "resolve_entities=True", "load_dtd=True", "unsafe_allow_javascript=True",
}
# fmt: on
PACKAGE_FILES = sorted(set(PACKAGE.rglob("*.py")) - {PACKAGE / "__init__.py"})
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
APP_FILES = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
ALL_FILES = [*PACKAGE_FILES, *APP_FILES, *sorted((ROOT / "tests").rglob("*.py"))]


def name(path):
    return path.relative_to(ROOT).as_posix()


def nodes(path, kinds):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def imported(path, under=""):
    """Return the first names, after a prefix, of all that a file imports anywhere."""
    found = set()
    for node in nodes(path, IMPORTS):
        assert not getattr(node, "level", 0), f"{name(path)}: use absolute imports"
        prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        found |= {prefix + alias.name for alias in node.names}
    inside = {item.removeprefix(under) for item in found if item.startswith(under)}
    return {item.split(".")[0] for item in inside}


def targets(path, modules):
    """Return the modules of the package that a file imports, or takes names from."""
    found = set()
    for node in nodes(path, ast.ImportFrom):
        names = {f"{node.module}.{alias.name}" for alias in node.names}
        found |= (names | {node.module}) & set(modules)
    return found


@pytest.mark.parametrize("path", PACKAGE_FILES, ids=name)
def test_package_imports_point_left(path):
    place = LAYERS.index(path.relative_to(PACKAGE).parts[0].removesuffix(".py"))
    assert imported(path, "ecgkt.") <= set(LAYERS[: place + 1])
    assert "streamlit" not in imported(path)
    assert place >= LAYERS.index("models") or "torch" not in imported(path)


def test_nothing_lies_loose():
    assert {path.stem for path in PACKAGE.glob("*.py")} == LOOSE
    folders = {path.name for path in PACKAGE.iterdir() if any(path.glob("*.py"))}
    assert folders | LOOSE == {*LAYERS, "__init__"}


def test_contributing_tells_the_same_order():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert tuple(text.split("```")[1].split()) == LAYERS


def test_no_test_imports_another():
    for path in (ROOT / "tests").rglob("*.py"):
        assert imported(path, "tests.") <= {"builders"}, name(path)


def test_nothing_is_imported_in_a_circle():
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path
        for path in PACKAGE_FILES
    }
    todo = {
        module: targets(path, modules) - {module} for module, path in modules.items()
    }
    while leaves := {module for module, needs in todo.items() if not needs & set(todo)}:
        todo = {module: needs for module, needs in todo.items() if module not in leaves}
    assert not todo, f"these import each other: {sorted(todo)}"


@pytest.mark.parametrize("path", APP_FILES, ids=name)
def test_app_uses_only_what_is_for_it(path):
    assert imported(path, "ecgkt.") <= FOR_THE_APP
    assert not imported(path) & NOT_IN_THE_APP
    words = {node.attr for node in nodes(path, ast.Attribute)}
    words |= imported(path, "streamlit.")
    assert {HOMES[word] for word in words & set(HOMES)} <= {path.stem}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_opens_with_its_frame(path):
    _docstring, *body = ast.parse(path.read_text(encoding="utf-8")).body
    first = next(node for node in body if not isinstance(node, IMPORTS))
    assert ast.unparse(first).startswith("frame(")
    assert "frame" in imported(path, "pages.shared.frame.")


@pytest.mark.parametrize("path", ALL_FILES, ids=name)
def test_file_is_short(path):
    limit = next(
        lines for place, lines in LINE_LIMITS.items() if name(path).startswith(place)
    )
    # A page reads like a description of itself; its pieces have folders of their own.
    limit = 120 if path.parent == ROOT / "pages" else limit
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


def runs_foreign_code(path):
    """Return the calls of a file that could run what somebody else wrote."""
    found = []
    for call in nodes(path, ast.Call):
        words = {f"{one.arg}={ast.unparse(one.value)}" for one in call.keywords}
        called = ast.unparse(call.func)
        is_blind = called == "torch.load" and "weights_only=True" not in words
        if called in CODE_RUNNERS or words & UNSAFE or is_blind:
            found.append(ast.unparse(call))
    return found + sorted(imported(path) & CODE_RUNNERS)


@pytest.mark.parametrize("path", [*PACKAGE_FILES, *APP_FILES], ids=name)
def test_nothing_runs_what_came_from_outside(path):
    assert runs_foreign_code(path) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "eval(text)",
        "torch.load(path)",
        "torch.load(path, weights_only=False)",
        "numpy.load(path, allow_pickle=True)",
        "subprocess.run(text, shell=True)",
        "streamlit.markdown(text, unsafe_allow_html=True)",
        "XMLParser(resolve_entities=True)",
    ],
)
def test_what_would_run_it_is_found(line, tmp_path):
    (tmp_path / "one.py").write_text(line)
    assert runs_foreign_code(tmp_path / "one.py")


def test_imports_are_light():
    lines = {ast.unparse(node) for path in APP_FILES for node in nodes(path, IMPORTS)}
    app = "\n".join(line for line in lines if "ecgkt" in line)
    package = "import ecgkt"
    for code, heavy in (
        (app, {"torch", "scipy", "wfdb"}),
        (package, {"torch", "pandas", "streamlit"}),
    ):
        command = [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"]
        loaded = subprocess.check_output(command, text=True, cwd=ROOT).split()
        assert not heavy & set(loaded)


def test_bundled_model_is_small_and_holds_no_code():
    files = [path for path in (PACKAGE / "bundled").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".safetensors", ".json"}
    loaded = [path for path in files if path.parent.name == "bundled"]
    assert sum(path.stat().st_size for path in loaded) < 10_000_000
    # What was measured of it: read by the model card only.
    assert sum(path.stat().st_size for path in set(files) - set(loaded)) < 1_500_000
