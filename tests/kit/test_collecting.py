"""What a platform gives of a class becomes hand-ins: everybody's own work, what is unusual, and nothing guessed.

Each layout is made by the rules of the platform's own source. What is hostile costs whoever packed it, and nobody else.
"""

import contextlib
import gzip
import io
import os
import random
import stat
import struct
import tarfile
import time
import tracemalloc
import unicodedata
import zipfile
from datetime import datetime, timezone

import pytest

from grader.course import read_course
from grader.errors import EngineError, SubmissionError
from grader.intake import read_submission
from grader.intake.collect import collect_hand_ins
from grader.intake.copies import section_named
from grader.intake.layouts import LAYOUTS
from grader.intake.roster import read_roster
from grader.texts import translator

tell = translator().tell
DAY = datetime(2026, 10, 9, 21, 0, tzinfo=timezone.utc)


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course"
    (root / "exercises").mkdir(parents=True)
    sections = ", ".join(f'{{id = "{id}", title = "", points = 1}}' for id in ("s3_descent", "s4_trees"))
    (root / "pyproject.toml").write_text(f'[tool.grader]\ntitle = "T"\nsections = [{sections}]\n')
    (root / "exercises" / "s3_descent.py").write_text("x = None\n")
    return read_course(root)


def zipped(files):
    """A zip file's bytes: of texts or bytes by name, or by a ZipInfo."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def tarred(files, **links):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, text in files.items():
            data = text.encode() if isinstance(text, str) else text
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, target in links.items():
            info = tarfile.TarInfo(f"{name}/s3_descent.py")
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return buffer.getvalue()


def written(folder, files):
    """The same as files on the disk."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


@pytest.fixture
def collect(course, tmp_path):
    """What is collected of files by name, packed as a zip file, or of a whole archive's bytes."""

    def collect(files, name="class.zip", **options):
        (tmp_path / name).write_bytes(files if isinstance(files, bytes) else zipped(files))
        return collect_hand_ins(tmp_path / name, course, **options)

    return collect


