"""The student's copy: what is in it, what must never be in it, and how it behaves where a student has unpacked it."""

import ast
import contextlib
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import grader
from grader.cli import main
from grader.course import read_course, write_stubs
from grader.course.stubs import OPEN
from grader.feedback.fingerprints import fingerprint, key
from grader.release.contents import contents
from grader.release.engine import wheel

SOURCE = Path(grader.__file__).parents[1]
SUM = "Your slope grows with the number of examples. Is it a sum or a mean?"
PUBLIC = "tests/public"
COPY = f"{PUBLIC}/release"

CANARIES = {
    "solutions/alpha.py": (
        "    return abs(number)",
        "    canary_of_solutions = abs(number)\n    return canary_of_solutions",
    ),
    "tests/hidden/test_alpha.py": ('title="has no sign"', 'title="canary of a hidden title"'),
    "tests/hidden/test_beta.py": ("def test_noise(", "def test_canary_of_a_hidden_name("),
    "tests/hidden/misconceptions/alpha.py": (
        "def halved(W, x, y):",
        "def halved(W, x, y):\n    canary_of_misconceptions = 1",
    ),
}
EXTRA = {
    "tests/hidden/wheat/alpha.py": (
        'from grader.suite import wheat\nwheat("size", ["canary_of_wheat = number\\nreturn abs(number)"])\n'
    ),
    "tests/hidden/misconceptions/beta.py": (
        "from grader.suite import misconception\n"
        'misconception(of="descend", hint="canary of a hint", change=("W - lr", "W + lr"))\n'
    ),
    f"{PUBLIC}/.pytest_cache/v/cache/lastfailed": "canary_of_a_cache",
    f"{PUBLIC}/__pycache__/test_alpha.cpython-311-pytest-8.4.pyc": "canary_of_bytecode",
    "exercises/notes.py": "canary_of_notes = 1\n",
    ".env": "canary_of_secrets",
}


def run(*arguments: object) -> SimpleNamespace:
    """A command in this process: its status, and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return SimpleNamespace(status=end.value.code, out=out.getvalue(), err=err.getvalue())


def release(root: Path, *arguments: object) -> SimpleNamespace:
    return run("release", "--course", root, "--skip-verify", *arguments)


def process(*command: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a folder, by this grader, as a student types it."""
    variables = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [sys.executable, "-m", *map(str, command)], cwd=cwd, env=variables, capture_output=True, encoding="utf-8"
    )


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def opened(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same, with what is in the archives among them."""
    found = dict(files)
    for path, data in files.items():
        if path.endswith((".whl", ".zip")):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found |= {f"{path}!{name}": archive.read(name) for name in archive.namelist()}
    return found


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The toy course, with a canary in everything that students never get, and a copy of it."""
    root = tmp_path_factory.mktemp("release") / "course"
    shutil.copytree(Path(__file__).parent / "toy", root)
    for path, (old, new) in CANARIES.items():
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), encoding="utf-8")
    for path, text in EXTRA.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    write_stubs(read_course(root))
    copy, archive = root.parent / "copy", root.parent / "copy.zip"
    done = release(root, copy, "--zip", archive)
    assert (done.status, done.out) == (0, "")
    assert "the tests were not verified" in done.err
    return SimpleNamespace(root=root, copy=copy, archive=archive)


@pytest.fixture
def student(course, tmp_path):
    """A student who has unpacked the archive somewhere else."""
    with zipfile.ZipFile(course.archive) as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    return folder


def write(student: Path, slope: str) -> None:
    """The student writes one exercise."""
    file = student / "exercises" / "alpha.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("raise NotImplementedError", f"return {slope}", 1), encoding="utf-8")


# ── what is in it ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_copy_has_what_a_student_needs(course):
    files = files_in(course.copy)
    engine = f"engine/autograto-{grader.__version__}-py3-none-any.whl"
    assert set(files) == {
        "README.md", "pyproject.toml", "requirements.txt", ".gitignore", engine,
        "exercises/alpha.py", "exercises/beta.py", f"{PUBLIC}/test_alpha.py", f"{PUBLIC}/test_beta.py",
        f"{COPY}/release.json", f"{COPY}/stubs/alpha.py", f"{COPY}/stubs/beta.py",
        f"{COPY}/hints/alpha.json", f"{COPY}/hints/beta.json",
        ".vscode/settings.json", ".vscode/extensions.json", ".idea/modules.xml", ".idea/course.iml",
        ".idea/runConfigurations/public_tests.xml", ".idea/runConfigurations/grader_check.xml",
        ".github/workflows/check.yml",
    }  # fmt: skip
    assert files["requirements.txt"].decode() == f"./{engine}\n"
    assert json.loads(files[".vscode/settings.json"])["python.testing.pytestArgs"] == [PUBLIC]
    assert f'value="&quot;$PROJECT_DIR$/{PUBLIC}&quot;"' in files[".idea/runConfigurations/public_tests.xml"].decode()


