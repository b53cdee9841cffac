"""What the trusted side learns of a student's code by reading it: stubs, helpers, and what a ✗ forbids.

The source is read into a syntax tree and never imported, run or compiled. From the bottom up: `source` parses with
bounds, `binding` and `names` tell which name is bound where, `meaning` what an expression may stand for, `reach` what
an exercise uses, `tampering` what is changed behind a name's back, `bans` what is forbidden, `breach` where it is used.
"""

from grader.suite.reading.breach import Breach, breaches, message
from grader.suite.reading.excerpt import uses_of, with_helpers
from grader.suite.reading.source import Problem, Source, read_sources
from grader.suite.reading.stubs import is_stub

__all__ = ["Breach", "Problem", "Source", "breaches", "is_stub", "message", "read_sources", "uses_of", "with_helpers"]