@pytest.fixture
def roster(tmp_path):
    def roster(text):
        (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
        return read_roster(tmp_path / "roster.csv")

    return roster


def texts(collection):
    """The texts of each hand-in's files, by the ids of its people."""
    return {
        "+".join(person.id for person in one.people): {file.name: file.text for file in one.submission.files}
        for one in collection.hand_ins
        if one.submission
    }


def s3(collection):
    """The text of that section's file, by person."""
    return {who: files["s3_descent.py"] for who, files in texts(collection).items() if "s3_descent.py" in files}


def of(collection, id):
    return next(one for one in collection.hand_ins if id in [person.id for person in one.people])


def remarks(collection, id):
    return " ".join(map(tell, of(collection, id).remarks))


def problem(collection, id):
    found = of(collection, id)
    assert found.submission is None
    return tell(found.problem)


# ── Canvas ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_canvas_names_say_who_and_whether_late(collect):
    found = collect(
        {
            "kimalice_1001_55501_s3_descent.py": "x = 1",
            "kimalice_1001_55504_s4_trees.py": "y = 1",
            "lee_b_ob_LATE_1002_55502_s3_descent.py": "x = 2",
            "김철수_1003_55503_s3_descent.py": "x = 3",
            "anon_x7Yz_55505_s3_descent.py": "x = 4",
            "LATE_anon_q1_55506_s3_descent.py": "x = 5",
        }
    )
    assert found.layout == "canvas"
    assert s3(found) == {"1001": "x = 1", "1002": "x = 2", "1003": "x = 3", "q1": "x = 5", "x7Yz": "x = 4"}
    assert texts(found)["1001"]["s4_trees.py"] == "y = 1"
    assert {person.id for one in found.hand_ins if one.late for person in one.people} == {"1002", "q1"}
    assert "late" in remarks(found, "1002")
    assert of(found, "1003").people[0].name == "김철수"


@pytest.mark.parametrize("renamed", ["-1", "-7", "-6f9619ff-8b86-4d01-b42d-00cf4fc964ff"])
def test_on_canvas_the_attachment_says_which_version_is_the_latest(collect, renamed):
    files = {f"kim_1_200_s3_descent{renamed}.py": "new", "kim_1_100_s3_descent.py": "old"}
    found = collect(files)
    assert s3(found) == {"1": "new"}
    assert f"The latest counts: s3_descent{renamed}.py." in remarks(found, "1")
    found = collect({"kim_1_100_s3_descent-1.py": "old", "kim_1_200_s3_descent.py": "new"})
    assert s3(found) == {"1": "new"}


def test_on_canvas_an_archive_and_loose_files_come_together(collect):
    work = zipped({"work/s3_descent.py": "x = 1", "work/losses.py": "l = 1"})
    found = collect(
        {"kim_1_9_work.zip": work, "kim_1_10_s4_trees.py": "y = 1", "lee_2_11_text.html": "<p>", "lee_2_text.html": ""}
    )
    assert texts(found)["1"] == {"s3_descent.py": "x = 1", "s4_trees.py": "y = 1", "losses.py": "l = 1"}
    assert "contains none of the course's files" in problem(found, "2")


@pytest.mark.parametrize(
    "hostile",
    [
        "bob_2002_99_1001_999_s3_descent.py",  # a file that bob has called 1001_999_s3_descent.py
        "bob_1001_7_2002_999_s3_descent.py",  # bob, who has called himself bob_1001_7
        "bob_1001_2002_999_s3_descent.py",
    ],
)
def test_nobody_can_name_a_file_or_themselves_so_that_it_is_somebody_elses(collect, hostile):
    found = collect({"kimalice_1001_10_s3_descent.py": "x = 1", hostile: "evil", "lee_3_11_s4_trees.py": ""})
    assert s3(found)["1001"] == "x = 1"
    assert len(found.hand_ins) == 3


# ── Moodle ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("underscore", ["", "_"])
def test_moodle_names_say_who(collect, underscore):
    folder = f"assignsubmission_file{underscore}"
    found = collect(
        {
            f"Alice Kim_1327627_{folder}/s3_descent.py": "x = 1",
            f"Alice Kim_1327627_{folder}/lib/losses.py": "l = 1",
            "Alice Kim_1327627_assignsubmission_onlinetext/onlinetext.html": "hello",
            f"Bob_the_Lee_1327628_{folder}/work/s3_descent (1).py": "x = 2",
            f"Participant_1327629_{folder}/s3_descent.py": "x = 3",
            "Dan_1327630_assignsubmission_file_s3_descent.py": "x = 4",
        }
    )
    assert found.layout == "moodle"
    assert s3(found) == {"1327627": "x = 1", "1327628": "x = 2", "1327629": "x = 3", "1327630": "x = 4"}
    names = {one.people[0].id: one.people[0].name for one in found.hand_ins}
    assert names == {"1327627": "Alice Kim", "1327628": "Bob the Lee", "1327629": "", "1327630": "Dan"}


def test_what_lies_in_somebodys_folder_is_nobody_elses(collect):
    inside = "Alice_1_assignsubmission_file_/Bob_2_assignsubmission_file_s3_descent.py"
    flat = "Cem_3_assignsubmission_file_Bob_2_assignsubmission_file_s3_descent.py"
    found = collect({inside: "evil", flat: "evil", "Bob_2_assignsubmission_file_/s3_descent.py": "x = 2"})
    assert s3(found) == {"2": "x = 2"}


def test_a_team_is_all_its_members_where_the_roster_knows_it(collect, roster):
    people = roster("id,name,group\n1,Alice,Team A\n2,Bob,Team A\n3,Carol,Team B\n")
    found = collect({"Team A_77_assignsubmission_file_/s3_descent.py": "x = 1"}, roster=people)
    assert s3(found) == {"1+2": "x = 1"}
    assert [person.id for person in found.missing] == ["3"]


# ── Gradescope ───────────────────────────────────────────────────────────────────────────────────────────────────

METADATA = """\
submission_123:
  :submitters:
  - {":name": Alice Kim, ":sid": '2024001', ":email": alice@example.edu}
  - :name: Bob Lee
    :sid: ''
    :email: bob@example.edu
  :created_at: 2026-10-09 21:00:00.000000000 Z
  :score: 41.5
  :results:
    tests: []
submission_124:
  :submitters:
  - :name: "Carol\\n\\e[31m"
    :sid: '2024003'
    :email: carol@example.edu
  :created_at: 2026-10-10 06:00:00.000000000 +09:00
"""
EXPORT = {
    "assignment_9_export/submission_metadata.yml": METADATA,
    "assignment_9_export/submission_123/s3_descent.py": "x = 1",
    "assignment_9_export/submission_124/week/s3_descent.py": "x = 2",
    "assignment_9_export/__MACOSX/submission_124/._s3_descent.py": "\0",
}


@pytest.mark.parametrize("prefix", ["assignment_9_export/", ""])
def test_gradescopes_metadata_says_who_and_when(collect, prefix):
    found = collect({name.replace("assignment_9_export/", prefix): text for name, text in EXPORT.items()})
    assert found.layout == "gradescope"
    assert s3(found) == {"2024001+bob@example.edu": "x = 1", "2024003": "x = 2"}
    assert [one.at for one in found.hand_ins] == [DAY, DAY]
    assert of(found, "2024003").people[0].name == r"Carol\n\x1b[31m"


def test_a_group_counts_for_each_member_under_the_rosters_ids(collect, roster):
    found = collect(EXPORT, roster=roster("학번,이름,이메일\n7,Bob,BOB@example.edu\n2024001,Alice,\n2024003,Carol,\n"))
    assert s3(found) == {"2024001+7": "x = 1", "2024003": "x = 2"}
    assert (found.missing, found.unknown) == ((), ())


def test_no_student_can_write_the_metadata(collect):
    forged = "x:\n  :submitters:\n  - {':sid': '2024001'}\n"
    inside = "assignment_9_export/submission_124/"
    found = collect({**EXPORT, f"{inside}submission_metadata.yml": forged, f"{inside}x/s3_descent.py": "evil"})
    assert s3(found)["2024001+bob@example.edu"] == "x = 1"
    plain = {f"{name}/s3_descent.py": "x = 1" for name in ("ann", "ben")}
    assert collect({**plain, "ann/submission_metadata.yml": forged}).layout == "plain"


@pytest.mark.parametrize("text", ["a: [", "- 1", "a: &a [*a]\nb: {<<: *a}", "[" * 5000, "!!python/name:os.system"])
def test_metadata_that_is_none_is_said(collect, text):
    found = collect({**EXPORT, "assignment_9_export/submission_metadata.yml": text})
    assert s3(found) == {"submission_123": "x = 1", "submission_124": "x = 2"}
    assert "submission_metadata.yml names nobody for submission_123." in remarks(found, "submission_123")


def test_without_pyyaml_it_is_said_what_to_install(collect, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    with pytest.raises(EngineError) as caught:
        collect(EXPORT)
    assert 'pip install "autograto[class]"' in str(caught.value)


# ── GitHub Classroom ─────────────────────────────────────────────────────────────────────────────────────────────


def repositories(*names, **texts):
    return {f"hw-1-submissions/{name}/exercises/s3_descent.py": f"# {name}" for name in names}


def test_github_names_say_who(collect):
    found = collect(repositories("hw-1-alice", "hw-1-bob-the-2nd", "hw-1-carol-1"))
    assert found.layout == "github"
    assert s3(found) == {"alice": "# hw-1-alice", "bob-the-2nd": "# hw-1-bob-the-2nd", "carol-1": "# hw-1-carol-1"}


def test_who_accepted_again_is_the_same_person(collect, roster):
    found = collect(repositories("hw-1-alice", "hw-1-alice-1", "hw-1-bob-1"))
    assert s3(found) == {"alice": "# hw-1-alice-1", "bob-1": "# hw-1-bob-1"}
    assert "accepted the assignment again" in remarks(found, "alice")
    people = roster("identifier,github_username,github_id,name\n1,alice,,\n2,alice-1,,\n3,Bob,,\n")
    found = collect(repositories("hw-1-alice", "hw-1-alice-1", "hw-1-bob-1"), roster=people)
    assert s3(found) == {"1": "# hw-1-alice", "2": "# hw-1-alice-1", "3": "# hw-1-bob-1"}


def test_the_roster_knows_where_a_user_name_begins(collect, roster):
    files = {f"hw1-kim-{name}/s3_descent.py": name for name in "ab"}
    people = roster("identifier,github_username\n1,kim-a\n2,kim-b\n")
    assert s3(collect(files, layout="github", roster=people)) == {"1": "a", "2": "b"}
    found = collect(files, layout="github")
    assert s3(found) == {"a": "a", "b": "b"}
    assert "hw1-kim-, was taken for the assignment's name." in tell(found.remarks[0])


def test_a_folder_of_clones_is_recognised(course, tmp_path):
    for name in ("hw-ann", "hw-ben"):
        written(tmp_path / "clones", {f"{name}/.git/HEAD": "", f"{name}/exercises/s3_descent.py": name})
    found = collect_hand_ins(tmp_path / "clones", course)
    assert (found.layout, s3(found)) == ("github", {"ann": "hw-ann", "ben": "hw-ben"})


# ── nbgrader ─────────────────────────────────────────────────────────────────────────────────────────────────────

NBGRADER = {
    "submitted/alice/week3/s3_descent.py": "x = 1",
    "submitted/alice/week3/timestamp.txt": "2026-10-09 21:00:00.000000 UTC",
    "submitted/alice/week4/s4_trees.py": "y = 1",
    "submitted/alice/week4/timestamp.txt": "2026-10-17 06:00:00 +0900\n",
    "submitted/bob/week3/work/s3_descent.py": "x = 2",
    "release/week3/s3_descent.py": "x = None",
}


def test_nbgrader_assignments_are_one_students(collect):
    found = collect(NBGRADER)
    assert found.layout == "nbgrader"
    assert texts(found)["alice"] == {"s3_descent.py": "x = 1", "s4_trees.py": "y = 1"}
    assert s3(found)["bob"] == "x = 2"
    assert of(found, "alice").at == DAY.replace(day=16)


def test_the_time_is_that_of_the_section_which_is_graded(collect):
    assert of(collect(NBGRADER, sections=("s3_descent",)), "alice").at == DAY
    assert of(collect(NBGRADER, sections=("s4_trees",)), "alice").at == DAY.replace(day=16)


def test_the_later_assignment_has_the_version_that_counts(collect):
    again = {
        "submitted/alice/again/s3_descent.py": "x = 9",
        "submitted/alice/again/timestamp.txt": "2026-12-01 00:00:00 UTC",
    }
    found = collect({**NBGRADER, **again})
    assert s3(found)["alice"] == "x = 9"
    assert "The latest counts: again/s3_descent.py." in remarks(found, "alice")


def test_a_time_without_a_zone_is_no_time(collect):
    found = collect({**NBGRADER, "submitted/alice/week4/timestamp.txt": "2026-10-16 21:00:00 KST"})
    assert of(found, "alice").at == DAY
    assert "contains no time with a time zone that is known" in remarks(found, "alice")


def test_other_folders_named_submitted_are_plain(collect):
    found = collect({"submitted/ann/s3_descent.py": "x = 1", "submitted/ben.zip": zipped({"s3_descent.py": "x = 2"})})
    assert (found.layout, s3(found)) == ("plain", {"ann": "x = 1", "ben": "x = 2"})
    assert collect({**EXPORT, "notes.txt": ""}).layout == "gradescope"


# ── plain people ─────────────────────────────────────────────────────────────────────────────────────────────────

PEOPLE = {
    "ann/s3_descent.py": "ann",
    "ben.zip": zipped({"work/s3_descent.py": "ben"}),
    "cem.tar.gz": gzip.compress(tarred({"s3_descent.py": "cem"})),
    "dan_s3_descent.py": "dan",
    "s3_descent - eve.py": "eve",
    "Park Fay_s3_descent (2).py": "fay",
    "notes.txt": "",
}


@pytest.mark.parametrize("kind", ["folder", "zip", "tar", "tar.gz", "one folder within"])
def test_plain_names_say_who(course, collect, tmp_path, kind):
    names = {name.partition("/")[0] for name in PEOPLE}
    assert len(names) == len(PEOPLE)
    if kind == "folder":
        found = collect_hand_ins(written(tmp_path / "class", PEOPLE), course)
    elif kind == "zip":
        found = collect(PEOPLE)
    elif kind == "one folder within":
        found = collect({f"week 3/{name}": text for name, text in PEOPLE.items()})
    else:
        data = tarred(PEOPLE)
        found = collect(data if kind == "tar" else gzip.compress(data), f"class.{kind}")
    assert found.layout == "plain"
    assert s3(found) == {name: name.split()[-1].lower() for name in ("Park Fay", "ann", "ben", "cem", "dan", "eve")}
    assert [tell(remark) for remark in found.remarks] == ["1 file is nobody's and is not used: notes.txt."]


def test_a_7z_archive_is_read_where_py7zr_is(collect, monkeypatch):
    py7zr = pytest.importorskip("py7zr")

    def packed(files):
        buffer = io.BytesIO()
        with py7zr.SevenZipFile(buffer, "w") as archive:
            for name, text in files.items():
                archive.writestr(text, name)
        return buffer.getvalue()

    inner = packed({"work/s3_descent.py": "ben"})
    found = collect(packed({"ann/s3_descent.py": "ann", "ben.7z": inner}), "class.7z")
    assert s3(found) == {"ann": "ann", "ben": "ben"}
    damaged = collect({"ann/s3_descent.py": "ann", "ben.7z": inner[:-9]})
    assert "damaged" in problem(damaged, "ben")
    monkeypatch.setattr("py7zr.py7zr.check_archive_path", lambda path: True)
    out = collect({"ann/s3_descent.py": "ann", "ben.7z": packed({"../s3_descent.py": "evil"})})
    assert s3(out) == {"ann": "ann"}
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "need py7zr" in problem(collect({"ann/s3_descent.py": "ann", "ben.7z": inner}), "ben")
    with pytest.raises(EngineError) as caught:
        collect(inner, "class.7z")
    assert 'pip install "autograto[sevenzip]"' in str(caught.value)


def test_a_hand_in_is_the_submission_that_its_folder_is_alone(course, tmp_path):
    files = {
        "s3_descent.py": "from lib.losses import mse\n",
        "lib/losses.py": "mse = 1\n",
        "s4_trees_final.py": "y = 1\n",
        "plot.png": "",
        "old.zip": zipped({"s3_descent.py": ""}),
        ".git/config": "",
    }
    written(tmp_path / "class" / "ann" / "exercises", files)
    mine = zipped({"a/s3_descent.py": "x = 1\n", "a/notes.md": ""})
    written(tmp_path / "class" / "ben", {"mine.zip": mine, "helper.py": "", "plot.png": ""})
    found = collect_hand_ins(tmp_path / "class", course)
    for name in ("ann", "ben"):
        alone = read_submission(tmp_path / "class" / name, course)
        here = of(found, name).submission
        assert (here.files, here.hash, here.near, here.ignored) == (alone.files, alone.hash, alone.near, alone.ignored)
        assert here.folder == alone.folder
    assert "old.zip is not used" in remarks(found, "ann")
    assert "s4_trees_final.py may be meant as s4_trees.py, which is missing." in remarks(found, "ann")


def test_what_lies_deeper_completes_what_lies_above(collect):
    within = zipped({"more/s4_trees.py": "y = 2", "more/s3_descent.py": "x = 2"})
    found = collect(
        {
            "ann/s3_descent.py": "x = 1",
            "ann/src/s4_trees.py": "y = 1",
            "ben/s3_descent.py": "x = 1",
            "ben/more.zip": within,
            "cem/a/s3_descent.py": "x = 1",
            "cem/b/s3_descent.py": "x = 2",
        }
    )
    assert texts(found) == {
        "ann": {"s3_descent.py": "x = 1", "s4_trees.py": "y = 1"},
        "ben": {"s3_descent.py": "x = 1", "s4_trees.py": "y = 2"},
    }
    assert "lie in several folders (., src), each of them once" in remarks(found, "ann")
    assert "s4_trees.py was read from more.zip." in remarks(found, "ben")
    assert "several folders" in problem(found, "cem")


def test_one_member_of_a_group_hands_in_for_all(collect, roster):
    people = roster("id,name,team\n1,Ann,red\n2,Ben,red\n3,Cem,blue\n4,Dan,blue\n5,Eve,\n")
    found = collect({"1/s3_descent.py": "", "3/s3_descent.py": "", "4/s3_descent.py": "x = 1"}, roster=people)
    assert [[person.id for person in one.people] for one in found.hand_ins] == [["1", "2"], ["3"], ["4"]]
    assert "counts for the others of the group red as well: Ben (2)." in remarks(found, "1")
    assert [person.id for person in found.missing] == ["5"]


def test_one_students_work_under_several_names_comes_together(collect, roster):
    people = roster("id,name\n2024001,Kim Ann\n2024002,Lee Ben\n")
    found = collect(
        {"2024001 Ann.zip": zipped({"s3_descent.py": "x = 1"}), "Ann Kim/s4_trees.py": "y = 1"}, roster=people
    )
    assert texts(found) == {"2024001": {"s3_descent.py": "x = 1", "s4_trees.py": "y = 1"}}
    assert "are one student's; they were put together." in remarks(found, "2024001")
    assert [person.name for person in found.missing] == ["Lee Ben"]


def test_nobody_is_guessed(collect, roster):
    people = roster("id,name\n1,Ann Kim\n2,Ann Kim\n3,Ben Lee\n")
    found = collect({"Ann Kim/s3_descent.py": "", "Ben Le/s3_descent.py": ""}, roster=people)
    assert [person.id for person in found.unknown] == ["Ann Kim", "Ben Le"]
    assert [person.id for person in found.missing] == ["1", "2", "3"]
    assert s3(found) == {"Ann Kim": "", "Ben Le": ""}


def test_folders_of_weeks_are_nobodys(collect):
    weeks = {
        "week 3/ann/s3_descent.py": "a3",
        "week 3/ben.zip": zipped({"s3_descent.py": "b3"}),
        "week 4/ann_s4_trees.py": "a4",
    }
    found = collect({**weeks, "week 10/ben/s3_descent.py": "b10"})
    assert texts(found)["ann"] == {"s3_descent.py": "a3", "s4_trees.py": "a4"}
    assert s3(found)["ben"] == "b10"
    assert "The latest counts: week 10/ben/s3_descent.py." in remarks(found, "ben")
    found = collect({"s3/ann/s3_descent.py": "a3", "s4/ann/s4_trees.py": "a4"})
    assert texts(found) == {"ann": {"s3_descent.py": "a3", "s4_trees.py": "a4"}}


def test_archives_of_two_weeks_may_bear_one_name(collect):
    ann = "Ann Kim_7_assignsubmission_file_/s3_descent.py"
    found = collect({f"week {number}/class.zip": zipped({ann: f"x = {number}"}) for number in (1, 2)})
    assert s3(found) == {"7": "x = 2"}
    assert "There are 2 versions of s3_descent.py" in remarks(found, "7")


def test_an_assignment_in_a_name_is_nobodys(collect):
    kim = {"kim_hw3.zip": zipped({"s3_descent.py": "k3"}), "kim_hw10/s3_descent.py": "k10", "hw4 kim/s4_trees.py": "k4"}
    found = collect({**kim, "s3_descent_lee/s3_descent.py": "l3", "Lee_s4_trees.zip": zipped({"s4_trees.py": "l4"})})
    assert texts(found)["kim"] == {"s3_descent.py": "k10", "s4_trees.py": "k4"}
    assert (s3(found)["lee"], texts(found)["Lee"]) == ("l3", {"s4_trees.py": "l4"})
    assert list(s3(collect({"student_01/s3_descent.py": "1", "lab 2/s3_descent.py": "2"}))) == ["lab 2", "student_01"]


def test_one_student_with_several_folders_is_one_student(collect):
    found = collect({"ann/exercises/s3_descent.py": "x", "ann/solutions/s3_descent.py": "y", "ann/tests/a.py": ""})
    assert s3(found) == {"ann": "x"} or "several folders" in problem(found, "ann")
    found = collect(
        {"hw-submissions/hw-ann/exercises/s3_descent.py": "x", "hw-submissions/hw-ann/lib/s4_trees.py": "y"}
    )
    assert [one.people[0].id for one in found.hand_ins] == ["ann"]


def test_who_is_in_two_hand_ins_is_said(collect):
    both = METADATA.replace("'2024003'", "'2024001'")
    found = collect({**EXPORT, "assignment_9_export/submission_metadata.yml": both})
    assert "handed in assignment_9_export/submission_124 as well" in remarks(found, "bob@example.edu")
    found = collect({"Ann/s3_descent.py": "1", "ann/s3_descent.py": "2"})
    assert s3(found) == {"Ann": "1", "ann": "2"}
    assert "handed in ann as well" in remarks(found, "Ann")


def test_where_one_section_is_asked_for_a_file_can_be_named_like_its_owner(collect):
    files = {"ann.py": "x = 1", "ben.ipynb": '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 2"}]}'}
    found = collect(files, sections=("s3_descent",))
    assert s3(found)["ann"] == "x = 1"
    assert "x = 2" in s3(found)["ben"]
    with pytest.raises(SubmissionError):
        collect(files)
    assert list(s3(collect({**files, "cem_s3_descent.py": ""}, sections=("s3_descent",)))) == ["cem"]


def test_a_platforms_own_number_is_not_the_id_in_another_roster(collect, roster):
    people = roster("id,name\n1001,Ben Lee\n1002,Alice Kim\n")
    files = {"kimalice_1001_10_s3_descent.py": "x = 1", "choicem_1002_11_s3_descent.py": "x = 2"}
    found = collect(files, roster=people)
    assert s3(found) == {"1002": "x = 1", "1002 (choicem)": "x = 2"}
    assert [person.id for person in found.unknown] == ["1002 (choicem)"]
    assert [person.id for person in found.missing] == ["1001"]
    moodle = {"Alice Kim_1001_assignsubmission_file_/s3_descent.py": "x = 1"}
    assert s3(collect(moodle, roster=people)) == {"1002": "x = 1"}
    canvas = roster('Student,ID,SIS Login ID,Section\n"Kim, Alice",1001,akim,LEC\n"Choi, Cem",1002,cchoi,LEC\n')
    found = collect(files, roster=canvas)
    assert (s3(found), found.unknown) == ({"1001": "x = 1", "1002": "x = 2"}, ())


# ── names and versions ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name",
    [
        "s3_descent-1.py",
        "s3_descent (2).py",
        "s3_descent(3).py",
        "s3_descent - Copy.py",
        "s3_descent - Copy (2).py",
        "s3_descent copy.py",
        "s3_descent copy 2.py",
        "Copy of s3_descent.py",
        "s3_descent 복사본.py",
        "s3_descent - 복사본.py",
        "s3_descent - 복사본 (3).py",
        "s3_descent의 사본.py",
        "s3_descent.py의 사본",
        "사본 - s3_descent.py",
        "s3_descent.py (1)",
        "s3_descent-6f9619ff-8b86-4d01-b42d-00cf4fc964ff.py",
        "s3_descent (1) (1).py",
        unicodedata.normalize("NFD", "s3_descent - 복사본.py"),
    ],
)  # fmt: skip
def test_a_file_that_was_renamed_on_its_way_is_the_sections(collect, name):
    found = collect({f"ann/work/{name}": "x = 1", "ben/s3_descent.py": "x = 1"})
    ann, ben = (of(found, who).submission for who in ("ann", "ben"))
    assert ann.files == ben.files
    assert ann.hash == ben.hash
    assert "was read as s3_descent.py." in remarks(found, "ann")
    assert remarks(found, "ben") == ""


@pytest.mark.parametrize(
    "name", ["s3_descent_2.py", "s3_descent_final.py", "s3.py", "S3_Descent.py", "s3_descent.txt", "a-1.py"]
)
def test_another_name_is_another_file(name):
    assert section_named(name, ["s3_descent", "s4_trees"]) is None


@pytest.mark.parametrize(
    ("latest", "others"),
    [
        ("s3_descent (2).py", ["s3_descent.py", "s3_descent (1).py"]),
        ("s3_descent (10).py", ["s3_descent (9).py"]),
        ("s3_descent.py", ["s3_descent - Copy.py", "s3_descent 복사본.py"]),
        ("s3_descent.py", ["s3_descent.ipynb"]),
    ],
)
def test_of_several_versions_the_latest_counts_and_it_is_said(collect, latest, others):
    found = collect({f"ann/{latest}": "latest", **{f"ann/{name}": "{}" for name in others}})
    assert s3(found) == {"ann": "latest"}
    assert f"The latest counts: ann/{latest}." in remarks(found, "ann")


def test_work_counts_before_a_file_as_it_was_handed_out(collect):
    found = collect(
        {"ann/s3_descent.py": "x = 1", "ann/s3_descent (1).py": "x = None\r\n", "ben/s3_descent.py": "x = None\n"}
    )
    assert s3(found)["ann"] == "x = 1"
    assert "The work in ann/s3_descent.py counts." in remarks(found, "ann")
    assert remarks(found, "ben") == "s3_descent.py is as it was handed out."


def test_what_is_unusual_is_said(collect):
    found = collect({"ann/s3_descent.py": " \n", "ann/a.png": "", "ann/b.txt": "", "ben/s4_trees.txt": ""})
    assert remarks(found, "ann") == "s3_descent.py is empty. 2 other files are not used: a.png, b.txt."
    assert "looks like s4_trees.py" in problem(found, "ben")


def test_the_sections_that_are_asked_for_matter(collect):
    files = {
        "ann/s3_descent (1).py": "x = 1",
        "ann/s4_trees.py": "",
        "ben/s3_descent.py": "x = 2",
        "cem/s4_trees.py": "y",
    }
    found = collect(files, sections=("s4_trees",))
    assert remarks(found, "ann") == "s4_trees.py is empty."
    assert texts(found)["ann"]["s3_descent.py"] == "x = 1"
    assert problem(found, "ben") == "ben contains none of the course's files; expected one or more of s4_trees.py."


# ── archives of archives ─────────────────────────────────────────────────────────────────────────────────────────


def test_archives_that_a_platform_made_of_a_class_are_one_class(collect):
    weeks = {
        "week3_submissions.zip": zipped({"kim_1_10_s3_descent.py": "x = 1", "lee_2_11_s3_descent.py": "x = 2"}),
        "week4_submissions.zip": zipped({"kim_1_20_s4_trees.py": "y = 1", "lee_LATE_2_21_s4_trees.py": "y = 2"}),
    }
    found = collect(weeks)
    assert found.layout == "canvas"
    assert texts(found)["1"] == {"s3_descent.py": "x = 1", "s4_trees.py": "y = 1"}


def test_classes_in_a_folder_are_read_from_their_files(course, tmp_path):
    week3 = zipped({"kim_1_10_s3_descent.py": "x = 1", "lee_2_11_s3_descent.py": "x = 2"})
    folder = written(tmp_path / "downloads", {"week3.zip": week3, "roster.csv": "id\n1\n", "gradebook.db": ""})
    (folder / "week4.tar").write_bytes(tarred({"kim_1_20_s4_trees.py": "y = 1"}))
    found = collect_hand_ins(folder, course)
    assert texts(found) == {"1": {"s3_descent.py": "x = 1", "s4_trees.py": "y = 1"}, "2": {"s3_descent.py": "x = 2"}}


def test_what_one_student_packs_stands_for_nobody_else(collect):
    forged = zipped({"lee_2_99999_s3_descent.py": "evil", "kim_1_99999_s3_descent.py": "evil"})
    found = collect({"ann.zip": forged, "lee.zip": zipped({"s3_descent.py": "x = 2"})})
    assert (found.layout, s3(found)) == ("plain", {"lee": "x = 2"})


def test_an_archive_in_an_archive_is_opened_but_not_any_depth(collect):
    two = zipped({"week/work.zip": zipped({"s3_descent.py": "two"})})
    five = zipped({"s3_descent.py": "five"})
    for name in "dcba":
        five = zipped({f"{name}.zip": five})
    found = collect({"ann.zip": two, "ben.zip": five})
    assert s3(found) == {"ann": "two"}
    assert "contains none" in problem(found, "ben")


def test_several_archives_of_one_student_are_put_together(collect):
    found = collect(
        {
            "ann/1.zip": zipped({"s3_descent.py": "x = 1"}),
            "ann/2.zip": zipped({"w/s4_trees.py": "y"}),
            "ann/3.zip": b"PK",
            "zoe/notes.txt": "",
        }
    )
    assert texts(found) == {"ann": {"s3_descent.py": "x = 1", "s4_trees.py": "y"}}
    assert "ann/3.zip is not a zip or tar file" in remarks(found, "ann")


# ── hostile ones ─────────────────────────────────────────────────────────────────────────────────────────────────

GOOD = {"zoe/s3_descent.py": "x = 1"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../ann/s3_descent.py", "../ann/s3_descent.py is not read: its name leads out of the archive."),
        ("/etc/s3_descent.py", "/etc/s3_descent.py is not read: its name leads out of the archive."),
        ("C:\\ann\\s3_descent.py", "its name leads out of the archive."),
        ("a/../../\x1b[2J\n\u202e.py", r"a/../../\x1b[2J\n\u202e.py is not read"),
    ],
)
def test_a_name_that_leads_out_is_refused_and_the_rest_graded(collect, name, said):
    for data, packed in ((zipped({name: "evil", **GOOD}), "class.zip"), (tarred({name: "evil", **GOOD}), "class.tar")):
        found = collect(data, packed)
        assert s3(found) == {"zoe": "x = 1"}
        assert said in " ".join(map(tell, found.remarks))


