"""Slips that students make in s7_networks, as code: the suites must catch each, and its hint is what they are told.

`ANSWERS` is not here: its slips are the wrong choices, and each has its sentence in the hidden suite.
"""
# ruff: noqa: F821 - each function is put into the solution's file and uses what stands there

import copy

import torch
from torch import nn

from grader.suite import misconception

# ── truth_table ──────────────────────────────────────────────────────────────────────────────────────────────


@misconception(of="truth_table", hint="One slide lists (1, 0) before (0, 1). Which order does the text ask for?")
def order_of_the_slide(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0], "nand": [1, 1, 1, 0]}
    if gate not in outputs:
        raise ValueError(gate)
    X = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    return X, torch.tensor(outputs[gate], dtype=torch.float32).reshape(4, 1)


@misconception(of="truth_table", hint="The numbers are right, but whole numbers are no `float32`. Which dtype is due?")
def whole_numbers(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0], "nand": [1, 1, 1, 0]}
    if gate not in outputs:
        raise ValueError(gate)
    return torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]), torch.tensor(outputs[gate]).reshape(4, 1)


@misconception(of="truth_table", hint="Your labels are whole numbers. `BCELoss` compares floats with floats.")
def whole_labels(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0], "nand": [1, 1, 1, 0]}
    if gate not in outputs:
        raise ValueError(gate)
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor(outputs[gate]).reshape(4, 1)


@misconception(of="truth_table", hint="NumPy makes float64 of Python's numbers. Which dtype is due?")
def double_precision(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0], "nand": [1, 1, 1, 0]}
    if gate not in outputs:
        raise ValueError(gate)
    X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
    return X, torch.tensor(outputs[gate], dtype=torch.float64).reshape(4, 1)


@misconception(of="truth_table", hint="Your outputs lie in one flat row. One example is one row: which shape is that?")
def flat_outputs(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0], "nand": [1, 1, 1, 0]}
    if gate not in outputs:
        raise ValueError(gate)
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor(outputs[gate], dtype=torch.float32)


@misconception(of="truth_table", hint="Your outputs lie in a row. Four examples stand below each other.")
def outputs_in_a_row(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0], "nand": [1, 1, 1, 0]}
    if gate not in outputs:
        raise ValueError(gate)
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor([outputs[gate]], dtype=torch.float32)


@misconception(of="truth_table", hint="XOR is one of the two, but not both. What is it at (1, 1)?")
def xor_as_or(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 1], "nand": [1, 1, 1, 0]}
    if gate not in outputs:
        raise ValueError(gate)
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor(outputs[gate], dtype=torch.float32).reshape(4, 1)


@misconception(of="truth_table", hint="XOR is 1 where the two inputs differ. Yours is 1 where they are equal.")
def xor_turned_round(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [1, 0, 0, 1], "nand": [1, 1, 1, 0]}
    if gate not in outputs:
        raise ValueError(gate)
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor(outputs[gate], dtype=torch.float32).reshape(4, 1)


@misconception(of="truth_table", hint="NAND is not-and: turn each output of AND round. You turned OR round.")
def nand_as_nor(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0], "nand": [1, 0, 0, 0]}
    if gate not in outputs:
        raise ValueError(gate)
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor(outputs[gate], dtype=torch.float32).reshape(4, 1)


@misconception(of="truth_table", hint="A name that is no gate gives a KeyError. Which error does the text ask for?")
def key_error(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0], "nand": [1, 1, 1, 0]}
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor(outputs[gate], dtype=torch.float32).reshape(4, 1)


@misconception(of="truth_table", hint="Every name that you do not know becomes the last gate. What is due for it?")
def unknown_is_nand(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0]}
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor(outputs.get(gate, [1, 1, 1, 0]), dtype=torch.float32).reshape(4, 1)


@misconception(of="truth_table", hint='`in` on a string also finds parts of it. Is "an" a gate?')
def looks_into_a_string(gate):
    if gate not in "nand or xor":
        raise ValueError(gate)
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0]}
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor(outputs.get(gate, [1, 1, 1, 0]), dtype=torch.float32).reshape(4, 1)


# ── build_network ────────────────────────────────────────────────────────────────────────────────────────────


@misconception(of="build_network", hint="Your linear layers have no bias. Can a line then miss the origin?")
def without_biases(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k], bias=False))
        if output_sigmoid if k == len(sizes) - 1 else hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="There is always a sigmoid at the end. What is `output_sigmoid` for?")
