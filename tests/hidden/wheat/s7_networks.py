"""Right ways to fill in s7_networks that are not the reference's."""

from collections import OrderedDict
from functools import partial, reduce
from itertools import pairwise

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

from grader.suite import wheat


@wheat(of="truth_table")
def table_from_a_dict(gate):
    """Outputs by name."""
    outputs = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "xor": (0, 1, 1, 0), "nand": (1, 1, 1, 0)}
    if gate not in outputs:
        raise ValueError(f"no gate is called {gate!r}")
    X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float32)
    return X, torch.tensor(outputs[gate], dtype=torch.float32).reshape(4, 1)


@wheat(of="truth_table")
def table_computed(gate):
    """Counted and computed; an error class of its own; a list."""
    import itertools
    import operator

    class UnknownGate(ValueError):
        pass

    rules = {"and": operator.and_, "or": operator.or_, "xor": operator.xor, "nand": lambda a, b: 1 - (a & b)}
    try:
        rule = rules[gate]
    except KeyError:
        raise UnknownGate(gate) from None
    pairs = list(itertools.product((0, 1), repeat=2))
    return [torch.FloatTensor(pairs), torch.FloatTensor([[rule(a, b)] for a, b in pairs])]


@wheat(of="truth_table")
def table_by_arithmetic(gate):
    """The outputs from how many inputs are on."""
    X = torch.cartesian_prod(torch.tensor([0.0, 1.0]), torch.tensor([0.0, 1.0]))
    on = X.sum(dim=1, keepdim=True)
    if gate == "and":
        return X, (on == 2).float()
    if gate == "or":
        return X, (on > 0).float()
    if gate == "xor":
        return X, on % 2
    if gate == "nand":
        return X, (on < 2).float()
    raise ValueError("the gates are and, or, xor and nand, not " + str(gate))


@wheat(of="build_network")
def network_with_a_flag(sizes, hidden_sigmoid=True, output_sigmoid=True):
    """A list of layers, and a flag for each linear one."""
    layers = []
    last = len(sizes) - 2
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1], bias=True))
        if (i < last and hidden_sigmoid) or (i == last and output_sigmoid):
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@wheat(of="build_network")
def network_with_one_sigmoid(sizes, hidden_sigmoid=True, output_sigmoid=True):
    """The lecture's way: the same sigmoid object at each place."""
    sigmoid = torch.nn.Sigmoid()
    *hidden, output = [torch.nn.Linear(a, b) for a, b in pairwise(sizes)]
    model = torch.nn.Sequential()
    for layer in hidden:
        model.append(layer)
        if hidden_sigmoid:
            model.append(sigmoid)
    model.append(output)
    return model.append(sigmoid) if output_sigmoid else model


@wheat(of="build_network")
def network_with_names(sizes, hidden_sigmoid=True, output_sigmoid=True, name="layer"):
    """Named layers; the last sigmoid put in or taken out at the end; one more parameter."""
    layers = OrderedDict()
    for i, (a, b) in enumerate(pairwise(sizes), start=1):
        layers[f"{name}{i}"] = nn.Linear(in_features=a, out_features=b)
        if hidden_sigmoid:
            layers[f"sigmoid{i}"] = nn.Sigmoid()
    if hidden_sigmoid:
        layers.popitem()
    if output_sigmoid:
        layers["output"] = nn.Sigmoid()
    return nn.Sequential(layers)


@wheat(of="build_network")
def network_from_a_queue(sizes, hidden_sigmoid=True, output_sigmoid=True):
    """Takes its own list of sizes apart."""
    left = list(sizes)
    layers = []
    width = left.pop(0)
    while left:
        following = left.pop(0)
        layers += [nn.Linear(width, following)]
        if hidden_sigmoid if left else output_sigmoid:
            layers += [nn.Sigmoid()]
        width = following
    return nn.Sequential(*layers)


@wheat(of="train_network")
def train_as_in_the_lecture(model, X, Y, lr=1.0, steps=10001):
    """The lecture's loop."""
    criterion = torch.nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for step in range(steps):
        optimizer.zero_grad()
        hypothesis = model(X)
        cost = criterion(hypothesis, Y)
        cost.backward()
        optimizer.step()
        if step % 100 == 0:
            print(step, cost.item())
            costs.append(cost.item())
    return costs


@wheat(of="train_network")
def train_in_training_mode(model, X, Y, lr=1.0, steps=10001):
    """The usual first line of a training, `model.train()`."""
    model.train()
    optimizer, costs = torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = nn.BCELoss()(model(X), Y)
        cost.backward()
        optimizer.step()
        if step % 100 == 0:
            costs.append(cost.item())
    return costs