def entry(name, kind):
    info = zipfile.ZipInfo(name)
    info.external_attr = (kind | 0o666) << 16
    return info


def flagged(data, name, local, central, value):
    """The archive with a number changed in both headers of one entry."""
    data = bytearray(data)
    at = data.index(name.encode())
    data[at - 30 + local] = value
    data[data.rindex(name.encode()) - 46 + central] = value
    return bytes(data)


def test_a_member_that_cannot_be_read_costs_its_own_section(collect):
    files = {entry("ann/s3_descent.py", stat.S_IFLNK): "/etc/passwd", entry("ben/s3_descent.py", stat.S_IFCHR): ""}
    found = collect({**files, "ann/s4_trees.py": "y", **GOOD})
    assert s3(found)["zoe"] == "x = 1"
    assert remarks(found, "ann") == "s3_descent.py is a link. Hand in the file itself."
    assert remarks(found, "ben") == "s3_descent.py is not a regular file."
    assert texts(found)["ann"] == {"s3_descent.py": None, "s4_trees.py": "y"}


def test_what_is_refused_is_said_of_files_that_do_not_matter_too(collect):
    link = {entry("ann/plots/a.png", stat.S_IFLNK): "/etc/passwd", "ann/s3_descent.py": "x = 1"}
    found = collect({**link, **GOOD})
    assert s3(found) == {"ann": "x = 1", "zoe": "x = 1"}
    assert remarks(found, "ann") == "plots/a.png is a link. Hand in the file itself."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: flagged(data, "ann/s3_descent.py", 6, 8, 1), "s3_descent.py is protected by a password."),
        (
            lambda data: flagged(data, "ann/s3_descent.py", 8, 10, 12),
            "is compressed in a way that cannot be read here.",
        ),
        (lambda data: data.replace(b"ann/s3_descent.py", b"ann/s3_descent.pz", 1), "is damaged in the archive."),
    ],
)
def test_a_member_that_is_locked_or_damaged_costs_nobody_else(collect, change, said):
    found = collect(change(zipped({"ann/s3_descent.py": "x = 1", **GOOD})))
    assert s3(found) == {"ann": None, "zoe": "x = 1"}
    assert said in remarks(found, "ann")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_members_with_one_name_neither_counts(collect):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("ann/s3_descent.py", "ann/s3_descent.py", "ben/s3_descent.py", "ben/S3_Descent.py"):
            archive.writestr(name, f"x = {len(archive.infolist())}")
    found = collect(buffer.getvalue())
    assert s3(found) == {"ann": None, "ben": "x = 2"}
    assert "is in the archive twice" in remarks(found, "ann")
    assert "S3_Descent.py is not read: its name differs from another one only in capital letters" in remarks(
        found, "ben"
    )