def always_a_last_sigmoid(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if k == len(sizes) - 1 or hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="There is always a sigmoid between the layers. What is `hidden_sigmoid` for?")
def always_hidden_sigmoids(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if k < len(sizes) - 1 or output_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="The two switches do each other's work. Which sigmoids are the hidden ones?")
def switches_swapped(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if hidden_sigmoid if k == len(sizes) - 1 else output_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="`hidden_sigmoid=False` also took the sigmoid at the end away.")
def one_switch_for_both(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if hidden_sigmoid and (output_sigmoid or k < len(sizes) - 1):
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="There are no sigmoids by default. What are the two switches' defaults?")
def off_by_default(sizes, hidden_sigmoid=False, output_sigmoid=False):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if output_sigmoid if k == len(sizes) - 1 else hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="Your network always has the lecture's sizes. What does `sizes` say?")
def sizes_of_the_lecture(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = [nn.Linear(2, 2)]
    if hidden_sigmoid:
        layers.append(nn.Sigmoid())
    layers.append(nn.Linear(2, 1))
    if output_sigmoid:
        layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="Your network always has two linear layers. How many does `sizes` ask for?")
def always_two_layers(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = [nn.Linear(sizes[0], sizes[1])]
    if hidden_sigmoid:
        layers.append(nn.Sigmoid())
    layers.append(nn.Linear(sizes[1], sizes[-1]))
    if output_sigmoid:
        layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="A layer is missing: k sizes make k - 1 layers. Where does your loop end?")
def last_layer_missing(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, max(2, len(sizes) - 1)):
        layers += [nn.Linear(sizes[k - 1], sizes[k])] + [nn.Sigmoid()] * hidden_sigmoid
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="Your layers come in the order from the end. Which size is the input's?")
def from_the_end(sizes, hidden_sigmoid=True, output_sigmoid=True):
    sizes = list(reversed(sizes))
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if output_sigmoid if k == len(sizes) - 1 else hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="Between your layers is a ReLU. Which function does the text ask for?")
def hidden_relu(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if k < len(sizes) - 1 and hidden_sigmoid:
            layers.append(nn.ReLU())
        if k == len(sizes) - 1 and output_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="Between your layers is a tanh. It runs from -1 to 1; what does a sigmoid do?")
def hidden_tanh(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if k < len(sizes) - 1 and hidden_sigmoid:
            layers.append(nn.Tanh())
        if k == len(sizes) - 1 and output_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="A softmax of one number is always 1. Which function ends this network?")
def softmax_at_the_end(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if k < len(sizes) - 1 and hidden_sigmoid:
            layers.append(nn.Sigmoid())
        if k == len(sizes) - 1 and output_sigmoid:
            layers.append(nn.Softmax(dim=1))
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="Two sigmoids in a row stand at the end: the output never falls below 0.5.")
def two_sigmoids_at_the_end(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if hidden_sigmoid:
            layers.append(nn.Sigmoid())
    if output_sigmoid:
        layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(
    of="build_network", hint="A sigmoid stands before the first layer and bends the inputs. Is one due there?"
)
def sigmoid_first(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        if hidden_sigmoid:
            layers.append(nn.Sigmoid())
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
    if output_sigmoid:
        layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(
    of="build_network", hint="Layers of equal size are one and the same layer here. Each needs its own weights."
)
def layers_shared(sizes, hidden_sigmoid=True, output_sigmoid=True):
    made, layers = {}, []
    for k in range(1, len(sizes)):
        pair = (sizes[k - 1], sizes[k])
        layers.append(made.setdefault(pair, nn.Linear(*pair)))
        if output_sigmoid if k == len(sizes) - 1 else hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="A list of layers cannot be called with data. What puts them in a row?")
def plain_list(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if output_sigmoid if k == len(sizes) - 1 else hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return layers


@misconception(of="build_network", hint="A ModuleList keeps layers, but it does not apply them. What does?")
def module_list(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = nn.ModuleList()
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k]))
        if output_sigmoid if k == len(sizes) - 1 else hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return layers


