"""What a report says around the failures: statuses, totals, headlines, the footer."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    # Translators: these six are how a test ended.
    "status_passed": _("passed"),
    "status_failed": _("failed"),
    "status_error": _("error"),
    "status_timeout": _("timeout"),
    "status_crashed": _("crashed"),
    "status_not_attempted": _("not attempted"),
    # Translators: %(score)s of %(max_score)s points, both already numbers with two decimals at most.
    "points": _("%(score)s of %(max_score)s"),
    "total": _("total %(score)s of %(max_score)s"),
    "public": _("public %(score)s of %(max_score)s"),
    # Translators: %(hidden)s is the number of points; %(count)d is the same for the choice of the plural form only.
    "public_and_hidden": Plural(
        "public %(score)s of %(max_score)s; %(hidden)s hidden point not shown here",
        "public %(score)s of %(max_score)s; %(hidden)s hidden points not shown here",
    ),
    "interrupted": _("Interrupted: this is only what was graded until then."),
    # Translators: `--budget` is an option of the command: the seconds that a submission may take.
    "incomplete": _("Not complete: no time was left for some tests. With a larger --budget, the score may be higher."),
    # Translators: %(exercises)s is a list of names with commas between them.
    "not_attempted": _("not attempted: %(exercises)s"),
    "tests": Plural("%(count)d test: %(exercises)s", "%(count)d tests: %(exercises)s"),
    # Translators: why pytest skips a test: its exercise is still as it was handed out.
    "not_attempted_yet": _("not attempted yet"),
    # Translators: %(expected)s and %(max_score)s are numbers of points; the platform is one such as Gradescope.
    "expected_total": _(
        "The assignment has %(expected)s points on this platform, but the tests of the course give %(max_score)s. "
        "Change the points in the assignment's settings to %(max_score)s."
    ),
    "gradescope_later": _("The tests below have hidden parts: you will see them when your instructor publishes them."),
    # Translators: the visibility of a test: students cannot see it.
    "hidden": _("hidden"),
    # Translators: in the place of points, of a test that gives none.
    "bonus": _("bonus"),
    # Translators: the label before a hint.
    "hint": _("hint"),
    # Translators: what pytest shows of a test, above its message.
    # Translators: in the place of points: so many of an exercise's public tests have passed.
    "tests_passed": Plural("%(good)d of %(count)d test", "%(good)d of %(count)d tests"),
    # Translators: titles of what several tests of an exercise give together; "right" as in "a right answer".
    "together_values": _("every answer is right"),
    "together_whole": _("every test passes"),
    "verdict_line": _("%(exercise)s · %(title)s: %(status)s"),
    "hint_line": _("hint: %(hint)s"),
    # Translators: the title above notes that only an instructor reads.
    "notes": _("For the instructor"),
    # Translators: the title above a list of the submission's files.
    "files": _("Files"),
    "used_as_section": _("%(file)s was graded."),
    "used_as_module": _("%(file)s can be imported by the other files."),
    "seed": _("seed %(seed)d"),
    "seconds": _("%(seconds).1f s"),
    # Translators: in these two, %(names)s are names of layers of the sandbox, which stay as they are.
    "layers_held": _("Layers of the sandbox that held: %(names)s."),
    "layers_lacking": _("Layers that this machine does not have: %(names)s."),
    # Translators: %(isolation)s is `sandbox` or `process`.
    "isolation": _("isolation %(isolation)s"),
}