def test_members_that_share_their_bytes_are_refused(collect):
    data = zipped({"ann/s3_descent.py": "#" * 1000, "zoe/s3_descent.py": "x = 1"})
    start = data.index(b"PK\x01\x02")
    size = data.index(b"PK\x01\x02", start + 4) - start
    twin = data[start : start + size].replace(b"ann/s3", b"bob/s3")
    end = bytearray(data[data.index(b"PK\x05\x06") :])
    whole = len(data) - len(end) - start + size
    end[8], end[10], end[12:16] = 3, 3, whole.to_bytes(4, "little")
    found = collect(data[:start] + twin + data[start : len(data) - len(end)] + bytes(end))
    assert s3(found)["zoe"] == "x = 1"
    refused = [who for who in ("ann", "bob") if s3(found)[who] is None]
    assert "bob" in refused


def test_a_bomb_costs_whoever_packed_it(collect):
    bomb = zipped({f"a{number}.py": "#" * 2**20 for number in range(100)})
    many = zipped({f"{number}.txt": "" for number in range(20_001)})
    files = {
        "ann.zip": bomb,
        "ben.zip": many,
        "cem/s3_descent.py": "#" * (2**20 + 1),
        "dan.zip": zipped({"../s3_descent.py": ""}),
    }
    tracemalloc.start()
    found = collect({**files, "eve.tgz": gzip.compress(bytes(2**27)), **GOOD})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert s3(found) == {"cem": None, "zoe": "x = 1"}
    assert "unpacks to more than 64 MiB" in problem(found, "ann")
    assert "more than 20000 files" in problem(found, "ben")
    assert "too large" in remarks(found, "cem")
    assert "leads out of the archive" in problem(found, "dan")
    assert "unpacks to more than 64 MiB" in problem(found, "eve")
    assert peak < 200 * 2**20


