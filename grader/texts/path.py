"""What a student reads of the way through the course: what is done, what is wrong, what comes next; hints in steps."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    # Translators: so many exercises of a section are done.
    "path_done_of": _("%(done)d of %(count)d"),
    # Translators: titles above the exercise that a student works on next, and above the others that are wrong.
    "path_next": _("Next: %(exercise)s (%(section)s)"),
    "path_wrong": _("Fix this first: %(exercise)s (%(section)s)"),
    "path_file_wrong": _("Fix this first: the file of %(section)s"),
    "path_others": _("Also not right yet"),
    "path_place": _("%(file)s, line %(line)d"),
    "path_stuck": _("Stuck? %(command)s"),
    "path_all_failures": _("Every failure in full: %(command)s"),
    # Translators: %(what)s is the name of an exercise, a section or the course.
    "path_done": _("%(what)s is done: all of its public tests pass."),
    "path_selected_done": _("Done: all of these public tests pass."),
    "path_then": _("Next: %(exercise)s (%(section)s). Then run: %(command)s"),
    "path_course_done": _("You have come to the end of the course."),
    "path_hidden": _("What the hidden tests are about:"),
    "path_hidden_counts": _("The hidden tests ask for more. To see what they are about: %(command)s"),
    # ── what is to be looked at
    "one_path": _("one path can be checked at a time; '%(first)s' and '%(second)s' are two."),
    # Translators: %(near)s and %(sections)s are lists of names with commas between them.
    "selection_near": _("'%(word)s' is no file, no section and no exercise here. Did you mean %(near)s?"),
    "selection_unknown": _("'%(word)s' is no file, no section and no exercise here; the sections are %(sections)s."),
    "exercise_elsewhere": _("'%(exercise)s' is an exercise of another section: %(sections)s."),
    "no_public_tests": _("no public test is about what was asked for."),
    "keyword_wrong": _("-k '%(expression)s' cannot be understood: %(problem)s"),
    "part_needs_text": _(
        "points are for whole sections: leave out the exercise, or -k, to write the result as %(format)s."
    ),
    "help_check_what": _(
        "A section, such as s3, or exercises of it, such as s3 cost; or a folder, archive or file. "
        "Default: all of exercises/"
    ),
    "help_check_keyword": _("Only the tests of an exercise or with a name that has this in it; and, or, not work."),
    "help_check_verbose": _("Show every failure in full, the tests that passed, and how the result was made."),
}
