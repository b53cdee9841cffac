"""Section 7: networks for OR and XOR.

Section 6 put one linear layer and a sigmoid into a module. Here you stack such layers to a network, train
seven networks on the gates OR and XOR, and look inside: at the weights, the outputs and the gradients.
Some of the seven learn their gate and some never will. At the end you say why.
"""

import torch
from torch import Tensor, nn

# question: (gate, sizes of the layers, sigmoid between the layers, sigmoid at the end)
QUESTIONS: dict[str, tuple[str, list[int], bool, bool]] = {
    "q1": ("or", [2, 1], True, True),
    "q2": ("xor", [2, 1], True, True),
    "q3": ("xor", [2, 2, 1], True, True),
    "q4": ("xor", [2, 2, 1], True, False),
    "q5": ("xor", [2, 2, 1], False, True),
    "q6": ("xor", [2, 3, 2, 1], True, True),
    "q7": ("xor", [2, 2, 2, 2, 2, 1], True, True),
}


def truth_table(gate: str) -> tuple[Tensor, Tensor]:
    """All four inputs of a gate and what the gate makes of them: the data of this section.

    The gates are ``"and"``, ``"or"``, ``"xor"`` (one of the two, not both) and ``"nand"`` (not and).
    Another name is a `ValueError`. The rows stand in the order 00, 01, 10, 11; a slide of the lecture has
    another order.

    Shapes: inputs (4, 2), outputs (4, 1), both `float32`: `BCELoss` wants the labels as floats.

    >>> X, Y = truth_table("or")
    >>> X.tolist()
    [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    >>> Y.tolist()
    [[0.0], [1.0], [1.0], [1.0]]
    """
    raise NotImplementedError


def build_network(sizes: list[int], hidden_sigmoid: bool = True, output_sigmoid: bool = True) -> nn.Sequential:
    """A network of linear layers: from ``sizes[0]`` numbers to ``sizes[1]``, and so on to ``sizes[-1]``.

    There are at least two sizes, so at least one layer. Every linear layer has a bias. `hidden_sigmoid` says
    whether a sigmoid follows each linear layer but the last; `output_sigmoid` says whether one follows the last.

    Shapes: the network maps (m, sizes[0]) to (m, sizes[-1]).
    Read: `torch.nn.Sequential`, `torch.nn.Linear`.

    >>> build_network([2, 2, 1])
    Sequential(
      (0): Linear(in_features=2, out_features=2, bias=True)
      (1): Sigmoid()
      (2): Linear(in_features=2, out_features=1, bias=True)
      (3): Sigmoid()
    )
    """
    raise NotImplementedError


def train_network(model: nn.Module, X: Tensor, Y: Tensor, lr: float = 1.0, steps: int = 10001) -> list[float]:
    """Train `model` in place: `steps` steps of plain SGD on the binary cross-entropy of all rows.

    The answer is the cost at the steps 0, 100, 200, …, each taken before that step's update. So 101 steps give
    two costs, the lecture's 10001 steps give 101, and 0 steps give none. Gradients that `model` held before must
    not count, and `model` comes back in the mode (`train` or `eval`) in which it came.

    Shapes: `X` (m, n), `Y` (m, 1); `model` maps (m, n) to probabilities (m, 1). The costs are Python floats.
    Read: `torch.nn.BCELoss`, `torch.optim.SGD`.

    >>> X, Y = truth_table("or")
    >>> _ = torch.manual_seed(777)
    >>> costs = train_network(build_network([2, 1]), X, Y, steps=201)
    >>> [round(cost, 3) for cost in costs]
    [0.913, 0.091, 0.047]
    """
    raise NotImplementedError