def test_a_bomb_of_archives_takes_no_memory(collect):
    bomb = zipped({"s3_descent.py": "x = 1", **{f"a{number}.py": "#" * 2**20 for number in range(50)}})
    archives = {f"{number}.zip": bomb for number in range(25)}
    tracemalloc.start()
    found = collect({"ann.zip": zipped(archives), **GOOD})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert s3(found) == {"ann": "x = 1", "zoe": "x = 1"}
    assert peak < 250 * 2**20
    assert "unpacks to more than" in remarks(found, "ann")
    assert "was not opened: only 20 archives of one student are." in remarks(found, "ann")


def test_names_are_made_inert(collect):
    found = collect({"a\x1b[31m\u202e\nb/s3_descent.py": "x = 1", **GOOD})
    one = next(one for one in found.hand_ins if one.source != "zoe")
    assert one.people[0].id == one.source == r"a\x1b[31m\u202e\nb"


def test_korean_names_come_out_right(collect):
    name = "김철수/s3_descent.py"
    info = zipfile.ZipInfo("x" * len(name.encode("cp949")))
    data = zipped({info: "x = 1", **GOOD}).replace(info.filename.encode(), name.encode("cp949"))
    assert s3(collect(data)) == {"김철수": "x = 1", "zoe": "x = 1"}
    assert s3(collect({unicodedata.normalize("NFD", name): "x = 1", **GOOD})) == {"김철수": "x = 1", "zoe": "x = 1"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
def test_links_and_pipes_in_a_folder_are_refused(course, tmp_path):
    secret = written(tmp_path / "elsewhere", {"s3_descent.py": "secret"})
    folder = written(tmp_path / "class", {**GOOD, "ann/s4_trees.py": "y", "cem/s3_descent.py": "x = 3"})
    (folder / "ann" / "s3_descent.py").symlink_to(folder / "zoe" / "s3_descent.py")
    (folder / "ben").symlink_to(secret)
    os.mkfifo(folder / "cem" / "s4_trees.py")
    found = collect_hand_ins(folder, course)
    assert s3(found) == {"ann": None, "cem": "x = 3", "zoe": "x = 1"}
    assert "link to a file outside the submission" in remarks(found, "ann")
    assert "s4_trees.py is not a regular file." in remarks(found, "cem")
    assert "ben is a link. Hand in the file itself." in [tell(remark) for remark in found.remarks]


def test_a_download_of_another_week_is_refused(collect):
    work = {"ann/s4_trees.py": "y = 1", "zoe/s4_trees.py": "y = 2"}
    with pytest.raises(SubmissionError) as caught:
        collect(work, sections=("s3_descent",))
    assert "None of the 2 submissions in" in str(caught.value)
    assert "has any of these files: s3_descent.py. Check --section" in str(caught.value)
    assert len(collect({**work, "ben/s3_decent.py": "x = 1"}, sections=("s3_descent",)).hand_ins) == 3
    assert len(collect(work).hand_ins) == 2


def test_ten_thousand_files_that_are_none_take_no_time(collect, course, tmp_path):
    began = time.process_time()
    with pytest.raises(SubmissionError) as caught:
        collect({f"{number}.png": "" for number in range(10_000)})
    assert "contains no submission among 10000 files. Looked for" in str(caught.value)
    found = collect({**{f"junk/{number}.txt": "" for number in range(10_000)}, **GOOD})
    assert s3(found) == {"zoe": "x = 1"}
    assert "contains none" in problem(found, "junk")
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "class.zip", "is not a zip or tar file, or it is damaged"),
        (zipped(GOOD)[:-30], "class.zip", "is not a zip or tar file, or it is damaged"),
        (tarred(GOOD)[:700], "class.tar", "is not a zip or tar file, or it is damaged"),
        (gzip.compress(tarred(GOOD))[:-9], "class.tgz", "is not a zip or tar file, or it is damaged"),
        (zipped({}), "class.zip", "contains no files."),
        (b"x", "class.rar", "is neither a folder nor an archive"),
    ],
)  # fmt: skip
def test_what_is_no_class_is_refused(collect, data, name, said):
    with pytest.raises(SubmissionError) as caught:
        collect(data, name)
    assert said in str(caught.value)
    assert caught.value.exit_status == 2