@misconception(of="build_network", hint="Your loop eats up the caller's list. Can you read it without `pop`?")
def eats_the_sizes(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    while len(sizes) > 1:
        layers.append(nn.Linear(sizes.pop(0), sizes[0]))
        if output_sigmoid if len(sizes) == 1 else hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(
    of="build_network", hint="All units of a layer start alike, so they learn alike for ever. Who draws the start?"
)
def starts_at_zero(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layer = nn.Linear(sizes[k - 1], sizes[k])
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)
        layers.append(layer)
        if output_sigmoid if k == len(sizes) - 1 else hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


# ── train_network ────────────────────────────────────────────────────────────────────────────────────────────


@misconception(of="train_network", hint="Your cost is measured after the update. Which weights does it belong to?")
def cost_after_the_update(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        criterion(model(X), Y).backward()
        optimizer.step()
        if step % 100 == 0:
            costs.append(criterion(model(X), Y).item())
    return costs


@misconception(of="train_network", hint="You keep a cost at every step. At which steps is one due?")
def every_cost(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="Your first cost is the one of step 99. At which step does the count begin?")
def counts_from_one(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="There is one cost too many: the last one is due only where its step fits.")
def last_cost_too(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0 or step == steps - 1:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(
    of="train_network", hint="Your costs are tensors that drag their graph along. How does one become a number?"
)
def costs_as_tensors(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost)
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="Your costs are rounded. Rounding is for printing.")
def rounded_costs(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(round(cost.item(), 2))
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="The learning rate is always 1. What is `lr` for?")
def lr_ignored(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=1.0), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="The number of steps is always the same. What is `steps` for?")
def steps_ignored(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(501):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="You take one step too many. How many times does `range(n + 1)` go round?")
def one_step_too_many(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps + 1):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="One step is missing. Where does your loop begin, and where does it end?")
def one_step_too_few(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps - 1):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="You update only at every hundredth step. Only the costs are kept that rarely.")
def updates_every_hundred(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(0, steps, 100):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="Your default is 10000 steps. Then the cost at step 10000 is missing.")
def default_of_10000_steps(model, X, Y, lr=1.0, steps=10000):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="Your default learning rate is 0.1. Which one does the lecture use here?")
def default_of_a_tenth(model, X, Y, lr=0.1, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="Adam chooses its own steps. The exercise asks for plain SGD.")
def adam(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.Adam(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(
    of="train_network", hint="With momentum the first step is right and the second too long. Plain SGD is due."
)
def momentum(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="Your cost is the squared error. Which cost goes with probabilities?")
def squared_error(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(
    of="train_network", hint="This loss puts a sigmoid of its own before the cost. The network ends with one already."
)
def loss_with_logits(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCEWithLogitsLoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="Your cost grows with the number of rows. Is it a sum or a mean?")
def summed_cost(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(reduction="sum"), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="The gradients of all steps add up. Who clears them?")
def gradients_add_up(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(
    of="train_network", hint="Gradients from before your call count in your first step. When do you clear them?"
)
def clears_too_late(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
        optimizer.zero_grad()
    return costs


@misconception(of="train_network", hint="You clear the gradients just before the step that needs them. Nothing moves.")
def clears_before_the_step(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.zero_grad()
        optimizer.step()
    return costs


@misconception(
    of="train_network", hint="A copy was trained; the caller's model is as it was. What does “in place” ask for?"
)
def trains_a_copy(model, X, Y, lr=1.0, steps=10001):
    model = copy.deepcopy(model)
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="Only the first layer learns. Which parameters does your optimizer know?")
def first_layer_only(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(list(model.parameters())[:2], lr=lr), []
    for step in range(steps):
        model.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(
    of="train_network", hint="The weights learn, the biases stand still. Which parameters does your optimizer know?"
)
def weights_only(model, X, Y, lr=1.0, steps=10001):
    weights = [parameter for parameter in model.parameters() if parameter.dim() > 1]
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(weights, lr=lr), []
    for step in range(steps):
        model.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="You update after each row. One step looks at all rows at once.")
def row_by_row(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        if step % 100 == 0:
            costs.append(criterion(model(X), Y).item())
        for k in range(len(X)):
            optimizer.zero_grad()
            criterion(model(X[k : k + 1]), Y[k : k + 1]).backward()
            optimizer.step()
    return costs


@misconception(of="train_network", hint="You draw new weights first. The training goes on from where the model is.")
def starts_anew(model, X, Y, lr=1.0, steps=10001):
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            layer.reset_parameters()
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="You stop before `steps` steps are done. The text has no early end.")
def stops_early(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        if cost.item() < 0.1:
            break
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="The model comes back in `eval` mode. Leave it as you found it.")
def leaves_eval_mode(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        cost.backward()
        optimizer.step()
    model.eval()
    return costs


@misconception(of="train_network", hint="You hand back the model. It was trained in place; what does the text ask for?")
def gives_the_model_back(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        criterion(model(X), Y).backward()
        optimizer.step()
    return model


# ── evaluate ─────────────────────────────────────────────────────────────────────────────────────────────────


@misconception(of="evaluate", hint="At exactly 0.5 your label is 1. Is 0.5 greater than 0.5?")
def border_belongs_to_one(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs >= 0.5).float()
        return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="Your labels are True and False. The text asks for 0.0 and 1.0.")
def labels_as_bools(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = outputs > 0.5
        return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="Your labels are whole numbers. The text asks for 0.0 and 1.0.")
def labels_as_ints(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).long()
        return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="Your outputs still require grad: they drag the whole graph along.")
def outputs_with_their_graph(model, X, Y):
    outputs = model(X)
    labels = (outputs > 0.5).float()
    return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="You gave the labels twice. What did the network say before they were made?")
def labels_for_outputs(model, X, Y):
    with torch.no_grad():
        labels = (model(X) > 0.5).float()
        return labels, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="The labels come first in your answer. Which order does the text have?")
def labels_first(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).float()
        return labels, outputs, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="Your accuracy is in percent. It is a share, from 0.0 to 1.0.")
def accuracy_in_percent(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).float()
        return outputs, labels, (labels == Y).float().mean().item() * 100


@misconception(
    of="evaluate", hint="Your accuracy is a tensor. How does a tensor with one element become a Python number?"
)
def accuracy_as_tensor(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).float()
        return outputs, labels, (labels == Y).float().mean()


@misconception(of="evaluate", hint="You count the right rows. Which share of all rows is that?")
def accuracy_as_count(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).float()
        return outputs, labels, float((labels == Y).sum())


@misconception(of="evaluate", hint="You divide by 4. Is that a number of the gate, or of the data you were given?")
def accuracy_of_four_rows(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).float()
        return outputs, labels, (labels == Y).sum().item() / 4


@misconception(of="evaluate", hint="(m,) against (m, 1) becomes a square of comparisons. Print both shapes.")
def accuracy_of_a_square(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).float()
        return outputs, labels, (labels.squeeze(1) == Y).float().mean().item()


@misconception(of="evaluate", hint="Your answers are flat. Outputs and labels keep one row for each example.")
def flat_answers(model, X, Y):
    with torch.no_grad():
        outputs = model(X).flatten()
        labels = (outputs > 0.5).float()
        return outputs, labels, (labels == Y.flatten()).float().mean().item()


@misconception(of="evaluate", hint="You compare with 0. That is the border for numbers before the sigmoid.")
def border_of_logits(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0).float()
        return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="You put one more sigmoid on the outputs. The network ends with one already.")
def one_more_sigmoid(model, X, Y):
    with torch.no_grad():
        outputs = torch.sigmoid(model(X))
        labels = (outputs > 0.5).float()
        return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="You compute gradients here, and they stay in `.grad`. Does looking need them?")
