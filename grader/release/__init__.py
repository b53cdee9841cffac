"""The student's copy of a course: all that a student needs, and no answer.

::

    conditions    what a course must be like to be handed out
    contents      the files of the copy, by their paths: plain data, the same from the same source
    project       its pyproject.toml
    engine        the wheel that it brings
    hints         the fingerprints of known mistakes
    destination   a folder or an archive with those files
    incoming      a release that a student got from somewhere, read as the work of a stranger
    update        such a release over a student's copy
"""
