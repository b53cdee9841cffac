"""The boundary: what a suite can ask, each in one message, and what goes wrong over there, told as data."""

import pytest
import torch

from grader.boundary.answers import StudentError
from grader.boundary.worker import WorkerLost


@pytest.fixture
def shared(hand_in):
    """A well-behaved submission; starting its worker takes a few milliseconds."""
    return hand_in(work=WORK)


@pytest.fixture
def work(shared):
    return shared.subject()


WORK = """
import warnings
import numpy as np
import torch
from torch import nn

ANSWERS = {"q1": "b", "q2": (1, 2)}

def double(x, times=2):
    return x * times

def double_(x):
    return x.mul_(2)

def first(pair):
    return pair[0]

def same(x, y):
    return x is y, x.data_ptr() == y.data_ptr()

def noise(n):
    return torch.rand(n), np.random.rand(), __import__("random").random()

def loud(x, box):
    print("hello")
    warnings.warn("careful")
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    torch.set_num_threads(2)
    box.append(1)
    x.requires_grad_(False)

def keeps_grad(x):
    (x * x).sum().backward()
    return x.sum()

def two(x, y):
    return x * 3, (x * y).sum()

def detached(x, y):
    return (x.detach() * y).sum()

def make(): return nn.Sequential(nn.Linear(2, 3), nn.Dropout(0.5), nn.Linear(3, 1))

def adder(n): return lambda x: x + n

def run(model, x): return model(x)

def generator(): yield 1

def fails(x):
    inner(x)

def inner(x):
    raise KeyError("nothing at " + str(x))

NUMBER = 3
"""


# ── what can be asked ────────────────────────────────────────────────────────────────────────────────────────


def test_a_call_by_position_and_by_name_is_one_message(work, shared):
    assert work.double(torch.tensor([1.0, 2.0])).tolist() == [2.0, 4.0]
    assert work.double(times=3, x=2) == 6
    assert shared.sent == [1, 1]


def test_map_asks_for_many_answers_in_one_message(work, shared):
    assert work.double.map([(number,) for number in range(50)]) == [number * 2 for number in range(50)]
    assert shared.sent == [50]
    assert work.double.map([]) == []


def test_repeat_calls_in_a_row_after_one_seeding(work, shared):
    one, two = work.noise.repeat(2, 3)
    assert not torch.equal(one[0], two[0])
    assert one[1:] != two[1:]
    assert shared.sent == [1]


def test_each_call_is_seeded_alike_in_all_three_generators(work):
    same, seeded, again, other = (
        work.noise(3),
        work.noise(3),
        work.noise.options(seed=7)(3),
        work.noise.options(seed=8)(3),
    )
    assert [part.tolist() if isinstance(part, torch.Tensor) else part for part in same] == [
        part.tolist() if isinstance(part, torch.Tensor) else part for part in seeded
    ]
    assert all(str(one) != str(another) for one, another in zip(again, other, strict=True))


def test_value_and_source(work, shared):
    assert work.value("ANSWERS") == {"q1": "b", "q2": (1, 2)}
    assert work.double.source() == "source of work.double"
    assert shared.sent == [1]


def test_observe_sees_an_argument_changed_in_place(work, shared):
    seen = work.double_.observe(torch.tensor([1.0, 2.0]))
    assert seen.answer.tolist() == seen.arguments[0].tolist() == [2.0, 4.0]
    assert (seen.changed, seen.is_argument, seen.shares_memory) == (("argument 1",), (0,), (0,))
    assert shared.sent == [1]