@wheat(of="train_network")
def train_by_hand(model, X, Y, lr=1.0, steps=10001):
    """`autograd.grad` and updates on `.data`."""
    learnable = [p for p in model.parameters() if p.requires_grad]
    costs = []
    for step in range(steps):
        cost = F.binary_cross_entropy(model(X), Y)
        slopes = torch.autograd.grad(cost, learnable, allow_unused=True)
        if step % 100 == 0:
            costs.append(float(cost))
        for parameter, slope in zip(learnable, slopes, strict=True):
            if slope is not None:
                parameter.data -= lr * slope
    return costs


@wheat(of="train_network")
def train_and_thin_out(model, X, Y, lr=1.0, steps=10001):
    """All the costs by a closure, and then each hundredth."""
    optimizer = optim.SGD((p for p in model.parameters() if p.requires_grad), lr=lr, maximize=False)

    def closure():
        model.zero_grad()
        cost = nn.BCELoss()(model(X), Y)
        cost.backward()
        return cost

    every = [optimizer.step(closure).item() for _ in range(steps)]
    return every[::100]


@wheat(of="train_network")
def trained_as_a_function(model, X, Y, lr=1.0, steps=10001):
    """The parameters beside the network, stepped by `torch.func`, and put back at the end."""
    from torch.func import functional_call, grad_and_value

    learning = {name: p.detach().clone() for name, p in model.named_parameters()}
    step = grad_and_value(lambda parameters: F.binary_cross_entropy(functional_call(model, parameters, (X,)), Y))
    costs = []
    for k in range(steps):
        slopes, cost = step(learning)
        if k % 100 == 0:
            costs.append(cost.item())
        learning = {name: p - lr * slopes[name] for name, p in learning.items()}
    with torch.no_grad():
        for name, p in learning.items():
            model.get_parameter(name).copy_(p)
    return costs


@wheat(of="evaluate")
def evaluate_as_in_the_lecture(model, X, Y):
    """Under `no_grad`."""
    with torch.no_grad():
        hypothesis = model(X)
        predicted = (hypothesis > 0.5).float()
        accuracy = (predicted == Y).float().mean()
    print("Accuracy: ", accuracy.item())
    return hypothesis, predicted, accuracy.item()


@wheat(of="evaluate")
def evaluate_detached(model, X, Y):
    """Detached afterwards; labels in double precision; a list."""
    outputs = model(X).detach()
    labels = torch.where(outputs > 0.5, 1.0, 0.0).double()
    hits = sum(int(a == b) for a, b in zip(labels.flatten().tolist(), Y.flatten().tolist(), strict=True))
    return [outputs, labels, hits / len(Y)]


@wheat(of="evaluate")
def evaluate_by_numpy(model, X, Y):
    """NumPy for the labels and the share, which is a `numpy.float64`."""
    outputs = model(X).detach().numpy()
    labels = np.float32(outputs > 0.5)
    return torch.from_numpy(outputs), torch.from_numpy(labels), np.mean(labels == Y.numpy())


@wheat(of="evaluate")
def evaluate_in_inference_mode(model, X, Y):
    """Copies out of inference mode."""
    with torch.inference_mode():
        outputs = model(X)
    outputs = outputs.clone()
    labels = torch.heaviside(outputs - 0.5, torch.zeros(1, dtype=outputs.dtype))
    return outputs, labels, torch.eq(labels, Y).sum().item() / Y.numel()


@wheat(of="layer_weights")
def weights_by_kind(model):
    """Each linear layer's two parameters, detached and copied."""
    answer = []
    for layer in model:
        if isinstance(layer, nn.Linear):
            answer.append((layer.weight.detach().clone(), layer.bias.detach().clone()))
    return answer


@wheat(of="layer_weights")
def weights_in_pairs(model):
    """The parameters come in pairs; lists for the pairs."""
    copies = [torch.tensor(p.tolist(), dtype=p.dtype) for p in model.parameters()]
    return [[copies[i], copies[i + 1]] for i in range(0, len(copies), 2)]


@wheat(of="layer_weights")
def weights_of_a_copied_model(model):
    """A copy of the whole model."""
    from copy import deepcopy

    layers = [layer for layer in deepcopy(model).modules() if hasattr(layer, "bias")]
    return [(layer.weight.data, layer.bias.data) for layer in layers]


@wheat(of="layer_weights")
def weights_from_the_state(model):
    """The state dict, in order, copied."""
    state = [value.clone() for value in model.state_dict().values()]
    return list(zip(state[0::2], state[1::2], strict=True))


