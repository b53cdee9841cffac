"""From the end of a test to what can be learnt from it, as data: no sentence is made here.

::

    outcome             an exception becomes a status and a `Failure`
    advice              what helps with an exception, a hang or a file that cannot be imported
    own_code            what a student's source says by itself about these
    evidence            what tests asked and what was answered, example by example
    diagnosis           which misconception explains the answers of an exercise
    combined_mistakes   two of them at once
    fingerprints        the same where there are no misconceptions: in a student's copy
    causes              which failures may follow from others
"""
