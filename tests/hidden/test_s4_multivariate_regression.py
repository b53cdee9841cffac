"""Hidden tests of s4_multivariate_regression: any m and n, other dtypes, and modules of many kinds to train.

Training is judged by its path: that of the reference in double precision, within the precision of float32.
"""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from grader.suite import (
    close_to,
    columns,
    exactly,
    exercise,
    gradients,
    in_double,
    noncontiguous,
    numbers,
    one_number,
    tensors,
    unchanged,
    weights,
)

MANY = torch.cos(torch.arange(360.0) ** 2 / 7).reshape(30, 12)  # 30 examples with 12 features; slow to converge
MANY_Y = torch.sin(torch.arange(30.0) * 3).unsqueeze(1)
SCORES = torch.tensor([[61.0, 70, 55, 80], [90, 85, 99, 71], [78, 64, 83, 92]])  # 3 students with 4 quizzes
TOTALS = torch.tensor([[131.0], [177.0], [160.0]])

SCALE = 800  # the size of the largest terms in a cost or a gradient here
FEW = settings(max_examples=15)
LAYOUT = "Does your code keep float64? Does it depend on the layout in memory?"
THREAD = "Is every step a torch operation? After `.item()`, `.detach()` or `.data`, no gradient can flow back."
SIZES = st.sampled_from([1, 2, 3, 4, 12])


@st.composite
def tables(draw):
    """x (m, n), W (n, 1), b (1,), y (m, 1)."""
    m, n = draw(SIZES), draw(SIZES)
    return draw(tensors((m, n))), draw(tensors((n, 1))), draw(weights()), draw(tensors((m, 1)))


@st.composite
def lessons(draw, most_epochs: int = 10, size: float = 5):
    """x, y, a stable learning rate, and a number of epochs."""
    m, n = draw(SIZES), draw(SIZES)
    x, y = draw(tensors((m, n), numbers(-size, size))), draw(tensors((m, 1), numbers(-size, size)))
    limit = 1 / (float((x**2).sum()) / m + 1)
    return x, y, round(draw(st.integers(1, 19)) / 20 * limit, 5), draw(st.integers(0, most_epochs))


def path(expected: tuple[Tensor, Tensor, list[float]], scale: float = 30):
    """Weights, bias and costs, within the precision of float32."""
    W, b, costs = expected
    plane = [close_to(value.float(), rtol=1e-4, scale=scale) for value in (W, b)]
    return close_to((*plane, close_to(costs, rtol=1e-4, atol=scale * 1e-5)))


# training_data ------------------------------------------------------------------------------------------------------


@exercise(
    "training_data",
    points=1,
    title="gives the same data at every call",
    hint="One slide has a wrong number: the third student's last score is 90. Are all numbers floats?",
)
def test_training_data_is_the_same_each_time(submission, reference):
    assert submission.training_data.repeat(2) == exactly([reference.training_data()] * 2)
    seen = submission.training_data.observe()
    assert seen == unchanged(arguments=False)


# hypothesis_naive ---------------------------------------------------------------------------------------------------

NAMES = ("x1", "x2", "x3", "w1", "w2", "w3", "b")
SEVEN = SIZES.flatmap(lambda m: st.tuples(*[tensors((m, 1))] * 3, *[weights()] * 4))


@exercise(
    "hypothesis_naive",
    points=2,
    title="multiplies three inputs by their weights and adds the bias",
    hint="Each input has its own weight. How many times do you add the bias?",
)
@given(seven=SEVEN)
def test_hypothesis_naive_weighs_three_inputs(submission, reference, seven):
    assert submission.hypothesis_naive(*seven) == close_to(reference.hypothesis_naive(*seven), scale=100)


@exercise(
    "hypothesis_naive",
    points=1,
    title="accepts its arguments by name, in double precision",
    hint="Do your parameters have the same names as in the stub? Does your code keep float64?",
    beside=True,
)
@given(seven=SEVEN)
@FEW
def test_hypothesis_naive_by_name_in_double_precision(submission, reference, seven):
    seven = [value.double() * 40 / 3 for value in seven]
    named = dict(zip(NAMES, map(noncontiguous, seven), strict=True))
    assert submission.hypothesis_naive(**named) == close_to(reference.hypothesis_naive(*seven), scale=SCALE)