@pytest.mark.parametrize(
    ("call", "changed"),
    {
        "nothing": (lambda s: s.double.observe(torch.ones(2), times=3), ()),
        "a keyword": (lambda s: s.double_.observe(x=torch.ones(2)), ("x",)),
        "a .grad": (lambda s: s.keeps_grad.observe(torch.ones(2, requires_grad=True)), ("argument 1",)),
        "a parameter as it was": (lambda s: s.double.observe(torch.nn.Parameter(torch.ones(2))), ()),
        "a not-a-number as it was": (lambda s: s.double.observe(torch.tensor([float("nan"), -0.0])), ()),
        "a noncontiguous tensor as it was": (lambda s: s.double.observe(torch.ones(4)[::2]), ()),
        "a list inside": (lambda s: s.loud.observe(torch.ones(1), []), ("argument 2",)),
        "requires_grad": (
            lambda s: s.loud.observe(torch.ones(1, requires_grad=True), []),
            ("argument 1", "argument 2"),
        ),
    }.values(),
)
def test_observe_names_what_a_call_left_changed(work, call, changed):
    assert call(work).changed == changed


def test_observe_sees_memory_that_is_shared_inside_an_argument(work):
    seen = work.first.observe((torch.ones(2), torch.zeros(2)))
    assert (seen.is_argument, seen.shares_memory) == ((), (0,))


def test_observe_sees_output_warnings_and_settings_and_puts_these_back(work):
    seen = work.loud.observe(torch.ones(1), [])
    assert seen.stdout == "hello\n"
    assert seen.warnings == ("careful",)
    assert set(seen.settings_changed) == {"default dtype", "grad mode", "number of threads"}
    after = work.double.observe(torch.ones(1, requires_grad=True))
    assert (after.settings_changed, after.stdout, after.warnings) == ((), "", ())
    assert after.answer.requires_grad


LEFT_CHANGED = {
    "print options": "torch.set_printoptions(precision=2)",
    "repeated warnings": "torch.set_warn_always(True)",
    "inference mode": "global mode; mode = torch.inference_mode(); mode.__enter__()",
    "cuDNN's benchmark": "torch.backends.cudnn.benchmark = True",
    "use of oneDNN": "torch.backends.mkldnn.enabled = False",
    "default device": 'torch.set_default_device("meta")',
    "flush of subnormals": "torch.set_flush_denormal(True)",
}


@pytest.mark.parametrize("setting", LEFT_CHANGED)
def test_each_setting_of_torch_is_seen_and_put_back(hand_in, setting):
    work = hand_in(
        work=f"import torch\ndef change(x):\n    {LEFT_CHANGED[setting]}\ndef twice(x):\n    return x * 2\n"
    ).subject()
    x = torch.ones(1, requires_grad=True)
    assert setting in work.change.observe(x).settings_changed
    assert work.twice.observe(x).settings_changed == ()
    assert work.twice(x).requires_grad


def test_a_setting_left_changed_costs_no_later_call(work):
    work.loud(torch.ones(1), [])
    assert work.make()(torch.ones(1, 2)).dtype == torch.float32
    assert work.double(torch.ones(1, requires_grad=True)).requires_grad


def test_aliases_are_kept_where_that_is_asked_for(work):
    x = torch.ones(4)
    assert work.same(x, x) == (False, False)
    assert work.same.options(aliased=True)(x, x) == (True, True)
    assert work.same.options(aliased=True)(x, x[:2]) == (False, True)


def test_gradients_of_inputs_in_order_from_ones(work, shared):
    x, y = torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0, 4.0], requires_grad=True)
    found = work.two.options(output=1).gradients(x, y=y)
    assert [slope.tolist() for slope in found.inputs] == [[3.0, 4.0], [1.0, 2.0]]
    assert shared.sent == [1]


def test_gradients_from_a_cotangent_and_none_where_nothing_flows(work):
    x, y = torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0, 4.0], requires_grad=True)
    weighted = work.two.options(output=0, cotangent=torch.tensor([1.0, 10.0])).gradients(x, y)
    assert weighted.inputs[0].tolist() == [3.0, 30.0]
    assert weighted.inputs[1] is None
    assert work.detached.gradients(x, y).inputs[0] is None
    assert work.double.gradients(torch.ones(2)).inputs == []


