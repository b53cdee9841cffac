"""What a file finds where it is graded: the lines that it has at the top at home cost nothing here either."""

import textwrap

import pytest
import torch

from grader.boundary.answers import StudentError
from grader.feedback.signs import guess_of

WORK = """
import torch

def double(x):
    print("doubling")
    return x * 2
"""
PLOT = """
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib import font_manager, rc
from mpl_toolkits.mplot3d import Axes3D
rc("font", family=font_manager.FontProperties(fname="c:/Windows/Fonts/malgun.ttf").get_name())
plt.rcParams["axes.unicode_minus"] = False
plt.rcParams.update({"font.size": 12})
fig, ax = plt.subplots(figsize=(4, 3))
line, = ax.plot([1, 2], [3, 4], label="cost")
fig, axes = plt.subplots(2, 2)
axes[0, 1].set_title("two")
for ax in axes.flatten():
    ax.grid(True)
counts, edges, patches = plt.hist([1, 2, 2])
with plt.style.context("ggplot"):
    plt.plot(range(3), range(3), "ro")
for bar in plt.bar([1, 2], [3, 4]):
    plt.text(bar.get_x() + bar.get_width() / 2, bar.get_height(), f"{bar.get_height():.2f}")
plt.show()
"""
PROGRESS = """
import tqdm
from tqdm.auto import tqdm as progress, trange
assert list(progress(range(3), desc="epochs")) == [0, 1, 2] and len(progress([1])) == 1
assert list(trange(1, 3)) == [1, 2] and list(tqdm.tqdm([5])) == [5]
with progress(total=3) as bar:
    bar.update(2); bar.set_postfix(cost=0.1); bar.set_description("x"); bar.close()
progress.write("hello")
"""
TABLE = """
import pandas as pd
frame = pd.DataFrame({"x": [1, 2], "y": [3, 4]})
frame["z"] = frame["x"] * 2
print(frame.head(), frame.describe())
"""
WINDOWS = """
import faulthandler, io, sys
sys.stdout.reconfigure(encoding="utf-8")
sys.stderr.reconfigure(encoding="utf-8", errors="replace")
print(sys.stdout.encoding.lower(), sys.stdout.errors, sys.stdout.fileno(), sys.stdout.isatty(), sys.stdout.name)
faulthandler.enable()
sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
sys.stderr = io.TextIOWrapper(sys.stderr.buffer, encoding="cp949")
sys.stdout = io.TextIOWrapper(sys.stdout.detach(), encoding="utf-8")
print("한글")
"""
ONE_DETACHED = """
import faulthandler, sys
sys.stdout.detach()
faulthandler.enable()
print("careful", file=sys.stderr)
"""
SETTINGS = """
import torch
torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.set_num_threads(2)
torch.set_printoptions(precision=2)
torch.no_grad().__enter__()
torch.autograd.set_detect_anomaly(True)
"""
AT_THE_TOP = {
    "a plot": PLOT,
    "a progress bar": PROGRESS,
    "a table": TABLE,
    "Windows and Korean": WINDOWS,
    "detach of one": ONE_DETACHED,
    "settings of torch": SETTINGS,
    "a debugger": "import pdb\nfrom pdb import set_trace\nbreakpoint()\npdb.set_trace()\nset_trace()\n",
    "detach alone": "import sys\nsys.stdout.detach()\n",
    "closed": "import sys\nsys.stdout.close()\n",
    "a copy": "import shutil\nopen('a', 'w').close()\nshutil.copy('a', 'b'); shutil.copy2('a', 'c')\n",
}


@pytest.mark.parametrize("top", AT_THE_TOP.values(), ids=AT_THE_TOP)
def test_a_line_at_the_top_costs_nothing(hand_in, top):
    subject = hand_in(work=textwrap.dedent(top) + WORK).subject()
    seen = subject.double.observe(torch.ones(2))
    assert seen.answer.tolist() == [2, 2]
    assert (seen.stdout, seen.settings_changed) == ("doubling\n", ())


@pytest.mark.parametrize("end", ["exit()", "quit()", "import sys\nsys.exit(0)", "raise SystemExit"])
def test_a_file_may_end_by_exit(hand_in, end):
    subject = hand_in(work=f"{WORK}\n{end}\ndef late(x): return x\n").subject()
    assert subject.double(torch.ones(1)).item() == 2
    with pytest.raises(StudentError, match="SystemExit") as caught:  # what stands below it is not there, and why
        subject.late(torch.ones(1))
    assert caught.value.lines[-1].text == end.splitlines()[-1]


@pytest.mark.parametrize(
    "use", ["import pandas; pandas.read_csv('a.csv')", "import pandas; x = float(pandas.DataFrame().mean())",
            "import pandas, torch; torch.tensor(pandas.DataFrame([1])['x'].values)"],
)  # fmt: skip
def test_nothing_can_be_computed_from_a_stand_in(hand_in, use):
    with pytest.raises(StudentError, match="No module named 'pandas'"):
        hand_in(work=use + WORK).subject().double(torch.ones(1))


def test_a_file_of_the_students_goes_before_a_stand_in(hand_in):
    subject = hand_in(
        work="from tqdm import twice\ndef double(x): return twice(x)\n", tqdm="def twice(x): return 2 * x\n"
    )
    assert subject.subject().double(torch.ones(1)).item() == 2