def leaves_gradients(model, X, Y):
    outputs = model(X)
    nn.BCELoss()(outputs, Y).backward()
    outputs = outputs.detach()
    labels = (outputs > 0.5).float()
    return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="You clear the gradients. They belong to the caller; looking changes nothing.")
def clears_gradients(model, X, Y):
    model.zero_grad()
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).float()
        return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="The model comes back in `eval` mode. Leave it as you found it.")
def stays_in_eval_mode(model, X, Y):
    model.eval()
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).float()
        return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="The model comes back in `train` mode. Was it in that mode before?")
def back_to_train_mode(model, X, Y):
    model.eval()
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs > 0.5).float()
    model.train()
    return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="After your call nothing can be trained any more: gradients are off for everybody.")
def turns_gradients_off(model, X, Y):
    torch.set_grad_enabled(False)
    outputs = model(X)
    labels = (outputs > 0.5).float()
    return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="You froze the model's parameters to be rid of the graph. They stay frozen.")
def freezes_the_model(model, X, Y):
    model.requires_grad_(False)
    outputs = model(X)
    labels = (outputs > 0.5).float()
    return outputs, labels, (labels == Y).float().mean().item()


# ── layer_weights ────────────────────────────────────────────────────────────────────────────────────────────


@misconception(
    of="layer_weights", hint="`.detach()` gives the same memory another name. What happens when training goes on?"
)
def detached_views(model):
    return [(layer.weight.detach(), layer.bias.detach()) for layer in model if isinstance(layer, nn.Linear)]


@misconception(
    of="layer_weights", hint="`.data` is the same memory under another name. What happens when training goes on?"
)
def their_data(model):
    return [(layer.weight.data, layer.bias.data) for layer in model if isinstance(layer, nn.Linear)]