@exercise("hypothesis_naive", points=2, title="lets gradients flow to all weights and the bias", hint=THREAD)
@given(seven=SEVEN, y=weights())
@FEW
def test_hypothesis_naive_lets_gradients_flow(submission, seven, y):
    *inputs, w1, w2, w3, b = seven
    learn = [value.requires_grad_() for value in (w1, w2, w3, b)]
    cotangent = y + inputs[0]
    flow = submission.hypothesis_naive.options(cotangent=cotangent).gradients(*inputs, *learn)
    expected = [(x * cotangent).sum(dim=0) for x in (*inputs, torch.ones_like(cotangent))]
    assert flow == gradients(dict(zip(("w1", "w2", "w3", "b"), expected, strict=True)), scale=SCALE)


@exercise(
    "hypothesis_naive",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into a caller's tensor, as `+=` does?",
    side_effects_only=True,
)
@given(seven=SEVEN)
@FEW
def test_hypothesis_naive_leaves_its_arguments_alone(submission, seven):
    seen = submission.hypothesis_naive.observe(*seven)
    assert seen == unchanged()


# hypothesis ---------------------------------------------------------------------------------------------------------


@exercise(
    "hypothesis",
    points=3,
    title="is x times W plus b, for any number of inputs",
    hint="Which product adds up over the features? Does your code assume a certain number of inputs?",
)
@given(table=tables())
def test_hypothesis_is_x_times_W_plus_b(submission, reference, table):
    x, W, b, _ = table
    assert submission.hypothesis(x, W, b) == close_to(reference.hypothesis(x, W, b), scale=100)


@exercise("hypothesis", points=2, title="lets gradients flow to W and b", hint=THREAD)
@given(table=tables())
@FEW
def test_hypothesis_lets_gradients_flow_to_W_and_b(submission, table):
    x, W, b, cotangent = table
    flow = submission.hypothesis.options(cotangent=cotangent).gradients(x, W.requires_grad_(), b.requires_grad_())
    expected = {"W": x.T @ cotangent, "b": cotangent.sum(dim=0)}
    assert flow == gradients(expected, scale=SCALE)


@exercise(
    "hypothesis",
    points=1,
    title="works with named arguments, in double precision and any memory layout",
    hint=LAYOUT,
    beside=True,
)
@given(table=tables())
@FEW
def test_hypothesis_keeps_double_precision_and_any_layout(submission, reference, table):
    x, W, b, _ = (value.double() * 40 / 3 for value in table)
    expected = close_to(reference.hypothesis(x, W, b), scale=SCALE)
    assert submission.hypothesis(x=noncontiguous(x), W=noncontiguous(W), b=b) == expected


@exercise(
    "hypothesis",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into a caller's tensor, as `+=` does?",
    side_effects_only=True,
)
@given(table=tables())
@FEW
def test_hypothesis_leaves_its_arguments_alone(submission, table):
    seen = submission.hypothesis.observe(*table[:3])
    assert seen == unchanged()


# cost ---------------------------------------------------------------------------------------------------------------


@exercise(
    "cost",
    points=2,
    title="is the mean squared error",
    hint="Subtract, square, take the mean: is the shape (m, 1) until the mean?",
)
@given(data=columns(max_m=12))
def test_cost_is_the_mean_squared_error(submission, reference, data):
    prediction, y = data
    assert submission.cost(prediction=prediction, y=y) == one_number(reference.cost(prediction, y), scale=SCALE)


@exercise("cost", points=1, title="lets a gradient flow to the prediction", hint=THREAD)
@given(data=columns())
@FEW
def test_cost_lets_a_gradient_flow_to_the_prediction(submission, data):
    prediction, y = data
    flow = submission.cost.gradients(prediction.clone().requires_grad_(), y)
    expected = {"prediction": 2 * (prediction - y) / len(y)}
    assert flow == gradients(expected, scale=SCALE)


@exercise("cost", points=1, title="keeps double precision, and does not change its arguments", hint=LAYOUT, beside=True)
@given(data=columns(), learns=st.booleans())
@FEW
def test_cost_keeps_double_precision(submission, reference, data, learns):
    prediction, y = data[0].double() / 3, data[1].double()
    seen = submission.cost.observe(noncontiguous(prediction).requires_grad_(learns), noncontiguous(y))
    assert seen == unchanged()
    assert seen.answer == one_number(reference.cost(prediction, y), scale=SCALE)


# losses -------------------------------------------------------------------------------------------------------------


