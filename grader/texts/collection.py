"""Texts about what a class has handed in: layouts, rosters, archives, notebooks."""

from collections.abc import Mapping

from grader.texts.marks import Plural, _

MESSAGES: Mapping[str, str | Plural] = {
    # where a class's work is looked for
    "layout_unknown": _("There is no layout %(layout)s. Choose one of %(layouts)s."),
    "layout_asked_for": _("it was asked for"),
    "layout_canvas": _("most files are named like Canvas' downloads, such as %(name)s"),
    "layout_moodle": _("most files are named like Moodle's downloads, such as %(name)s"),
    "layout_gradescope": _("there is a file %(file)s, which Gradescope writes"),
    "layout_github_name": _("the folder is named %(name)s, as GitHub Classroom does it"),
    "layout_github_folders": _("there are repositories whose names begin in the same way, such as %(name)s"),
    "layout_nbgrader": _("there is a folder %(folder)s, or a file %(file)s in each folder, as nbgrader writes them"),
    "layout_plain": _("the names are those of no platform, so each folder, archive or file is somebody's"),
    "class_not_a_source": _(
        "%(source)s is neither a folder nor an archive (.zip, .tar, .tar.gz, .tgz, .7z). Give what the platform gave "
        "you."
    ),
    "class_missing": _("%(source)s does not exist. Give the folder or the archive with the submissions."),
    "class_empty": _("%(source)s contains no files. Give the folder or the archive with the submissions."),
    # Translators: %(layout)s is a name such as `moodle`, %(count)d the number of files that were seen.
    "class_nothing": _(
        "%(source)s contains no submission among %(count)d files. Looked for (layout %(layout)s): folders, archives "
        "and Python files or notebooks that are named like %(file)s. If a platform made it, name it with --layout."
    ),
    # Translators: %(files)s names the files of the sections that are to be graded.
    "class_other_sections": Plural(
        "The submission in %(source)s has none of these files: %(files)s. Check --section, and whether this is the "
        "right download.",
        "None of the %(count)d submissions in %(source)s has any of these files: %(files)s. Check --section, and "
        "whether this is the right download.",
    ),
    "class_no_room": _(
        "The submissions before this one have more than %(mebibytes)d MiB together. Grade the class in parts."
    ),
    "need_seven_zip": _('7z archives need py7zr. Run: pip install "autograto[sevenzip]"'),
    "need_class_extra": _('%(file)s cannot be read without %(name)s. Run: pip install "autograto[class]"'),
    # what was refused of an archive, by name
    "member_name": _("%(file)s is not read: its name leads out of the archive."),
    "member_name_long": _("%(file)s is not read: its name is too long."),
    "member_twice": _("%(file)s is in the archive twice, and it is not clear which of them counts. Neither is read."),
    "member_case": _(
        "%(file)s is not read: its name differs from another one only in capital letters, and Windows would keep only "
        "one of the two."
    ),
    "member_encrypted": _("%(file)s is protected by a password."),
    "member_shared": _("%(file)s is not read: in the archive it shares its bytes with another file, as bombs do."),
    "member_method": _("%(file)s is compressed in a way that cannot be read here."),
    "member_damaged": _("%(file)s is damaged in the archive."),
    "member_no_room": _(
        "%(file)s is not read: the files before it have more than %(mebibytes)d MiB together. Unpack the archive, and "
        "give the folder."
    ),
    "archives_many": _("%(file)s was not opened: only %(most)d archives of one student are."),
    "folder_many": _("%(folder)s contains more than %(most)d files; only so many of them were looked at."),
    "metadata_damaged": _("%(file)s is not YAML as Gradescope writes it. Export the submissions again."),
    "timestamp_damaged": _("%(file)s contains no time with a time zone that is known, such as UTC or +0900."),
    # what is unusual about a hand-in
    "handed_in_late": _("The platform says that it was late."),
    "handed_in_twice": _("%(first)s and %(second)s are one student's; they were put together."),
    "one_name_for_several": _(
        "%(names)s: the platform has several people of this name and the roster one. Nobody was guessed."
    ),
    "handed_in_elsewhere": _("Somebody with the same id handed in %(others)s as well."),
    "github_again": _("%(folder)s was taken for the repository of %(name)s, who accepted the assignment again."),
    "github_prefix": _(
        "What the names of all repositories begin with, %(prefix)s, was taken for the assignment's name."
    ),
    "gradescope_nobody": _("%(file)s names nobody for %(folder)s."),
    "file_renamed": _("%(file)s was read as %(wanted)s."),
    # Translators: %(names)s are the names of all, the one that counts last.
    "several_versions": _("There are %(count)d versions of %(file)s: %(names)s. The latest counts: %(used)s."),
    # Translators: it is not the latest: that one is as it was handed out, or a notebook beside a Python file.
    "group_counts": _("This counts for the others of the group %(group)s as well: %(names)s."),
    "read_from_archive": _("%(files)s was read from %(archive)s."),
    "folders_together": _("The course's files lie in several folders (%(folders)s), each of them once; all are read."),
    "several_versions_work": _("There are %(count)d versions of %(file)s: %(names)s. The work in %(used)s counts."),
    "file_near": _("%(file)s may be meant as %(wanted)s, which is missing."),
    "file_blank": _("%(file)s is empty."),
    "file_untouched": _("%(file)s is as it was handed out."),
    "files_ignored": Plural(
        "%(count)d other file is not used: %(files)s.", "%(count)d other files are not used: %(files)s."
    ),
    "files_of_nobody": Plural(
        "%(count)d file is nobody's and is not used: %(files)s.",
        "%(count)d files are nobody's and are not used: %(files)s.",
    ),
    # notebooks
    "notebook_read": _("%(file)s is a notebook; its code cells were read in order."),
    "notebook_damaged": _("%(file)s is not a notebook that can be read. Save it again."),
    "notebook_magics": Plural(
        "%(count)d line of %(file)s is for notebooks only and was left out.",
        "%(count)d lines of %(file)s are for notebooks only and were left out.",
    ),
    "notebook_cells": Plural(
        "Code cell %(cells)s of %(file)s was left out: it is not Python.",
        "Code cells %(cells)s of %(file)s were left out: they are not Python.",
    ),
    # rosters
    "roster_unreadable": _("The roster %(file)s cannot be read: %(problem)s."),
    "roster_large": _("The roster %(file)s is larger than %(mebibytes)d MiB. Give a CSV file with one line a student."),
    "roster_many": _("The roster %(file)s has more than %(most)d lines."),
    "roster_line": _("%(file)s, line %(line)d: this is not CSV: %(problem)s."),
    "roster_no_id": _(
        "%(file)s, line 1: no column is an id. Name one of the columns like one of these: %(expected)s (found: "
        "%(headings)s)."
    ),
    "roster_row_without_id": _("%(file)s, line %(line)d: this student has no id. Fill it in, or delete the line."),
    "roster_twice": _(
        "%(file)s, line %(line)d: the id %(id)s stands in line %(first)d already. Each student has an id of their own."
    ),
    "roster_empty": _("The roster %(file)s lists nobody."),
}