def test_the_archive_has_the_same_in_one_folder(course):
    with zipfile.ZipFile(course.archive) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert inside == {f"a-toy-course-exercises/{path}": data for path, data in files_in(course.copy).items()}


def test_the_settings_are_the_courses_without_what_is_for_instructors(course):
    text = (course.copy / "pyproject.toml").read_text(encoding="utf-8")
    assert 'name = "a-toy-course-exercises"' in text  # no `pip install -e .` replaces the grader
    assert "hidden" not in text
    assert "solutions" not in text
    ours, theirs = read_course(course.root), read_course(course.copy)
    assert (theirs.title, theirs.sections, theirs.limits) == (ours.title, ours.sections, ours.limits)


def test_rulings_on_hidden_tests_stay_here(course, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(course.root, root)
    with (root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('[tool.grader.tests]\n"hidden/alpha::test_x" = "dropped"\n"public/alpha::test_y" = "given"\n')
    files = contents(read_course(root), "1", {}, read_course(root).sections)
    assert 'tests = {"public/alpha::test_y" = "given"}' in files["pyproject.toml"].decode()
    assert b"hidden" not in files["pyproject.toml"]


def test_with_pip_the_grader_is_a_dependency(course, tmp_path):
    assert release(course.root, tmp_path / "copy", "--pip").status == 0
    files = files_in(tmp_path / "copy")
    assert files["requirements.txt"].decode() == f"autograto>={grader.__version__}\n"
    assert f'dependencies = ["autograto>={grader.__version__}"]' in files["pyproject.toml"].decode()
    assert not any(path.startswith("engine") for path in files)


def test_sections_add_up_to_the_whole(course, tmp_path):
    for section in ("alpha", "beta"):
        assert release(course.root, "--zip", tmp_path / f"{section}.zip", "--section", section).status == 0
        with zipfile.ZipFile(tmp_path / f"{section}.zip") as archive:
            archive.extractall(tmp_path / "both")
        assert len(list((tmp_path / "both").rglob("stubs/*.py"))) == (1 if section == "alpha" else 2)
    assert files_in(tmp_path / "both" / "a-toy-course-exercises") == files_in(course.copy)


def test_last_weeks_solutions_come_along_when_asked_for(course, tmp_path):
    assert release(course.root, tmp_path / "copy", "--section", "beta", "--with-solutions", "alpha").status == 0
    added = set(files_in(tmp_path / "copy")) - set(files_in(course.copy))
    assert added == {"solutions/alpha.py"}
    done = process("grader", "check", cwd=tmp_path / "copy")
    assert (done.returncode, "→ beta " in done.stdout, "  alpha " in done.stdout) == (0, True, False)


def test_the_same_source_gives_the_same_bytes(course, tmp_path):
    root = tmp_path / "elsewhere" / "course"
    shutil.copytree(course.root, root)
    for path in [*root.rglob("test_*.py"), *(root / "solutions").iterdir()]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        os.utime(path, (1e9, 1e9))
        path.chmod(0o600)
    assert release(root, tmp_path / "copy", "--zip", tmp_path / "copy.zip").status == 0
    assert files_in(tmp_path / "copy") == files_in(course.copy)
    assert (tmp_path / "copy.zip").read_bytes() == course.archive.read_bytes()
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "copy").rglob("*.py")} <= {0o644, 0o666}


def test_each_command_on_the_students_page_works(student, course):
    page = (student / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"^py(?:thon)? -m (grader .*)$", page, re.MULTILINE))
    others = {"grader check alpha", "grader hint", "grader reset NAME", "grader doctor", "grader update ZIP"}
    assert commands == {"grader check", *others}
    for command in sorted(commands):
        done = process(*command.replace("NAME", "slope").replace("ZIP", str(course.archive)).split(), cwd=student)
        assert (command, done.returncode) == (command, 0), done.stderr


# ── what is not in it ────────────────────────────────────────────────────────────────────────────────────────