def test_what_was_asked_for_wrongly_is_said(collect, course, tmp_path):
    with pytest.raises(SubmissionError) as caught:
        collect(GOOD, layout="blackboard")
    assert str(caught.value) == f"There is no layout blackboard. Choose one of auto, {', '.join(LAYOUTS)}."
    with pytest.raises(SubmissionError) as caught:
        collect_hand_ins(tmp_path / "nowhere", course)
    assert "does not exist" in str(caught.value)


def test_a_layout_that_was_asked_for_is_used(collect):
    found = collect({"kim_1_10_s3_descent.py": "x = 1"}, layout="plain")
    assert (found.layout, s3(found), tell(found.why)) == ("plain", {"kim_1_10": "x = 1"}, "it was asked for")


def test_four_hundred_students_are_read_in_bounds(collect):
    text = "x = 1\n" * 500
    files = {f"s{number:03}_{number}_{number}{file}_f{file}.py": text for number in range(400) for file in range(10)}
    files |= {f"s{number:03}_{number}_{number}99_s3_descent.py": text for number in range(400)}
    data = zipped(files)
    began = time.process_time()
    found = collect(data)
    assert len(s3(found)) == 400
    assert time.process_time() - began < 60


# ── whatever comes ───────────────────────────────────────────────────────────────────────────────────────────────

