"""A notebook as a Python file: its code cells in order, each below a line with its number.

Both sides have to know such a file: the trusted side makes it, and in a worker an error ends its own cell and no other.
The text alone says what it is, so that the same text always runs in the same way.
"""

import re

HEADER = "# The code cells of a notebook, in order. An error ends its own cell and no other.\n"
MARK = re.compile(r"^# %% code cell (\d{1,6})$", re.MULTILINE)


def mark(number: int) -> str:
    """The line above a cell."""
    return f"# %% code cell {number}\n"


def cell_lines(text: str) -> list[tuple[int, int]]:
    """The number of each cell and the line of its mark, counted from 1; nothing of a file that is no notebook's."""
    if not text.startswith(HEADER):
        return []
    found, line, place = [], 1, 0
    for each in MARK.finditer(text):
        line += text.count("\n", place, each.start())
        place = each.start()
        found.append((int(each[1]), line))
    return found