def three_losses(prediction: Tensor, y: Tensor):
    """PyTorch's three losses."""
    expected = {name: getattr(F, f"{name}_loss")(prediction, y) for name in ("mse", "l1", "smooth_l1")}
    return close_to({name: one_number(value, scale=SCALE) for name, value in expected.items()})


@exercise(
    "losses",
    points=3,
    title="agrees with torch.nn.functional",
    hint="Compare each of the three values with its formula. Which one differs?",
)
@given(data=columns(max_m=12))
def test_losses_is_what_torch_gives(submission, data):
    prediction, y = data
    assert submission.losses(prediction, y) == three_losses(prediction, y)


@exercise(
    "losses",
    points=2,
    title="works for small and for large errors",
    hint="The smooth loss has two formulas, one for errors below 1 and one above. Which one differs in your code?",
)
@pytest.mark.parametrize("error", [0.25, -0.75, 1.0, -1.5, 40.0])
def test_losses_of_one_error(submission, error):
    prediction, y = torch.tensor([[error + 2.0]]), torch.tensor([[2.0]])
    assert submission.losses(prediction=prediction, y=y) == three_losses(prediction, y)


@exercise(
    "losses", points=1, title="keeps double precision, and does not change its arguments", hint=LAYOUT, beside=True
)
@given(data=columns())
@FEW
def test_losses_keeps_double_precision(submission, data):
    prediction, y = data[0].double() / 3, data[1].double()
    seen = submission.losses.observe(noncontiguous(prediction), noncontiguous(y))
    assert seen == unchanged()
    assert seen.answer == three_losses(prediction, y)


# gradients ----------------------------------------------------------------------------------------------------------


@exercise(
    "gradients",
    points=4,
    title="is the slope of the cost at W and b",
    hint="Compare your code with both formulas, piece by piece: the errors, times x (for W), the mean, the factor 2.",
)
@given(table=tables())
def test_gradients_is_the_slope_of_the_cost(submission, reference, table):
    x, W, b, y = table
    assert submission.gradients(W, b, x, y) == close_to(reference.gradients(W, b, x, y), scale=SCALE)


@exercise(
    "gradients",
    points=2,
    title="agrees with autograd for many examples and features",
    hint="Does your code assume a certain number of examples or features? Over which axis do you take the mean?",
)
@given(b=weights())
@FEW
def test_gradients_is_what_autograd_finds(submission, b):
    W = torch.linspace(-1, 2, 12).unsqueeze(1)
    leaves = W.clone().requires_grad_(), b.clone().requires_grad_()
    expected = torch.autograd.grad(F.mse_loss(MANY @ leaves[0] + leaves[1], MANY_Y), leaves)
    assert submission.gradients(W=W, b=b, x=MANY, y=MANY_Y) == close_to(expected, scale=SCALE)


@exercise("gradients", points=1, title="works in double precision and for any memory layout", hint=LAYOUT, beside=True)
@given(table=tables())
@FEW
def test_gradients_keeps_double_precision_and_any_layout(submission, reference, table):
    x, W, b, y = (value.double() / 3 for value in table)
    expected = close_to(reference.gradients(W, b, x, y), scale=SCALE)
    assert submission.gradients(noncontiguous(W), b, noncontiguous(x), noncontiguous(y)) == expected


@exercise(
    "gradients",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into a caller's tensor, as `y -= …` does?",
    side_effects_only=True,
)
@given(table=tables())
@FEW
def test_gradients_leaves_its_arguments_alone(submission, table):
    x, W, b, y = table
    seen = submission.gradients.observe(W, b, x, y)
    assert seen == unchanged()


# train --------------------------------------------------------------------------------------------------------------


@exercise(
    "train",
    points=4,
    title="follows the path of gradient descent",
    hint="Calculate the first three costs on paper. At which step does your function differ?",
)
@given(lesson=lessons())
def test_train_walks_the_path_of_gradient_descent(submission, reference, lesson):
    assert submission.train(*lesson) == path(reference.train(*in_double(*lesson)))


@exercise(
    "train",
    points=2,
    title="uses the defaults lr=1e-5 and epochs=20",
    hint="Which learning rate and how many epochs does the stub have by default?",
)
def test_train_uses_the_defaults(submission, reference):
    expected = reference.train(*in_double(SCORES, TOTALS, 1e-5, 20))
    assert submission.train(x=SCORES, y=TOTALS) == path(expected, scale=1000)


