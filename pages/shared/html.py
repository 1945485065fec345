"""HTML of tables and lists, made from templates that escape every value."""

from functools import lru_cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

ENVIRONMENT = Environment(
    autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
)


@lru_cache
def _compiled(template: str) -> Template:
    return ENVIRONMENT.from_string(template)


def render(template: str, **values: object) -> Markup:
    """
    Fill a template with values.

    Parameters
    ----------
    template : str
        Jinja; written in our code, never made of a user's words.
    **values
        What it names. Escaped where they stand, unless they were rendered before.

    Returns
    -------
    markupsafe.Markup
        A string that another template takes as it is.

    Raises
    ------
    jinja2.UndefinedError
        If the template names what is not given.

    Examples
    --------
    >>> str(render("<b>{{ name }}</b>", name="a < b"))
    '<b>a &lt; b</b>'
    """
    return Markup(_compiled(template).render(values))
