"""Regression with many inputs: three quiz scores and one final score.

So far a model had one input and one weight. Now each example is a row of n numbers, and each number has its own weight.
You write the model out first, then as one matrix product that works for any n. You compare losses, work out the
gradients by hand, and train. Then you write your first `nn.Module`, which larger networks are made of.
Everywhere, `x` is (m, n) for m examples with n features, `y` is (m, 1), `W` is (n, 1) and `b` is (1,).

In each function, replace `raise NotImplementedError` with your own code. Then run
`grader check --section s4_multivariate_regression`.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def training_data() -> tuple[Tensor, Tensor]:
    """Return the lecture's data: three quiz scores for each student, and the final score.

    The quiz scores are 73 80 75, 93 88 93, 89 91 90, 96 98 100 and 73 66 70, one row for each student. The final scores
    are 152, 185, 180, 196 and 142.

    Shapes: (5, 3) and (5, 1), `float32`.

    >>> x, y = training_data()
    >>> x.shape, y.shape
    (torch.Size([5, 3]), torch.Size([5, 1]))
    >>> x[0], y[0]
    (tensor([73., 80., 75.]), tensor([152.]))
    """
    # >>> your code: return the quiz scores and the final scores
    x = torch.tensor([[73, 80, 75], [93, 88, 93], [89, 91, 90], [96, 98, 100], [73, 66, 70]], dtype=torch.float32)
    y = torch.tensor([[152], [185], [180], [196], [142]], dtype=torch.float32)
    return x, y
    # <<<


def hypothesis_naive(x1: Tensor, x2: Tensor, x3: Tensor, w1: Tensor, w2: Tensor, w3: Tensor, b: Tensor) -> Tensor:
    """Predict from three inputs with three weights, written out: ``H(x) = x1 w1 + x2 w2 + x3 w3 + b``.

    This works, but imagine an example with 1000 numbers. Gradients must flow back to the weights and the bias.

    Shapes: each x is (m, 1), each w and `b` are (1,); the answer is (m, 1).

    >>> x, _ = training_data()
    >>> half, b = torch.tensor([0.5]), torch.tensor([1.0])
    >>> hypothesis_naive(x[:2, 0:1], x[:2, 1:2], x[:2, 2:3], half, half, half, b)
    tensor([[115.],
            [138.]])
    """
    # >>> your code: return the prediction for each example
    return x1 * w1 + x2 * w2 + x3 * w3 + b
    # <<<


def hypothesis(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """Predict from any number of inputs, with one matrix product: ``H(x) = x W + b``.

    The product of row i of `x` and the column `W` multiplies each number by its weight and adds up the results.
    Gradients must flow back to `W` and `b`.

    Shapes: `x` is (m, n), `W` is (n, 1), `b` is (1,); the answer is (m, 1).

    >>> x, _ = training_data()
    >>> hypothesis(x[:2], torch.full((3, 1), 0.5), torch.tensor([1.0]))
    tensor([[115.],
            [138.]])

    Read: `torch.matmul`.
    """
    # >>> your code: return the prediction for each example
    return x @ W + b
    # <<<


def cost(prediction: Tensor, y: Tensor) -> Tensor:
    """Measure how wrong a prediction is, as before: ``(1 / m) * Σ (prediction - y)²``.

    The number of inputs does not matter: there is still one prediction for each example. A gradient must flow back to
    the prediction. Write the formula yourself: `mse_loss` is forbidden here. You may use it in `losses`.

    Shapes: both arguments are (m, 1); the answer has one element.

    >>> _, y = training_data()
    >>> cost(torch.full((5, 1), 171.0), y)
    tensor(420.8000)
    """
    # >>> your code: return the mean of the squared errors
    return torch.mean((prediction - y) ** 2)
    # <<<


def losses(prediction: Tensor, y: Tensor) -> dict[str, Tensor]:
    """Compare three losses for the same errors: ``mse``, ``l1`` and ``smooth_l1``, with PyTorch's default settings.

    Let d = prediction - y. The first loss is the mean of d², and the second is the mean of |d|. The smooth one is the
    mean of d² / 2 where |d| is below 1, and of |d| - 1/2 elsewhere. So it treats small errors like mse, but they count
    half of what they count there, and large ones like l1. You may use PyTorch's own functions.

    Shapes: both arguments are (m, 1); the answer is a dict with the keys ``mse``, ``l1`` and ``smooth_l1``, and each
    value has one element.

    >>> found = losses(torch.tensor([[0.5], [3.0]]), torch.zeros(2, 1))
    >>> found["mse"], found["l1"], found["smooth_l1"]
    (tensor(4.6250), tensor(1.7500), tensor(1.3125))

    Read: `torch.nn.functional`, "Loss functions".
    """
    # >>> your code: return the three losses in a dict
    return {
        "mse": F.mse_loss(prediction, y),
        "l1": F.l1_loss(prediction, y),
        "smooth_l1": F.smooth_l1_loss(prediction, y),
    }
    # <<<


def gradients(W: Tensor, b: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Calculate the slopes of the cost at `W` and `b` from their formulas: autograd is forbidden here.

    Let ``e = x W + b - y`` be the errors, one for each example. The gradient for weight j is ``(2 / m) * Σ e x_j``,
    because weight j is multiplied by input j. The gradient for the bias is ``(2 / m) * Σ e``. Each gradient has the
    same shape as the parameter that it belongs to.

    Shapes: `W` is (n, 1), `b` is (1,), `x` is (m, n), `y` is (m, 1); the answers are (n, 1) and (1,).

    >>> x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> y = torch.tensor([[1.0], [2.0]])
    >>> gradients(torch.zeros(2, 1), torch.zeros(1), x, y)
    (tensor([[ -7.],
            [-10.]]), tensor([-3.]))

    Read: `torch.Tensor.T` and `torch.matmul`.
    """
    # >>> your code: return the gradients for W and for b
    errors = x @ W + b - y
    return 2 * x.T @ errors / len(x), 2 * errors.mean(dim=0)
    # <<<