def evaluate(model: nn.Module, X: Tensor, Y: Tensor) -> tuple[Tensor, Tensor, float]:
    """What a network says about `X`, and how often it is right.

    Three things: the outputs; the outputs as labels, 1.0 where an output is greater than 0.5 and else 0.0; and
    the accuracy, the share of rows whose label equals `Y`. Looking must not change anything: the answers do not
    require grad, no parameter's `.grad` is touched, and `model` keeps its mode (`train` or `eval`).

    Shapes: `X` (m, n), `Y`, outputs and labels (m, 1); the accuracy is a Python float from 0.0 to 1.0.
    Read: `torch.no_grad`.

    >>> X, Y = truth_table("or")
    >>> always_one = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    >>> _ = always_one[0].weight.data.zero_(), always_one[0].bias.data.fill_(4.0)
    >>> outputs, labels, accuracy = evaluate(always_one, X, Y)
    >>> outputs[0], labels[0], accuracy
    (tensor([0.9820]), tensor([1.]), 0.75)
    """
    raise NotImplementedError


def layer_weights(model: nn.Sequential) -> list[tuple[Tensor, Tensor]]:
    """The weight and the bias of each linear layer of a network, first layer first.

    They are detached copies: they do not require grad, and they stay what they are when the training goes on.
    The network may have sigmoids or not, as `build_network` makes it.

    Shapes: a layer from `i` to `o` numbers has a weight (o, i) and a bias (o,).
    Read: `Tensor.detach`, `Tensor.clone`.

    >>> [(weight.shape, bias.shape) for weight, bias in layer_weights(build_network([2, 3, 1]))]
    [(torch.Size([3, 2]), torch.Size([3])), (torch.Size([1, 3]), torch.Size([1]))]
    """
    raise NotImplementedError


def collapse(model: nn.Sequential) -> tuple[Tensor, Tensor]:
    """The one linear layer that a network without hidden sigmoids equals, up to its output sigmoid.

    Two linear layers in a row, ``W2 (W1 x + b1) + b2``, are ``(W2 W1) x + (W2 b1 + b2)``: one linear layer again.
    So it goes on with a third and a fourth. That is why a network needs something bent between its layers.

    Shapes: `W` (out, in) and `b` (out,), for a network from `in` to `out` numbers. An output sigmoid, if there is
    one, is left out. The network is not changed.

    >>> network = build_network([2, 3, 1], hidden_sigmoid=False, output_sigmoid=False)
    >>> W, b = collapse(network)
    >>> W.shape, b.shape
    (torch.Size([1, 2]), torch.Size([1]))
    >>> x = torch.tensor([[0.5, 2.0]])
    >>> torch.allclose(x @ W.T + b, network(x))
    True
    """
    raise NotImplementedError


def gradient_norms(model: nn.Module, X: Tensor, Y: Tensor) -> list[float]:
    """How strongly the cost pulls at each linear layer: the norm of its weight's gradient, first layer first.

    The cost is the binary cross-entropy. A norm is the root of the sum of the squares of all entries. In a deep
    network of sigmoids the first norms are tiny. Gradients that `model` held before must not count, and no new
    ones may be left behind: each `.grad` is then `None`, zero, or what it was.

    Shapes: `X` (m, n), `Y` (m, 1); one Python float for each linear layer (its weight alone, not its bias).
    Read: `torch.autograd.grad`.

    >>> X, Y = truth_table("xor")
    >>> _ = torch.manual_seed(777)
    >>> [round(norm, 5) for norm in gradient_norms(build_network([2, 2, 2, 2, 2, 1]), X, Y)]
    [5e-05, 0.0012, 0.00758, 0.04623, 0.20376]
    """
    raise NotImplementedError


