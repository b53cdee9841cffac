"""Models as objects: nn.Module, nn.Sequential and the softmax.

You know models as an `nn.Module` (s4), the sigmoid and binary cross-entropy (s5). With many layers, it is too much work
to write `x @ W + b` for each. A module holds its layers and their parameters, and its `forward` says how an input goes
through them; autograd does the rest. `nn.Sequential` is the shortest module: a list of layers. Then come problems with
more than two classes, where the softmax replaces the sigmoid, and a description of a network in words.

In each function, replace `raise NotImplementedError` with your own code. Then run `grader check --section s6_modules`.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class BinaryClassifier(nn.Module):
    """Logistic regression as a module: one `nn.Linear` from `in_features` inputs to 1 output, then a sigmoid.

    The number of inputs is an argument, so that the layer can match the columns of the data.

    Shapes: the module maps (m, in_features) to (m, 1).
    Read: "torch.nn.Module" and "torch.nn.Linear" in the PyTorch documentation.

    >>> model = BinaryClassifier(2)
    >>> model(torch.tensor([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0]])).shape
    torch.Size([3, 1])
    """

    def __init__(self, in_features: int = 8) -> None:
        """Make the layer here, once. Then its parameters belong to the module."""
        # TODO: make the layers
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The probabilities, (m, 1), for the inputs `x`, (m, in_features)."""
        # TODO: return the probabilities
        raise NotImplementedError


def sequential_classifier(in_features: int = 8) -> nn.Sequential:
    """Make the same model without a class of your own: as an `nn.Sequential`.

    A `Sequential` passes its input to its first layer, the result to the second layer, and so on.

    Shapes: the model maps (m, in_features) to (m, 1).
    Read: "torch.nn.Sequential" in the PyTorch documentation.

    >>> sequential_classifier(2)(torch.tensor([[1.0, 2.0], [2.0, 3.0]])).shape
    torch.Size([2, 1])
    """
    # TODO: return the model as an nn.Sequential
    raise NotImplementedError


def train_classifier(
    model: nn.Module, x: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 100
) -> list[tuple[float, float]]:
    """Train any module in place: take `epochs` steps of plain SGD on the binary cross-entropy.

    The model may be any module that gives probabilities, so use only its predictions and its `parameters()`. Before
    each step, record the pair `(cost, accuracy)` as two Python floats. The accuracy is the share of rows where
    `h >= 0.5` agrees with the label. If the model was in training mode, leave it in training mode.

    Shapes: the model maps `x`, (m, n), to (m, 1); `y` is (m, 1); the answer is a list of `epochs` pairs.
    Read: "torch.optim" and "binary_cross_entropy" in the PyTorch documentation.

    >>> model = nn.Sequential(nn.Linear(1, 1), nn.Sigmoid())
    >>> start = [nn.init.constant_(parameter, 0.5) for parameter in model.parameters()]
    >>> history = train_classifier(model, torch.tensor([[-2.0], [2.0]]), torch.tensor([[0.0], [1.0]]), epochs=2)
    >>> [(round(cost, 3), accuracy) for cost, accuracy in history]
    [(0.338, 1.0), (0.121, 1.0)]
    """
    # TODO: train the model, and return the history
    raise NotImplementedError


def count_parameters(model: nn.Module) -> int:
    """Count how many numbers the model can learn.

    A frozen parameter (its `requires_grad` is False) does not learn, so it does not count. A parameter that two layers
    share counts once. Buffers, such as the running mean of a batch norm, are not parameters.

    Read: "torch.nn.Module", its method `parameters`, in the PyTorch documentation.

    >>> count_parameters(nn.Sequential(nn.Linear(8, 1), nn.Sigmoid()))
    9
    """
    # TODO: return the number of learnable numbers
    raise NotImplementedError


def softmax(z: Tensor, dim: int = 1) -> Tensor:
    """Turn scores for several classes into probabilities that add up to 1: `exp(z) / sum(exp(z))` along `dim`.

    The sigmoid answers yes or no; the softmax divides 1 among all classes. `exp(1000)` overflows, but you may add the
    same number to all scores along `dim`, because that does not change the answer. Which number keeps `exp` small
    enough? The answer must be finite and right for `z` from -10000 to 10000. Write the formula yourself: PyTorch's
    softmax functions are forbidden here.

    Shapes: `z` has any shape with an axis `dim` (which may be negative), and the answer has the same shape.

    >>> softmax(torch.tensor([[1.0, 2.0, 3.0], [1000.0, 1000.0, 0.0]]))
    tensor([[0.0900, 0.2447, 0.6652],
            [0.5000, 0.5000, 0.0000]])
    """
    # TODO: return the softmax of z along dim
    raise NotImplementedError


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """Compute the cost for several classes: the mean over the rows of `-log(probability of the true class)`.

    The probabilities are the softmax of the row's logits. So the cross-entropy is a log-softmax, followed by the
    negative log-likelihood. Write the formula yourself: PyTorch's own cross-entropy functions are forbidden here.

    Shapes: `logits` is (m, classes), with values from -30 to 30; `target` is (m,), of dtype `int64`: the number of the
    true class of each row, counted from 0. The answer has one element.
    Read: "torch.logsumexp" and "torch.gather" in the PyTorch documentation.

    >>> round(cross_entropy(torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([2])).item(), 4)
    0.4076
    """
    # TODO: return the mean loss of the rows
    raise NotImplementedError


def describe_network(model: nn.Sequential, loss: nn.Module) -> list[str]:
    """Describe a network in words: its layers in the order in which they are applied, then its loss.

    A linear layer is described as `Linear(inputs, outputs)`; any other layer, and the loss, by the name of its class. A
    `Sequential` inside the model is not named: its own layers take its place. A layer that is used twice is listed
    twice.

    Read: "torch.nn.Linear", its variables, in the PyTorch documentation.

    >>> inner = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid())
    >>> describe_network(nn.Sequential(inner, nn.Linear(2, 1), nn.Sigmoid()), nn.BCELoss())
    ['Linear(2, 2)', 'Sigmoid', 'Linear(2, 1)', 'Sigmoid', 'BCELoss']
    """
    # TODO: return the names of the layers and of the loss
    raise NotImplementedError