def test_a_module_stays_behind_a_handle(work, shared):
    model = work.make()
    assert (model.kind, model.type_name) == ("module", "Sequential")
    view = model.view()
    assert view.class_name == "Sequential"
    assert view.is_sequential
    assert {name: tuple(value.shape) for name, value in view.parameters.items()} == {
        "0.weight": (3, 2), "0.bias": (3,), "2.weight": (1, 3), "2.bias": (1,),
    }  # fmt: skip
    assert all(value.requires_grad for value in view.parameters.values())
    assert view.modules == [("", "Sequential"), ("0", "Linear"), ("1", "Dropout"), ("2", "Linear")]
    assert shared.sent == [1, 1]


def test_a_module_can_be_set_asked_and_differentiated(work):
    model = work.make()
    model.set_parameters({name: torch.ones_like(value) for name, value in model.view().parameters.items()})
    model.set_grads({"2.bias": torch.tensor([5.0])})
    model.invoke("eval")
    view = model.view()
    assert set(view.children_training.values()) == {False}
    assert view.grads["2.bias"].tolist() == [5.0]
    assert view.grads["0.bias"] is None
    assert model(torch.ones(1, 2)).tolist() == [[10.0]]
    assert work.run(model, torch.ones(1, 2)).tolist() == [[10.0]]
    found = model.gradients(torch.ones(1, 2, requires_grad=True))
    assert found.inputs[0].tolist() == [[3.0, 3.0]]
    assert found.parameters["2.weight"].tolist() == [[3.0, 3.0, 3.0]]
    assert model.view().grads["2.weight"] is None  # `.grad` was left alone
    assert sorted(model.invoke("state_dict")) == ["0.bias", "0.weight", "2.bias", "2.weight"]


def test_other_things_stay_behind_too(work):
    assert work.adder(2).kind == "function"
    assert work.adder(2)(3) == 5
    assert (work.generator().kind, work.generator().type_name) == ("other", "generator")
    assert repr(work.generator()) == "a generator"


def test_define_builds_a_module_beside_the_students(work, shared):
    made = work.define("class Net(nn.Module):\n    def forward(self, x):\n        return F.relu(x) + torch.ones(1)\n")
    assert made.Net()(torch.tensor([-3.0])).tolist() == [1.0]
    assert work.run(made.Net(), torch.tensor([1.0])).tolist() == [2.0]
    assert shared.sent == [1] * 5


def test_define_comes_back_in_a_fresh_worker(hand_in):
    student = hand_in(work="import os\ndef end(): os._exit(1)")
    made = student.subject().define("def one(): return 1")
    with pytest.raises(WorkerLost):
        student.subject().end()
    assert student.subject().define("def one(): return 1").one() == 1
    assert made is not None


# ── what goes wrong, told as data ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("call", "type", "words"),
    [
        (lambda s: s.missing(1), "", "undefined missing work.py"),
        (lambda s: s.NUMBER(1), "", "not_callable NUMBER int"),
        (lambda s: s.double(1, 2, 3), "TypeError", "takes from 1 to 2 positional arguments but 3 were given"),
        (lambda s: s.double(1, factor=3), "TypeError", "unexpected keyword argument 'factor'"),
        (lambda s: s.value("missing"), "", "undefined missing work.py"),
        (lambda s: s.make().invoke("missing"), "", "no_attribute Sequential missing"),
        (lambda s: s.adder(1).view(), "", "not_a_module function"),
        (lambda s: s.make().set_parameters({"9.bias": torch.ones(1)}), "", "no_parameter 9.bias"),
    ],
)
def test_what_cannot_be_asked(work, call, type, words):
    with pytest.raises(StudentError, match=words) as raised:
        call(work)
    assert raised.value.type == type


