"""Logistic regression: from a number to a probability.

In s3 and s4 the model predicted a number, such as points: that is regression. Here it answers a yes-or-no question, and
that is classification: did a student pass the course? For each of six students we know the hours spent in lectures and
in the lab. The score `x @ W + b`, called a logit, goes through the sigmoid, which turns any number into a probability.
The cost is the binary cross-entropy (BCE). It is convex here: it has no second valley to get stuck in.

In each function, replace `raise NotImplementedError` with your own code. Then run
`grader check --section s5_logistic_regression`.
"""

import torch
from torch import Tensor


def training_data() -> tuple[Tensor, Tensor]:
    """Return the lecture's data: the hours of six students, and whether each student passed (1) or failed (0).

    The hours in lectures and in the lab are `[1, 2]`, `[2, 3]`, `[3, 1]`, `[4, 3]`, `[5, 3]` and `[6, 2]`. The first
    three students failed, and the last three passed. All numbers are `float32`.

    Shapes: the inputs are (6, 2), the labels are (6, 1).

    >>> x, y = training_data()
    >>> x.shape, y.shape, x.dtype
    (torch.Size([6, 2]), torch.Size([6, 1]), torch.float32)
    """
    # TODO: return the hours and the labels
    raise NotImplementedError


def sigmoid(z: Tensor) -> Tensor:
    """Turn a score into a probability with an S-shaped curve from 0 to 1: `1 / (1 + exp(-z))`.

    Write the formula yourself: `torch.sigmoid` and its relatives are forbidden here. The formula above earns full
    marks, because it is right for `z` from -30 to 30. For a bonus, keep the value and its gradient finite up to 10000:
    `exp` overflows for large numbers, but `exp(z) / (1 + exp(z))` is the same curve. `torch.where` can choose
    between the two, but it computes both. At -10000 or 10000, the one that it drops is inf, and then the gradient is
    nan, because 0 * inf is nan. So choose what goes into `exp`, and not what comes out.

    Shapes: `z` has any shape, and the answer has the same shape.
    Read: "torch.exp" and, for the bonus, "torch.where" in the PyTorch documentation.

    >>> sigmoid(torch.tensor([0.0, 1.0, -1.0]))
    tensor([0.5000, 0.7311, 0.2689])
    """
    # TODO: return the sigmoid of z
    raise NotImplementedError