def secrets_of(root: Path) -> dict[str, str]:
    """What no student may find, each with where it is from: canaries, lines to write, hidden titles and names."""
    planted = " ".join(map(str, [*CANARIES.values(), *EXTRA.values()]))
    found = dict.fromkeys(re.findall(r"canary[ _]\w+(?: \w+)*", planted), "a canary")
    for solution in (root / "solutions").glob("*.py"):
        inside = False
        for line in map(str.strip, solution.read_text(encoding="utf-8").splitlines()):
            inside = (inside or bool(OPEN.match(line))) and not line.startswith("# <<<")
            if inside and not line.startswith("#") and len(line) > 15:
                found[line] = solution.name
    public = "".join(path.read_text(encoding="utf-8") for path in (root / PUBLIC).glob("test_*.py"))
    for suite in (root / "tests" / "hidden").glob("test_*.py"):
        for node in ast.walk(ast.parse(suite.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[node.name] = suite.name
            if isinstance(node, ast.keyword) and node.arg in ("title", "hint") and isinstance(node.value, ast.Constant):
                found[node.value.value] = suite.name
    return {secret: place for secret, place in found.items() if secret not in public}


def leaks(secrets: dict[str, str], texts: dict[str, bytes]) -> dict[str, list[str]]:
    """What is found, and where."""
    found = {secret: [name for name, data in texts.items() if secret.encode() in data] for secret in secrets}
    return {secret: names for secret, names in found.items() if names}


def test_no_secret_is_in_the_folder_or_in_the_archive(course):
    secrets = secrets_of(course.root)
    assert len(secrets) > 15
    assert leaks(secrets, opened(files_in(course.copy))) == {}
    assert leaks(secrets, {"archive": course.archive.read_bytes()}) == {}
    assert leaks(secrets, opened({"copy.zip": course.archive.read_bytes()})) == {}


def test_no_secret_is_in_what_the_commands_print_and_leave_behind(course, student, tmp_path):
    write(student, "2 * torch.sum((W * x - y) * x)")
    write(student, "t")
    write(student, "max(number, -number)")
    cache = str(tmp_path / "cache")
    said = {}
    for command in (
        ["grader", "check"],
        ["grader", "check", "--verbose", "--format", "json", "--audience", "instructor"],
        ["grader", "check", "alpha", "size"],
        ["grader", "hint", "slope", "--step", "2"],
        ["grader", "hint"],
        ["grader", "doctor"],
        ["pytest", PUBLIC],
    ):
        done = process(*command, cwd=student, XDG_CACHE_HOME=cache)
        said[" ".join(command)] = (done.stdout + done.stderr).encode()
    assert (student / ".pytest_cache").is_dir()
    assert SUM.encode() in said["grader check"]
    assert b"Stuck? python -m grader hint alpha slope" in said["grader check"]
    assert b"size is done" in said["grader check alpha size"]
    assert b"Hint 3 of 3" in said["grader hint"]
    assert "a student's copy of “A toy course”".encode() in said["grader doctor"]
    secrets = secrets_of(course.root)
    assert leaks(secrets, said) == {}
    assert leaks(secrets, files_in(student)) == {}
    assert leaks(secrets, files_in(Path(cache))) == {}


def test_no_secret_of_the_course_itself_is_handed_out():
    course = read_course(SOURCE)
    files = {path: data for path, data in contents(course, "1", {}, course.sections).items() if ".whl" not in path}
    known = secrets_of(SOURCE)
    secrets = {secret: place for secret, place in known.items() if len(secret) > 24 and place != "a canary"}
    assert len(secrets) > 500
    # a docstring or a public test may say what a solution's line also says
    told = leaks(secrets, files)
    assert {secret for secret in told if secrets[secret].startswith("test_")} == set()
    assert len(told) <= 0.01 * len(secrets), told


# ── hints ────────────────────────────────────────────────────────────────────────────────────────────────────


def hints(student: Path) -> set[str]:
    done = process("grader", "check", "--section", "alpha", "--format", "json", cwd=student)
    tests = json.loads(done.stdout)["sections"][0]["tests"]
    return {test["hint"] for test in tests if test["status"] == "failed"}


@pytest.mark.parametrize(
    ("slope", "hint"),
    [
        ("2 * torch.sum((W * x - y) * x)", SUM),
        ("(2 * (W * x - y) * x).sum(dim=0)", SUM),  # the same number in another shape
        ("torch.mean((W * x - y) * x)", "A factor went missing when the square was differentiated."),
        ("torch.mean((W * x - y) * x) * 7", "Is it a sum or a mean?"),  # the test's own
    ],
)
def test_a_known_mistake_gets_its_hint_in_the_copy(student, slope, hint):
    write(student, slope)
    assert hints(student) == {hint}


def test_hints_cannot_be_read_in_the_copy(course):
    data = (course.copy / COPY / "hints" / "alpha.json").read_text(encoding="utf-8")
    assert set(json.loads(data)) == {"slope"}  # no public test asks for `double_`
    assert not re.search("mean|factor|grows", data)


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("seed", range(20))
def test_the_noise_of_another_machine_opens_the_same_hint(count, seed):
    draw = random.Random(seed)
    numbers = [draw.choice([0.0, 1.0, draw.gauss(0, 1), draw.gauss(0, 1e3)]) for _ in range(count)]
    noisy = [number * (1 + draw.uniform(-1, 1) * 1e-6) + draw.uniform(-1, 1) * 1e-7 for number in numbers]
    made = fingerprint("alpha", "slope", ["float", *numbers], False, SUM)
    assert key("alpha", "slope", ["float", *noisy], made.grid)[:16] == made.tag
    wrong = [*numbers[:-1], numbers[-1] + 0.01 + 0.01 * abs(numbers[-1])]
    assert key("alpha", "slope", ["float", *wrong], made.grid)[:16] != made.tag


LETTERS = {
    "solutions/alpha.py": """
        # >>> your code | ANSWERS = {}
        ANSWERS = {"q1": "a", "q2": "b"}
        # <<<

        def sign(n: int) -> str:
            # >>> your code
            return "plus" if n > 0 else "minus"
            # <<<
    """,
    "tests/public/test_alpha.py": """
        from grader.suite import exactly, exercise, instance_of

        @exercise("ANSWERS", points=1, title="are two")
        def test_two(submission):
            assert len(submission.value("ANSWERS")) == 2

        @exercise("sign", points=1, title="is a word")
        def test_word(submission):
            assert submission.sign(3) == instance_of(str)
    """,
    "tests/hidden/test_alpha.py": """
        from grader.suite import exactly, exercise

        @exercise("ANSWERS", points=1, title="are right")
        def test_right(submission):
            assert submission.value("ANSWERS") == exactly({"q1": "a", "q2": "b"})

        @exercise("sign", points=1, title="is right")
        def test_sign(submission):
            assert submission.sign(3) == exactly("plus")
    """,
    "tests/hidden/misconceptions/alpha.py": """
        from grader.suite import misconception
        misconception(of="ANSWERS", hint="One is missing.", change='{"q1": "a"}')
        misconception(of="sign", hint="It is a word.", change=('"plus"', '1'))
    """,
}


def test_what_could_be_guessed_has_no_fingerprint(toy):
    from grader.release.hints import hints_of

    toy.write(LETTERS)
    course = read_course(toy.root)
    assert hints_of(course, course.sections[:1], launcher=toy.launcher) == {"alpha": {}}


# ── what is not handed out ───────────────────────────────────────────────────────────────────────────────────


def test_a_folder_that_is_not_empty_is_refused(course, tmp_path):
    (tmp_path / "work.py").touch()
    done = release(course.root, tmp_path)
    assert done.status == 2
    assert "is not empty. Choose a folder that is empty" in done.err


def test_an_archive_without_a_folder_around_it_is_refused(course, tmp_path):
    done = release(course.root, "--zip", tmp_path / "nowhere" / "copy.zip")
    assert done.status == 2
    assert "the folder around it does not exist" in done.err


def test_it_wants_to_know_where_to(course):
    assert "say where to: grader release DIR" in release(course.root).err


def test_an_earlier_release_is_refused(course):
    done = release(course.root, course.copy)
    assert done.status == 2
    assert "has an earlier release of this course. Remove it" in done.err


def test_stubs_that_drifted_are_refused(toy, tmp_path):
    (toy.root / "exercises" / "beta.py").write_text("x = 1\n")
    done = release(toy.root, tmp_path / "copy")
    assert (done.status, (tmp_path / "copy").exists()) == (2, False)
    assert "these stubs are not what the solutions make of them: beta.py. Run: grader stubs" in done.err


def test_a_reference_that_fails_is_refused(toy, tmp_path):
    solution = toy.root / "solutions" / "alpha.py"
    solution.write_text(solution.read_text().replace("abs(number)", "number"))
    done = release(toy.root, tmp_path / "copy")
    assert (done.status, (tmp_path / "copy").exists()) == (3, False)
    assert "assert submission.size(-3) == close_to(3)" in done.err


def test_a_course_that_falls_short_is_refused(toy, tmp_path):
    done = run("release", "--course", toy.root, tmp_path / "copy", "--jobs", 1)
    assert (done.status, (tmp_path / "copy").exists()) == (1, False)
    assert "nothing is handed out: no misconception shows that the tests find anything" in done.err


def test_what_is_not_committed_is_refused(toy, tmp_path):
    git = ["git", "-C", str(toy.root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"]):
        subprocess.run([*git, *arguments], check=True)
    (toy.root / "tests" / "public" / "new.py").touch()
    done = release(toy.root, tmp_path / "copy")
    assert done.status == 2
    assert "not committed: tests/public/new.py. Commit them, or hand them out with --allow-dirty." in done.err
    assert release(toy.root, tmp_path / "copy", "--allow-dirty").status == 0
    assert not any(".git/" in path for path in files_in(tmp_path / "copy"))


def test_a_public_suite_may_not_import_what_is_hidden(toy, tmp_path):
    suite = toy.root / PUBLIC / "test_beta.py"
    suite.write_text("from solutions import beta\n" + suite.read_text())
    done = release(toy.root, tmp_path / "copy")
    assert done.status == 3
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("command", [["grade", "exercises"], ["stubs"], ["verify"], ["record"], ["release", "x"]])
def test_a_copy_says_what_it_is(student, command):
    done = process("grader", *command, cwd=student)
    assert done.returncode == 2
    assert "this is a student's copy of “A toy course”" in done.stderr


# ── the engine in it ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_wheel_installs_beside_an_editable_copy(student, tmp_path):
    site = tmp_path / "site"
    options = ["-q", "--no-deps", "--no-index", "--target", site]
    done = process("pip", "install", *options, "-r", "requirements.txt", cwd=student)
    assert done.returncode == 0, done.stderr
    name, data = wheel()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
    assert name in os.listdir(student / "engine")
    assert {"grader/__main__.py", "grader/scoring/result.schema.json", "grader/py.typed"} <= names
    environment = {"PYTHONPATH": str(site)}
    write(student, "2 * torch.sum((W * x - y) * x)")
    done = process("grader", "check", cwd=student, **environment)
    assert SUM in done.stdout
    where = process("grader", "--version", cwd=student, **environment)
    assert where.stdout.strip() == f"grader {grader.__version__}"


# ── reset ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_reset_puts_one_exercise_back_and_keeps_the_rest(student):
    file = student / "exercises" / "alpha.py"
    stub = file.read_text(encoding="utf-8")
    write(student, "7")
    written = file.read_text(encoding="utf-8").replace("def size", "# mine\ndef size")
    file.write_text(written, encoding="utf-8")
    done = process("grader", "reset", "slope", cwd=student)
    assert done.returncode == 0
    assert file.read_text(encoding="utf-8") == stub.replace("def size", "# mine\ndef size")
    kept = student / "exercises" / "alpha.py.before-reset"
    assert kept.read_text(encoding="utf-8") == written
    assert str(kept) in done.stderr
    assert "already as you got it" in process("grader", "reset", "slope", cwd=student).stderr


def test_reset_helps_where_python_cannot_read_the_file(student):
    file = student / "exercises" / "alpha.py"
    stub = file.read_text(encoding="utf-8")
    write(student, "2 * (")
    assert process("grader", "reset", "slope", cwd=student).returncode == 0
    assert file.read_text(encoding="utf-8") == stub


def test_reset_gives_back_what_was_removed(student):
    file = student / "exercises" / "beta.py"
    stub = file.read_text(encoding="utf-8")
    file.write_text(stub[: stub.index("def noise")], encoding="utf-8")
    assert process("grader", "reset", "noise", cwd=student).returncode == 0
    assert file.read_text(encoding="utf-8") == stub
    file.unlink()
    assert process("grader", "reset", "noise", cwd=student).returncode == 0
    assert file.read_text(encoding="utf-8") == stub


def test_reset_asks_which_one(student):
    done = process("grader", "reset", "MARK", cwd=student)
    assert done.returncode == 2
    assert "several sections have a 'MARK': alpha, beta. Say which one with --section." in done.stderr
    done = process("grader", "reset", "slop", cwd=student)
    assert done.returncode == 2
    assert "there is no exercise 'slop' to put back" in done.stderr