def experiment(question: str, steps: int = 10001, seed: int = 777) -> dict:
    """One of the lecture's seven experiments, ``"q1"`` to ``"q7"``; another name is a `ValueError`.

    Seed torch with `seed`, build the question's network, train it on its gate for `steps` steps. The table
    `QUESTIONS` above has each question's gate and network; q1 is OR, the others are XOR. The same seed
    gives the same experiment, whatever was drawn before. The answer is a dict:

    - ``"weights"``: as `layer_weights` gives them, after the training;
    - ``"outputs"``: three floats, what the network then says at (0, 0), (1, 0) and (0.5, 0.5), in this order;
    - ``"accuracy"``: as `evaluate` gives it, on the gate;
    - ``"costs"``: as `train_network` gives them;
    - ``"error"``: None, or the text of the error that stopped the training (q4); the costs are then ``[]``.

    Read: "Reproducibility" in PyTorch's notes; "Handling Exceptions" in Python's tutorial.

    >>> result = experiment("q1", steps=201)
    >>> [round(output, 3) for output in result["outputs"]], result["accuracy"]
    ([0.101, 0.96, 0.96], 1.0)
    >>> experiment("q4")["costs"]
    []
    """
    raise NotImplementedError


ANSWERS = {"q1": "?", "q2": "?", "q3": "?", "q4": "?", "q5": "?", "q6": "?", "q7": "?"}
"""One letter, a to d, for each question. Run `experiment` on it, look at what it gives, then choose.

A letter counts only when your `experiment` works for its question.

q1. OR with the layers (2, 1) is learned. Why is one linear layer enough here?
    a. A network learns any table of four rows by heart.
    b. The sigmoid bends the border between zeros and ones around the three ones.
    c. One straight line parts (0, 0) from the other three points.
    d. With 10001 steps any network learns any gate.

q2. XOR with the same layers (2, 1): the cost stays near 0.693 and all outputs are near 0.5. Why?
    a. No straight line has (0, 1) and (1, 0) on one side, (0, 0) and (1, 1) on the other.
    b. XOR is harder than OR, so it needs more steps.
    c. The learning rate does not fit: the descent is on its way, but too slow, or it jumps past the goal.
    d. The seed gave bad starting weights; from better ones this network would learn XOR.

q3. XOR with the layers (2, 2, 1) is learned. What does the hidden layer do?
    a. It brings more weights; any network with as many weights would learn XOR.
    b. It repeats the work of the first layer, so that the network has two tries at each row.
    c. It makes the gradients larger, so that the same steps lead further.
    d. Each hidden unit draws a line and bends; seen through both units, one line is enough.

q4. XOR with (2, 2, 1), but no sigmoid at the end: the training stops with an error. Why?
    a. Without its last sigmoid the network is linear, and no linear network learns XOR.
    b. The cost takes the logarithm of a probability, and an output is now any number.
    c. Without the last sigmoid no gradient flows back from the cost.
    d. The labels 0.0 and 1.0 must be whole numbers when the outputs are not probabilities.

q5. XOR with (2, 2, 1), but no sigmoid between the layers: the cost stays near 0.693. Why?
    a. Two hidden units are too few when nothing bends between the layers; with twenty it would work.
    b. The gradients vanish on their way through the hidden layer.
    c. Linear layers in a row are one linear layer: this is the network of q2 again.
    d. The hidden layer's numbers leave the range 0 to 1, so the cost at the end is wrong.

q6. XOR with (2, 3, 2, 1) is learned, too. What do q3 and q6 together say?
    a. One hidden layer is enough for XOR; a second one may do no harm, but nothing needs it.
    b. Each further layer makes a network better, so ten layers would be better still.
    c. XOR needs a hidden layer wider than its input, and q3 was lucky.
    d. A deeper network draws a straighter line between the zeros and the ones.

q7. XOR with (2, 2, 2, 2, 2, 1): more layers than q3 or q6, but the cost stays near 0.693. Why?
    a. Five layers have too many weights for four rows: the network learned the rows by heart.
    b. Each sigmoid shrinks the gradient on its way back; at the first layers almost nothing arrives.
    c. So many sigmoid layers in a row are one sigmoid layer: this is the network of q2 again.
    d. The first layers learn too fast, and the last ones cannot follow.
"""
