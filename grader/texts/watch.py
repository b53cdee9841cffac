"""What `grader watch` says while a student works."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    "help_watch": _(
        "Check an exercise each time you save it, and show what is next. Leave it open in a terminal beside your "
        "editor.\n\nExamples:  grader watch  ·  grader watch s3\n\n"
        "Exit status: 0 after the key q, 130 after Ctrl-C."
    ),
    "help_watch_sections": _("Watch only these sections; the beginning of a name will do, such as s3."),
    "watch_needs_watchfiles": _("grader watch needs a package that is not installed. Run: pip install watchfiles"),
    "watch_starting": _("Checking what you have written so far …"),
    "watch_title": _("%(course)s · watching %(folder)s"),
    "watch_total": Plural("%(done)d of %(count)d exercise done", "%(done)d of %(count)d exercises done"),
    # Translators: %(exercise)s is the name of an exercise, %(good)d how many of its tests have passed.
    "watch_checked": Plural(
        "%(exercise)s: %(good)d of %(count)d test passed", "%(exercise)s: %(good)d of %(count)d tests passed"
    ),
    "watch_others": Plural("and %(count)d more exercise", "and %(count)d more exercises"),
    "watch_checking": _("checking %(exercise)s …"),
    "watch_checking_several": Plural("checking %(count)d exercise …", "checking %(count)d exercises …"),
    "watch_seconds": _("checked in %(seconds).2f s"),
    # Translators: %(place)s is a file and a line, such as exercises/s3.py:41.
    "watch_wrong": _("Not right yet: %(exercise)s (%(place)s)"),
    "watch_next": _("Next: %(exercise)s (%(place)s). Write it and save the file."),
    "watch_all_done": _("All public tests pass. The hidden tests try the same exercises with other inputs."),
    # Translators: the letters are keys and stay as they are.
    "watch_keys": _("h hint · r check again · n next exercise · q quit"),
    "watch_no_hint": _("There is no hint for this."),
    # Translators: %(problem)s is Python's own message about a syntax error.
    "watch_unread": _("%(file)s, line %(line)d: %(problem)s (the last result stays)"),
    "watch_missing": _("%(file)s is missing now. Its exercises are checked again when it is back."),
    "watch_gone": _("%(problem)s Waiting for the files to come back."),
    "watch_unchanged": _("The code is the same as at the last check."),
    "watch_course_changed": _("The course's tests or its pyproject.toml have changed. Collecting the tests again …"),
    "watch_waiting": _("Waiting for the next change."),
}
