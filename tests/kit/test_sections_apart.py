"""What one section's code leaves behind costs no other section anything, and does no other section's work."""

from grader.report.words import messages
from grader.runner.grade import Settings, grade
from grader.scoring import score
from grader.texts import say, translator

SLOPE = "def slope(W, x, y):\n    return 2 * torch.mean((W * x - y) * x)\n"
ALPHA = f"import torch\n{SLOPE}"
BETA = f"""
import time
import torch
{SLOPE}
def descend(W, x, y, times, lr=0.1):
    for _ in range(times):
        W = W - lr * slope(W, x, y)
    return W

def noise(count):
    return torch.rand(count)
"""
IN_A_MOMENT = """
import os, threading
timer = threading.Timer(0.6, os._exit, [1])
timer.daemon = True
timer.start()
"""


SLOW = BETA.replace("W = W - lr", "time.sleep(1); W = W - lr")
PUBLIC = ("public",)


def of_beta(toy, alpha: str, beta: str = BETA, visibilities: tuple[str, ...] = ("public", "hidden")) -> dict[str, str]:
    """How the tests of section beta end, by their names."""
    run = toy.grade(toy.submission(alpha=alpha, beta=beta), visibilities=visibilities)
    return {one.id.split("::")[1]: one.status.value for one in run.verdicts if one.section == "beta"}


def test_a_thread_that_ends_the_process_a_moment_later(toy):
    assert set(of_beta(toy, ALPHA + IN_A_MOMENT, SLOW, PUBLIC).values()) == {"passed"}


def test_the_same_in_a_file_that_cannot_be_imported(toy):
    assert set(of_beta(toy, ALPHA + IN_A_MOMENT + "1 / 0\n", SLOW, PUBLIC).values()) == {"passed"}


def test_a_function_that_was_exchanged_in_torch_is_torchs_own_again(toy):
    exchanged = "torch.rand = torch.zeros\ntorch.mean = torch.sum\n"
    assert set(of_beta(toy, ALPHA + exchanged).values()) == {"passed"}


def test_a_function_that_was_exchanged_in_torch_does_no_other_sections_exercise(toy):
    does_it = "rand = torch.rand\ntorch.zeros = lambda count, **options: rand(count)\n"
    wrong = BETA.replace("torch.rand(count)", "torch.zeros(count)")
    assert of_beta(toy, ALPHA + does_it, wrong)["test_noise"] == "failed"


def test_filters_of_warnings(toy):
    errors = "import warnings\nwarnings.filterwarnings('error')\nwarnings.simplefilter('error')\n"
    warns = "import warnings\n" + BETA.replace("W = W - lr", "warnings.warn('careful'); W = W - lr")
    assert set(of_beta(toy, ALPHA + errors, warns).values()) == {"passed"}


def test_a_module_begins_in_a_worker_of_its_own_and_another_call_does_not(hand_in):
    pid = "import os\ndef pid(): return os.getpid()\n"
    student = hand_in(one=pid, two="from helper import pid\n", helper=pid)
    one = student.subject("one").pid()
    assert student.subject("one").pid() == one
    two = student.subject("two").pid()
    assert two != one
    assert student.subject("two").pid() == two, "a helper is imported where it is asked for"


MANY = """
import pytest
from grader.suite import exactly, exercise

@pytest.mark.parametrize("number", range(100))
@exercise("size", points=1, title="of many")
def test_many(submission, number):
    assert submission.size(number) == exactly(number)
"""


def test_what_a_section_says_leaves_the_others_their_room(toy, launcher):
    from grader.course import read_course
    from grader.intake import read_submission
    from grader.runner.collect import collect
    from grader.runner.workers import open_workers

    suite = toy.root / "tests" / "hidden" / "test_alpha.py"
    suite.write_text(suite.read_text() + MANY)
    loud = ALPHA + "def size(number):\n    raise ValueError(('x' * 900 + ' ') * 10)\n"
    path = toy.submission(alpha=loud, beta=BETA.replace("W = W - lr", "raise ValueError('beta')\n        W = W - lr"))
    course = read_course(toy.root)
    with open_workers(course, "process", 0, launcher) as workers:
        run = grade(read_submission(path, course), collect(course), workers, Settings(diagnose=False))
    said = messages(score(run, course), translator())
    assert say("left_out") in [text for id, text in said.items() if "alpha" in id]
    assert [id for id, text in said.items() if "beta" in id and text == say("left_out")] == []
    assert "ValueError: beta" in said["public/beta::test_one_step"]