@wheat(of="collapse")
def collapse_layer_by_layer(model):
    """From the first layer to the last."""
    W, b = None, None
    for layer in model:
        if isinstance(layer, nn.Linear):
            weight, bias = layer.weight.data, layer.bias.data
            W, b = (weight, bias) if W is None else (weight @ W, weight @ b + bias)
    return W, b


@wheat(of="collapse")
def collapse_by_asking(model):
    """Asks the linear layers for their answers at zero and at the unit vectors."""
    layers = [layer for layer in model if isinstance(layer, nn.Linear)]

    def through(x):
        return reduce(lambda value, layer: layer(value), layers, x)

    with torch.no_grad():
        start = torch.zeros(1, layers[0].in_features, dtype=layers[0].weight.dtype)
        b = through(start)
        W = (through(torch.eye(layers[0].in_features, dtype=b.dtype)) - b).T
    return [W, b.flatten()]


@wheat(of="collapse")
def collapse_with_one_matrix(model):
    """Weight and bias of each layer as one larger matrix."""

    def larger(layer):
        rows = torch.cat([layer.weight, layer.bias.unsqueeze(1)], dim=1).detach().double()
        last = torch.zeros(1, rows.shape[1], dtype=torch.float64)
        last[0, -1] = 1
        return torch.cat([rows, last])

    layers = [layer for layer in model if type(layer) is nn.Linear]
    product = reduce(lambda whole, layer: larger(layer).mm(whole), layers[1:], larger(layers[0]))
    dtype = layers[0].weight.dtype
    return product[:-1, :-1].to(dtype), product[:-1, -1].to(dtype)


@wheat(of="collapse")
def collapse_from_the_end(model):
    """From the last layer to the first, through the section's own function."""
    pairs = layer_weights(model)  # noqa: F821
    W, b = pairs.pop()
    while pairs:
        weight, bias = pairs.pop()
        b = b + torch.mv(W, bias)
        W = torch.mm(W, weight)
    return W, b


@wheat(of="gradient_norms")
def norms_by_autograd_grad(model, X, Y):
    """`autograd.grad` touches no `.grad`."""
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    cost = F.binary_cross_entropy(model(X), Y)
    return [slope.norm().item() for slope in torch.autograd.grad(cost, weights)]


@wheat(of="gradient_norms")
def norms_by_backward(model, X, Y):
    """Clears, goes backward, reads, clears."""
    model.zero_grad()
    nn.BCELoss()(model(X), Y).backward()
    norms = [float(layer.weight.grad.pow(2).sum().sqrt()) for layer in model if isinstance(layer, nn.Linear)]
    model.zero_grad(set_to_none=False)
    return norms


@wheat(of="gradient_norms")
def norms_of_a_copied_model(model, X, Y):
    """A copy of the model; NumPy's norm in double precision."""
    from copy import deepcopy

    twin = deepcopy(model)
    for p in twin.parameters():
        p.grad = None
    F.binary_cross_entropy(twin(X), Y).backward()
    slopes = [p.grad for p in twin.parameters() if p.dim() == 2]
    return [np.float64(np.linalg.norm(slope.numpy().astype(np.float64))) for slope in slopes]


@wheat(of="gradient_norms")
def norms_with_the_old_gradients_put_back(model, X, Y):
    """Remembers the gradients that were there, and puts them back."""
    before = {p: p.grad for p in model.parameters()}
    for p in before:
        p.grad = None
    h = model(X)
    (-(Y * h.log() + (1 - Y) * (1 - h).log()).mean()).backward()
    norms = []
    for layer in model.children():
        if isinstance(layer, nn.Linear):
            norms.append(torch.linalg.vector_norm(layer.weight.grad).item())
    for p, grad in before.items():
        p.grad = grad
    return norms


@wheat(of="experiment")
def experiment_from_a_table(question, steps=10001, seed=777):
    """A table of the seven questions and the section's functions."""
    table = {
        "q1": ("or", [2, 1], {}),
        "q2": ("xor", [2, 1], {}),
        "q3": ("xor", [2, 2, 1], {}),
        "q4": ("xor", [2, 2, 1], {"output_sigmoid": False}),
        "q5": ("xor", [2, 2, 1], {"hidden_sigmoid": False}),
        "q6": ("xor", [2, 3, 2, 1], {}),
        "q7": ("xor", [2, 2, 2, 2, 2, 1], {}),
    }
    if question not in table:
        raise ValueError(question)
    gate, sizes, without = table[question]
    torch.manual_seed(seed)
    model = build_network(sizes, **without)  # noqa: F821
    X, Y = truth_table(gate)  # noqa: F821
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)  # noqa: F821
    except (RuntimeError, ValueError) as problem:
        error = str(problem)
    at = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])
    with torch.no_grad():
        outputs = model(at).flatten().tolist()
    return {
        "weights": layer_weights(model),  # noqa: F821
        "outputs": outputs,
        "accuracy": evaluate(model, X, Y)[2],  # noqa: F821
        "costs": costs,
        "error": error,
    }


