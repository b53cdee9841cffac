"""Grading: suites collected once, then one loop for any number of submissions.

::

    collect        pytest collects the suites, once a process; they become plain data
    workers        the processes that grading takes, opened once
    grade          the loop: a submission and a suite in, a `Run` out
    facts          what a submission's files say by themselves
    test_run       one test: replayed, or run live by hypothesis
    recordings     what each test drew, asked and was answered on the reference, kept on disk
    reference      who answers for the reference
    time_budget    who may take how much of a submission's time
    guards         around the suite's own code
    *_internals    all that is needed of pytest and hypothesis beyond their documented interfaces
"""
