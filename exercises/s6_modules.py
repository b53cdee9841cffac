"""Models as objects: nn.Module, nn.Sequential, and the softmax.

Before this come s4 (a model as an `nn.Module`) and s5 (the sigmoid, binary cross-entropy). With many layers,
writing `x @ W + b` for each is too much. A module holds its layers and their parameters, and says in
`forward` how an input goes through them; autograd does the rest. `nn.Sequential` is the shortest module: a
row of layers. The section ends with more than two classes, where the softmax takes the sigmoid's place,
and with a picture of a network in words.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class BinaryClassifier(nn.Module):
    """Logistic regression as a module: one `nn.Linear` from `in_features` to 1, then a sigmoid.

    The lecture has the 8 typed in, beside data of two columns: that fails at the first call. Here the
    number of inputs is an argument, so that the layer can match the data.

    Shapes: (m, in_features) to (m, 1).
    Read: "torch.nn.Module" and "torch.nn.Linear" in the PyTorch documentation.

    >>> model = BinaryClassifier(2)
    >>> model(torch.tensor([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0]])).shape
    torch.Size([3, 1])
    """

    def __init__(self, in_features: int = 8) -> None:
        """Make the layer here, once: so its parameters belong to the module."""
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The probabilities (m, 1) for the inputs `x` (m, in_features)."""
        raise NotImplementedError


def sequential_classifier(in_features: int = 8) -> nn.Sequential:
    """The same model without a class of your own: an `nn.Sequential`.

    A `Sequential` hands its input to its first layer, the answer of that to the second, and so on.

    Shapes: the model maps (m, in_features) to (m, 1).
    Read: "torch.nn.Sequential" in the PyTorch documentation.

    >>> sequential_classifier(2)(torch.tensor([[1.0, 2.0], [2.0, 3.0]])).shape
    torch.Size([2, 1])
    """
    raise NotImplementedError


def train_classifier(
    model: nn.Module, x: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 100
) -> list[tuple[float, float]]:
    """Trains a model in place: `epochs` steps of plain SGD on binary cross-entropy.

    The model is any module from (m, n) to probabilities (m, 1): ask nothing of it but its answer and its
    `parameters()`. Returns one pair `(cost, accuracy)` for each update, Python floats, taken before it. The
    accuracy is the share of rows where `h >= 0.5` says the same as the label. Whether the model is in
    training or evaluation mode is left as it was.

    Shapes: `x` (m, n), `y` (m, 1).
    Read: "torch.optim" and "binary_cross_entropy" in the PyTorch documentation.

    >>> model = nn.Sequential(nn.Linear(1, 1), nn.Sigmoid())
    >>> start = [nn.init.constant_(parameter, 0.5) for parameter in model.parameters()]
    >>> history = train_classifier(model, torch.tensor([[-2.0], [2.0]]), torch.tensor([[0.0], [1.0]]), epochs=2)
    >>> [(round(cost, 3), accuracy) for cost, accuracy in history]
    [(0.338, 1.0), (0.121, 1.0)]
    """
    raise NotImplementedError


def count_parameters(model: nn.Module) -> int:
    """How many numbers the model can learn.

    A frozen parameter (`requires_grad` is False) does not learn, so it does not count. A parameter that two
    layers share counts once. Buffers, such as the running mean of a batch norm, are no parameters.

    Read: "torch.nn.Module", its method `parameters`, in the PyTorch documentation.

    >>> count_parameters(nn.Sequential(nn.Linear(8, 1), nn.Sigmoid()))
    9
    """
    raise NotImplementedError


def softmax(z: Tensor, dim: int = 1) -> Tensor:
    """Scores of several classes as probabilities that add up to 1: `exp(z) / sum(exp(z))` along `dim`.

    The sigmoid answers yes or no; the softmax shares 1 out among all classes. `exp(1000)` overflows, but
    adding the same number to all scores along `dim` does not change the answer: choose it well. The answer
    is finite and right for `z` up to 10000 in size.

    Shapes: any shape that has the axis `dim` (which may be negative); the answer has the same one.

    >>> softmax(torch.tensor([[1.0, 2.0, 3.0], [1000.0, 1000.0, 0.0]]))
    tensor([[0.0900, 0.2447, 0.6652],
            [0.5000, 0.5000, 0.0000]])
    """
    raise NotImplementedError


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """The cost for several classes: the mean over the rows of `-log(probability of the true class)`.

    The probabilities are the softmax of the row's logits. So this is log-softmax, then the negative
    log-likelihood. A slide of the lecture says that `F.binary_cross_entropy` is softmax and cross-entropy:
    it is not, it takes the probabilities of two classes as they are.

    Shapes: `logits` (m, classes), up to 30 in size; `target` (m,), the numbers of the true classes from 0 on,
    `int64`. The answer has one element.
    Read: "torch.logsumexp" and "torch.gather" in the PyTorch documentation.

    >>> round(cross_entropy(torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([2])).item(), 4)
    0.4076
    """
    raise NotImplementedError


def describe_network(model: nn.Sequential, loss: nn.Module) -> list[str]:
    """The picture of a network in words: its layers in the order applied, then its loss.

    A linear layer is `Linear(inputs, outputs)`; any other layer, and the loss, is the name of its class. A
    `Sequential` inside the model is not named: its own layers stand in its place. A layer that is used twice
    is listed twice.

    Read: "torch.nn.Linear", its variables, in the PyTorch documentation.

    >>> inner = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid())
    >>> describe_network(nn.Sequential(inner, nn.Linear(2, 1), nn.Sigmoid()), nn.BCELoss())
    ['Linear(2, 2)', 'Sigmoid', 'Linear(2, 1)', 'Sigmoid', 'BCELoss']
    """
    raise NotImplementedError