@wheat(of="experiment")
def experiment_written_out(question, steps=10001, seed=777):
    """Everything written out in one function; lists for pairs, a tuple of outputs, one more key."""
    hidden = {"q1": [], "q2": [], "q3": [2], "q4": [2], "q5": [2], "q6": [3, 2], "q7": [2] * 4}.get(question)
    if hidden is None:
        raise ValueError("the questions are q1 to q7")
    Y = torch.tensor([[0.0], [1.0], [1.0], [float(question == "q1")]])
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    _ = torch.manual_seed(seed)
    sizes = [2, *hidden, 1]
    linear = [nn.Linear(a, b) for a, b in pairwise(sizes)]

    def network(x):
        for layer in linear[:-1]:
            x = layer(x) if question == "q5" else torch.sigmoid(layer(x))
        x = linear[-1](x)
        return x if question == "q4" else torch.sigmoid(x)

    parameters = [p for layer in linear for p in layer.parameters()]
    answer = {"question": question, "costs": [], "error": None}
    try:
        for step in range(steps):
            cost = F.binary_cross_entropy(network(X), Y)
            if step % 100 == 0:
                answer["costs"].append(cost.item())
            for p, slope in zip(parameters, torch.autograd.grad(cost, parameters), strict=True):
                p.data -= slope
    except RuntimeError as problem:
        answer["costs"], answer["error"] = [], f"{problem}"
    outputs = network(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]]))
    answer["outputs"] = tuple(outputs[i].item() for i in range(3))
    answer["accuracy"] = ((network(X) > 0.5) == (Y > 0.5)).double().mean().item()
    answer["weights"] = [[layer.weight.detach().clone(), layer.bias.detach().clone()] for layer in linear]
    return answer


@wheat(of="experiment", value=True)
def experiment_as_a_partial():
    """A partial of a longer function."""

    def run(question, steps=10001, seed=777, *, points):
        number = {f"q{i}": i for i in range(1, 8)}.get(question, 0)
        if not number:
            raise ValueError(f"there is no question {question}")
        torch.manual_seed(seed)
        between = ([], [], [2], [2], [2], [3, 2], [2, 2, 2, 2])[number - 1]
        model = build_network((2, *between, 1), number != 5, number != 4)  # noqa: F821
        X, Y = truth_table("or" if number == 1 else "xor")  # noqa: F821
        result = {"error": None, "costs": []}
        try:
            result["costs"] = train_network(model, X, Y, 1.0, steps)  # noqa: F821
        except Exception as problem:
            result["error"] = f"{type(problem).__name__}: {problem}"
        result["weights"] = layer_weights(model)  # noqa: F821
        result["outputs"] = [model(torch.tensor([point])).item() for point in points]
        result["accuracy"] = evaluate(model, X, Y)[-1]  # noqa: F821
        return result

    return partial(run, points=[(0.0, 0.0), (1.0, 0.0), (0.5, 0.5)])


@wheat(of="ANSWERS", value=True)
def answers_in_capitals():
    """The same letters in capitals."""
    return {question: letter.upper() for question, letter in ANSWERS.items()}  # noqa: F821


@wheat(of="ANSWERS", value=True)
def answers_last_question_first():
    """Small letters, the last question first."""
    return {f"q{i}": ANSWERS[f"q{i}"].lower() for i in range(7, 0, -1)}  # noqa: F821


wheat(
    "train_network",
    [
        [  # cleared after the step, as much as before it: the next step finds none
            ("optimizer.zero_grad()", "pass"),
            ("optimizer.step()", "optimizer.step()\n        optimizer.zero_grad()"),
        ]
    ],
)


@wheat(of="evaluate")
def evaluated_and_left_in_eval_mode(model, X, Y):
    """As every tutorial does."""
    model.eval()
    with torch.no_grad():
        outputs = model(X)
    labels = torch.where(outputs > 0.5, 1.0, 0.0)
    return outputs, labels, float((labels == Y).double().mean())


@wheat(of="truth_table")
def table_of_chained_ifs(gate):
    """An `if` for each gate."""
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    if gate == "and":
        Y = [0, 0, 0, 1]
    elif gate == "or":
        Y = [0, 1, 1, 1]
    elif gate == "xor":
        Y = [0, 1, 1, 0]
    elif gate == "nand":
        Y = [1, 1, 1, 0]
    else:
        raise ValueError("unknown gate: " + gate)
    return X, torch.tensor(Y, dtype=torch.float32).view(4, 1)
