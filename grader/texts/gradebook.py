"""Texts about the gradebook: runs, grades, adjustments, late policy."""

from collections.abc import Mapping

from grader.texts.marks import Plural, _

MESSAGES: Mapping[str, str | Plural] = {
    # ── where it is
    "gradebook_needs": _("the gradebook needs %(name)s, which is not installed. Run: pip install 'autograto[class]'"),
    "gradebook_needs_psycopg": _(
        "a gradebook in PostgreSQL needs psycopg, which is not installed. Run: pip install 'autograto[class,postgres]'"
    ),
    "gradebook_url_scheme": _("a gradebook is a file or a postgresql:// URL; %(scheme)s:// is neither."),
    "gradebook_url_wrong": _(
        "the URL of the gradebook cannot be read. It should be postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with "
        "%%40 for an @ and %%2F for a / in the password."
    ),
    "gradebook_missing": _(
        "there is no gradebook %(where)s in %(folder)s. `grader class` makes one beside the submissions; --gradebook "
        "or GRADER_GRADEBOOK names another."
    ),
    "gradebook_empty": _("%(where)s is empty: `grader class` has to make the gradebook first."),
    "gradebook_is_folder": _("%(where)s is a folder. Name the gradebook's file in it, such as gradebook.db."),
    "gradebook_no_folder": _("the gradebook should be in %(folder)s, which does not exist. Make that folder first."),
    "gradebook_foreign": _(
        "%(where)s is not a gradebook: it contains something else. Choose another file, or a database of its own."
    ),
    # Translators: %(version)s and %(known)s are numbers such as 0002.
    "gradebook_newer": _(
        "the gradebook %(where)s was written by a newer grader: it has version %(version)s, and this grader knows "
        "%(known)s. Update the grader: pip install --upgrade autograto"
    ),
    # ── what goes wrong with it; %(problem)s is what the database or the operating system says
    "gradebook_in_use": _(
        "another run is writing into the gradebook %(where)s. Wait until it has finished, or choose another gradebook."
    ),
    # Translators: %(process)s is the number of a process.
    "gradebook_in_use_by": _(
        "another run is writing into the gradebook %(where)s: process %(process)s. Wait until it has finished, or "
        "choose another gradebook."
    ),
    "gradebook_locked": _(
        "another program holds the gradebook %(where)s open. Close it there and try again; nothing is lost."
    ),
    "gradebook_full": _(
        "there is no space left for the gradebook %(where)s. All that was added before is in it: make room, and run "
        "the same command again."
    ),
    "gradebook_readonly": _(
        "the gradebook %(where)s cannot be written to: its disk or its file is read-only. Copy it to a place where "
        "you may write, or change its permissions."
    ),
    "gradebook_unwritable": _("the gradebook %(where)s cannot be written to: %(problem)s."),
    "gradebook_unreadable": _("the gradebook %(where)s cannot be opened: %(problem)s."),
    "gradebook_damaged": _("the gradebook %(where)s is damaged: %(problem)s. Go back to a copy of it."),
    "gradebook_failed": _("the database of the gradebook %(where)s says: %(problem)s."),
    "gradebook_server_down": _(
        "the server of the gradebook %(where)s does not answer: %(problem)s. Start it, or check the address, and try "
        "again."
    ),
    "gradebook_server_lost": _(
        "the server of the gradebook %(where)s went away and did not come back: %(problem)s. All that was added "
        "before is in the gradebook: start the server, and run the same command again to grade the rest."
    ),
    "gradebook_old_sentence": _("a remark of another version of the grader: %(id)s"),
    # ── what is asked of it
    "run_unknown": _("the gradebook %(where)s has no run %(run)d. `grader gradebook runs` lists them."),
    "student_unknown": _(
        "nobody in the gradebook %(where)s has the ID %(id)s. `grader gradebook show` lists everybody."
    ),
    "student_unknown_near": _("nobody in the gradebook %(where)s has the ID %(id)s. Did you mean %(near)s?"),
    # Translators: %(sections)s is a list of names.
    "gradebook_no_sections": _("nothing was graded in the gradebook %(where)s yet."),
    "test_unknown_here": _(
        "no result in the gradebook %(where)s has a test %(test)s. A test is named as in hidden/s1/test_mean."
    ),
    "test_unknown_near": _("no result in the gradebook %(where)s has a test %(test)s. Did you mean %(near)s?"),
    "points_wrong": _(
        "--points should be a number such as 7.5 or 8/3, with a sign to add to what is there: +2 or -0.5. It is "
        "%(text)s."
    ),
    "choose_not_there": _("%(id)s has no submission in run %(run)d. `grader gradebook student %(id)s` lists them."),
    "undo_nothing": _("there is nothing to undo: no decision holds."),
    "undo_unknown": _(
        "no decision %(number)d holds: it does not exist, or it was undone before. `grader gradebook student ID` and "
        "`grader gradebook runs` list them."
    ),
    "forget_needs_yes": _(
        "this deletes %(id)s and all that this person alone handed in, for good. Run it again with --yes."
    ),
    # ── grading.toml
    "policy_unreadable": _("%(file)s cannot be read: %(problem)s."),
    # Translators: %(problem)s is such as "Expected `float`, got `str`".
    "policy_wrong": _("%(file)s: %(key)s is wrong: %(problem)s."),
    "policy_zone": _("%(file)s: time_zone should be a name such as Asia/Seoul or Europe/Berlin; it is %(zone)s."),
    "policy_without_zone": _(
        "%(file)s: which time zone is the deadline of %(section)s in? Add time_zone at the top, or an offset to the "
        "time."
    ),
    "policy_section_unknown": _("grading.toml names %(section)s, and nothing in the gradebook is of that section."),
    "time_wrong": _("'%(text)s' is not a time such as 2026-10-12T23:59 or 2026-10-12T23:59+09:00."),
    "time_without_zone": _(
        "which time zone is %(text)s in? Add an offset, as in 2026-10-12T23:59+09:00, or time_zone to grading.toml."
    ),
    # ── a list of times
    "times_unreadable": _("%(file)s cannot be read: %(problem)s."),
    "times_no_column": _("%(file)s needs the columns id and %(wanted)s; section is optional. It has: %(columns)s."),
    # Translators: %(problem)s is a whole sentence.
    "times_line": _("%(file)s, line %(line)d: %(problem)s"),
    "times_no_id": _("the ID is empty."),
    "times_empty": _("%(file)s has no line below its headings."),
    # ── rules that changed points; they stand in a student's feedback, too
    # Translators: %(test)s is the name of a test, %(why)s what the instructor wrote.
    "step_test_dropped": _("%(test)s no longer counts: %(why)s"),
    "step_test_given": _("everybody gets the points of %(test)s: %(why)s"),
    "step_tests": Plural("%(count)d test was changed for everybody", "%(count)d tests were changed for everybody"),
    "step_late": Plural(
        "%(count)d day late: -%(percent)g %% (due %(due)s)", "%(count)d days late: -%(percent)g %% (due %(due)s)"
    ),
    "step_late_unknown": _("late, but it is not known by how much: nothing was deducted"),
    "step_extended": _("in time, as the deadline was extended to %(until)s"),
    "step_set": _("points set: %(why)s"),
    "step_added": _("points added: %(why)s"),
    "step_exempt": _("exempt, so it does not count: %(why)s"),
    "step_lowest": Plural(
        "the lowest section is dropped, so this does not count",
        "the %(count)d lowest sections are dropped, so this does not count",
    ),
    # ── what was decided about a test
    "ruling_without_weights": _(
        "the results of %(section)s were kept without the weights of tests, so %(test)s cannot be changed in them. "
        "Grade the section again first."
    ),
    "ruling_leaves_nothing": _(
        "without %(test)s, an exercise of %(section)s would have no test left for its points. Give the test instead: "
        "then everybody has its points."
    ),
    # ── what is shown
    "state_graded": _("graded"),
    "state_incomplete": _("not all tests were run"),
    "state_unreadable": _("unreadable"),
    "state_grader_error": _("the grader broke down"),
    "state_missing": _("missing"),
    "column_id": _("ID"),
    "column_name": _("name"),
    "column_total": _("total"),
    "column_remark": _("remark"),
    "column_run": _("run"),
    "column_begun": _("begun"),
    "column_source": _("source"),
    "column_layout": _("layout"),
    "column_entries": _("hand-ins"),
    "column_missing": _("missing"),
    "column_state": _("state"),
    "column_section": _("section"),
    "column_raw": _("graded"),
    "column_points": _("points"),
    "column_handed_in": _("handed in"),
    "column_before": _("before"),
    "column_after": _("after"),
    "column_number": _("no."),
    "column_decision": _("decision"),
    "column_why": _("why"),
    "run_finished": _("finished"),
    "run_unfinished": _("not finished"),
    "run_preview": _("preview"),
    "show_nobody": _("Nobody is in the gradebook yet."),
    "show_students": Plural("%(count)d student", "%(count)d students"),
    "show_unfinished": _("Run %(run)d is not finished: its results count only where there are no others."),
    "late_mark": _("late"),
    "not_counted": _("does not count"),
    "history_runs": _("Submissions"),
    "history_decisions": _("Decisions"),
    "no_decisions": _("No decision was made."),
    # ── decisions, told in one line each
    "told_set": _("%(id)s has %(points)s in %(section)s"),
    "told_add": _("%(id)s gets %(points)s in %(section)s"),
    "told_exempt": _("%(id)s is exempt from %(section)s"),
    "told_choose": _("of %(id)s, the submission of run %(run)d counts in %(section)s"),
    "told_extension": _("%(id)s has until %(until)s for %(section)s"),
    "told_time": _("%(id)s handed %(section)s in at %(at)s"),
    "told_dropped": _("%(test)s no longer counts"),
    "told_given": _("everybody gets the points of %(test)s"),
    "told_more": Plural("and %(count)d more", "and %(count)d more"),
    "told_undone": _("undone"),
    "decided": _("Decision %(number)d: %(what)s. To take it back: grader gradebook undo %(number)d"),
    "undone": _("Decision %(number)d no longer holds: %(what)s."),
    "decided_unknown": _("%(id)s is in no run yet; this holds as soon as this student hands something in."),
    "over_the_top": _("%(id)s now has more points in %(section)s than there are: %(points)s of %(max_points)s."),
    "ruling_changes": Plural(
        "%(changed)d of %(count)d student changes: %(gain)d gain, %(lose)d lose points.",
        "%(changed)d of %(count)d students change: %(gain)d gain, %(lose)d lose points.",
    ),
    "ruling_changes_nobody": _("Nobody's points change."),
    "ruling_would": _("Nothing was changed yet. To do it, run the same command with --yes."),
    "forgotten": Plural(
        "%(id)s was deleted, and %(count)d submission of this person alone.",
        "%(id)s was deleted, and %(count)d submissions of this person alone.",
    ),
    # ── help
    "help_gradebook": _(
        "Look at the grades of a class, adjust them, extend deadlines, drop a test.\n\n"
        "The gradebook is gradebook.db here, or what --gradebook or GRADER_GRADEBOOK names: a file, or a "
        "postgresql:// URL. The rules of late work are in grading.toml, beside the gradebook or here."
    ),
    "help_gradebook_show": _(
        "Show everybody's points, as they count now or as one run says.\n\n"
        "Examples:  grader gradebook show  ·  grader gradebook show --section s3 --run 2"
    ),
    "help_gradebook_student": _("Show one student: points, each rule that changed them, submissions, decisions."),
    "help_gradebook_runs": _("List all runs."),
    "help_gradebook_diff": _("Compare two runs: whose points changed, and by which tests."),
    "help_gradebook_adjust": _(
        "Set a student's points in a section, or add some.\n\n"
        "Examples:  grader gradebook adjust 1001 --section s3 --points 12 --why 'graded by hand'  ·  "
        "grader gradebook adjust 1001 --section s3 --points=+2 --why 'a good question'"
    ),
    "help_gradebook_extend": _(
        "Give a student a later deadline.\n\n"
        "Example:  grader gradebook extend 1001 --section s3 --until 2026-10-12T23:59+09:00"
    ),
    "help_gradebook_extensions": _("Give the deadlines of a CSV file: columns id, until and, if you like, section."),
    "help_gradebook_times": _(
        "Say when students handed in, where the platform does not: a CSV file with the columns id, time and, if you "
        "like, section."
    ),
    "help_gradebook_exempt": _("Leave a section of a student out of the total."),
    "help_gradebook_choose": _("Have the submission of one run count for a student, whatever the policy says."),
    "help_gradebook_undo": _("Take back a decision by its number; without one, the last that holds."),
    "help_gradebook_drop_test": _(
        "A test no longer counts: its points go to the others. Shows whose points change, and does it with --yes.\n\n"
        "Example:  grader gradebook drop-test hidden/s3_gradient_descent::test_cost --why 'it was unclear'"
    ),
    "help_gradebook_give_test": _(
        "Everybody gets the points of a test. Shows whose points change, and does it with --yes."
    ),
    "help_gradebook_forget": _("Delete a person, and all that this person alone handed in. This cannot be undone."),
    "help_gradebook_where": _("The gradebook: a file or a postgresql:// URL."),
    "help_gradebook_policy": _("The rules of late work. Default: grading.toml beside the gradebook, or here."),
    "help_gradebook_section": _("A section; the beginning of its name will do, such as s3."),
    "help_gradebook_sections": _("Only this section. Repeat it for more; the beginning of a name will do, such as s3."),
    "help_gradebook_run": _("What this run says, instead of what counts now."),
    "help_gradebook_id": _("The student's ID, as `grader gradebook show` lists it."),
    "help_gradebook_points": _("A number to set, such as 7.5; with a sign it is added: --points=+2, --points=-0.5"),
    "help_gradebook_why": _("The reason, kept with it; students may read it in their feedback."),
    "help_gradebook_until": _("A date, which ends with its day, or a time: 2026-10-12T23:59+09:00"),
    "help_gradebook_csv": _("The CSV file."),
    "help_gradebook_chosen": _("The run whose submission counts."),
    "help_gradebook_number": _("The decision's number."),
    "help_gradebook_test": _("The test, such as hidden/s1_tensors::test_mean; its last part will do."),
    "help_gradebook_yes": _("Do it, instead of only showing what it would do."),
    "help_gradebook_yes_forget": _("Yes, delete it for good."),
    "help_gradebook_before": _("The number of the earlier run."),
    "help_gradebook_after": _("The number of the later run."),
}
