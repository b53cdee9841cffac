"""Networks for OR and XOR: what a network can learn, and why.

In section 6 you put one linear layer and a sigmoid into a module. Now you build networks of several layers, train seven
of them on the gates OR and XOR, and look inside: at the weights, the outputs and the gradients. Some of the seven learn
their gate, and some never do. At the end you explain why.

In each function, replace `raise NotImplementedError` with your own code. Then run `grader check --section s7_networks`.
Answer the questions at the end of the file last.
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
    """Return the data of this section: all four inputs of a gate, and its output for each of them.

    The gates are ``"and"``, ``"or"``, ``"xor"`` (one of the two, not both) and ``"nand"`` (not and). For any other
    name, raise a `ValueError`. The rows are in the order 00, 01, 10, 11.

    Shapes: the inputs are (4, 2) and the outputs (4, 1), both `float32`, because `BCELoss` needs the labels as floats.

    >>> X, Y = truth_table("or")
    >>> X.tolist()
    [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    >>> Y.tolist()
    [[0.0], [1.0], [1.0], [1.0]]
    """
    # >>> your code: return the inputs and the outputs of the gate
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0], "nand": [1, 1, 1, 0]}
    if gate not in outputs:
        raise ValueError(f"no gate is called {gate!r}; the gates are {', '.join(outputs)}")
    X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float32)
    Y = torch.tensor(outputs[gate], dtype=torch.float32).reshape(4, 1)
    return X, Y
    # <<<


def build_network(sizes: list[int], hidden_sigmoid: bool = True, output_sigmoid: bool = True) -> nn.Sequential:
    """Build a network of linear layers: from ``sizes[0]`` numbers to ``sizes[1]``, and so on to ``sizes[-1]``.

    There are at least two sizes, so there is at least one layer. Every linear layer has a bias. If `hidden_sigmoid` is
    True, a sigmoid follows each linear layer except the last. If `output_sigmoid` is True, a sigmoid follows the last
    one.

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
    # >>> your code: return the network as an nn.Sequential
    last = len(sizes) - 1
    layers: list[nn.Module] = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if output_sigmoid if k == last else hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)
    # <<<


def train_network(model: nn.Module, X: Tensor, Y: Tensor, lr: float = 1.0, steps: int = 10001) -> list[float]:
    """Train `model` in place: take `steps` steps of plain SGD on the binary cross-entropy of all rows.

    The answer is the list of the costs at steps 0, 100, 200, …, each computed before the update of that step. So 101
    steps give two costs, the lecture's 10001 steps give 101, and 0 steps give none. Gradients that `model` already
    holds must not count. If `model` was in training mode, leave it in training mode.

    Shapes: `X` is (m, n), `Y` is (m, 1); `model` maps (m, n) to probabilities (m, 1). The costs are Python floats.
    Read: `torch.nn.BCELoss`, `torch.optim.SGD`.

    >>> X, Y = truth_table("or")
    >>> _ = torch.manual_seed(777)
    >>> costs = train_network(build_network([2, 1]), X, Y, steps=201)
    >>> [round(cost, 3) for cost in costs]
    [0.913, 0.091, 0.047]
    """
    # >>> your code: train the model, and return the costs
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for step in range(steps):
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return costs
    # <<<


def evaluate(model: nn.Module, X: Tensor, Y: Tensor) -> tuple[Tensor, Tensor, float]:
    """Find out what a network predicts for `X`, and how often it is right.

    The answer has three parts: the outputs; the predicted labels, 1.0 where an output is greater than 0.5 and 0.0
    elsewhere; and the accuracy, which is the share of rows whose predicted label equals `Y`. Evaluating must not change
    anything: the answers do not require grad, and no parameter's `.grad` changes. You may put the model into evaluation
    mode and leave it there.

    Shapes: `X` is (m, n); `Y`, outputs and labels are (m, 1); the accuracy is a Python float from 0.0 to 1.0.
    Read: `torch.no_grad`.

    >>> X, Y = truth_table("or")
    >>> always_one = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    >>> _ = always_one[0].weight.data.zero_(), always_one[0].bias.data.fill_(4.0)
    >>> outputs, labels, accuracy = evaluate(always_one, X, Y)
    >>> outputs[0], labels[0], accuracy
    (tensor([0.9820]), tensor([1.]), 0.75)
    """
    # >>> your code: return the outputs, the labels and the accuracy
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).float()
        accuracy = (labels == Y).float().mean().item()
    return outputs, labels, accuracy
    # <<<