@misconception(of="layer_weights", hint="You hand out the model's own parameters. The text asks for detached copies.")
def the_parameters_themselves(model):
    return [(layer.weight, layer.bias) for layer in model if isinstance(layer, nn.Linear)]


@misconception(of="layer_weights", hint="Your copies still require grad: they hang on the model's graph.")
def clones_with_their_graph(model):
    return [(layer.weight.clone(), layer.bias.clone()) for layer in model if isinstance(layer, nn.Linear)]


@misconception(of="layer_weights", hint="The weights are copies, the biases are not. Look what training does to each.")
def biases_as_views(model):
    return [(layer.weight.detach().clone(), layer.bias.detach()) for layer in model if isinstance(layer, nn.Linear)]


@misconception(
    of="layer_weights", hint="You take every second layer. Is there always a sigmoid between two linear layers?"
)
def every_second_layer(model):
    return [(layer.weight.detach().clone(), layer.bias.detach().clone()) for layer in model[::2]]


@misconception(of="layer_weights", hint="You take layer 0 and layer 2. How many linear layers has a network?")
def layers_zero_and_two(model):
    return [(model[k].weight.detach().clone(), model[k].bias.detach().clone()) for k in (0, 2) if k < len(model)]


@misconception(of="layer_weights", hint="The biases are missing. Each layer has a pair.")
def weights_without_biases(model):
    return [layer.weight.detach().clone() for layer in model if isinstance(layer, nn.Linear)]


@misconception(of="layer_weights", hint="The bias comes first in your pairs. Which order does the text have?")
def bias_first(model):
    return [
        (layer.bias.detach().clone(), layer.weight.detach().clone()) for layer in model if isinstance(layer, nn.Linear)
    ]


@misconception(of="layer_weights", hint="Your list begins at the output. The first layer comes first.")
def last_layer_first(model):
    pairs = [
        (layer.weight.detach().clone(), layer.bias.detach().clone()) for layer in model if isinstance(layer, nn.Linear)
    ]
    return pairs[::-1]


@misconception(of="layer_weights", hint="Your weights are transposed. PyTorch keeps them as (out, in); leave them so.")
def transposed_weights(model):
    return [
        (layer.weight.detach().clone().T, layer.bias.detach().clone())
        for layer in model
        if isinstance(layer, nn.Linear)
    ]


@misconception(of="layer_weights", hint="All tensors stand in one long list. Each layer is a pair.")
def one_flat_list(model):
    return [parameter.detach().clone() for parameter in model.parameters()]


@misconception(of="layer_weights", hint="Your weights are lists of numbers. The text asks for tensors.")
def lists_of_numbers(model):
    return [(layer.weight.tolist(), layer.bias.tolist()) for layer in model if isinstance(layer, nn.Linear)]


@misconception(
    of="layer_weights", hint="The model is frozen after your call. Can you detach the copies and not the model?"
)
def freezes_to_detach(model):
    model.requires_grad_(False)
    return [(layer.weight.clone(), layer.bias.clone()) for layer in model if isinstance(layer, nn.Linear)]


# ── collapse ─────────────────────────────────────────────────────────────────────────────────────────────────


