import pytest
from jinja2 import UndefinedError

from pages.shared.html import render


def test_values_are_escaped_and_rendered_parts_are_not():
    cell = render("<td>{{ text }}</td>", text='<b>"&"</b>')
    assert cell == "<td>&lt;b&gt;&#34;&amp;&#34;&lt;/b&gt;</td>"
    assert render("<tr>{{ cell }}</tr>", cell=cell) == f"<tr>{cell}</tr>"


def test_lines_of_blocks_leave_no_trace():
    rows = "<ul>\n{% for item in items %}\n<li>{{ item }}</li>\n{% endfor %}\n</ul>"
    assert render(rows, items=[1, 2]) == "<ul>\n<li>1</li>\n<li>2</li>\n</ul>"


def test_missing_value_is_a_mistake():
    with pytest.raises(UndefinedError, match="name"):
        render("{{ name }}")