def layer_weights(model: nn.Sequential) -> list[tuple[Tensor, Tensor]]:
    """Return the weight and the bias of each linear layer of a network, first layer first.

    They are detached copies: they do not require grad, and they do not change when training continues. The network is
    one that `build_network` makes, with sigmoids or without.

    Shapes: a layer from `i` to `o` numbers has a weight (o, i) and a bias (o,).
    Read: `Tensor.detach`, `Tensor.clone`.

    >>> [(weight.shape, bias.shape) for weight, bias in layer_weights(build_network([2, 3, 1]))]
    [(torch.Size([3, 2]), torch.Size([3])), (torch.Size([1, 3]), torch.Size([1]))]
    """
    # >>> your code: return the weight and the bias of each linear layer
    linears = [layer for layer in model.modules() if isinstance(layer, nn.Linear)]
    return [(layer.weight.detach().clone(), layer.bias.detach().clone()) for layer in linears]
    # <<<


def collapse(model: nn.Sequential) -> tuple[Tensor, Tensor]:
    """Find the one linear layer that equals a network without hidden sigmoids. Ignore an output sigmoid.

    Two linear layers in a row, ``W2 (W1 x + b1) + b2``, are ``(W2 W1) x + (W2 b1 + b2)``: this is one linear layer
    again. With a third and a fourth layer, it goes on in the same way. That is why a network needs something that is
    not linear between its layers.

    Shapes: `W` is (out, in) and `b` is (out,), for a network from `in` to `out` numbers. The network does not change.

    >>> network = build_network([2, 3, 1], hidden_sigmoid=False, output_sigmoid=False)
    >>> W, b = collapse(network)
    >>> W.shape, b.shape
    (torch.Size([1, 2]), torch.Size([1]))
    >>> x = torch.tensor([[0.5, 2.0]])
    >>> torch.allclose(x @ W.T + b, network(x))
    True
    """
    # >>> your code: return the W and b of the one layer that the network equals
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W, b = weight @ W, weight @ b + bias
    return W, b
    # <<<


def gradient_norms(model: nn.Module, X: Tensor, Y: Tensor) -> list[float]:
    """Measure how strongly each linear layer changes the cost: the norm of its weight's gradient, first layer first.

    The cost is the binary cross-entropy. The norm is the square root of the sum of the squares of all entries. In a
    deep network of sigmoids, the first norms are tiny. Gradients that `model` already holds must not count, and no new
    ones may be left behind: afterwards each `.grad` is `None`, zero, or the same as before.

    Shapes: `X` is (m, n), `Y` is (m, 1); the answer has one Python float for each linear layer (for its weight, not its
    bias).
    Read: `torch.autograd.grad`.

    >>> X, Y = truth_table("xor")
    >>> _ = torch.manual_seed(777)
    >>> [round(norm, 5) for norm in gradient_norms(build_network([2, 2, 2, 2, 2, 1]), X, Y)]
    [5e-05, 0.0012, 0.00758, 0.04623, 0.20376]
    """
    # >>> your code: return the norm of the gradient at each weight
    weights = [layer.weight for layer in model.modules() if isinstance(layer, nn.Linear)]
    cost = nn.BCELoss()(model(X), Y)
    return [gradient.norm().item() for gradient in torch.autograd.grad(cost, weights)]
    # <<<


