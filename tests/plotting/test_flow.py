from types import SimpleNamespace

import pytest

from ecgkt.plotting.flow import WIDTH, plot_flow


def step(name, n, dropped=0, why="", kind="exclusion"):
    return SimpleNamespace(
        step=name, n_records=n, n_patients=n // 7, dropped=dropped, why=why, kind=kind
    )


STEPS = (
    step("ECGs listed", 1659),
    step("ECGs with a readable signal", 1657, 2, "signal file <missing> or damaged"),
    step("ECGs of known patients", 1657, 0, "patient unknown to hosp/patients"),
    step("a laboratory value within 6 h", 447, 1210, kind="context"),
    step("train", 1200, kind="split"),
    step("held_out", 457, kind="split"),
)


@pytest.fixture
def figure():
    return plot_flow(STEPS)


def texts(figure):
    return [one.text for one in figure.layout.annotations if one.text]


def boxes(figure):
    return [
        (one.x0, one.y0, one.x1, one.y1)
        for one in figure.layout.shapes
        if one.type == "rect"
    ]


def test_who_goes_on_and_who_was_left_out_is_said_in_order(figure):
    assert texts(figure) == [
        "<b>ECGs listed</b><br>1 659 ECGs, 237 patients",
        "2 ECGs left out: signal file &lt;missing&gt; or<br>damaged",
        "<b>ECGs with a readable signal</b><br>1 657 ECGs, 236 patients",
        "<b>ECGs of known patients</b><br>1 657 ECGs, 236 patients",
        "<b>Of these</b><br>a laboratory value within 6 h: 447 ECGs, 63 patients",
        "<b>Train</b><br>1 200 ECGs, 171 patients",
        "<b>Held out</b><br>457 ECGs, 65 patients",
    ]


def test_step_that_drops_nobody_has_no_branch(figure):
    assert sum(one.line.dash == "dot" for one in figure.layout.shapes) == 1


def test_boxes_stay_on_the_canvas_and_do_not_overlap(figure):
    bottom = figure.layout.yaxis.range[0]
    found = boxes(figure)
    for x0, y0, x1, y1 in found:
        assert 0 <= x0 < x1 <= WIDTH
        assert 0 <= y0 < y1 <= bottom
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            is_apart = one[2] <= other[0] or other[2] <= one[0]
            assert is_apart or one[3] <= other[1] or other[3] <= one[1]


def test_arrow_leads_from_the_chain_to_each_branch(figure):
    arrows = [one for one in figure.layout.annotations if one.showarrow]
    level = [one for one in arrows if one.ay == one.y]
    assert len(level) == 1
    assert level[0].x > level[0].ax


def test_one_step_alone_is_drawn():
    assert len(boxes(plot_flow(STEPS[:1]))) == 1
