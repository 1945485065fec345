"""What the reading page keeps, and what it lets go of."""

from tests.builders.uploads import open_tab, shown_name, upload


def test_field_is_empty_after_forgetting_and_takes_the_file_again(read_page, wfdb):
    page = upload(read_page, wfdb())
    page.button(key="forget-one").click().run()
    (field,) = page.file_uploader
    assert field.key == "up-1"
    page = field.set_value(wfdb("again")).run()
    assert shown_name(page) == "again.hea"


def test_browser_is_told_what_is_open_and_no_name(read_page, wfdb):
    page = upload(read_page, wfdb("somebody"))
    notes = [it.proto.json for it in page.get("bidi_component")]
    assert '{"is_open": true, "was_open": true}' in notes
    page.button(key="forget-one").click().run()
    notes = [it.proto.json for it in page.get("bidi_component")]
    assert '{"is_open": false, "was_open": true}' in notes


def test_view_is_kept_while_another_page_is_looked_at(read_page, app, wfdb):
    page = upload(read_page, wfdb())
    page.segmented_control(key="layout").set_value("12x1").run()
    page.segmented_control(key="speed").set_value(50).run()
    open_tab(page, "measurements")
    app.switch_page("pages/7_Model_Card.py").run()
    page = app.switch_page("pages/1_Read_ECG.py").run()
    for key, value in (("layout", "12x1"), ("speed", 50), ("tab", "measurements")):
        assert page.segmented_control(key=key).value == value
