"""The action, the workflows and the snippets for CI services: their commands run here as they are written.

What installs Python is left out, as it needs a network: `python` is the one of these tests.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from grader.course import read_course

TOP = Path(__file__).parents[2]
ACTION = TOP / "action.yml"
WORKFLOWS = sorted((TOP / ".github" / "workflows").glob("*.yml"))
GRADE = TOP / ".github" / "workflows" / "grade.yml"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the runners of these workflows are Linux")


def steps_of(path: Path) -> list[dict]:
    document = yaml.safe_load(path.read_text())
    parts = [document["runs"]] if "runs" in document else list(document["jobs"].values())
    return [step for part in parts for step in part["steps"]]


def step_named(path: Path, name: str) -> dict:
    (step,) = (step for step in steps_of(path) if step.get("name") == name)
    return step


def snippet(language: str, part: str) -> str:
    """The block of the README in this language that has this part."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", (TOP / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    (found,) = (block for block in blocks if part in block)
    return found


class Runner:
    """A folder like a runner's, where the script of a step runs under the shell that GitHub uses."""

    def __init__(self, tmp_path: Path, cwd: Path) -> None:
        self.temp, self.cwd = tmp_path / "temp", cwd
        self.temp.mkdir()
        (self.temp / "grader").symlink_to(sys.prefix)
        self.files = {name: tmp_path / name.lower() for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        own = {"RUNNER_TEMP": str(self.temp), **{name: str(path) for name, path in self.files.items()}}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.cwd,
            env={**os.environ, "PATH": f"{sys.prefix}/bin:{os.environ['PATH']}", "CI": "true", **own, **environment},
            capture_output=True,
            text=True,
            timeout=300,
        )

    def read(self, name: str) -> str:
        return self.files[name].read_text()


@pytest.fixture
def runner(tmp_path, toy) -> Runner:
    return Runner(tmp_path, toy.root)


# ── how they are written


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=lambda path: path.name)
def test_no_script_has_an_expression_in_it(path):
    """An expression is pasted into the script: whoever chooses its text would choose the script."""
    for step in steps_of(path):
        assert "${{" not in step.get("run", "")
        assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+|\./", step.get("uses", "./")), "of a version"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read(path):
    assert yaml.safe_load(path.read_text())["permissions"] == {"contents": "read"}


def test_only_the_step_that_fetches_has_the_token():
    for step in steps_of(GRADE):
        assert ("STUDENTS_TOKEN" in json.dumps(step)) == (step.get("name") == "Fetch the submissions")


@pytest.mark.skipif(not shutil.which("actionlint"), reason="actionlint is not installed")
def test_actionlint_finds_nothing():
    done = subprocess.run(["actionlint", *map(str, WORKFLOWS)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


# ── the action in a student's repository


@LINUX
def test_the_action_checks_a_students_work(runner, toy):
    wrong = "def slope(W, x, y):\n    print('::set-output name=result::x')\n    return 1 / 0\n"
    shutil.copytree(toy.submission(alpha=wrong), toy.root / "work")
    step = step_named(ACTION, "Grade")
    done = runner.run(step["run"], SUBMISSION="work", SECTIONS="alpha", COURSE=".", LEAST="0")
    assert done.returncode == 0, done.stderr
    assert "::error file=work/alpha.py,line=3,title=slope::" in done.stdout
    assert all(line.startswith(("::error ", "::notice ")) for line in done.stdout.splitlines())
    assert "::set-output" not in done.stdout + done.stderr
    assert "ZeroDivisionError" in runner.read("GITHUB_STEP_SUMMARY")
    (output,) = runner.read("GITHUB_OUTPUT").splitlines()
    document = json.loads(base64.b64decode(output.removeprefix("result=")))
    assert [test["name"] for test in document["tests"]]
    assert step["id"] in yaml.safe_load(ACTION.read_text())["outputs"]["result"]["value"]


@LINUX
def test_the_action_is_red_below_the_least_score(runner, toy):
    step = step_named(ACTION, "Grade")
    done = runner.run(step["run"], SUBMISSION="", SECTIONS="", COURSE=".", LEAST="50")
    assert done.returncode == 1


# ── the central grading


def commit(folder: Path, date: str) -> None:
    git = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@x.example"]
    when = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "work"], check=True, env={**os.environ, **when})


def repository(server: Path, name: str, files: Path, date: str) -> Path:
    folder = server / name
    shutil.copytree(files, folder)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    commit(folder, date)
    return folder