def experiment(question: str, steps: int = 10001, seed: int = 777) -> dict:
    """Run one of the lecture's seven experiments, ``"q1"`` to ``"q7"``. For any other name, raise a `ValueError`.

    Seed torch with `seed`, build the question's network and train it on its gate for `steps` steps. The table
    `QUESTIONS` above lists the gate and the network of each question; q1 is about OR, the others are about XOR. The
    same seed must give the same experiment, whatever random numbers were drawn before. The answer is a dict:

    - ``"weights"``: the weights after the training, as `layer_weights` returns them;
    - ``"outputs"``: three floats, the trained network's outputs at (0, 0), (1, 0) and (0.5, 0.5), in this order;
    - ``"accuracy"``: the accuracy on the gate, as `evaluate` returns it;
    - ``"costs"``: the costs, as `train_network` returns them;
    - ``"error"``: None, or the text of the error that stopped the training (in q4); then the costs are ``[]``.

    Read: "Reproducibility" in PyTorch's notes; "Handling Exceptions" in Python's tutorial.

    >>> result = experiment("q1", steps=201)
    >>> [round(output, 3) for output in result["outputs"]], result["accuracy"]
    ([0.101, 0.96, 0.96], 1.0)
    >>> experiment("q4")["costs"]
    []
    """
    # >>> your code: run the experiment, and return what it gives in a dict
    if question not in QUESTIONS:
        raise ValueError(f"no question is called {question!r}; the questions are {', '.join(QUESTIONS)}")
    gate, sizes, hidden_sigmoid, output_sigmoid = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(sizes, hidden_sigmoid, output_sigmoid)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:  # which of the two depends on the device
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    accuracy = evaluate(model, X, Y)[2]
    return {
        "weights": layer_weights(model),
        "outputs": outputs,
        "accuracy": accuracy,
        "costs": costs,
        "error": error,
    }
    # <<<


# >>> your code | ANSWERS = {"q1": "?", "q2": "?", "q3": "?", "q4": "?", "q5": "?", "q6": "?", "q7": "?"}
ANSWERS = {"q1": "c", "q2": "a", "q3": "d", "q4": "b", "q5": "c", "q6": "a", "q7": "b"}
# <<<
"""Choose one letter, a to d, for each question. First run `experiment`, and look at what it returns.

Replace each "?" by one letter as text, such as "a", and not by the sentence behind it. The letters count once your
`experiment` is written.

q1. OR with the layers (2, 1): the network learns it. Why is one linear layer enough?
    a. A network can memorize any table of four rows.
    b. The sigmoid bends the border between zeros and ones around the three ones.
    c. One straight line separates (0, 0) from the other three points.
    d. With 10001 steps, any network learns any gate.

q2. XOR with the same layers (2, 1): the cost stays near 0.693, and all outputs are near 0.5. Why?
    a. No straight line has (0, 1) and (1, 0) on one side, and (0, 0) and (1, 1) on the other.
    b. XOR is harder than OR, so it needs more steps.
    c. The learning rate is wrong: the steps are too small to arrive in time, or so large that they miss the minimum.
    d. The seed gave bad starting weights; with better ones, this network would learn XOR.

q3. XOR with the layers (2, 2, 1): the network learns it. What does the hidden layer do?
    a. It adds weights; any network with as many weights would learn XOR.
    b. It repeats the work of the first layer, so that the network has two attempts at each row.
    c. It makes the gradients larger, so that the same number of steps goes further.
    d. Each hidden unit draws a line and applies a sigmoid; in the outputs of both units, one line is enough.

q4. XOR with (2, 2, 1), but without a sigmoid at the end: the training stops with an error. Why?
    a. Without its last sigmoid the network is linear, and no linear network learns XOR.
    b. The cost takes the logarithm of a probability, and an output can now be any number.
    c. Without the last sigmoid, no gradient flows back from the cost.
    d. The labels 0.0 and 1.0 must be whole numbers if the outputs are not probabilities.

q5. XOR with (2, 2, 1), but without a sigmoid between the layers: the cost stays near 0.693. Why?
    a. Without a sigmoid between the layers, two hidden units are too few; with twenty, it would work.
    b. The gradients vanish on their way back through the hidden layer.
    c. Linear layers in a row are one linear layer, so this is the network of q2 again.
    d. The numbers in the hidden layer leave the range from 0 to 1, so the cost at the end is wrong.

q6. XOR with (2, 3, 2, 1): the network learns it, too. What do q3 and q6 show together?
    a. One hidden layer is enough for XOR; a second one may do no harm, but it is not needed.
    b. Each additional layer makes a network better, so ten layers would be better still.
    c. XOR needs a hidden layer wider than its input, and q3 was lucky.
    d. A deeper network draws a straighter line between the zeros and the ones.

q7. XOR with (2, 2, 2, 2, 2, 1): there are more layers than in q3 or q6, but the cost stays near 0.693. Why?
    a. Five layers have too many weights for four rows: the network memorized the rows.
    b. Each sigmoid shrinks the gradient on its way back, so almost nothing reaches the first layers.
    c. Many sigmoid layers in a row are one sigmoid layer, so this is the network of q2 again.
    d. The first layers learn too fast, and the last layers cannot follow.
"""