def hypothesis(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """Predict the probability that each student passes: the sigmoid of `x @ W + b`.

    Gradients must flow back to `W` and `b`. In this function and those below, you may use `torch.sigmoid`.

    Shapes: `x` is (m, n), `W` is (n, 1), `b` is (1,); the answer is (m, 1).

    A model whose weights are all zero knows nothing, so it answers one half:

    >>> hypothesis(torch.tensor([[1.0, 2.0], [2.0, 3.0]]), torch.zeros(2, 1), torch.zeros(1))
    tensor([[0.5000],
            [0.5000]])
    """
    # TODO: return the probability for each student
    raise NotImplementedError


def bce_losses(h: Tensor, y: Tensor) -> Tensor:
    """Measure how wrong each prediction is, by its binary cross-entropy.

    The formula is `-(y log(h) + (1 - y) log(1 - h))`, with the natural logarithm. The label `y` is 0 or 1, so one of
    the two terms is always zero. The loss is near 0 if `h` is close to `y`, and very large if `h` is almost certain but
    wrong. Here `h` is strictly between 0 and 1, so no logarithm is infinite. Gradients must flow back to `h`. Write the
    formula yourself: PyTorch's BCE losses are forbidden here.

    Shapes: `h` and `y` are (m, 1); the answer is (m, 1).
    Read: "torch.log" in the PyTorch documentation.

    >>> bce_losses(torch.tensor([[0.5], [0.5]]), torch.tensor([[0.0], [1.0]]))
    tensor([[0.6931],
            [0.6931]])
    """
    # TODO: return the loss of each example
    raise NotImplementedError


def bce_cost(h: Tensor, y: Tensor) -> Tensor:
    """Compute the cost: the mean of the losses of all examples. It is one number, whatever the number of examples.

    Gradients must flow back to `h`. PyTorch's BCE losses are forbidden here, too.

    Shapes: `h` and `y` are (m, 1); the answer has one element.

    >>> round(bce_cost(torch.tensor([[0.5], [0.9]]), torch.tensor([[0.0], [1.0]])).item(), 4)
    0.3993
    """
    # TODO: return the mean of the losses
    raise NotImplementedError


def bce_with_logits(z: Tensor, y: Tensor) -> Tensor:
    """Compute the same cost from the logits `z = x @ W + b` instead of the probabilities.

    For a large logit, the probability is rounded to exactly 0 or 1, and its logarithm is infinite. To avoid that, put
    `h = sigmoid(z)` into the loss and simplify before you compute. The result is `log(1 + exp(z)) - y z`. To keep `exp`
    from overflowing, use `log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|))`. The answer and its gradient must be finite
    and right for `z` from -10000 to 10000. PyTorch's BCE losses are forbidden here, too.

    At `z = 0`, `max` has a corner, and autograd has to choose a slope there: 1 for `clamp(min=0)`, 0 for `relu`, one
    half for `torch.maximum`. The slope of the loss itself is `0.5 - y`. No test looks at `z = 0` here, but a training
    that starts with `W = b = 0` starts exactly there.

    Shapes: `z` and `y` are (m, 1); the answer has one element.

    >>> round(bce_with_logits(torch.zeros(2, 1), torch.tensor([[0.0], [1.0]])).item(), 4)
    0.6931
    >>> bce_with_logits(torch.tensor([[1000.0]]), torch.tensor([[0.0]])).item()
    1000.0
    """
    # TODO: return the mean loss, computed from the logits
    raise NotImplementedError


def gradients(W: Tensor, b: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Calculate the slopes of the cost at `W` and `b` from their formulas: autograd is forbidden here.

    Derive the formulas once, on paper. For one example, the derivative of the loss with respect to its logit `z` is
    `h - y`: the probability minus the label. (The derivative of the sigmoid cancels out.) From there, the chain rule
    continues through `z = x @ W + b`. The cost is a mean, so the gradients are means over the examples, too.

    Shapes: `W` is (n, 1), `b` is (1,), `x` is (m, n), `y` is (m, 1); the answers have the shapes of `W` and of `b`.

    >>> x, y = training_data()
    >>> gradients(torch.zeros(2, 1), torch.zeros(1), x, y)
    (tensor([[-0.7500],
            [-0.1667]]), tensor([0.]))
    """
    # TODO: return the gradients for W and for b
    raise NotImplementedError


def train(x: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 1000) -> tuple[Tensor, Tensor, list[float]]:
    """Find a line that separates the two groups: start at zero and take `epochs` steps of gradient descent on the cost.

    Return `W`, `b` and the costs. Before each step, record the cost as a Python float. The lecture uses autograd with
    `torch.optim.SGD`: clear the old gradients, call `backward`, call `step`. You may also use your own `gradients`. If
    you use `bce_with_logits`, its slope at `z = 0` has to be right: before the first step, all logits are 0.

    Data that a line can separate, like the lecture's, has no best line: longer weights make each answer surer and the
    cost smaller, so |W| grows for ever, and more and more slowly. What settles is the accuracy.

    Shapes: `x` is (m, n), `y` is (m, 1); `W` is (n, 1), `b` is (1,); there are `epochs` costs.
    Read: "torch.optim", the part "Taking an optimization step", in the PyTorch documentation.

    >>> x, y = training_data()
    >>> W, b, costs = train(x, y, lr=0.1, epochs=3)
    >>> [round(cost, 4) for cost in costs]
    [0.6931, 0.6475, 0.631]
    """
    # TODO: train W and b, and return them with the costs
    raise NotImplementedError


def predict(h: Tensor, threshold: float = 0.5) -> Tensor:
    """Decide for each student: True if the probability `h` is at least `threshold`.

    Shapes: `h` is (m, 1); the answer is (m, 1), of dtype `torch.bool`.

    >>> predict(torch.tensor([[0.4103], [0.9242], [0.5]]))
    tensor([[False],
            [ True],
            [ True]])
    """
    # TODO: return True or False for each row
    raise NotImplementedError


def accuracy(prediction: Tensor, y: Tensor) -> float:
    """Measure how often the predictions equal the labels: 0.0 if none of them is right, 1.0 if all are right.

    Shapes: `prediction` is (m, 1), of dtype bool; `y` is (m, 1), with numbers 0 or 1. The answer is a Python float.

    >>> accuracy(torch.tensor([[False], [True], [True], [False]]), torch.tensor([[0.0], [1.0], [0.0], [0.0]]))
    0.75
    """
    # TODO: return the share of right predictions
    raise NotImplementedError
