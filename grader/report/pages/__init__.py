"""Pages of HTML: one file each, with its own style and script in it, which loads nothing and runs nothing else.

A template gets plain data and escapes all of it. What the script needs, words included, stands as JSON in the page.
"""

import base64
import functools
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import EngineError
from grader.report.page import Layout

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src '%(script)s'; style-src '%(style)s'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
MARKUP = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
"""What could end a script element, or a line of one; JSON has it only within strings."""


def require_pages() -> None:
    """Raises EngineError where pages cannot be made, before anything is graded for one."""
    try:
        import jinja2 as jinja2
    except ImportError:
        raise EngineError("pages_need_jinja2") from None


def render_page(name: str, layout: Layout, data: object = None, **values: Any) -> str:
    """The page of the template `name`, with the style of all pages and the script of this one."""
    require_pages()
    script, style = _text(f"{name}.js"), _text("page.css")
    template = _environment().get_template(f"{name}.html.j2")
    text: str = template.render(
        language=layout.language,
        policy=POLICY % {"script": _hash(script), "style": _hash(style)},
        script=_safe(script),
        style=_safe(style),
        data=None if data is None else _safe(json.dumps(data, separators=(",", ":")).translate(MARKUP)),
        say=layout.translator.say,
        **values,
    )
    return text + "\n"


@functools.cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(FOLDER)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@functools.cache
def _text(name: str) -> str:
    """A file of this folder, with the line ends that a browser sees and takes the hash of."""
    return (FOLDER / name).read_text(encoding="utf-8")


def _safe(text: str) -> str:
    """Our own text, which is to stand in the page as it is."""
    from markupsafe import Markup

    return Markup(text)  # nothing of others is in it, or it is JSON without markup


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
