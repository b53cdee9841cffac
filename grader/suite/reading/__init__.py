"""A student's source, read as a syntax tree and never run: stubs, helpers, and calls that a ✗ forbids.

::

    source    a text becomes a tree, or a problem; stubs; what a function uses of its file
    names     what a name or an attribute stands for: scopes, aliases, containers, constants
    changes   what is set, rebound or run behind a name's back
    breaches  the walk through all that an exercise reaches, looking for what it may not use
"""

from grader.suite.reading.breaches import Breach, breaches, message
from grader.suite.reading.source import Problem, Source, is_stub, read_sources, with_helpers

__all__ = ["Breach", "Problem", "Source", "breaches", "is_stub", "message", "read_sources", "with_helpers"]