@exercise(
    "train",
    points=1,
    title="returns zeros if there are no epochs",
    hint="With `epochs=0` there is no update. What should W, b and the list be, and of which dtype?",
)
@given(lesson=lessons())
@FEW
def test_train_without_epochs_stays_at_zero(submission, lesson):
    x, y, lr, _ = in_double(*lesson)
    expected = (torch.zeros(x.shape[1], 1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64), [])
    assert submission.train(x=x, y=y, lr=lr, epochs=0) == close_to(expected)


@exercise(
    "train", points=1, title="trains on many examples and features", hint="Does your loop run until the last epoch?"
)
def test_train_trains_on_many(submission, reference):
    assert submission.train(MANY, MANY_Y, 0.1, 150) == path(reference.train(*in_double(MANY, MANY_Y, 0.1, 150)))


@exercise("train", points=2, title="works in double precision and for any memory layout", hint=LAYOUT, beside=True)
@given(lesson=lessons(most_epochs=4).filter(lambda lesson: lesson[-1] > 0))
@FEW
def test_train_keeps_double_precision_and_any_layout(submission, reference, lesson):
    x, y, *rest = in_double(*lesson)
    W, b, costs = reference.train(x, y, *rest)
    expected = (close_to(W, scale=SCALE), close_to(b, scale=SCALE), close_to(costs, rtol=1e-9, atol=1e-9))
    assert submission.train(noncontiguous(x), noncontiguous(y), *rest) == close_to(expected)


@exercise(
    "train",
    points=1,
    title="does not change the data",
    hint="Does your code change the data, or torch's settings?",
    side_effects_only=True,
)
@given(lesson=lessons(most_epochs=3))
@FEW
def test_train_leaves_the_data_alone(submission, lesson):
    seen = submission.train.observe(*lesson)
    assert seen == unchanged()


# MultivariateLinearRegressionModel ----------------------------------------------------------------------------------

PARAMETERS = "Do you make the layer in `__init__`, with `in_features` and a bias, as an attribute of the module?"


def model_of(subject, n: int, W: Tensor, b: Tensor):
    """A model with this weight and this bias, and the names of the two, which are found by their shapes."""
    model = subject.MultivariateLinearRegressionModel(n)
    if W.dtype == torch.float64:
        model.invoke("double")
    shapes = {tuple(parameter.shape): name for name, parameter in model.view().parameters.items()}
    assert (1, n) in shapes, f"expected weights of the shape (1, {n}), got {sorted(shapes) or 'no parameters'}"
    assert (1,) in shapes, f"expected a bias of the shape (1,), got {sorted(shapes)}"
    model.set_parameters({shapes[1, n]: W.T, shapes[1,]: b})
    return model, shapes[1, n], shapes[1,]


@exercise(
    "MultivariateLinearRegressionModel", points=2, title="has a weight for each input, and a bias", hint=PARAMETERS
)
@given(n=st.integers(1, 9))
@FEW
def test_model_holds_a_weight_for_each_input_and_a_bias(submission, n):
    parameters = submission.MultivariateLinearRegressionModel(in_features=n).view().parameters
    found = sorted(tuple(value.shape) for value in parameters.values())
    assert found == [(1,), (1, n)], f"expected parameters of the shapes (1, {n}) and (1,), got {found or 'none'}"
    frozen = [name for name, value in parameters.items() if not value.requires_grad]
    assert not frozen, f"expected parameters that can learn, got frozen ones: {', '.join(frozen)}"


@exercise(
    "MultivariateLinearRegressionModel",
    points=1,
    title="has three inputs by default",
    hint="Which default does the stub have for `in_features`? Does your code change torch's settings?",
)
def test_model_has_three_inputs_unless_told_otherwise(submission):
    seen = submission.MultivariateLinearRegressionModel.observe()
    found = sorted(tuple(value.shape) for value in seen.answer.view().parameters.values())
    assert seen == unchanged(arguments=False)
    assert found == [(1,), (1, 3)], f"expected parameters of the shapes (1, 3) and (1,), got {found or 'none'}"


@exercise(
    "MultivariateLinearRegressionModel",
    points=3,
    title="predicts with its weights and its bias",
    hint="What does `forward` do with the layer? Does it do anything before or after that?",
)
@given(table=tables())
@settings(max_examples=30)
def test_model_is_the_layers_product(submission, table):
    x, W, b, _ = table
    model, *_ = model_of(submission, x.shape[1], W, b)
    seen = model.observe(x)
    assert seen == unchanged()
    assert seen.answer == close_to(x @ W + b, scale=100)
    assert model.view().training, "expected the model in training mode, as before, got it in eval mode"


