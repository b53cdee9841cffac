"""Texts about statistics of a class, similar submissions, and what changes from one run to another."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    # ── help of the commands
    "help_statistics": _(
        "Show how a class did: points, exercises, common mistakes, tests to look at.\n\n"
        "Examples:  grader statistics  ·  grader statistics --section s3_gradient_descent --format json"
    ),
    "help_statistics_run": _("Show this run instead of what counts now."),
    "help_statistics_section": _("Show only this section. Repeat it for more."),
    "help_statistics_quiet": _("Only the points and the exercises."),
    "help_statistics_verbose": _("Show whole lists, not only what stands first in them."),
    "help_similar": _(
        "List hand-ins with code that is the same or nearly the same: places to look at, and no verdict.\n\n"
        "Examples:  grader similar submissions.zip  ·  grader similar submissions/ --section s3_gradient_descent"
    ),
    "help_similar_source": _("What the platform gave: a folder, or an archive."),
    "help_similar_layout": _("How it is laid out: auto, canvas, moodle, gradescope, github, nbgrader or plain."),
    "help_similar_roster": _("A CSV file with the students' ids, names, e-mail addresses and groups."),
    "help_similar_section": _("Compare only this section. Repeat it for more."),
    "help_similar_threshold": _("The percentage of somebody's own code that has to be in the other's, too."),
    "help_similar_verbose": _("Show all pairs, and more of the code."),
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
    # ── statistics of a class
    # Translators: %(graded)d of all %(count)d students.
    "stats_graded": Plural("%(graded)d of %(count)d student graded", "%(graded)d of %(count)d students graded"),
    # Translators: the four below say what became of other students.
    "stats_incomplete": Plural(
        "For %(count)d, no time was left for some tests.", "For %(count)d, no time was left for some tests."
    ),
    "stats_unreadable": Plural("From %(count)d, nothing could be read.", "From %(count)d, nothing could be read."),
    "stats_grader_error": Plural(
        "For %(count)d, the grader itself failed.", "For %(count)d, the grader itself failed."
    ),
    "stats_missing": Plural("%(count)d handed nothing in.", "%(count)d handed nothing in."),
    # Translators: titles of parts of the page.
    "stats_title_points": _("Points, in percent"),
    "stats_title_sections": _("Sections"),
    "stats_title_exercises": _("Exercises"),
    "stats_title_mistakes": _("The most common mistakes"),
    "stats_title_none": _("Nobody passes these tests, so look at them first. The number is how many tried."),
    "stats_title_weak": _(
        "Students who know the rest pass these tests hardly more often than others. The number is the correlation."
    ),
    "stats_title_all": _("Everybody passes these tests"),
    "stats_title_slow": _("The slowest"),
    # Translators: all numbers are percentages; half of the students lie between %(lower)s and %(upper)s.
    "stats_spread": _(
        "mean %(mean).0f · median %(median).0f · the middle half %(lower).0f to %(upper).0f · "
        "all %(least).0f to %(most).0f"
    ),
    # Translators: a range of percentages, from %(low)d to just below %(high)d.
    "stats_tenth": _("%(low)d to <%(high)d"),
    "stats_tenth_last": _("%(low)d to %(high)d"),
    # Translators: heads of columns. The first is a number of students; "lower" and "upper" are quartiles.
    "stats_head_students": _("students"),
    "stats_head_mean": _("mean"),
    "stats_head_lower": _("lower"),
    "stats_head_median": _("median"),
    "stats_head_upper": _("upper"),
    "stats_head_most": _("longest"),
    # Translators: heads of columns, of how many students have an exercise right, and so on; "none" have not tried it.
    "stats_head_right": _("right"),
    "stats_head_partly": _("partly"),
    "stats_head_wrong": _("wrong"),
    "stats_head_untouched": _("none"),
    # Translators: %(exercises)s are names, each with the number of such students behind it.
    "stats_unexplained": _("Without a hint that explains what is wrong: %(exercises)s"),
    # Translators: %(names)s are exercises, or sections, each with the number of its tests behind it.
    "stats_all": Plural("%(count)d test: %(names)s", "%(count)d tests: %(names)s"),
    "stats_more": Plural("… and %(count)d more", "… and %(count)d more"),
    # ── similar hand-ins
    "similar_headline": Plural(
        "%(count)d pair of hand-ins shares most of its own code (of %(compared)d that have any)",
        "%(count)d pairs of hand-ins share most of their own code (of %(compared)d that have any)",
    ),
    "similar_no_verdict": _(
        "This is a list of places to look at, and no verdict: right answers can look alike, and students may have been "
        "allowed to work together. Read both files before you ask anybody."
    ),
    "similar_left_out": _(
        "Not compared: names, comments, type hints, the stub, the solution, and what over a quarter of the class has."
    ),
    # Translators: %(names)s are students.
    "similar_by_lines": _("Not all Python, so compared line by line in part: %(names)s"),
    # Translators: a title above lists of students; any two in a list are connected by pairs.
    "similar_groups": _("Groups that several pairs connect"),
    # Translators: so much of what the shorter file has by itself is in the other file.
    "similar_part": _("%(section)s: %(percent)d %% of the own code of one is in the other"),
    "similar_same_text": _("%(section)s: the same text"),
    "similar_elsewhere": _("other files"),
    # Translators: %(lines)s are ranges of lines in both files, such as 12–20 ↔ 31–39.
    "similar_lines": _("lines %(lines)s"),
}
