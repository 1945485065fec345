"""Long work is done piece by piece; what was stopped goes on when asked."""

from streamlit.testing.v1 import AppTest


def script():
    import streamlit as st

    from pages.compare_ecgs.work_through import work_through
    from pages.shared import session

    done = session.state("done", list[int])
    left = [number for number in range(3) if number not in done]
    work_through(left, done.append, words="Doing", key="k")
    st.write(f"done {len(done)}")


def test_all_is_done_and_no_progress_is_left():
    page = AppTest.from_function(script).run()
    assert page.markdown[0].value == "done 3"
    assert not page.button
    assert not page.get("progress")


def test_stopped_work_waits_until_it_is_asked_for():
    page = AppTest.from_function(script)
    page.session_state["ecgkt-stopped"] = {"k"}
    page.run()
    assert page.markdown[0].value == "done 0"
    (button,) = page.button
    assert button.label == "Go on: 3 recordings are left"
    button.click().run()
    assert page.markdown[0].value == "done 3"