def test_a_library_finds_no_stand_in(hand_in):
    work = "import importlib.util, sympy\nfrom torch.utils.data.datapipes.dataframe import dataframe_wrapper\n"
    work += "def double(x): return dataframe_wrapper._with_pandas()\n"
    assert hand_in(work=work).subject().double(1) is False


@pytest.mark.parametrize(
    ("error", "message", "guess"),
    [
        (ModuleNotFoundError, "No module named 'sklearn'", "no_module"),
        (AssertionError, "Torch not compiled with CUDA enabled", "no_gpu"),
        (RuntimeError, "Found no NVIDIA driver on your system.", "no_gpu"),
        (RuntimeError, "PyTorch is not linked with support for mps devices", "no_gpu"),
        (EOFError, "EOF when reading a line", "no_keyboard"),
        (FileNotFoundError, "[Errno 2] No such file or directory: 'data.csv'", "no_file"),
        (OSError, "[Errno 30] Read-only file system: '/etc/x'", "no_access"),
        (PermissionError, "[Errno 13] Permission denied: '/root'", "no_access"),
        (PermissionError, "[Errno 1] Operation not permitted", "not_possible"),  # subprocess, asyncio.run, a socket
        (FileNotFoundError, "[Errno 2] No such file or directory", "not_possible"),  # DataLoader(num_workers=2), a Lock
        (OSError, "<urlopen error [Errno -3] Temporary failure in name resolution>", "not_possible"),
        (RuntimeError, "a leaf Variable that requires grad is being used in an in-place operation.", "in_place"),
        (RuntimeError, "one of the variables … has been modified by an inplace operation: [...]", "in_place"),
        (RuntimeError, "Trying to backward through the graph a second time (or …)", "graph_twice"),
        (TypeError, "update() takes 2 positional arguments but 3 were given", "parameters"),
        (TypeError, "Net.forward() missing 1 required positional argument: 'y'", "parameters"),
        (TypeError, "f() got an unexpected keyword argument 'x'", "parameters"),
        (TypeError, "can't multiply sequence by non-int of type 'float'", ""),
        (AssertionError, "the shapes differ", ""),
        (ImportError, "cannot import name 'f' from 'work'", ""),
        (RuntimeError, "mat1 and mat2 shapes cannot be multiplied", ""),
    ],
)
def test_what_an_exception_is_a_sign_of_is_said_as_that(error, message, guess):
    bases = tuple(kind.__name__ for kind in error.__mro__)
    assert guess_of(StudentError(error.__name__, bases, message)) == guess


@pytest.mark.parametrize("line", ["%matplotlib inline", "!pip install torch", "get_ipython().magic('time')", "x = 1 +"])
def test_a_line_of_a_notebook_is_said_to_be_one(toy, line):
    text = (toy.root / "solutions" / "beta.py").read_text()
    said = toy.ends(toy.submission(beta=f"{line}\n{text}"), sections=("beta",))["test_one_step"][1]
    assert ("Only a notebook understands this line" in said) == (line != "x = 1 +")


def test_the_message_says_it_and_no_hint_leads_astray(toy):
    text = (toy.root / "solutions" / "beta.py").read_text()
    ends = toy.ends(toy.submission(beta="import sklearn\n" + text))
    status, said = ends["test_one_step"]
    assert (status, "No module named 'sklearn'" in said, "a library that is not installed there" in said) == (
        "error", True, True,
    )  # fmt: skip


ERRORS = "import warnings\nwarnings.filterwarnings('error')\n"
SPARED = {
    "torch's library": "def f(x): return float((x * x).sum())\n",
    "a gradient that is looked for": "def f(x): return (x * 2).grad is None\n",
    "a version": "def f(x): return torch.jit.script(torch.nn.Linear(1, 1)) is not None\n",
    "no GPU": "def f(x): return len(list(torch.utils.data.DataLoader([1, 2], pin_memory=True)))\n",
}


@pytest.mark.parametrize("work", SPARED.values(), ids=SPARED)
def test_a_librarys_own_warning_is_no_error_whatever_a_file_asks_for(hand_in, work):
    subject = hand_in(work=f"{ERRORS}import torch\n{work}").subject()
    assert subject.f(torch.ones(1, requires_grad=True)) is not None
    assert subject.f.observe(torch.ones(1, requires_grad=True) * 2).answer is not None


def test_what_a_file_asks_of_warnings_holds_for_its_own_lines(hand_in):
    catches = """
        import numpy as np
        def f(x):
            try:
                return float(np.log(np.array(x)))
            except RuntimeWarning:
                return -100.0
        def own():
            warnings.warn("mine")
        """
    subject = hand_in(work=ERRORS + textwrap.dedent(catches)).subject()
    assert subject.f(0.0) == -100
    with pytest.raises(StudentError, match="mine"):
        subject.own()


def test_a_call_leaves_the_filters_of_warnings_as_they_were(hand_in):
    work = "import warnings\ndef strict(): warnings.simplefilter('error')\ndef f():\n    warnings.warn('x'); return 1\n"
    subject = hand_in(work=work).subject()
    subject.strict()
    assert subject.f() == 1
