"""What the commands say: their help, their mistakes in use, what they report beside the result."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    # ── the command as a whole
    "help_grader": _("Grade PyTorch exercises. Start with: grader check"),
    "help_exit_status": _(
        "Exit status: 0 graded, whatever the score · 1 the score is under --fail-under · "
        "2 the command or its input is wrong · 3 the grader could not do its work · 130 interrupted."
    ),
    # Translators: %(problem)s is a whole sentence about the command line.
    "usage_wrong": _("%(problem)s See: %(command)s --help"),
    # Translators: %(error)s is the name of a Python exception; a traceback stands above this line.
    "bug": _("this is a bug in the grader: %(error)s. Please report the lines above."),
    # ── help of the commands
    "help_check": _(
        "Run the public tests on your exercises: how far you are, what to fix first, and a hint.\n\n"
        "Examples:  grader check  ·  grader check s3  ·  grader check s3 cost  ·  grader check exercises/s1_tensors.py"
    ),
    "help_grade": _(
        "Run the public and the hidden tests on one submission. Run this in the course's folder.\n\n"
        "Examples:  grader grade solutions  ·  "
        "grader grade alice/ --format json --output alice.json --fail-under 50"
    ),
    "help_new": _(
        "Make a small course to start from, in a folder that is new or empty. For the authors of a course.\n\n"
        "Example:  grader new my_course"
    ),
    "help_update": _(
        "Bring a newer release into your copy of a course: new tests, new exercises. What you have written stays."
        "\n\nExample:  grader update Downloads/exercises.zip"
    ),
    "help_stubs": _(
        "Write exercises/ from solutions/: the lines between the marks are removed, all others stay. "
        "For the authors of a course."
    ),
    "help_record": _(
        "Draw the examples of all tests ahead, on all cores, so that nobody waits for that later. "
        "For the authors of a course."
    ),
    "help_verify": _(
        "Grade the tests themselves: right variants must pass them, and wrong ones must fail.\n\n"
        "Exit status 1 when the course falls short of the thresholds in `tool.grader.verify`."
    ),
    "help_verify_result": _(
        "Check the signature of a result that was written with `grader grade --format json --sign KEY`.\n\n"
        "Exit status: 0 when the file is as it was signed, 1 when it is not.\n\n"
        "Examples:  grader verify-result alice.json --key grader.pub"
    ),
    "help_cache": _(
        "Show where the recordings of tests are kept, and how large they are. The oldest are removed when they "
        "take more than 2 GiB.\n\nExamples:  grader cache  ·  grader cache --prune"
    ),
    "help_doctor": _(
        "Check whether this machine is ready: Python, PyTorch, isolation. Says what to do about what is missing.\n\n"
        "Exit status: 0 when grading works here, 3 when something that it needs is missing."
    ),
    # ── help of arguments and options
    "help_version": _("Show the version and exit."),
    "help_lang": _("Speak this language, such as ko. It may stand anywhere in the command."),
    "help_stubs_lang": _("Write the docstrings in this language, such as ko. The code is the same."),
    "help_release_lang": _("Write stubs, hints and the page for students in this language, such as ko."),
    "help_translate": _(
        "Renew the catalogs of the course's own texts in one language: titles, hints, docstrings. Exit status 1 when a "
        "text has no translation. For the authors of a course."
    ),
    "help_translate_language": _("The language, such as ko."),
    "help_translate_check": _("Write nothing; exit with 1 when a catalog is out of date, too."),
    "translate_missing": _("%(file)s has no translation of: %(text)s"),
    "translate_stale": _("%(file)s is out of date. Run: grader translate %(language)s"),
    "language_unknown": _("the course has no texts in '%(language)s'. It has them in: %(languages)s."),
    "help_course": _("The folder of the course. Default: the course around the current folder."),
    "help_cache_prune": _("Remove all recordings; they are drawn anew when they are needed."),
    "help_grade_path": _("A folder with section files, a zip or tar file of one, or one section's file."),
    "help_new_path": _("The folder of the new course."),
    "help_update_path": _("The new release: an archive, or the folder that it was unpacked to."),
    "help_section": _("Grade only this section; the beginning of its name will do, such as s3. Repeat it for more."),
    "help_format": _("The format of the result."),
    "help_output": _("Write the result to FILE instead of the screen."),
    "help_seed": _("Draw other examples; the same seed gives the same result."),
    "help_fail_under": _("Exit with 1 when the score is lower."),
    "help_isolation": _(
        "auto: the best that this machine has. sandbox: refuse to grade without it. file-modes: for root in a "
        "container; where files cannot be hidden from the code, their modes protect them. process: a plain process."
    ),
    "help_sign": _("Sign the JSON with this Ed25519 key: a file, or env:NAME for an environment variable."),
    "help_verify_result_file": _("The signed JSON."),
    "help_verify_result_key": _("The public key: a file, or env:NAME for an environment variable."),
    "help_budget": _("Time for the whole submission. Default: the course's limit."),
    "help_no_replay": _("Draw every example anew instead of replaying those drawn before (slow)."),
    "help_quiet": _("Only the points: no tests, no progress, no notes."),
    "help_verbose": _("Show the tests that passed as well."),
    "help_audience": _("student: hides the calls of hidden tests. instructor: shows everything."),
    "help_stubs_check": _("Write nothing; exit with 1 when a stub is out of date."),
    "help_stubs_force": _("Write over files that a student has written in, too."),
    "help_stubs_notebook": _(
        "Write a notebook for each section instead, beside its Python file. This works in a student's copy, too."
    ),
    "help_exercise": _("Verify only this exercise. Repeat it for more."),
    "help_changed": _("Verify only what has changed since the last time."),
    "help_jobs": _("How many processes run at once."),
    "help_wheat": _("The folder of the right variants. Default: the course's."),
    "help_release": _(
        "Make the copy that students get: stubs, public tests, hints, the grader; no solution and no hidden test.\n\n"
        "Examples:  grader release ../copy  ·  grader release --zip week3.zip --section s3 --with-solutions s2\n\n"
        "Exit status 1 when the course falls short of the thresholds in `tool.grader.verify`."
    ),
    "help_release_folder": _("A folder that is empty, or that does not exist yet."),
    "help_release_zip": _("Write an archive as well, or instead of the folder."),
    "help_release_gradescope": _(
        "Write the archive for Gradescope's autograder to FILE. It contains all answers: for Gradescope alone."
    ),
    "help_release_section": _("Hand out only this section. Repeat it for more; several copies add up to a whole one."),
    "help_release_solutions": _("Put the solution of this section into the copy. Repeat it for more."),
    "help_release_notebooks": _("Add a notebook for each section, beside its Python file."),
    "help_release_pip": _("Name the grader as a dependency instead of putting it into the copy."),
    "help_release_dirty": _("Hand out changes that are not committed, too."),
    "help_release_skip": _("Do not verify the tests before; the reference still has to pass them."),
    "help_release_quiet": _("Say nothing but what is wrong."),
    "help_reset": _(
        "Put one exercise back as you got it. What you have written is kept in a file beside it.\n\n"
        "Example:  grader reset cost --section s2_linear_regression"
    ),
    "help_reset_exercise": _("The name of a function, a class or a value."),
    "help_reset_section": _("The section that it is in, where several have one of that name."),
    "help_debug": _(
        "Run a failing call in this process, so that breakpoint(), pdb and the debugger of your editor work.\n\n"
        "The first public test of the exercise that fails is chosen. Its call is also written as a script that you can "
        "keep and change: .grader/NAME.py. Your code runs here without the sandbox that 'grader check' uses: it is "
        "your own code on your own computer.\n\n"
        "Example:  grader debug s3 gradient"
    ),
    "help_debug_what": _("An exercise (after its section, if you like), a section, or a test's id."),
    "help_debug_stop": _("Whether pdb stops at the first line of the function, if the file has no breakpoint()."),
    # ── grader debug
    "debug_unknown": _("there are no public tests of '%(exercise)s'; the exercises are %(exercises)s."),
    "debug_several": _("'%(exercise)s' is in several sections (%(sections)s); write the section before it."),
    "debug_too_much": _("name one exercise: grader debug s3 gradient."),
    "debug_no_test": _("there is no public test '%(test)s'."),
    "debug_nothing": _("Nothing fails here: all public tests that you have attempted pass."),
    "debug_not_run": _("There is no call to run again: the message says what is wrong."),
    "debug_script": _("The call as a script: python %(file)s"),
    "debug_no_script": _("The call cannot be written to a script: %(problem)s."),
    "debug_not_plain": _("The call needs something that the test makes, such as a model, so there is no script of it."),
    "debug_begins": _("The call runs in this process now, without the sandbox."),
    "debug_stops": _(
        "The call runs in this process now, without the sandbox, and pdb stops at the first line of the function: "
        "n goes to the next line, p NAME prints a value, c runs on, q quits."
    ),
    "debug_failed": _("The test fails as before."),
    "debug_passed": _("The test passes this time: the answer is not the same each time."),
    "debug_quit": _("You have quit the debugger."),
    # Translators: the first line of a script; %(exercise)s is a function.
    "script_about": _("A call of %(exercise)s that fails. This script is yours: change it, or set breakpoints in it."),
    # ── the plugin of pytest
    "help_pytest_in_process": _(
        "Run your own exercises in this process, so that breakpoints work. There is no sandbox; public tests only."
    ),
    "in_process": _("--in-process: your code ran in this process, without the sandbox."),
    "in_process_public": _("--in-process runs public tests on your own exercises, and nothing else."),
    "help_pytest": _("grading exercises across a process boundary"),
    "help_pytest_submission": _(
        "What to grade: a folder with section files, a zip file of one, or one file. Default: the exercises."
    ),
    "pytest_in_submission": _(
        "Started here, pytest would run modules of the submission %(path)s, unprotected. Start it in a course's folder "
        "that is not in the submission."
    ),
    "marker_exercise": _(
        "exercise(name, points, title, hint, timeout, needs, side_effects_only, beside): which exercise a test is about"
    ),
    # Translators: %(name)s is `submission` or `reference`.
    "fixture_of_suites": _("`%(name)s` is for the suites of a course, in its public and hidden folders."),
    # ── mistakes on the command line
    "budget_wrong": _("--budget should be a number of seconds above 0; it is %(seconds)g."),
    "fail_under_wrong": _("--fail-under should be a percentage from 0 to 100; it is %(percent)g."),
    "sign_needs_json": _("--sign needs --format json: no other format has a place for the signature."),
    "sign_needs_cryptography": _("signatures need a package that is not installed. Run: pip install cryptography"),
    # Translators: in the next three, %(key)s or %(variable)s is the name of a file or of an environment variable.
    "sign_key_wrong": _(
        "%(key)s is not an Ed25519 private key without a password. Make one with: "
        "openssl genpkey -algorithm ed25519 -out grader.key"
    ),
    "verify_key_wrong": _(
        "%(key)s is not an Ed25519 public key. Make it from the private one with: "
        "openssl pkey -in grader.key -pubout -out grader.pub"
    ),
    "key_not_set": _("the environment variable %(variable)s is not set, but the key should be in it."),
    "signature_invalid": _(
        "%(file)s is not valid: it was changed after it was signed, or it was signed with another key, or not at all."
    ),
    # Translators: %(total)s is such as "41.5 of 100"; %(isolation)s is `sandbox` or `process`.
    "signature_valid": _(
        "valid: %(submission)s has %(total)s. Isolation %(isolation)s, seed %(seed)d, submission %(hash)s, "
        "suites %(suite)s"
    ),
    # Translators: %(sections)s is a list of names with commas between them.
    "section_unknown": _("'%(section)s' is not a section here; the sections are %(sections)s."),
    "own_settings": _(
        "%(path)s contains the settings of the course. Run this in the course's folder, and give it a folder that "
        "contains only the section files."
    ),
    "file_of_one_section": _("%(file)s is the file of %(section)s only; to grade other sections, give its folder."),
    "release_nowhere": _("say where to: grader release DIR, or grader release --zip FILE."),
    "release_no_folder": _("%(folder)s is not a folder. Choose another name."),
    "release_not_empty": _("%(folder)s is not empty. Choose a folder that is empty or does not exist."),
    "release_earlier": _(
        "%(folder)s has an earlier release of this course. Remove it and run this again, or choose another folder."
    ),
    "release_no_archive": _("%(archive)s cannot be written: it is a folder, or the folder around it does not exist."),
    "release_unwritable": _("%(place)s cannot be written: %(problem)s."),
    # Translators: %(files)s is a list of names with commas between them.
    "release_drifted": _("these stubs are not what the solutions make of them: %(files)s. Run: grader stubs"),
    "release_dirty": _("these changes are not committed: %(files)s. Commit them, or hand them out with --allow-dirty."),
    # Translators: %(problem)s is a message of git.
    "release_git": _("git cannot say what is committed: %(problem)s. Mend that, or use --allow-dirty."),
    # Translators: %(tests)s is a list of tests with commas between them.
    "release_reference": _("the solutions do not pass all of their tests, so nothing is handed out: %(tests)s."),
    "release_suite_private": _(
        "%(suite)s imports %(file)s, which students never get. A public test may only import public files."
    ),
    "release_outside": _("%(path)s is outside the course's folder %(root)s, so it cannot be handed out."),
    "release_unreadable": _("%(file)s cannot be read: %(problem)s."),
    # Translators: %(name)s is a distribution, %(python)s the path of a Python.
    "release_not_installed": _(
        "the grader is not installed for %(python)s, so it cannot be put into the copy. Install %(name)s, or use --pip."
    ),
    "copy_has_no_answers": _(
        "this is a student's copy of “%(title)s”: it has no solutions and no hidden tests. Run: grader check"
    ),
    "reset_unknown": _("there is no exercise '%(exercise)s' to put back."),
    # Translators: %(sections)s is a list of names with commas between them.
    "reset_which": _("several sections have a '%(exercise)s': %(sections)s. Say which one with --section."),
    # Translators: %(problem)s is a message of the operating system.
    "reset_failed": _("%(file)s cannot be changed: %(problem)s."),
    # Translators: %(exercises)s is a list of names with commas between them.
    "exercise_unknown": _("there are no tests of an exercise '%(exercise)s'; there are some of %(exercises)s."),
    "nothing_to_verify": _("there is nothing to verify: these sections have no solutions."),
    "equivalent_unreadable": _("%(file)s cannot be read: %(problem)s"),
    "stdout_closed": _("standard output is closed, so the result cannot be printed."),
    # Translators: %(problem)s is a message of the operating system.
    "output_refused": _("--output %(file)s cannot be written: %(problem)s."),
    "output_is_folder": _("--output %(file)s cannot be written: it is a folder."),
    "output_link": _(
        "--output %(file)s leads through a link in the submission's folder, and a student may have made it. "
        "Write the result to another folder."
    ),
    "output_protected": _("--output %(file)s cannot be written: it is write-protected."),
    "output_failed": _(
        "--output %(file)s could not be written: %(problem)s. The result is on standard output instead."
    ),
    "stdout_failed": _("the result could not be written: %(problem)s."),
    # ── what is said beside the result
    "score_under": _("the score is under %(percent)g %%."),
    # Translators: the title of a progress bar.
    "progress_starting": _("starting"),
    # Translators: the title of a progress bar.
    "progress_recording": _("recording"),
    "recorded_before": _("all tests were recorded before"),
    "recorded": Plural("recorded %(count)d test", "recorded %(count)d tests"),
    # Translators: the title of a progress bar.
    "progress_verifying": _("verifying"),
    # Translators: %(place)s is a folder or an archive.
    "released": Plural(
        "wrote %(place)s: %(count)d section, version %(version)s",
        "wrote %(place)s: %(count)d sections, version %(version)s",
    ),
    "release_unverified": _("the tests were not verified (--skip-verify)."),
    # Translators: %(problem)s is a sentence without a full stop.
    "release_short": _("nothing is handed out: %(problem)s."),
    "reset_done": _("'%(exercise)s' in %(file)s is as you got it. The file as it was before: %(kept)s"),
    "reset_nothing": _("'%(exercise)s' in %(file)s is already as you got it."),
    # Translators: the title of a progress bar.
    "progress_hints": _("making hints"),
    "stub_written": _("wrote %(file)s"),
    # Translators: %(files)s is a list of names with commas between them.
    "stubs_drifted": _("out of date: %(files)s. Run: grader stubs"),
    "notebooks_drifted": _("out of date: %(files)s. Run: grader stubs --notebook"),
    # ── a new course
    "new_made": _(
        "A small course is in %(folder)s.\n"
        "Go there, and run: grader verify\n"
        "All keys of its pyproject.toml, and everything that its tests can use: %(page)s"
    ),
    "new_not_empty": _("%(folder)s is not empty. Give the name of a new folder."),
    # Translators: %(problem)s is a message of the operating system.
    "new_refused": _("the course cannot be made in %(folder)s: %(problem)s."),
    "new_left_out": _("this is the grader of a student's copy, without the small course. Install autograto itself."),
    # ── an update of a student's copy
    "update_done": _("Updated from version %(old)s to version %(new)s."),
    "update_nothing": _("Nothing to do: everything in version %(new)s is here already."),
    "update_written": Plural("%(count)d file was written:", "%(count)d files were written:"),
    # Translators: %(name)s is the name of a function.
    "update_kept": _("%(file)s stays as it is: you have written `%(name)s` in it."),
    # Translators: %(names)s is a list of names with commas between them, %(example)s one of them.
    "update_lacks": _("There are new exercises in it, %(names)s. To add one, run: grader reset %(example)s"),
    "update_before": _("What these files were before is in %(folder)s."),
    "update_engine": _("The grader itself may be new. Run: python -m pip install -r requirements.txt"),
    "update_no_copy": _("%(folder)s is no student's copy of a course, so there is nothing to update."),
    "update_missing": _("%(release)s does not exist. Give the archive or the folder of the new release."),
    "update_no_release": _("%(release)s is no release of a course: grader release makes one."),
    # Translators: %(problem)s is a technical message in English.
    "update_unreadable": _("%(release)s cannot be read: %(problem)s."),
    # Translators: %(problem)s is a sentence about a file.
    "update_newer": _(
        "this grader cannot read the settings in %(release)s: %(problem)s If there is a newer grader, install it "
        "first: unpack the release and run, in its folder, python -m pip install -r requirements.txt"
    ),
    "update_other_course": _("%(release)s is of the course %(other)r, and your copy is of %(own)r."),
    "update_older": _("%(release)s has the older version %(new)s; your copy has version %(old)s already."),
    "update_name": _("%(release)s has a file with a name that is not allowed: %(file)s. Nothing was changed."),
    "update_twice": _("%(release)s has two files with the same name: %(file)s. Nothing was changed."),
    "update_link": _("%(file)s is a link or a special file. An update does not go through it; nothing was changed."),
    "update_large": _(
        "%(release)s is too large: the limit is %(files)d files and %(mebibytes)d MiB. Nothing was changed."
    ),
    # Translators: %(problem)s is a message of the operating system.
    "update_failed": _("%(file)s could not be written: %(problem)s. Run the update again."),
    # ── what must be installed
    # Translators: %(install)s is a command.
    "need_missing": _("%(name)s is not installed, and nothing can be graded without it. Run: %(install)s"),
    # Translators: %(requirement)s is a name with the versions that will do.
    "install_torch": _(
        "pip install '%(requirement)s' (without a GPU: --index-url https://download.pytorch.org/whl/cpu)"
    ),
    "install_other": _("pip install '%(requirement)s'"),
    # ── the cache
    "cache_size": Plural(
        "%(folder)s: %(count)d file, %(mebibytes)s MiB", "%(folder)s: %(count)d files, %(mebibytes)s MiB"
    ),
    "cache_pruned": Plural("removed %(count)d recording", "removed %(count)d recordings"),
    "cache_without_home": _("this user has no home folder, so nothing is cached: all examples are drawn anew."),
    # ── the doctor's findings
    # Translators: the name of a finding; its value says what kind of course is here.
    "doctor_course": _("course"),
    "doctor_course_whole": _("“%(title)s”, with its solutions and hidden tests"),
    "doctor_course_copy": _("a student's copy of “%(title)s”, version %(version)s: public tests and hints, no answers"),
    "doctor_course_lost": _("“%(title)s”, but these are missing: %(missing)s"),
    # Translators: the advice to somebody whose course has lost its solutions or its hidden tests.
    "doctor_course_advice": _(
        "get them again, for example with: git checkout -- solutions; for students, make a copy with: grader release"
    ),
    "doctor_ready": _("Ready to grade."),
    "doctor_ready_limited": _("Ready to check your own work; to grade others', see the line with an arrow."),
    "doctor_without_sandbox": _("`grader grade` refuses to grade here, unless you add --isolation auto."),
    "doctor_not_ready": _("Not ready: see the lines with an arrow."),
    "doctor_python_old": _("install Python %(oldest)s or later"),
    "doctor_version_unknown": _("version unknown"),
    "doctor_not_installed": _("not installed"),
    # Translators: the name of a finding; its value is the name of the system.
    "doctor_platform": _("platform"),
    # Translators: %(platform)s is the name of the system; %(count)d counts its processors.
    "doctor_machine": Plural("%(platform)s, %(count)d processor", "%(platform)s, %(count)d processors"),
    # Translators: the name of a finding; its value says why no worker can be started.
    "doctor_worker": _("worker"),
    # Translators: the name of a finding; its value says whether the sandbox is whole.
    "doctor_sandbox": _("sandbox"),
    # Translators: the name of a finding; its value is a time.
    "doctor_fork": _("one fork"),
    # Translators: the name of a finding; its value is `fork` or `spawn`.
    "doctor_start_method": _("workers start by"),
    # ── the matrix of `grader verify`
    "matrix_exercise": _("exercise"),
    "matrix_wheat": _("right variants accepted"),
    "matrix_misconceptions": _("misconceptions caught"),
    "matrix_mutants": _("mutants killed"),
    "matrix_diagnosis": _("diagnosed"),
    "matrix_kept": _("best wrong answer keeps"),
    "matrix_mean": _("misconceptions keep on average"),
    "matrix_percent": _("%(percent).0f %%"),
    "matrix_failing": _("tests that the reference fails (%(number)d)"),
    "matrix_examples": _("examples in docstrings that are not true (%(number)d)"),
    "matrix_example": _("%(file)s, line %(line)d: `%(code)s` expected %(expected)s, got %(got)s"),
    "matrix_total": _("total"),
    # Translators: %(good)d of %(all)d variants.
    "matrix_tally": _("%(good)d of %(all)d"),
    "matrix_attribution": _("failures that name the right exercise: %(percent).1f %%"),
    "matrix_refused": _("right variants that fail (%(number)d)"),
    "matrix_survivors": _("wrong variants that no test catches (%(number)d)"),
    "matrix_misattributed": _("failures of another exercise (%(number)d)"),
    "matrix_misdiagnosed": _("wrong diagnoses (%(number)d)"),
    "matrix_unrecognised": _("misconceptions that are not recognised (%(number)d)"),
    "matrix_redundant": _("tests that catch only what other tests also catch (%(number)d)"),
    "matrix_stale": _("equivalent mutants that are no longer made (%(number)d)"),
    "matrix_more": Plural(
        "… and %(count)d more (--format json shows all of them)",
        "… and %(count)d more (--format json shows all of them)",
    ),
    "matrix_holds": _("the course reaches all of its thresholds"),
    "short_wheat": _("right variants accepted: %(percent).1f %%, but the course needs at least %(least)g %%"),
    "short_misconceptions": _("misconceptions caught: %(percent).1f %%, but the course needs at least %(least)g %%"),
    "short_mutants": _("mutants killed: %(percent).1f %%, but the course needs at least %(least)g %%"),
    "short_attribution": _(
        "failures that name the right exercise: %(percent).1f %%, but the course needs at least %(least)g %%"
    ),
    "short_diagnosis": _("misconceptions recognised: %(percent).1f %%, but the course needs at least %(least)g %%"),
    # Translators: %(exercises)s is a list of names with commas between them.
    "short_untried": _("no misconception shows that the tests find anything: %(exercises)s"),
    "short_kept_whole": _(
        "a file with a misconception in every exercise keeps %(percent).1f %% of all points on average, but the course "
        "allows %(most)g %%; give fewer points to tests that look at one thing each"
    ),
    "short_kept": _(
        "%(exercise)s: `%(best)s` is wrong and keeps %(percent).0f %% of the points, but the course allows "
        "%(most)g %%; a test gives points for nothing, or for too little"
    ),
    "short_examples": Plural(
        "%(count)d example in a docstring is not true", "%(count)d examples in docstrings are not true"
    ),
    "short_reference": _("the reference does not pass its own tests"),
    "short_stubs": _("some tests of the untouched stubs do not end as “not attempted”"),
}
