"""Texts about statistics of a class, similar submissions, and what changes from one run to another."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    # ── the difference of two runs
    # Translators: %(lose)s is the text below; %(count)d is the number of all students; %(names)s are those who lose.
    "diff_headline": Plural(
        "%(changed)d of %(count)d changes, %(lose)s: %(names)s", "%(changed)d of %(count)d change, %(lose)s: %(names)s"
    ),
    # Translators: so many students lose points in a second run; part of the sentence above.
    "diff_lose_points": Plural("%(count)d loses points", "%(count)d lose points"),
    "diff_names_more": Plural("%(names)s and %(count)d more", "%(names)s and %(count)d more"),
    "diff_gain_alone": Plural(
        "%(changed)d of %(count)d changes, and nobody loses points.",
        "%(changed)d of %(count)d change, and nobody loses points.",
    ),
    "diff_nobody": Plural(
        "The points of the %(count)d student stay the same.", "The points of all %(count)d students stay the same."
    ),
    "diff_no_section": _("The two runs have no section in common, so there is nothing to compare."),
    # Translators: titles above lists of students.
    "diff_title_lose": _("Lose points"),
    "diff_title_gain": _("Gain points"),
    "diff_more_students": Plural("… and %(count)d more", "… and %(count)d more"),
    "diff_more_tests": Plural("… and %(count)d more test", "… and %(count)d more tests"),
    "diff_same_points": Plural(
        "%(count)d student keeps the same points, though some tests ended differently.",
        "%(count)d students keep the same points, though some tests ended differently.",
    ),
    "diff_new": Plural(
        "%(count)d student is only in the second run: %(names)s",
        "%(count)d students are only in the second run: %(names)s",
    ),
    # Translators: the five below are remarks about one student.
    "diff_ungraded": _("graded before and not graded now: %(sections)s"),
    "diff_grader_error": _("The grader itself failed here: %(error)s"),
    "diff_incomplete": _("The second run had no time left for some tests."),
    "diff_other_files": _("The files are not those of the first run."),
    # Translators: what was changed in a test; in a list of tests, and beside the points that a student lost by it.
    "diff_added": _("new test"),
    "diff_removed": _("removed"),
    "diff_points": _("other points"),
    "diff_ruling_counts": _("counts again"),
    "diff_ruling_dropped": _("no longer counts"),
    "diff_ruling_given": _("given to everybody"),
    # Translators: the head of a table of tests; its other columns say how many students lose or gain by each.
    "diff_title_by_test": _("By test"),
    "diff_head_lose": _("lose"),
    "diff_head_gain": _("gain"),
    "diff_title_suite": _("What changed in the tests"),
    "diff_same_suite": _("Nothing changed in the tests, the versions or the settings."),
    "diff_points_of": Plural(
        "%(count)d test is worth other points: %(exercises)s", "%(count)d tests are worth other points: %(exercises)s"
    ),
    # Translators: names of settings of a run; "suite" is the hash of all tests.
    "diff_setting_suite": _("suite"),
    "diff_setting_seed": _("seed"),
    "diff_setting_isolation": _("isolation"),
    "diff_setting_tests": _("tests that were run"),
}