def test_an_exception_names_its_classes_and_the_students_lines_alone(work):
    with pytest.raises(StudentError) as raised:
        work.fails(3)
    error = raised.value
    assert (error.type, error.bases[:3], error.message) == (
        "KeyError", ("KeyError", "LookupError", "Exception"), "'nothing at 3'"
    )  # fmt: skip
    assert [(line.file, line.function, line.text) for line in error.lines] == [
        ("work.py", "fails", "inner(x)"),
        ("work.py", "inner", 'raise KeyError("nothing at " + str(x))'),
    ]


RAISED = {
    "SystemExit": ("import sys\ndef f(): sys.exit('bye')", "bye"),
    "KeyboardInterrupt": ("def f(): raise KeyboardInterrupt", ""),
    "GeneratorExit": ("def f(): raise GeneratorExit", ""),
    "RecursionError": ("def f(): return f()", "maximum recursion depth"),
    "Own": (
        "class Own(Exception):\n    def __str__(self): raise ValueError\ndef f(): raise Own",
        "its text cannot be read",
    ),
    "Odd": ("class Odd(Exception): pass\ndef f(): raise Odd('\\ud800\\x00한')", "\\ud800\0한"),
    "EOFError": ("def f(): input('name? ')", ""),
    "SyntaxError": ("def f(): raise SyntaxError('no', ('work.py', 'x', 3, 4))", ""),
    "AssertionError": ("def f(): assert 1 == 2, 'sum'", "sum"),
    "MemoryError": ("def f(): bytearray(1 << 60)", ""),
    "ValueError": ("def f(): raise ValueError('x' * 10**6)", "x" * 4096),
}


@pytest.mark.parametrize("type", RAISED)
def test_whatever_is_raised_comes_as_data(hand_in, type):
    text, words = RAISED[type]
    student = hand_in(work=text)
    with pytest.raises(StudentError) as raised:
        student.subject().f()
    assert raised.value.type in (type, "Exception")
    assert words in raised.value.message
    assert len(raised.value.message) <= 5000
    assert len(raised.value.lines) <= 8
    with pytest.raises(StudentError):  # and the worker is still there
        student.subject().missing()
    assert student.session._worker is not None


BROKEN: dict[str, tuple[str, str, str, str]] = {
    "a syntax error": ("def f(:\n    pass\n", "SyntaxError", "invalid syntax", "def f(:\n      ^"),
    "an exception": ("x = 1\nx / 0\n", "ZeroDivisionError", "division by zero", "x / 0"),
    "input()": ("name = input()\n", "EOFError", "", "name = input()"),
    "a missing library": ("import nowhere\n", "ModuleNotFoundError", "No module named 'nowhere'", "import nowhere"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_import_that_fails_is_asked_for_once(hand_in, case):
    text, type, words, line = BROKEN[case]
    student = hand_in(work=text, other="def g(): return 1\n")
    opening = student.session.opening("work")
    assert (opening.type, opening.lines[-1].text) == (type, line)
    assert words in opening.message
    assert student.session.opening("work") is opening
    assert student.subject("other").g() == 1  # it costs that file alone
    with pytest.raises(StudentError):
        student.subject().f()


def test_a_flood_of_prints_is_cut(hand_in):
    flood = "for _ in range(10**5): print('x' * 100)\ndef f():\n    for _ in range(10**5): print('y' * 100)\n"
    seen = hand_in(work=flood).subject().f.observe()
    assert set(seen.stdout) == {"y", "\n"}
    assert len(seen.stdout) <= 20_000


def test_what_calls_print_is_told_up_to_a_bound_of_each_and_of_all(hand_in):
    subject = hand_in(work="def f(n):\n    print('x' * 3000)\n    return n\n").subject()
    assert subject.f(1) == 1
    assert subject._transport.log.printed == "x" * 2000
    assert subject.f.map([(n,) for n in range(17)])[-1] == 16
    assert subject._transport.log.printed == "", "sixteen have used up the room"