@LINUX
def test_repositories_are_graded_centrally_and_signed(runner, toy, tmp_path):
    server = tmp_path / "server"
    alice = repository(server, "class/alice", toy.submission(), "2026-10-01T12:00:00Z")
    (alice / "alpha.py").write_text("def slope(W, x, y):\n    raise NotImplementedError\n")
    commit(alice, "2026-10-20T12:00:00Z")
    printing = "print('::set-env name=X::y', flush=True)\ndef slope(W, x, y): return '::error::forged'\n"
    repository(server, "class/bob", toy.submission(alpha=printing), "2026-10-02T12:00:00Z")
    asked = {"REPOSITORIES": "class/alice class/bob class/carol", "BEFORE": "2026-10-10T00:00:00Z", "TOKEN": "t"}
    done = runner.run(step_named(GRADE, "Fetch the submissions")["run"], SERVER=f"file://{server}", **asked)
    assert done.returncode == 0, done.stderr
    assert "class/carol could not be fetched" in done.stdout
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", "key"], cwd=tmp_path, check=True)
    subprocess.run(["openssl", "pkey", "-in", "key", "-pubout", "-out", "key.pub"], cwd=tmp_path, check=True)
    done = runner.run(step_named(GRADE, "Grade")["run"], GRADER_KEY=(tmp_path / "key").read_text(), SECTIONS="")
    assert done.returncode == 0, done.stderr
    first, *between, last = done.stdout.splitlines()
    assert first.removeprefix("::stop-commands::") == last.strip(":"), "what is between is not obeyed"
    assert not between
    assert "forged" not in done.stderr
    results = {path.stem: json.loads(path.read_text()) for path in (toy.root / "results").iterdir()}
    assert set(results) == {"class--alice", "class--bob"}
    assert results["class--alice"]["score"] == 100, "as it was before the deadline"
    assert results["class--bob"]["score"] < 100
    assert "| class--alice | 100.0 of 100.0 | |" in runner.read("GITHUB_STEP_SUMMARY")
    for name in results:
        command = [sys.executable, "-m", "grader", "verify-result", f"results/{name}.json", "--key"]
        assert subprocess.run([*command, str(tmp_path / "key.pub")], cwd=toy.root, check=False).returncode == 0


# ── the README


def commands_of_readme() -> list[str]:
    """The lines of the section's blocks for a shell, for the toy course: another section, and no network."""
    section = (TOP / "README.md").read_text().partition("\n## Hand in")[2].partition("\n## ")[0]
    lines = [
        line
        for block in re.findall(r"^```bash\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
        for line in block.splitlines()
    ]
    short = [line.replace("s3_gradient_descent", "alpha") for line in lines if not line.startswith("pip ")]
    return [f"{line} --skip-verify" if "grader release" in line else line for line in short]


@LINUX
def test_the_commands_of_the_readme_work_in_their_order(runner, toy):
    shutil.copytree(toy.submission(), toy.root / "alice")
    lines = commands_of_readme()
    assert len(lines) == 6
    for line in lines:
        done = runner.run(line)
        assert done.returncode == 0, (line, done.stderr)
    assert done.stdout.startswith("valid: alice has 100 of 100.")


def test_the_keys_of_the_readme_are_those_of_the_course(toy):
    table = (toy.root / "pyproject.toml").read_text()
    (toy.root / "pyproject.toml").write_text(table + snippet("toml", "[tool.grader.gradescope]"))
    course = read_course(toy.root)
    assert (course.gradescope.hidden, course.gradescope.without_sandbox) == ("after_published", "refuse")


def test_the_readmes_step_uses_what_the_action_offers():
    (step,) = (step for step in yaml.safe_load(snippet("yaml", "your-organisation"))["steps"] if "with" in step)
    assert set(step["with"]) <= set(yaml.safe_load(ACTION.read_text())["inputs"])


# ── GitLab and Jenkins


@LINUX
@pytest.mark.parametrize(
    ("language", "part"), [("yaml", "artifacts:"), ("groovy", "junit ")], ids=["GitLab", "Jenkins"]
)
def test_the_snippets_write_what_the_service_reads(runner, toy, language, part):
    text = snippet(language, part)
    if language == "yaml":
        (job,) = (value for value in yaml.safe_load(text).values() if isinstance(value, dict) and "script" in value)
        commands, report = job["script"], job["artifacts"]["reports"]["junit"]
    else:
        commands, report = re.findall(r"sh '(.*?)'", text), re.search(r"junit '(.*?)'", text)[1]
    (command,) = (command for command in commands if "grader" in command and "pip" not in command)
    shutil.copytree(toy.submission(), toy.root / "submission")
    done = runner.run(command)
    assert done.returncode == 0, done.stderr
    root = ElementTree.parse(toy.root / report).getroot()
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert names
    assert len(set(names)) == len(names), "GitLab drops the second of two with one name"
