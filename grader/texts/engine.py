"""What the engine says when it could not do its work: workers, suites, reference, verify."""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
    # workers and their sandbox
    "zygote_failed": _("The process that starts workers has failed. Its last output: %(words)s"),
    "worker_stillborn": _("A worker ended before it could start. Run `grader doctor` to find out why."),
    "worker_lost_early": _(
        "A worker ended before any code of the submission ran in it. Run `grader doctor` to find out why."
    ),
    "worker_differs": _(
        "A worker does not have the grader's own %(name)s, so its answers would not be comparable: it has %(theirs)s, "
        "and the grader has %(ours)s. Install the grader and its packages in one environment."
    ),
    # Translators: %(problem)s is a message of the operating system.
    "temporary_refused": _("No file could be written to the folder for temporary files, %(folder)s: %(problem)s."),
    "sandbox_needs_linux": _("The sandbox needs Linux. Use --isolation process here, or grade on a Linux machine."),
    "sandbox_not_whole": _(
        "The sandbox is not available here, or it is incomplete. %(advice)s To grade without it: --isolation auto."
    ),
    "file_modes_not_enough": _(
        "Nothing would keep the answers from the submission here. %(advice)s File modes are enough only for a grader "
        "that root started, if `nobody` may read Python and torch, and if all other layers hold."
    ),
    # Translators: the capitals are meant: nobody should overlook it. %(advice)s says what to do about it.
    "without_sandbox": _("GRADED WITHOUT A SANDBOX: %(advice)s"),
    "sandbox_whole": _("complete"),
    "one_fork": _("%(milliseconds)s ms to a ready worker"),
    "lacks_landlock": _(
        "Landlock keeps files out of reach: it needs Linux 5.13 or newer, with `landlock` among the security "
        "modules that the kernel starts with (here: %(why)s)."
    ),
    "lacks_namespaces": _(
        "Namespaces give the code a file system and a network of its own: allow user namespaces (`sysctl "
        "user.max_user_namespaces`, AppArmor's `apparmor_restrict_unprivileged_userns`, the container's profile; here: "
        "%(why)s)."
    ),
    "lacks_seccomp": _(
        "Seccomp refuses system calls: it needs Linux on x86-64 or ARM64, with CONFIG_SECCOMP_FILTER (here: %(why)s)."
    ),
    "lacks_no_new_privs": _(
        "no_new_privs stops set-uid programs from giving the code more rights: every Linux since 3.5 has it "
        "(here: %(why)s)."
    ),
    "lacks_capabilities": _(
        "Without capabilities the code can do nothing that root may: run the grader as a plain user (here: %(why)s)."
    ),
    "lacks_limits": _(
        "Limits bound memory, time, files and threads: raise the hard limits of this shell, `ulimit -Ha`, or run the "
        "grader as a plain user if this is root (here: %(why)s)."
    ),
    "lacks_descriptors": _(
        "A worker inherits no descriptor but the wire's: `/dev/null` must exist, because it replaces the others (here: "
        "%(why)s)."
    ),
    "lacks_linux": _(
        "The sandbox needs Linux: here a submission runs in a plain process, which can read and change your files."
    ),
    # suites and the reference
    "assertions_off": _(
        "Python skips assertions here, so no test could fail. Start it without -O, and unset PYTHONOPTIMIZE."
    ),
    "no_suites": _("There are no suites for these sections in %(public)s or %(hidden)s."),
    "no_reference": _("The tests of %(section)s need the reference solution, but %(path)s is missing."),
    "suite_without_section": _("%(file)s belongs to no section: name it test_<section>.py."),
    # Translators: %(why)s is a technical message in English.
    "test_fails_on_reference": _(
        "%(file)s, line %(line)s: %(test)s fails even with the reference solution (%(why)s). This is a fault of the "
        "course, not of a submission."
    ),
    "import_unseen": _(
        "A suite imports %(file)s in a way that cannot be seen in its source, so a change of that file would go "
        "unnoticed. Import it with an `import` statement."
    ),
    "suite_unreadable": _("The suite %(suite)s cannot be read: %(why)s"),
    "suite_unreadable_line": _("%(suite)s, line %(line)d: the suite cannot be read: %(why)s"),
    "pytest_failed": _("pytest failed while it collected the suites: %(why)s"),
    "test_without_exercise": _("%(file)s: %(test)s does not name its exercise; write @exercise(…) above it."),
    "unknown_fixture": _(
        "%(file)s: %(test)s uses the fixture `%(fixture)s`. A suite's tests can use `submission`, `reference` and "
        "parameters."
    ),
    "public_uses_reference": _("%(file)s: %(test)s is public and uses `reference`, which students do not have."),
    "skipped_test": _(
        "%(file)s: %(test)s is marked to be skipped or to fail. Every test of a suite counts: remove the mark or "
        "the test."
    ),
    "test_of_no_exercise": _(
        "%(file)s, line %(line)d: %(test)s is about the exercise '%(exercise)s', which the reference does not have."
    ),
    # Translators: %(sections)s is a list of names with commas between them.
    "table_without_section": _(
        "%(file)s, line 1: these variants belong to no section; name the file after one of %(sections)s."
    ),
    "test_returns": _(
        "%(file)s: %(test)s returns something, or is `async`, so it checks nothing. A test should `assert` what it "
        "expects."
    ),
    "points_no_number": _("%(file)s: the points of %(test)s should be a number; they are %(points)s."),
    "forbidden_for_nothing": _(
        "`forbidden` of the section %(section)s names the exercise '%(exercise)s', which has no test and is not "
        "in the solution."
    ),
    "record_failed": _("A process that was recording examples ended unexpectedly: %(why)s"),
    # why a submission's file cannot be read for forbidden calls; notes to the instructor
    "unread_large": _("the file is larger than %(one)d KiB, or all files together than %(all)d KiB"),
    "unread_null": _("the file contains a null byte"),
    "unread_deep": _("the file is nested too deeply"),
    # Translators: %(error)s is the name of a Python exception.
    "unread_no_text": _("the file is not text that Python can read (%(error)s)"),
    "unread_slow": _("the file takes too long to read"),
    # verify
    "verify_doctests_slow": _("The examples in the docstrings of %(folder)s took longer than %(seconds)d s."),
    "verify_process_failed": _("A process of `grader verify` failed. Its last output: %(words)s"),
}