PARTS = [
    "ann", "Ann Kim_12", "_assignsubmission_file_", "LATE", "anon", "_", "1001", "s3_descent", "s4_trees", ".py",
    ".zip", ".ipynb", "/", "..", "-1", " (2)", " - 복사본", "submitted", "timestamp.txt", "submission_metadata.yml",
    "hw-", "\n", "hw-submissions", ".git", "\u202e", "\x1b[2J", "ſ", "İ", "C:", "\\", "week 3", ".tar.gz",
]  # fmt: skip
CONTENTS = [
    "",
    "x = 1\n",
    "\0",
    "{}",
    METADATA,
    "2026-10-09 21:00:00 UTC",
    zipped({"s3_descent.py": "x = 1"}),
    b"PK\x03\x04",
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("layout", ["auto", *LAYOUTS])
def test_whatever_the_names_are_there_are_hand_ins_or_a_reason(collect, roster, layout):
    draw = random.Random(layout)
    people = roster("id,name,group,github\n1001,Ann Kim,hw-,ann\n12,,,\n")
    for _ in range(60):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for _ in range(draw.randint(1, 12)):
                name = "".join(draw.choices(PARTS, k=draw.randint(1, 7)))
                archive.writestr(name, draw.choice(CONTENTS))
        found = None
        with contextlib.suppress(SubmissionError):
            found = collect(buffer.getvalue(), layout=layout, roster=people)
        for one in found.hand_ins if found else ():
            assert (one.submission is None) != (one.problem is None)
            shown = [one.source, *(tell(remark) for remark in one.remarks), *(person.id for person in one.people)]
            assert not any(bad in text for text in shown for bad in ("\x1b", "\u202e", "\n"))
        owned = [tuple(person.id for person in one.people) for one in found.hand_ins] if found else []
        assert len(owned) == len(set(owned))


@pytest.mark.parametrize(
    "data",
    [zipped(PEOPLE), tarred(PEOPLE), gzip.compress(tarred(PEOPLE)), zipped(EXPORT)],
    ids=["zip", "tar", "tgz", "export"],
)
def test_whatever_has_become_of_an_archive_there_are_hand_ins_or_a_reason(collect, data):
    draw = random.Random(0)
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(draw.randint(1, 4)):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        with contextlib.suppress(SubmissionError):
            collect(bytes(damaged))


# ── names that somebody has chosen ───────────────────────────────────────────────────────────────────────────────

CLASS_LIST = "id,name,group\n2024001,Alice Kim,1\n2024002,Mallory Lee,2\n2024003,Bob Park,3\n"


@pytest.mark.parametrize(
    "name", ["Alice Kim_1 - Mallory Lee", "Alice Kim-2024002", "2024001 Mallory Lee", "1_Mallory Lee"]
)
def test_a_name_that_means_two_people_means_nobody(collect, roster, name):
    files = {"Alice Kim/s3_descent.py": "x = 1", f"{name}/s3_descent.py": "x = 2"}
    found = collect(files, roster=roster(CLASS_LIST))
    assert s3(found) == {"2024001": "x = 1", name: "x = 2"}
    assert [person.id for person in found.unknown] == [name]


def test_a_name_and_an_id_of_the_same_person_mean_that_person(collect, roster):
    found = collect({"2024001_Alice Kim_homework/s3_descent.py": "x = 1"}, roster=roster(CLASS_LIST))
    assert s3(found) == {"2024001": "x = 1"}


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("kimalice_11_1_s3_descent.py", "kimalice_12_2_s3_descent.py"),
        ("Alice Kim_11_assignsubmission_file/s3_descent.py", "Alice Kim_12_assignsubmission_file/s3_descent.py"),
    ],
)
def test_whoever_takes_somebodys_name_on_a_platform_does_not_replace_their_work(collect, roster, own, other):
    found = collect({own: "x = 1", other: "x = 2"}, roster=roster(CLASS_LIST))
    assert s3(found) == {"11": "x = 1", "12": "x = 2"}
    assert [person.id for person in found.missing] == ["2024001", "2024002", "2024003"]
    assert "several people of this name" in remarks(found, "11")


