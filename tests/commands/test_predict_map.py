"""``predict`` reads tables that name no leads as they are said to be."""

import json

import pytest

from ecgkt.__main__ import main
from ecgkt.simulate.example import simulate_example
from ecgkt.types.table_map import map_from_json
from ecgkt.vocab.leads import LEADS


@pytest.fixture
def table(tmp_path):
    rows = (simulate_example("normal", seed=0).signal.T * 1000).round().astype(int)
    path = tmp_path / "table.txt"
    lines = ["made by a program", *("\t".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(words, model):
    return main(["predict", *map(str, words), "--model", str(model)])


def test_shown_map_is_edited_and_taken(table, tmp_path, tiny_model, capsys):
    assert main(["predict", "--show-map", str(table)]) == 0
    out, err = capsys.readouterr()
    assert "usual order of 12" in err
    assert map_from_json(out.encode()).skip_lines == 1
    answer = tmp_path / "map.json"
    answer.write_text(out, encoding="utf-8")
    assert run([table, "--map", answer], tiny_model) == 1
    assert "does not state its sampling frequency" in capsys.readouterr().err
    edited = out.replace('"fs": null', '"fs": 500').replace(
        '"unit": null', '"unit": "uV"'
    )
    answer.write_text(edited, encoding="utf-8")
    assert run([table, "--map", answer, "--json"], tiny_model) == 0
    (reading,) = json.loads(capsys.readouterr().out)["readings"]
    assert (reading["record"]["fs"], reading["quality"]["verdict"]) == (500, "accept")


def test_names_in_a_row_are_taken(table, tiny_model, capsys):
    words = [table, "--leads", ",".join(LEADS), "--fs", "500", "--unit", "uV"]
    assert run(words, tiny_model) == 0
    assert "Leads were assigned as entered" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"columns": [{"column": "a"}]}', "$.columns[0].column"),
        ("{", "truncated"),
        (None, "cannot read"),
    ],
)
def test_wrong_map_is_wrong_usage(text, message, table, tmp_path, capsys):
    path = tmp_path / "map.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["predict", str(table), "--map", str(path)])
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_map_that_does_not_fit_is_an_error_of_that_file(
    table, tmp_path, tiny_model, capsys
):
    path = tmp_path / "map.json"
    path.write_text('{"columns": [{"column": 99, "lead": "I"}]}', encoding="utf-8")
    assert run([table, "--map", path], tiny_model) == 1
    assert "names column 99; the file has columns 1 to 12" in capsys.readouterr().err


def test_map_and_names_exclude_each_other(table, tmp_path):
    with pytest.raises(SystemExit):
        main(["predict", str(table), "--leads", "I", "--map", str(tmp_path)])


def test_map_is_shown_of_one_file(table, capsys):
    assert main(["predict", "--show-map", str(table), str(table)]) == 2
    assert "name one FILE" in capsys.readouterr().err
