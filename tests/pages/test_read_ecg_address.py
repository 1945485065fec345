"""``Read_ECG?example=af`` opens an example, and the address follows the choice."""

import pytest

from tests.builders.uploads import shown_name, upload

READ = "pages/1_Read_ECG.py"


@pytest.fixture
def opened(app):
    app.switch_page(READ)
    app.query_params["example"] = "af"
    return app.run()


def test_address_opens_the_example(opened):
    assert shown_name(opened) == "Simulated: Atrial fibrillation"
    assert opened.segmented_control(key="source").value == "example"


def test_another_choice_is_not_undone_by_the_address(opened):
    opened.selectbox(key="example").select("pvc").run()
    assert opened.query_params["example"] == "pvc"
    assert "premature ventricular" in shown_name(opened.run())


def test_other_sources_take_the_example_out_of_the_address(opened, wfdb):
    opened.segmented_control(key="source").set_value("upload").run()
    assert "example" not in opened.query_params
    assert shown_name(upload(opened, wfdb("mine"))) == "mine.hea"


def test_forgotten_example_stays_forgotten(opened):
    opened.button(key="forget-one").click().run()
    assert opened.selectbox(key="example").value is None
    assert "example" not in opened.query_params


def test_same_example_can_be_asked_for_again(opened):
    opened.segmented_control(key="source").set_value("upload").run()
    opened.query_params["example"] = "af"
    assert shown_name(opened.run()) == "Simulated: Atrial fibrillation"


def test_unknown_example_is_passed_over(app, say):
    app.switch_page(READ)
    app.query_params["example"] = "no-such"
    assert "Upload a recording" in say(app.run())