@exercise(
    "MultivariateLinearRegressionModel",
    points=2,
    title="lets gradients flow to its weights and its bias",
    hint="Can the model learn? With `no_grad`, `.detach()` or plain tensors, no gradient can flow back.",
)
@given(table=tables())
@settings(max_examples=30)
def test_model_lets_gradients_flow(submission, table):
    x, W, b, cotangent = table
    model, weight, bias = model_of(submission, x.shape[1], W, b)
    flow = model.options(cotangent=cotangent).gradients(x)
    alone = [name for name, slope in flow.parameters.items() if slope is None]
    assert not alone, f"expected a gradient for each parameter, got none for {', '.join(alone)}"
    assert flow == gradients(parameters={weight: cotangent.T @ x, bias: cotangent.sum(dim=0)}, scale=SCALE)


@exercise(
    "MultivariateLinearRegressionModel",
    points=1,
    title="works in double precision and in eval mode",
    hint="After `double()`, all parameters are float64. Does `forward` convert the data to another dtype?",
    beside=True,
)
@given(table=tables())
@FEW
def test_model_works_in_double_precision_and_in_eval_mode(submission, table):
    x, W, b, _ = (value.double() * 40 / 3 for value in table)
    model, *_ = model_of(submission, x.shape[1], W, b)
    model.invoke("eval")
    assert model(noncontiguous(x)) == close_to(x @ W + b, scale=SCALE)


@exercise(
    "MultivariateLinearRegressionModel",
    points=1,
    title="passes its state to another model",
    hint="Does `state_dict()` hold all numbers that the model learns? Do two models share anything?",
)
@given(table=tables())
@FEW
def test_model_hands_its_state_to_another(submission, table):
    x, W, b, _ = table
    n = x.shape[1]
    other, *_ = model_of(submission, n, torch.ones(n, 1), torch.ones(1))
    model, *_ = model_of(submission, n, W, b)
    assert other(x) == close_to(x @ torch.ones(n, 1) + 1, scale=100)
    other.invoke("load_state_dict", model.invoke("state_dict"))
    assert other(x) == close_to(x @ W + b, scale=100)


# train_model --------------------------------------------------------------------------------------------------------

NETS = '''
def line(n):
    return nn.Linear(n, 1)

def bent(n):
    return nn.Sequential(nn.Linear(n, 3), nn.Tanh(), nn.Linear(3, 1))

def without_bias(n):
    return nn.Sequential(nn.Linear(n, 2, bias=False), nn.Linear(2, 1, bias=False))

def half_frozen(n):
    model = bent(n)
    model[0].weight.requires_grad_(False)
    return model

def shared(n):
    first, last = nn.Linear(2, 2), nn.Linear(2, 2)
    last.weight = first.weight
    return nn.Sequential(nn.Linear(n, 2), first, nn.Tanh(), last, nn.Linear(2, 1))

class own(nn.Module):
    """Parameters of its own, one of them unused, and layers in a list; in eval mode it answers half as much."""

    def __init__(self, n):
        super().__init__()
        self.slope = nn.Parameter(torch.full((n, 1), 0.5))
        self.spare = nn.Parameter(torch.ones(2))
        self.parts = nn.ModuleList([nn.Linear(n, 1), nn.Linear(n, 1)])

    def forward(self, x):
        answer = x @ self.slope + self.parts[0](x) * torch.sigmoid(self.parts[1](x))
        return answer if self.training else answer / 2
'''
KINDS = st.sampled_from(["line", "bent", "without_bias", "half_frozen", "own", "shared"])
GENTLE = lessons(most_epochs=6, size=2).map(lambda lesson: (*lesson[:2], lesson[2] / 4, lesson[3]))


def trained_in_double(reference, kind: str, lesson: tuple) -> tuple[list[float], dict[str, Tensor]]:
    """The costs of the same training in double precision, and the parameters afterwards."""
    model = getattr(reference.define(NETS), kind)(lesson[0].shape[1])
    model.invoke("double")
    costs = reference.train_model(model, *in_double(*lesson))
    return costs, model.view().parameters


def near(parameters: dict[str, Tensor]):
    """Parameters, within the precision of float32."""
    return close_to({name: value.float() for name, value in parameters.items()}, rtol=1e-4, atol=2e-5)


