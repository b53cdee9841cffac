"""What is wrong with a course's settings and files, or with a submission's."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    # ── where the course is
    "course_nowhere": _(
        "no course here: neither %(folder)s nor a folder above it has a pyproject.toml with [tool.grader]. "
        "Run this in the course's folder, or name that folder: --course DIR."
    ),
    "course_no_table": _("%(file)s has no table [tool.grader], which describes the course."),
    "course_no_file": _("%(file)s does not exist; its table [tool.grader] describes the course."),
    "course_unreadable": _("%(file)s cannot be read: %(problem)s"),
    # ── the keys of [tool.grader]
    # Translators: in all of these, %(key)s is the name of a key such as limits.hangs.
    "course_key_missing": _("%(file)s: [tool.grader] needs the key `%(key)s`."),
    # Translators: %(keys)s is a list of names with commas between them.
    "course_key_unknown": _("%(file)s: [tool.grader] has no key `%(key)s`; the keys there are %(keys)s."),
    "course_key_number": _("%(file)s: `%(key)s` in [tool.grader] should be a number."),
    "course_key_whole_number": _("%(file)s: `%(key)s` in [tool.grader] should be a whole number."),
    "course_key_text": _("%(file)s: `%(key)s` in [tool.grader] should be a string."),
    "course_key_list": _("%(file)s: `%(key)s` in [tool.grader] should be a list."),
    "course_key_table": _("%(file)s: `%(key)s` in [tool.grader] should be a table."),
    "course_key_empty": _("%(file)s: `%(key)s` in [tool.grader] should not be empty."),
    "course_key_above": _("%(file)s: `%(key)s` in [tool.grader] should be a number above %(bound)s."),
    "course_key_at_least": _("%(file)s: `%(key)s` in [tool.grader] should be at least %(bound)s."),
    "course_key_at_most": _("%(file)s: `%(key)s` in [tool.grader] should be at most %(bound)s."),
    "course_key_finite": _("%(file)s: `%(key)s` in [tool.grader] should be a finite number; it is %(number)s."),
    # Translators: %(problem)s is a technical message in English.
    "course_key_wrong": _("%(file)s: `%(key)s` in [tool.grader] is wrong: %(problem)s."),
    "course_version": _("%(file)s: `%(key)s` in [tool.grader] should be a version such as '2026.1', not %(version)r."),
    "course_section_name": _(
        "%(file)s: `%(key)s` in [tool.grader] should be a valid Python name, since it names the section's file; "
        "%(name)r is not valid."
    ),
    "course_section_twice": _("%(file)s: `%(key)s` in [tool.grader] should be unique; %(name)r appears twice."),
    "course_forbidden_exercise": _(
        "%(file)s: the keys of `%(key)s` in [tool.grader] should be names of exercises; %(name)r is not a valid name."
    ),
    "course_forbidden_name": _(
        "%(file)s: `%(key)s` in [tool.grader] should contain names such as 'mse_loss' or 'torch.optim*', not %(name)r."
    ),
    "course_exercise_points": _(
        "%(file)s: the points in `%(key)s` in [tool.grader] should add up to the section's %(points)s; they add up to "
        "%(total)s."
    ),
    "course_independent": _(
        "%(file)s: `%(key)s` in [tool.grader] should name exercises that have points in `exercises`; %(name)r has none."
    ),
    "course_shares": _(
        "%(file)s: `public_share`, `values_share` and `%(key)s` in [tool.grader] should be at most 1 together; in the "
        "section %(section)s they are %(total)s."
    ),
    "course_folder_shared": _(
        "%(file)s: `%(key)s` in [tool.grader] should be a folder of its own; it is the same as `%(other)s`."
    ),
    # ── stubs and their marks
    "stub_wrong": _("%(file)s: the stub made from it is not valid Python: %(problem)s, line %(line)s."),
    # Translators: %(problem)s is a message of the operating system.
    "stubs_unwritable": _("the stubs cannot be written to %(folder)s: %(problem)s."),
    "stub_over_work": _(
        "%(file)s is no stub any more: somebody has written `%(name)s`. Move the file away first, or use --force to "
        "write over it."
    ),
    "solution_unmarked": _(
        "%(file)s has no marks, so its stub would be the solution. Put `# >>> your code` above the lines that a "
        "student must write, and `# <<<` below them."
    ),
    "solution_missing": _("%(file)s does not exist; the stub of %(section)s is made from it."),
    "solution_unreadable": _("%(file)s cannot be read: %(problem)s"),
    "solution_wrong": _("%(file)s, line %(line)d: this is not valid Python: %(problem)s."),
    "mark_not_alone": _("%(file)s, line %(line)d: a mark must stand on a line of its own."),
    "mark_nested": _(
        "%(file)s, line %(line)d: this mark opens inside the mark of line %(outer)d; close that one first."
    ),
    "mark_unopened": _("%(file)s, line %(line)d: `# <<<` closes nothing; `# >>> your code` is missing above it."),
    "mark_unclosed": _("%(file)s, line %(line)d: this mark is never closed; `# <<<` is missing below it."),
    # ── variants of the reference
    "variants_unreadable": _("%(file)s, line %(line)s: %(problem)s"),
    # Translators: %(problem)s is one of the sentences below.
    "variant_wrong": _("%(file)s, line %(line)d: %(problem)s"),
    # Translators: %(problem)s is what Python says of a wrong call.
    "variant_arguments": _("this line has the wrong arguments: %(problem)s."),
    "variant_no_dict": _("the changes should be a dict: each hint with the list of its changes."),
    "variant_no_exercise": _("there is no exercise '%(name)s' in the reference; there are %(known)s."),
    "variant_no_mistake": _("there is no generic mistake '%(name)s'; there are %(known)s."),
    "variant_not_in_reference": _("there is no '%(name)s' in the reference."),
    # Translators: %(known)s is a list of names with commas between them.
    "variant_untested": _("there are no tests of an exercise '%(name)s'; there are some of %(known)s."),
    # Translators: %(known)s is a list of names with commas between them.
    "variant_no_form": _("`%(code)s` is nothing that a table of variants can have; it can have %(known)s."),
    "variant_no_mark": _("`%(name)s` has no mark; write @misconception(…) or @wheat(…) above it."),
    "variant_no_change": _("a change should be a new body, a pair (old text, new text), or a list of such pairs."),
    "variant_no_text": _("this should be a string."),
    "variant_no_list": _("this should be a list of changes."),
    "variant_not_plain": _("`%(code)s` should be a plain string or a constant: tables are read, not run."),
    "change_no_python": _("this change of `%(name)s` is not valid Python: %(problem)s."),
    "change_no_difference": _("this change makes no difference to `%(name)s`."),
    "changes_overlap": _("two changes of `%(name)s` overlap at %(text)s; write them as one."),
    "change_of_nothing": _("%(text)s does not occur in the reference's `%(name)s`; copy it from the solution."),
    "change_of_many": _("%(text)s occurs %(count)d times in the reference's `%(name)s`; copy more of its line."),
    # ── points
    "section_without_tests": _("the section %(section)s has no tests; it needs tests of these kinds: %(kinds)s."),
    # Translators: %(kind)s is the word `public` or `hidden`; %(points)g is a number of points.
    "section_without_points": _(
        "the section %(section)s has no %(kind)s test with points, but %(points)g of its points are for %(kind)s "
        "tests. They belong in %(file)s."
    ),
    "exercise_without_points": _(
        "the section %(section)s gives no points to the exercise '%(exercise)s' of %(test)s; add it to the section's "
        "`exercises` in [tool.grader]."
    ),
    "exercise_without_tests": _(
        "the section %(section)s gives points to the exercise '%(exercise)s', which has no hidden test with points."
    ),
    "test_unknown": _("[tool.grader.tests] names %(test)s, which is no test of the course."),
    "verdict_twice": _("the test %(test)s gave %(number)d verdicts; each test should give one."),
    "verdict_section": _("the test %(test)s is in a section %(section)r, which is not in this course."),
    "verdict_points": _("the test %(test)s has points=%(points)s; points must be 0 or more."),
    # Translators: %(problem)s is a technical message in English.
    "record_wrong": _("this is not a result of the grader: %(problem)s"),
    # ── a submission's path
    # Translators: in all of these, %(files)s is a list of names with commas between them.
    "submission_missing": _("%(path)s does not exist. Give a folder with section files, or one of them."),
    "submission_link": _(
        "%(link)s is a link, and a submission may have made it. If you do mean what it leads to, name that: %(target)s"
    ),
    # Translators: %(problem)s is a message of the operating system.
    "submission_unreadable": _("%(path)s cannot be read: %(problem)s."),
    "submission_empty": _("%(path)s is empty; expected one or more of %(files)s."),
    "submission_foreign": _("%(path)s contains none of the course's files; expected one or more of %(files)s."),
    # Translators: %(folders)s is a list of names with commas between them.
    "submission_several": _("%(path)s contains section files in several folders: %(folders)s. Give one of them."),
    # Translators: in all of these, %(wanted)s is the name of the file that the course expects.
    "submission_near": _("%(path)s contains %(file)s, which looks like %(wanted)s. Rename it to %(wanted)s."),
    "submission_near_file": _("%(path)s looks like %(wanted)s. Rename it to %(wanted)s."),
    "submission_archive": _("%(path)s is an archive that cannot be read here. Make a zip file of the folder."),
    "submission_not_a_section": _("%(path)s is not a section's file; expected one or more of %(files)s."),
    # ── a submission's archive
    # Translators: in all of these, %(file)s is the archive, a zip or a tar file, and "pack" is to make it.
    "archive_damaged": _("%(file)s is not a zip or tar file, or it is damaged or incomplete. Pack the folder again."),
    "archive_encrypted": _("%(file)s is protected by a password. Pack the folder without one."),
    "archive_method": _("%(file)s is compressed in a way that cannot be read here. Make an ordinary zip file."),
    "archive_too_large": _("%(file)s is larger than %(mebibytes)d MiB. Pack the folder with the section files alone."),
    "archive_unpacks_large": _(
        "%(file)s unpacks to more than %(mebibytes)d MiB. Pack the folder with the section files alone."
    ),
    "archive_many": _("%(file)s contains more than %(most)d files. Pack the folder with the section files alone."),
    "archive_name": _(
        "%(file)s contains a file with the name %(name)s, which leads out of the archive. Pack the folder again."
    ),
    "archive_twice": _(
        "%(file)s contains %(name)s twice, and it is not clear which of them counts. Pack the folder again."
    ),
    # ── a submission's files
    "file_packed_link": _("%(file)s is a link. Hand in the file itself."),
    "ignored_near": _("%(file)s is not used. If it is your %(wanted)s, rename it to %(wanted)s."),
    "ignored_beside": _("%(file)s is not used: %(used)s beside it counts."),
    # Translators: in these, a section is there as a Python file and as a notebook.
    "file_beside_notebook": _(
        "%(file)s counts, and %(notebook)s does not: you have written in both. To have the notebook count, move the "
        "file away."
    ),
    "notebooks_count": Plural(
        "%(notebooks)s counts: nothing is written in the Python file beside it.",
        "%(notebooks)s count: nothing is written in the Python files beside them.",
    ),
    "ignored_notebook": _("%(file)s is not used: it is a notebook."),
    "ignored_archive": _("%(file)s is not used: it is an archive. Unpack it."),
    "ignored_name": _("%(file)s is not used: Python cannot import a file with this name."),
    "ignored_never": _("%(file)s is not used: Python and pytest run files with this name by themselves."),
    "ignored_other": _("%(file)s is not used: it is not a Python file."),
    "file_notebook": _("%(file)s is a notebook. Save it as a Python file, and not only under the name of one."),
    "file_too_large": _("%(file)s is too large: the limit is %(mebibytes)d MiB."),
    "files_too_large": _("%(file)s is too much: all files together may have %(mebibytes)d MiB."),
    "file_link_broken": _("%(file)s is a link to a file that does not exist."),
    "file_link_outside": _("%(file)s is a link to a file outside the submission. Hand in the file itself."),
    "file_not_regular": _("%(file)s is not a regular file."),
    # Translators: %(problem)s is a message of the operating system.
    "file_unreadable": _("%(file)s cannot be read: %(problem)s."),
    "file_utf16": _("%(file)s is UTF-16, which Python does not read. Save it as UTF-8."),
    "file_nul": _("%(file)s is not text: it has a NUL byte on line %(line)d."),
    # Translators: %(encoding)s is the name of an encoding, %(byte)s a byte such as 0xff.
    "file_encoding": _(
        "%(file)s is not %(encoding)s: byte %(byte)s at offset %(offset)d, line %(line)d. Save it as UTF-8."
    ),
    "file_two_encodings": _("%(file)s begins as UTF-8 but declares %(encoding)r. Save it as UTF-8."),
    "file_unknown_encoding": _(
        "%(file)s declares the encoding %(encoding)r, which Python source cannot use. Save it as UTF-8."
    ),
    # ── notebooks
    "notebook_over_work": _(
        "%(file)s is no stub any more: somebody has written `%(name)s`. Move the notebook away first, or use --force "
        "to write over it."
    ),
    # Translators: a comment in the first cell of a notebook; Colab is Google's service for notebooks.
    "notebook_colab": _(
        "In Colab, first upload the course's zip file (the folder icon on the left), then run this cell."
    ),
    # Translators: the following are said in a notebook, below a cell that checks an exercise.
    "notebook_elsewhere": _("grader.check works in a notebook. In a terminal, run: grader check"),
    "notebook_nowhere": _(
        "The course is not here. Move this notebook into the course's folder; in Colab, upload the course's zip file, "
        "and run the notebook's first cell again."
    ),
    # Translators: the number of a code cell, the name of a Python exception, and a line of the cell.
    "notebook_cell": _("Cell %(cell)s ended with %(error)s on its line %(line)s."),
    # Translators: a place in a notebook, in a message such as "cell 5, line 3, in train".
    "notebook_place": _("cell %(cell)s"),
    "notebook_undefined": Plural(
        "The notebook does not have %(exercises)s yet: run the cell that defines it.",
        "The notebook does not have these yet: %(exercises)s. Run the cells that define them.",
    ),
    "notebook_untested": _("`%(exercise)s` has no public test."),
    "notebook_no_answer": _("The check ended without an answer. Run this cell again."),
    "notebook_what": _('Say what to check: grader.check("EXERCISE"). The sections are %(sections)s.'),
    "notebook_unknown": _("There is no exercise `%(exercise)s` in any of the sections %(sections)s."),
    "notebook_not_there": _("There is no exercise `%(exercise)s` in %(section)s. Its exercises are %(exercises)s."),
    "notebook_which": _(
        '`%(exercise)s` is an exercise of several sections: %(sections)s. Say which one: grader.check("%(example)s")'
    ),
    # ── hints for the mistakes that any exercise invites
    "hint_printed": _("The function returned None. `print` only shows a value; `return` gives it to the caller."),
    "hint_no_gradient": _(
        "The value is right, but no gradient can flow back: `.item()`, `.detach()`, `no_grad` and NumPy all stop it."
    ),
    "hint_single": _("float64 goes in, but float32 comes out. Which line changes the dtype?"),
    "hint_double": _("float32 goes in, but float64 comes out. Which line changes the dtype?"),
    "hint_a_list": _("The answer is a list of numbers. Can you keep it a tensor?"),
    "hint_a_number": _("The answer is a plain number. Can you keep it a tensor?"),
    "hint_setting": _("Your code changes a setting of torch for all code that runs after it. Does it need to?"),
    "hint_looking": _("Your code changes the model: its mode, its gradients or what is frozen. Does it need to?"),
    "hint_first_rows": _("Your code uses only the first few rows. How many rows does the data have?"),
}
