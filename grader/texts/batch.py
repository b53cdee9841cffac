"""Texts about grading a class: jobs, clusters, progress."""

from collections.abc import Mapping

from grader.texts.marks import Plural, _

MESSAGES: Mapping[str, str | Plural] = {
    # ── help
    "help_class": _(
        "Grade what a whole class has handed in, and keep it in a gradebook. Run this in the course's folder. "
        "The same command picks up what is left of a run that was stopped.\n\n"
        "Exit status: 0 when every submission was graded, 1 when one could not be graded to its end, "
        "130 when it was interrupted.\n\n"
        "Examples:  grader class submissions.zip --section s3_gradient_descent  ·  "
        "grader class submissions/ --roster roster.csv --limit 5"
    ),
    "help_class_source": _("What the learning platform gave: a folder, or an archive."),
    "help_class_layout": _("How it is laid out. auto finds out, and says what it found."),
    "help_class_roster": _("A CSV with the ids, names and e-mail addresses of the class."),
    "help_class_limit": _("Grade only the first N, as a rehearsal."),
    "help_class_only": _("Grade only this student: an id, a name, or a part of one. Repeat it for more."),
    "help_class_jobs": _("How many submissions are graded at once. Default: one for each core."),
    "help_class_cluster": _("Grade on the workers of this Dask scheduler, such as tcp://host:8786."),
    "help_class_gradebook": _("A file, or the address of a PostgreSQL database. Default: gradebook.db beside SOURCE."),
    "help_class_regrade": _("Grade everything anew, even where an earlier run has the result."),
    "help_class_preview": _("Grade, and say what would change; nothing of it counts."),
    "help_class_feedback": _("Write a file for each student to this folder."),
    "help_class_log": _("Write a line for each submission to FILE. Default: beside the gradebook."),
    "help_class_quiet": _("Say nothing but what is wrong."),
    # ── progress
    "progress_class": _("grading"),
    "progress_reference": _("grading the reference"),
    "progress_again": Plural("trying %(count)d again, alone", "trying %(count)d again, alone"),
    # Translators: a rate, such as "31 a minute".
    "progress_rate": _("%(number).0f a minute"),
    # ── the log: one word for what became of a submission
    "log_graded": _("graded"),
    "log_incomplete": _("not complete"),
    "log_unreadable": _("nothing to grade"),
    "log_grader_error": _("grader error"),
    # ── what is unusual
    # Translators: a heading above a list, a line each.
    "unusual_title": _("Look at these before grades leave:"),
    # Translators: %(who)s is a student's name or id; %(what)s is a sentence.
    "unusual_line": _("%(who)s: %(what)s"),
    "unusual_incomplete": _("the result is not complete: the time was used up before all tests had an end."),
    # Translators: %(how)s is such as "signal 9".
    "unusual_grader_error": _("the grader broke down twice (%(how)s). Look at this by hand; nobody got points for it."),
    "unusual_same": _("the same files, byte for byte, as %(others)s."),
    "unusual_missing": Plural(
        "%(count)d has handed nothing in: %(names)s", "%(count)d have handed nothing in: %(names)s"
    ),
    "unusual_unknown": Plural(
        "%(count)d is not on the roster: %(names)s", "%(count)d are not on the roster: %(names)s"
    ),
    # ── what is said at the end
    # Translators: %(layout)s is such as `moodle`; %(why)s is a phrase that says by what it was told.
    "class_layout": _("layout: %(layout)s (%(why)s)"),
    "class_rehearsal": Plural(
        "%(count)d of %(total)d is chosen; the others are graded when the command is run without --limit and --only.",
        "%(count)d of %(total)d are chosen; the others are graded when the command is run without --limit and --only.",
    ),
    "class_interrupted": _("interrupted. What is graded is kept; run the same command again for the rest."),
    "class_short": Plural(
        "%(count)d submission was not graded to its end; it is listed above.",
        "%(count)d submissions were not graded to their end; they are listed above.",
    ),
    # Translators: %(run)d is a number; %(where)s is a file or the address of a database.
    "class_kept": _("kept as run %(run)d in %(where)s"),
    "class_kept_elsewhere": _(
        "the other commands look for gradebook.db here. Give them --gradebook '%(where)s', or set GRADER_GRADEBOOK to "
        "it."
    ),
    # Translators: %(headline)s is such as "3 of 180 change, 1 loses points: Alice Kim (1001)".
    "class_lowered": _(
        "compared with run %(before)d: %(headline)s. To see why: grader gradebook diff %(before)d %(run)d"
    ),
    "class_log_failed": _("the log %(file)s cannot be written to: %(problem)s. Grading goes on without it."),
    # ── errors
    "only_nobody": _("nobody among %(total)d has '%(name)s' in an id, a name or an e-mail address."),
    # Translators: %(how)s is such as "signal 9".
    "job_of_another": _("a result of another submission"),
    "job_died": _(
        "the process that grades has ended on the reference, which has nothing wrong in it: %(how)s. "
        "Run `grader doctor`; it may need more memory, or fewer --jobs."
    ),
    "reference_lacks_points": _(
        "the reference has %(score)s of %(max_score)s points on this machine: it fails %(test)s. Nobody is graded by "
        "such tests. Run `grader grade` on the solutions to see why."
    ),
    "course_not_in_folder": _("%(file)s is outside of the course's folder %(folder)s, so a cluster cannot get it."),
    "course_too_large": _("the course in %(folder)s has more than %(mebibytes)d MiB, which is too much for a cluster."),
    # Translators: in the next ones, %(address)s and %(worker)s are addresses such as tcp://10.0.0.7:8786.
    "cluster_needs_distributed": _(
        'a cluster needs a package that is not installed. Run: pip install "autograto[cluster]"'
    ),
    "cluster_address_wrong": _(
        "--cluster should be the address of a Dask scheduler, such as tcp://host:8786; %(address)s is none."
    ),
    "cluster_not_there": _("no Dask scheduler answers at %(address)s: %(problem)s. Start one with: dask scheduler"),
    "cluster_without_workers": _("the cluster at %(address)s has no workers. Start some with: dask worker %(address)s"),
    "cluster_refuses": _("the workers of the cluster at %(address)s could not take the course: %(problem)s"),
    "cluster_lost": _("the cluster has gone. What is graded is kept; run the same command again for the rest."),
    "cluster_without_kit": _(
        "the cluster's worker %(worker)s cannot import this grader. Install autograto %(version)s there."
    ),
    "cluster_other_files": _(
        "the cluster's worker %(worker)s has another state of the grader %(version)s than this machine. "
        "Install the same one there."
    ),
    "cluster_lacks": _(
        "the cluster's worker %(worker)s does not have %(name)s, of which this machine has %(ours)s. Install it there."
    ),
    "cluster_other_version": _(
        "the cluster's worker %(worker)s has %(name)s %(theirs)s, and this machine %(ours)s. "
        "Install the same version there."
    ),
}
