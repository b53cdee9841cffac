"""autograto: a grader that runs hidden suites against code it does not trust."""

__version__ = "0.1.0"