@misconception(of="collapse", hint="You add the biases up. Does a bias not go through the layers after it?")
def biases_summed(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W, b = weight @ W, b.sum() + bias
    return W, b


@misconception(of="collapse", hint="Only the last bias is left in your answer. Where did the others go?")
def last_bias_only(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W, b = weight @ W, bias
    return W, b


@misconception(of="collapse", hint="The last bias is missing. Each layer adds its own.")
def last_bias_missing(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, _ in later_layers:
        W, b = weight @ W, weight @ b
    return W, b


@misconception(of="collapse", hint="The product is the wrong way round. Which layer touches x first?")
def product_turned_round(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        if W.shape == weight.shape:
            W, b = W @ weight, weight @ b + bias
        else:
            W, b = weight @ W, weight @ b + bias
    return W, b


@misconception(
    of="collapse", hint="The bias goes through the wrong weight. Through which layer does it pass on its way?"
)
def bias_through_all_weights(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W = weight @ W
        b = (W @ b if W.shape[1] == b.shape[0] else weight @ b) + bias
    return W, b


@misconception(of="collapse", hint="Your W is (in, out). Which shape does a linear layer keep?")
def transposed_answer(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W, b = weight @ W, weight @ b + bias
    return W.T, b


@misconception(of="collapse", hint="Your b is a column. A layer's bias is flat.")
def bias_as_a_column(model):
    (W, b), *later_layers = layer_weights(model)
    b = b.reshape(-1, 1)
    for weight, bias in later_layers:
        W, b = weight @ W, weight @ b + bias.reshape(-1, 1)
    return W, b


@misconception(of="collapse", hint="Your b has one axis too many. A layer's bias is flat.")
def bias_as_a_row(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W, b = weight @ W, weight @ b + bias
    return W, b.reshape(1, -1)


@misconception(of="collapse", hint="You join two layers. How many has the network?")
def two_layers_only(model):
    (W1, b1), (W2, b2) = layer_weights(model)[:2]
    return W2 @ W1, W2 @ b1 + b2


@misconception(of="collapse", hint="You join the first and the last layer. What do those between them do?")
def first_and_last(model):
    layers = layer_weights(model)
    (W1, b1), (W2, b2) = layers[0], layers[-1]
    if len(layers) == 1:
        return W1, b1
    return (W2 @ W1, W2 @ b1 + b2) if W2.shape[1] == W1.shape[0] else (W2, b2)


@misconception(
    of="collapse", hint="You read W and b off the network's outputs. What does a sigmoid at its end do to them?"
)
def read_through_the_sigmoid(model):
    inputs = next(model.parameters()).shape[1]
    with torch.no_grad():
        b = model(torch.zeros(1, inputs))[0]
        return (model(torch.eye(inputs)) - b).T, b


@misconception(
    of="collapse", hint="You put a sigmoid on the answer. The one layer is what stands before the output sigmoid."
)
def sigmoid_of_the_bias(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W, b = weight @ W, weight @ b + bias
    return torch.sigmoid(W), torch.sigmoid(b)


@misconception(of="collapse", hint="The network is other after your call: `+=` wrote into its bias.")
def writes_into_the_network(model):
    layers = [layer for layer in model if isinstance(layer, nn.Linear)]
    W, b = layers[0].weight.data, layers[0].bias.data
    for layer in layers[1:]:
        W = layer.weight.data @ W
        b_before = b
        b = layer.bias.data
        b += layer.weight.data @ b_before
    return W, b


@misconception(of="collapse", hint="Your answer is a layer. The text asks for its weight and its bias.")
def gives_a_layer(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W, b = weight @ W, weight @ b + bias
    layer = nn.Linear(W.shape[1], W.shape[0])
    with torch.no_grad():
        layer.weight.copy_(W)
        layer.bias.copy_(b)
    return layer


@misconception(of="collapse", hint="The bias comes first in your answer. Which order does the text have?")
def b_then_W(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W, b = weight @ W, weight @ b + bias
    return b, W


@misconception(of="collapse", hint="A float64 network becomes float32 in your hands. Where does the dtype get lost?")
def always_single_precision(model):
    (W, b), *later_layers = [(weight.float(), bias.float()) for weight, bias in layer_weights(model)]
    for weight, bias in later_layers:
        W, b = weight @ W, weight @ b + bias
    return W, b


# ── gradient_norms ───────────────────────────────────────────────────────────────────────────────────────────


@misconception(
    of="gradient_norms", hint="Gradients that the model held before are in your norms. `backward` adds to them."
)
def earlier_gradients_count(model, X, Y):
    before = [parameter.grad.clone() if parameter.grad is not None else None for parameter in model.parameters()]
    nn.BCELoss()(model(X), Y).backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    for parameter, gradient in zip(model.parameters(), before, strict=True):
        parameter.grad = gradient
    return norms


@misconception(of="gradient_norms", hint="Your gradients are still in `.grad` after the call. Who clears them?")
def gradients_left_behind(model, X, Y):
    model.zero_grad()
    nn.BCELoss()(model(X), Y).backward()
    return [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]


@misconception(of="gradient_norms", hint="The weights are clean after your call, the biases hold new gradients.")
def clears_the_weights_only(model, X, Y):
    model.zero_grad()
    nn.BCELoss()(model(X), Y).backward()
    layers = [layer for layer in model if isinstance(layer, nn.Linear)]
    norms = [layer.weight.grad.norm().item() for layer in layers]
    for layer in layers:
        layer.weight.grad = None
    return norms


@misconception(
    of="gradient_norms", hint="Your norms are tensors. How does a tensor with one element become a Python number?"
)
def norms_as_tensors(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    return [gradient.norm() for gradient in torch.autograd.grad(nn.BCELoss()(model(X), Y), weights)]


@misconception(of="gradient_norms", hint="Your list begins at the output. The first layer comes first.")
def output_layer_first(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    return [gradient.norm().item() for gradient in torch.autograd.grad(nn.BCELoss()(model(X), Y), weights)][::-1]


@misconception(
    of="gradient_norms", hint="There is a norm for each bias, too. One for each linear layer's weight is due."
)
def biases_have_a_norm_too(model, X, Y):
    parameters = list(model.parameters())
    return [gradient.norm().item() for gradient in torch.autograd.grad(nn.BCELoss()(model(X), Y), parameters)]


@misconception(of="gradient_norms", hint="The bias's gradient is mixed into your norms. The weight's alone is due.")
def bias_mixed_in(model, X, Y):
    layers = [layer for layer in model if isinstance(layer, nn.Linear)]
    cost = nn.BCELoss()(model(X), Y)
    return [
        sum(gradient.square().sum() for gradient in torch.autograd.grad(cost, pair, retain_graph=True)).sqrt().item()
        for pair in [(layer.weight, layer.bias) for layer in layers]
    ]


@misconception(of="gradient_norms", hint="Your numbers are squares of norms. The last step is missing.")
def squared_norms(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    return [gradient.square().sum().item() for gradient in torch.autograd.grad(nn.BCELoss()(model(X), Y), weights)]


@misconception(of="gradient_norms", hint="You add up sizes. A norm squares, adds, and takes the root.")
def sums_of_sizes(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    return [gradient.abs().sum().item() for gradient in torch.autograd.grad(nn.BCELoss()(model(X), Y), weights)]


@misconception(of="gradient_norms", hint="You take a mean. A norm squares, adds, and takes the root.")
def means_of_sizes(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    return [gradient.abs().mean().item() for gradient in torch.autograd.grad(nn.BCELoss()(model(X), Y), weights)]


@misconception(of="gradient_norms", hint="You take the largest entry. A norm squares, adds, and takes the root.")
def largest_entries(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    return [gradient.abs().max().item() for gradient in torch.autograd.grad(nn.BCELoss()(model(X), Y), weights)]


@misconception(of="gradient_norms", hint="Those are the norms of the weights. How strongly does the cost pull at them?")
def norms_of_the_weights(model, X, Y):
    return [layer.weight.detach().norm().item() for layer in model if isinstance(layer, nn.Linear)]


@misconception(of="gradient_norms", hint="Your cost is the squared error. Which cost goes with probabilities?")
def norms_of_the_squared_error(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    return [gradient.norm().item() for gradient in torch.autograd.grad(nn.MSELoss()(model(X), Y), weights)]


@misconception(of="gradient_norms", hint="Your norms grow with the number of rows. Is the cost a sum or a mean?")
def norms_of_a_sum(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    cost = nn.BCELoss(reduction="sum")(model(X), Y)
    return [gradient.norm().item() for gradient in torch.autograd.grad(cost, weights)]


@misconception(
    of="gradient_norms", hint="This loss puts a sigmoid of its own before the cost. The network ends with one already."
)
def norms_with_logits(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    return [gradient.norm().item() for gradient in torch.autograd.grad(nn.BCEWithLogitsLoss()(model(X), Y), weights)]


@misconception(of="gradient_norms", hint="Your call trains the network by one step. Here you only look.")
def takes_a_step(model, X, Y):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    optimizer.zero_grad()
    nn.BCELoss()(model(X), Y).backward()
    optimizer.step()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    optimizer.zero_grad()
    return norms


@misconception(of="gradient_norms", hint="You take layer 0 and layer 2. How many linear layers has a network?")
def norms_of_two_layers(model, X, Y):
    weights = [model[k].weight for k in (0, 2) if k < len(model)]
    return [gradient.norm().item() for gradient in torch.autograd.grad(nn.BCELoss()(model(X), Y), weights)]


# ── experiment ───────────────────────────────────────────────────────────────────────────────────────────────


@misconception(of="experiment", hint="You seed after the network is built. When are its weights drawn?")
def seeds_too_late(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    model = build_network(*network)
    torch.manual_seed(seed)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Two calls with the same seed differ. Where do you use `seed`?")
def never_seeds(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="The seed is always 777. What is `seed` for?")
def always_seed_777(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(777)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="The number of steps is always the same. What is `steps` for?")
def always_301_steps(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=301)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Your default is 1000 steps. How many does the lecture take?")
def default_of_1000_steps(question, steps=1000, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Your default seed is not the lecture's. Which one is in the text?")
def default_seed_of_one(question, steps=10001, seed=1):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="q1 is trained on XOR. Which gate is it about?")
def xor_for_all(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    _, *network = QUESTIONS[question]
    X, Y = truth_table("xor")
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="q2 to q7 are trained on OR. Which gate are they about?")
def or_for_all(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    _, *network = QUESTIONS[question]
    X, Y = truth_table("or")
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="The sigmoid switches of q4 and q5 are ignored. What makes these two special?")
def all_sigmoids_everywhere(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, sizes, *_ = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(sizes)
    costs = train_network(model, X, Y, steps=steps)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": None}


@misconception(of="experiment", hint="q4 and q5 have their switches swapped. Which one lacks the last sigmoid?")
def switches_of_q4_and_q5_swapped(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, sizes, hidden_sigmoid, output_sigmoid = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(sizes, output_sigmoid, hidden_sigmoid)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Each network here has the layers (2, 2, 1). What does each question say?")
def one_network_for_all(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, _, *switches = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network([2, 2, 1], *switches)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Your outputs are those of (0, 0), (0, 1), (0.5, 0.5). Which input is the second?")
def asks_at_zero_one(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [0.0, 1.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Your outputs are those of the gate's rows. At which three points are they due?")
def outputs_on_the_gate(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    outputs, _, accuracy = evaluate(model, X, Y)
    weights = layer_weights(model)
    return {
        "weights": weights,
        "outputs": outputs.flatten().tolist(),
        "accuracy": accuracy,
        "costs": costs,
        "error": error,
    }


@misconception(of="experiment", hint="Your outputs are zeros and ones. What did the network say before rounding?")
def outputs_as_labels(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        points = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]]))
    outputs = (points > 0.5).float().flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Your outputs are a tensor. The text asks for three floats.")
def outputs_as_tensor(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]]))
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(
    of="experiment", hint="Your numbers are those of the untrained network. What comes first: training or looking?"
)
def looks_before_training(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    accuracy = evaluate(model, X, Y)[2]
    weights = layer_weights(model)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    return {"weights": weights, "outputs": outputs, "accuracy": accuracy, "costs": costs, "error": error}


@misconception(of="experiment", hint="The weights you give are those before the training. Copies do not follow it.")
def weights_before_training(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    weights = layer_weights(model)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    accuracy = evaluate(model, X, Y)[2]
    return {"weights": weights, "outputs": outputs, "accuracy": accuracy, "costs": costs, "error": error}


@misconception(
    of="experiment", hint="The learning rate of your training is not the lecture's. What is `train_network`'s default?"
)
def slower_training(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, lr=0.1, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(
    of="experiment", hint="In q4 the error flies out of your function. Who catches it, and where does its text go?"
)
def lets_the_error_out(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs = train_network(model, X, Y, steps=steps)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": None}


@misconception(of="experiment", hint="The error is caught, but its text is lost. What should stand under `error`?")
def swallows_the_error(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError):
        costs = []
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": None}


@misconception(of="experiment", hint="Under `error` stands the error itself. Its text is due.")
def the_error_itself(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = stopped
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Under `error` stands the kind of the error. What does the error say?")
def kind_of_the_error(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = type(stopped).__name__
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Where no error came, yours says an empty text. What stands for “nothing”?")
def empty_text_for_no_error(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], ""
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(
    of="experiment", hint="After the error your costs are None. Which costs are due when the training stopped?"
)
def no_costs_after_the_error(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = None, None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(
    of="experiment", hint="After the error you look no further. Weights, outputs and accuracy are due all the same."
)
def nothing_after_the_error(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        return {"weights": [], "outputs": [], "accuracy": 0.0, "costs": [], "error": str(stopped)}
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": None}


@misconception(of="experiment", hint="A name that is no question gives a KeyError. Which error does the text ask for?")
def key_error_for_another_name(question, steps=10001, seed=777):
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    looked = {"weights": layer_weights(model), "outputs": outputs, "accuracy": evaluate(model, X, Y)[2]}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Your accuracy is in percent. It is a share, from 0.0 to 1.0.")
def experiment_in_percent(question, steps=10001, seed=777):
    if question not in QUESTIONS:
        raise ValueError(question)
    gate, *network = QUESTIONS[question]
    X, Y = truth_table(gate)
    torch.manual_seed(seed)
    model = build_network(*network)
    costs, error = [], None
    try:
        costs = train_network(model, X, Y, steps=steps)
    except (RuntimeError, ValueError) as stopped:
        error = str(stopped)
    with torch.no_grad():
        outputs = model(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])).flatten().tolist()
    accuracy = evaluate(model, X, Y)[2] * 100
    weights = layer_weights(model)
    return {"weights": weights, "outputs": outputs, "accuracy": accuracy, "costs": costs, "error": error}
