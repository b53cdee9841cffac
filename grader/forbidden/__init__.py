"""Which calls an exercise forbids, and how a use of one is found: in the source, and among what ran.

The rule: a certain use in the source, or a use that ran, fails the exercise, with its line. What cannot be read never
fails by itself: it becomes a note to the instructor, and what ran decides.

The source is read into a syntax tree and never imported, run or compiled. From the bottom up: `source` parses with
bounds, `bindings` tells which name is bound where and `lookup` what it stands for, `names` has the tables of what is
forbidden, `checker` walks over what an exercise names. `runtime` asks the worker for a log of what ran. It needs torch,
so only those who use it import it: a source can be read without.
"""

from grader.forbidden.bindings import is_main_guard
from grader.forbidden.checker import Reading, read_exercise
from grader.forbidden.excerpt import reached_by, uses_of, with_helpers
from grader.forbidden.importable import importable
from grader.forbidden.lookup import Lookup
from grader.forbidden.source import ParsedSource, Problem, read_sources
from grader.forbidden.stubs import is_stub, stub_at

__all__ = [
    "Lookup", "ParsedSource", "Problem", "Reading", "importable", "is_main_guard", "is_stub", "reached_by",
    "read_exercise", "read_sources", "stub_at", "uses_of", "with_helpers",
]  # fmt: skip
