"""Panels as a PNG or SVG picture, drawn by matplotlib without a screen. All text in it is shown as it is.

The same panels give the same bytes with the same matplotlib.
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from grader.errors import EngineError
from grader.inert import inert_line
from grader.suite.figures import Area, Bars, Chain, Curve, Dots, Mark, Panel, Whose
from grader.texts import Translator

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = 3
WIDTH, HEIGHT = 4.4, 3.5  # inches of a panel
DPI = 130
COLOURS: dict[Whose, str] = {"yours": "#1f6fb2", "right": "#c8501e", "": "#6b7280"}
LINES: dict[Whose, str] = {"yours": "-", "right": "--", "": "-"}
DOTS: dict[Whose, str] = {"yours": "o", "right": "D", "": "o"}
FONTS = ("DejaVu Sans", "Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "Malgun Gothic", "Apple SD Gothic Neo")
"""The first has Latin letters and Greek ones; whichever of the others is installed has Hangul."""
LONG = 70
FLAT = 0.01
"""In an area with less between its values, a line would only show how they were rounded."""
ARROWS = 60
"""So many steps have an arrow each."""


def require_plots() -> None:
    """Raises EngineError where nothing can be drawn, before anything is run for it."""
    try:
        import matplotlib as matplotlib
    except ImportError:
        raise EngineError("plot_needs_matplotlib") from None


def draw(panels: Sequence[Panel], translator: Translator, form: Literal["png", "svg"] = "png") -> bytes:
    """The panels side by side. Raises EngineError where matplotlib is not installed."""
    require_plots()
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import fontManager

    installed = set(fontManager.get_font_names())
    settings: Any = {  # a dict; of which keys, the types of each version of matplotlib say otherwise
        "text.parse_math": False,  # a name with dollars in it is a name
        "svg.hashsalt": "grader",
        "font.family": [name for name in FONTS if name in installed] or ["sans-serif"],
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
    }
    columns = min(COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(WIDTH * columns, HEIGHT * rows), layout="constrained")
        FigureCanvasAgg(figure)
        for place, panel in enumerate(panels):
            _panel(figure.add_subplot(rows, columns, place + 1), panel, translator)
        data = io.BytesIO()
        figure.savefig(data, format=form, dpi=DPI, metadata={"Date": None} if form == "svg" else {"Software": None})
    return data.getvalue()


def _panel(axes: "Axes", panel: Panel, translator: Translator) -> None:
    title = _short(panel.title)
    axes.set_title(f"{title}\n{_short(panel.note)}" if panel.note else title, loc="left")
    axes.set_xlabel(_short(panel.x_label))
    axes.set_ylabel(_short(panel.y_label))
    for mark in panel.marks:
        _mark(axes, mark, _label(mark, translator))
    numbers = [value for mark in panel.marks if isinstance(mark, (Curve, Dots)) for value in mark.y]
    if any(isinstance(mark, (Curve, Dots)) and mark.y and not any(map(_is_drawn, mark.y)) for mark in panel.marks):
        axes.text(0.5, 0.5, translator.say("plot_not_finite"), ha="center", color="#b3231b", transform=axes.transAxes)
    if panel.log and any(value > 0 for value in numbers):
        axes.set_yscale("log")
    if panel.x_range:
        axes.set_xlim(*panel.x_range)
    if panel.y_range:
        axes.set_ylim(*panel.y_range)
    if not panel.marks or any(isinstance(mark, Chain) for mark in panel.marks):
        axes.set_axis_off()
    if any(_label(mark, translator) for mark in panel.marks):
        axes.legend(frameon=False, fontsize=8)


def _is_drawn(value: float) -> bool:
    return value == value


def _label(mark: Mark, translator: Translator) -> str:
    """The author's label, or whose numbers these are."""
    if isinstance(mark, (Area, Chain)):
        return ""
    return _short(mark.label) or (translator.say(f"plot_{mark.whose}") if mark.whose else "")


def _mark(axes: "Axes", mark: Mark, label: str) -> None:
    if isinstance(mark, Curve):
        colour, line = COLOURS[mark.whose], LINES[mark.whose]
        width = 2.4 if mark.whose == "yours" else 1.6
        axes.plot(mark.x, mark.y, line, color=colour, linewidth=width, label=label)
    elif isinstance(mark, Dots):
        _dots(axes, mark, label)
    elif isinstance(mark, Area):
        axes.pcolormesh(
            mark.x, mark.y, mark.values, cmap="RdBu", vmin=0, vmax=1, alpha=0.65, shading="nearest", rasterized=True
        )
        values = [value for row in mark.values for value in row if _is_drawn(value)]
        if values and min(values) < 0.5 < max(values) and max(values) - min(values) > FLAT:
            axes.contour(mark.x, mark.y, mark.values, levels=[0.5], colors="#1b1e22", linewidths=1.5)
    elif isinstance(mark, Bars):
        axes.bar(list(map(_short, mark.names)), mark.heights, color=COLOURS[mark.whose], label=label)
    else:
        _chain(axes, mark)


def _dots(axes: "Axes", mark: Dots, label: str) -> None:
    colour, shape = COLOURS[mark.whose], DOTS[mark.whose]
    hollow = mark.whose == "right"
    size = 58 if hollow else 26
    if mark.values:
        axes.scatter(
            mark.x,
            mark.y,
            c=list(mark.values),
            cmap="RdBu",
            vmin=0,
            vmax=1,
            s=90,
            edgecolors="#1b1e22",
            zorder=4,
            label=label,
        )
        return
    axes.scatter(
        mark.x,
        mark.y,
        s=size,
        marker=shape,
        facecolors="none" if hollow else colour,
        edgecolors=colour,
        zorder=3,
        label=label,
    )
    pairs = list(zip(zip(mark.x, mark.y, strict=True), zip(mark.x[1:], mark.y[1:], strict=True), strict=False))
    for start, end in pairs[:ARROWS] if mark.steps else ():
        if all(map(_is_drawn, (*start, *end))):
            style = {"arrowstyle": "->", "color": colour, "alpha": 0.7, "shrinkA": 2, "shrinkB": 2}
            axes.annotate("", xy=end, xytext=start, arrowprops=style)


def _chain(axes: "Axes", mark: Chain) -> None:
    """Boxes one below the other, in the order in which they are applied."""
    count = len(mark.names)
    for place, name in enumerate(mark.names):
        at = 1 - (place + 0.5) / count
        box = {"boxstyle": "round,pad=0.5", "facecolor": "#eef4ff", "edgecolor": COLOURS[mark.whose]}
        axes.text(0.5, at, _short(name), ha="center", va="center", bbox=box)
        if place + 1 < count:
            arrow = {"arrowstyle": "->", "color": COLOURS[""], "shrinkA": 14, "shrinkB": 14}
            axes.annotate("", xy=(0.5, at - 1 / count), xytext=(0.5, at), arrowprops=arrow)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)


def _short(text: str) -> str:
    return inert_line(text, LONG)
