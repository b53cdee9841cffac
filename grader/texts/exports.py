"""Texts about exports and feedback files."""

from collections.abc import Mapping

from grader.texts.marks import Plural, _

MESSAGES: Mapping[str, str | Plural] = {
    # ── help
    "help_export": _(
        "Write the grades of a class to a file. canvas and moodle fill the file that you exported from there: "
        "one column changes, and nothing else.\n\n"
        "Examples:  grader export csv -o grades.csv  ·  "
        "grader export canvas --template Grades.csv --section s3_gradient_descent -o upload.csv"
    ),
    "help_export_format": _(
        "csv: a row a student. long: a row a test. xlsx: Excel. parquet: the rows of long, with types. "
        "jsonl: a line of JSON a student. canvas, moodle: your own exported file, filled."
    ),
    "help_export_output": _("The file to write. Only you can read it."),
    "help_export_template": _("For canvas and moodle: the gradebook or the worksheet as you exported it."),
    "help_export_section": _("Export only this section. Repeat it for more: a total is then that of these sections."),
    "help_export_column": _("The column to fill, if there are several: its heading, its title or its number."),
    "help_export_places": _("Decimals of the points, which are rounded once, a half up. Default: the policy's, or 2."),
    "help_export_run": _("The grades that this run gave, instead of those that count now."),
    "help_export_zeros": _("Give 0 points to students who handed in nothing. Without it they have no grade."),
    "help_export_heading": _(
        "For a Moodle that is not in English: which heading stands for which column. Repeat it for more. The columns "
        "are %(columns)s.\n\nExample:  --heading grade=Bewertung"
    ),
    "help_feedback": _(
        "Write a file for each student: points, what changed them and why, what failed, and hints; "
        "as a folder, or as a zip file to upload.\n\n"
        "Examples:  grader feedback -o feedback/  ·  grader feedback --for moodle -o feedback.zip"
    ),
    "help_feedback_output": _("A folder, or a zip file to write. Only you can read it."),
    "help_feedback_for": _(
        'plain: a file a student. moodle: for "Upload multiple feedback files in a zip". '
        'canvas: for "Upload Submissions" (re-upload).'
    ),
    "help_feedback_format": _("text, markdown or html."),
    "help_feedback_download": _(
        "For moodle and canvas: the zip file or folder with the submissions, as it was downloaded. Its names are "
        "needed if the gradebook does not have them."
    ),
    # ── writing
    "private_is_folder": _("%(file)s cannot be written: it is a folder."),
    "private_is_link": _("%(file)s cannot be written: its folder is a link."),
    "private_is_device": _("%(file)s cannot be written: it is not a plain file."),
    "private_refused": _("%(file)s cannot be written: %(problem)s."),
    "private_failed": _("%(file)s could not be written: %(problem)s. Nothing in its place has changed."),
    "export_done": Plural(
        "%(file)s: %(count)d student.",
        "%(file)s: %(count)d students.",
    ),
    # Translators: %(column)s is the heading of a column.
    "export_filled": Plural(
        "%(file)s: %(count)d grade in the column %(column)s.",
        "%(file)s: %(count)d grades in the column %(column)s.",
    ),
    "export_needs": _('%(name)s is not installed, and this format needs it. Run: pip install "%(requirement)s"'),
    "export_empty": _("the gradebook has no grades yet. Grade a class first: grader class"),
    "export_template_needed": _("%(format)s fills a file that you exported from there. Name it: --template FILE"),
    "export_template_unused": _("--template is for canvas and moodle: %(format)s is written without one."),
    "export_over_template": _("--output is the template itself. Name another file, so that you keep the original."),
    "export_heading_wrong": _("--heading %(heading)s: write COLUMN=HEADING, with one of these columns: %(columns)s."),
    "export_formula_id": _("the id %(id)s looks like a formula, and a spreadsheet may compute it: look at it first."),
    # ── a template that is none
    "template_unreadable": _("%(file)s cannot be read: %(problem)s."),
    "template_encoding": _("%(file)s is not a CSV file in UTF-8. Export it again, and change nothing in it."),
    "template_quote": _("%(file)s, line %(line)d: a quote is never closed. Export the file again."),
    "template_doubled": _(
        "%(file)s has the id %(id)s more than once, in the rows %(rows)s: nothing was written. Export the file again."
    ),
    "canvas_header": _(
        "%(file)s is not a gradebook from Canvas: its first row begins with Student and ID, and has a column Section. "
        "Export it again in Canvas: Grades, Export."
    ),
    "canvas_id_column": _(
        "%(file)s has the column %(column)s where Canvas reads its own ids, so a grade could go to somebody else. "
        "Export the gradebook again in Canvas, with its column ID."
    ),
    "moodle_header": _(
        "%(file)s is not a grading worksheet from Moodle: it lacks %(lacking)s, and has %(columns)s. In another "
        "language than English, name the headings: --heading grade=…"
    ),
    "export_no_column": _(
        "%(file)s has no assignment that can be filled: its heading ends with a number, such as Week 3 (1234), and it "
        "is not read only. Make the assignment in Canvas first, and export again."
    ),
    "export_column_unknown": _("%(file)s has no column %(column)s that can be filled. There are: %(columns)s."),
    "export_which_column": _(
        "%(file)s has several columns that could be filled. Choose one with --column: %(columns)s."
    ),
    # ── headings of Moodle
    # Translators: these are the headings of Moodle's grading worksheet, exactly as Moodle has them in your language.
    "moodle_identifier": _("Identifier"),
    "moodle_grade": _("Grade"),
    "moodle_modified": _("Last modified (grade)"),
    "moodle_name": _("Full name"),
    "moodle_number": _("ID number"),
    "moodle_email": _("Email address"),
    "moodle_username": _("Username"),
    "moodle_maximum": _("Maximum grade"),
    "moodle_changeable": _("Grade can be changed"),
    # ── people
    # Translators: in all of these, %(person)s is a name, mostly with an id.
    "export_unplaced": _("not in the template: %(person)s"),
    "export_ambiguous": _("not written, since several rows could be meant (%(rows)s): %(person)s"),
    "export_shared_row": _("not written, since row %(row)d fits several students: %(people)s"),
    "export_row_left": _("left as it was, since no grade is known: row %(row)d, %(person)s"),
    "export_no_grade_missing": _("no grade, since nothing was handed in: %(person)s"),
    "export_no_grade_unreadable": _("no grade, since no submission could be read: %(person)s"),
    "export_no_grade_grader_error": _("no grade, since the grader failed: %(person)s"),
    "export_no_grade_graded": _("no grade, since no section counts: %(person)s"),
    "export_no_grade_incomplete": _("no grade, since no section counts: %(person)s"),
    "export_no_grade_exempt": _("left as it was, since exempt: %(person)s"),
    "export_lower": _("written, and lower than before (%(before)s → %(after)s): %(person)s"),
    "export_incomplete": _("written, but not every test was run: %(person)s"),
    "moodle_locked": _("not written, since Moodle says that the grade cannot be changed: row %(row)d, %(person)s"),
    "moodle_out_of_range": _(
        "not written, since Moodle takes no grade outside of 0 to %(maximum)s: row %(row)d, %(person)s, "
        "%(points)s points"
    ),
    # ── feedback
    "feedback_for": _("Feedback for %(person)s"),
    # Translators: %(section)s is the id of a section; the other two are numbers.
    "feedback_points": _("%(section)s: %(points)s of %(max_points)s points"),
    "feedback_total": _("Total: %(points)s of %(max_points)s points"),
    # Translators: the points before and after a rule was applied, and a sentence that says which and why.
    "feedback_step": _("%(before)s → %(after)s: %(why)s"),
    "feedback_exempt": _("%(section)s: you are exempt, and it is part of no total."),
    "feedback_over_hand_ins": _("%(path)s is what was handed in; write the feedback to another place."),
    "feedback_none": _("Nothing was handed in, so there is no grade."),
    "feedback_missing": _("%(section)s: nothing was handed in, so there is no grade."),
    "feedback_unreadable": _(
        "%(section)s: what was handed in could not be read, so no test was run and there is no grade."
    ),
    "feedback_grader_error": _(
        "%(section)s: the grader itself failed, which says nothing about your work. There is no grade until your "
        "instructor has looked at it."
    ),
    "feedback_incomplete": _("Not every test was run, so these points may not be the last word."),
    "feedback_no_total": _("Total: there is none yet."),
    "feedback_done": Plural(
        "%(folder)s: feedback for %(count)d student.", "%(folder)s: feedback for %(count)d students."
    ),
    # Translators: the platform is Moodle or Canvas.
    "feedback_no_name": _(
        "left out, since it is not known what %(platform)s called the submission (--download names it): %(person)s"
    ),
    "feedback_nothing": _("left out, since nothing was handed in: %(person)s"),
    "feedback_nowhere": _(
        "nothing was written, since it is not known what %(platform)s called any submission. Name the zip file or "
        "folder that you downloaded there: --download PATH"
    ),
    "feedback_shared_name": _("left out, since several students have one submission, %(name)s: %(person)s"),
    "feedback_group": _(
        "left out, since %(platform)s would show it to the whole group, and not all in it have the same: %(person)s"
    ),
    "feedback_download_wrong": _("%(file)s is neither a folder nor a zip file that can be read."),
}