@exercise(
    "train_model",
    points=4,
    title="trains any module, in place",
    hint="The slide's optimizer still trains the old W and b, not the model. Which parameters does yours get?",
)
@given(kind=KINDS, lesson=GENTLE)
def test_train_model_trains_any_module_in_place(submission, reference, kind, lesson):
    costs, parameters = trained_in_double(reference, kind, lesson)
    model = getattr(submission.define(NETS), kind)(lesson[0].shape[1])
    assert submission.train_model(model, *lesson) == close_to(costs, rtol=1e-4, atol=1e-4)
    assert model.view().parameters == near(parameters)


@exercise(
    "train_model",
    points=2,
    title="continues from the model's current weights",
    hint="Does each step start from the model's current weights? Do you clear its old gradients?",
)
@given(kind=KINDS, lesson=GENTLE, more=st.integers(1, 4))
@FEW
def test_train_model_goes_on_where_the_model_stands(submission, reference, kind, lesson, more):
    x, y, lr, epochs = lesson
    costs, parameters = trained_in_double(reference, kind, (x, y, lr, epochs + more))
    model = getattr(submission.define(NETS), kind)(x.shape[1])
    submission.train_model(model, x, y, lr, epochs)
    assert submission.train_model(model, x, y, lr, more) == close_to(costs[epochs:], rtol=1e-4, atol=1e-4)
    assert model.view().parameters == near(parameters)


@exercise(
    "train_model",
    points=1,
    title="trains on many examples and features",
    hint="Does every epoch take one step, with the same learning rate?",
)
def test_train_model_trains_on_many(submission, reference):
    costs, parameters = trained_in_double(reference, "line", (MANY, MANY_Y, 0.1, 150))
    model = submission.define(NETS).line(12)
    assert submission.train_model(model, MANY, MANY_Y, 0.1, 150) == close_to(costs, rtol=1e-4, atol=1e-4)
    assert model.view().parameters == near(parameters)


@exercise(
    "train_model",
    points=1,
    title="uses the defaults lr=1e-5 and epochs=20",
    hint="Which learning rate and how many epochs does the stub have by default?",
)
def test_train_model_uses_the_defaults(submission, reference):
    costs, parameters = trained_in_double(reference, "line", (SCORES, TOTALS, 1e-5, 20))
    model = submission.define(NETS).line(4)
    assert submission.train_model(model=model, x=SCORES, y=TOTALS) == close_to(costs, rtol=1e-4, atol=1e-3)
    assert model.view().parameters == near(parameters)


@exercise(
    "train_model",
    points=1,
    title="does not change the training mode or frozen weights",
    hint="Does your code change the model's mode, or which parameters require grad?",
    side_effects_only=True,
)
def test_train_model_leaves_training_mode_as_it_was(submission):
    model = submission.define(NETS).half_frozen(4)
    before = model.view()
    submission.train_model(model, SCORES / 100, TOTALS / 100, 0.1, 3)
    after = model.view()
    modes = {after.training, *after.children_training.values()}
    assert modes == {True}, "expected the model in training mode, as before, got it in eval mode"
    frozen = {name for name, value in after.parameters.items() if not value.requires_grad}
    assert frozen == {"0.weight"}, f"expected one frozen parameter, 0.weight, got {sorted(frozen) or 'none'}"
    assert after.parameters["0.weight"] == exactly(before.parameters["0.weight"].detach())


@exercise("train_model", points=1, title="works with named arguments, in double precision", hint=LAYOUT, beside=True)
@given(kind=KINDS, lesson=GENTLE)
@FEW
def test_train_model_trains_in_double_precision(submission, reference, kind, lesson):
    costs, parameters = trained_in_double(reference, kind, lesson)
    model = getattr(submission.define(NETS), kind)(lesson[0].shape[1])
    model.invoke("double")
    x, y, lr, epochs = in_double(*lesson)
    x, y = noncontiguous(x), noncontiguous(y)
    expected = close_to(costs, rtol=1e-9, atol=1e-9)
    assert submission.train_model(model=model, x=x, y=y, lr=lr, epochs=epochs) == expected
    assert model.view().parameters == close_to(parameters, scale=SCALE)


@exercise(
    "train_model",
    points=1,
    title="does not change the data",
    hint="Does your code change the data, or torch's settings?",
    side_effects_only=True,
)
@given(lesson=GENTLE)
@FEW
def test_train_model_leaves_the_data_alone(submission, lesson):
    model = submission.define(NETS).line(lesson[0].shape[1])
    seen = submission.train_model.observe(model, *lesson)
    assert seen == unchanged()