def train(x: Tensor, y: Tensor, lr: float = 1e-5, epochs: int = 20) -> tuple[Tensor, Tensor, list[float]]:
    """Find weights and bias: start at zero and take `epochs` steps of gradient descent on the cost.

    Scores near 100 make steep slopes, so the learning rate is tiny; with a larger one, the cost would explode. You may
    use your own `gradients`, or autograd with `torch.optim.SGD`. Before each step, record the cost as a Python float.

    Shapes: `x` is (m, n), `y` is (m, 1); `W` is (n, 1) and `b` is (1,), in the dtype of `x`; there are `epochs` costs.

    >>> W, b, costs = train(*training_data(), epochs=3)
    >>> W.shape, b.shape
    (torch.Size([3, 1]), torch.Size([1]))
    >>> [round(value, 1) for value in costs]
    [29661.8, 9298.5, 2915.7]
    """
    # >>> your code: train W and b, and return them with the costs
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs
    # <<<


class MultivariateLinearRegressionModel(nn.Module):
    """The same model as an `nn.Module`: an object that holds its weights and knows how to predict.

    In `__init__`, make one linear layer with a bias, from `in_features` inputs to 1 output. In `forward`, use it. The
    layer chooses its own random starting weights, and the module's `parameters()` finds them.

    Shapes: the module maps (m, in_features) to (m, 1).

    >>> model = MultivariateLinearRegressionModel()
    >>> [tuple(parameter.shape) for parameter in model.parameters()]
    [(1, 3), (1,)]
    >>> model(torch.ones(5, 3)).shape
    torch.Size([5, 1])

    Read: `torch.nn.Module` and `torch.nn.Linear`.
    """

    def __init__(self, in_features: int = 3) -> None:
        # >>> your code: make the linear layer
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
        # <<<

    def forward(self, x: Tensor) -> Tensor:
        # >>> your code: return the prediction for x
        return self.linear(x)
        # <<<


def train_model(model: nn.Module, x: Tensor, y: Tensor, lr: float = 1e-5, epochs: int = 20) -> list[float]:
    """Train any module in place: take `epochs` steps of plain SGD on the mean squared error.

    The module holds what is learned, so ask it for its parameters: ``model.parameters()``. Before each step, record the
    cost as a Python float.

    Shapes: the module maps `x`, (m, n), to (m, 1); `y` is (m, 1); the answer is a list of `epochs` costs.

    >>> model = MultivariateLinearRegressionModel()
    >>> costs = train_model(model, *training_data(), epochs=20)
    >>> len(costs), costs[-1] < costs[0]
    (20, True)

    Read: `torch.optim`, "Constructing it".
    """
    # >>> your code: train the model, and return the costs
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        current = cost(model(x), y)
        costs.append(current.item())
        optimizer.zero_grad()
        current.backward()
        optimizer.step()
    return costs
    # <<<
