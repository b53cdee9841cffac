"""The suites are graded too: against the reference, the stubs, right variants (wheat) and wrong ones (chaff).

::

    tasks      reference, stubs, wheat, misconceptions, mutants: each a whole section's file
    mutants    wrong variants made mechanically from the solutions
    runner     runs the suites on many variants in one process
    parallel   several of these at once, one process a core; remembers results by content
    strays     tests and variants of exercises that do not exist
    doctests   the examples in the stubs' docstrings
    matrix     what it all says of the suites: accepted, caught, killed, attributed, diagnosed, kept, redundant

Wheat and chaff as in Politz, Krishnamurthi, Fisler, "In-flow peer-review of tests in test-first programming" (2014),
and Wrenn, Krishnamurthi, "Executable examples for programming problem comprehension" (2019).
"""