def test_another_download_may_have_another_number(collect, roster):
    weeks = {
        "week3.zip": zipped({"Alice Kim_11_assignsubmission_file/s3_descent.py": "x = 1"}),
        "week4.zip": zipped({"Alice Kim_91_assignsubmission_file/s4_trees.py": "y = 1"}),
    }
    found = collect(weeks, roster=roster(CLASS_LIST))
    assert texts(found) == {"2024001": {"s3_descent.py": "x = 1", "s4_trees.py": "y = 1"}}


def test_ids_that_differ_in_their_case_are_two_peoples(collect, roster):
    files = {"groß/s3_descent.py": "x = 1", "Gross/s3_descent.py": "x = 2"}
    assert s3(collect(files, roster=roster("id\nGross\ngroß\n"))) == {"Gross": "x = 2", "groß": "x = 1"}


@pytest.mark.skipif(os.name == "nt", reason="needs links")
@pytest.mark.parametrize("folder", ["", "download/"])
def test_a_link_beside_the_others_files_is_not_followed(course, tmp_path, folder):
    where = written(tmp_path / "class", {f"{folder}alice_s3_descent.py": "x = 1"})
    (where / f"{folder}mallory_s3_descent.py").symlink_to("alice_s3_descent.py")
    found = collect_hand_ins(where, course)
    assert s3(found) == {"alice": "x = 1", "mallory": None}
    assert "is a link" in remarks(found, "mallory")


# ── what is made to take time and memory ─────────────────────────────────────────────────────────────────────────


def headers(number):
    """A compressed tar file of headers that are no files."""
    info = tarfile.TarInfo("pax")
    info.type = tarfile.XGLTYPE
    return gzip.compress(info.tobuf() * number + tarred({"s3_descent.py": "x = 2"}), 1)


def directory(number):
    """A zip file that says that it has so many files."""
    entry = b"PK\x01\x02" + struct.pack("<6H3L5H2L", 20, 20, *[0] * 7, 1, *[0] * 6) + b"a"
    return entry * number + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 65535, 65535, len(entry) * number, 0, 0)


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(lambda: {"0.tar.gz": headers(200_000)}, id="headers"),
        pytest.param(lambda: {"0.zip": directory(400_000)}, id="directory"),
        pytest.param(lambda: {"0.zip": bytes(300 * 2**20)}, id="zeros"),
        pytest.param(lambda: {"0.tar.gz": gzip.compress(bytes(512 * 2**20), 1)}, id="compressed zeros"),
    ],
)
def test_an_archive_beside_the_others_takes_no_time_and_no_memory(collect, bomb):
    files = {**bomb(), "zoe.zip": zipped({"s3_descent.py": "x = 1"})}
    packed = zipped(files)
    del files
    tracemalloc.start()
    began = time.process_time()
    found = collect(packed)
    took, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert of(found, "zoe").submission
    assert "0" in {person.id for one in found.hand_ins if one.problem for person in one.people}
    assert took < 10
    assert peak < 220 * 2**20


def test_names_of_any_length_take_no_time(collect, roster):
    people = roster("id,name,group\n" + "".join(f"{n},Student{n} Kim,T{n}\n" for n in range(400)))
    long = {f"{n}_{'a_' * 60}.txt": "" for n in range(300)}
    began = time.process_time()
    found = collect({**long, f"{'a ' * 30_000}/s3_descent.py": "", "zoe/s3_descent.py": "x = 1"}, roster=people)
    assert time.process_time() - began < 10
    assert s3(found) == {"zoe": "x = 1"}
    assert "its name is too long" in " ".join(tell(remark) for remark in found.remarks)


def test_a_thousand_versions_take_no_time(collect):
    inner = zipped({f"{n // 900}/s3_descent ({n % 900 + 1}).py": "x = 1" for n in range(3600)})
    began = time.process_time()
    collect({"ann.zip": inner, **GOOD})
    assert time.process_time() - began < 10
