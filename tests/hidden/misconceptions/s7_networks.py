"""Slips that students make in s7_networks, as code: the suites must catch each, and its hint is what they are told.

A default such as `right=evaluate` is the reference's function: where a slip is one small change, it stands alone.
"""
# ruff: noqa: F821 - each function is put behind the solution's source and uses what stands there

import copy

import torch
from torch import nn

from grader.suite import misconception

# truth_table ----------------------------------------------------------------------------------------------------


@misconception(of="truth_table", hint="One slide lists (1, 0) before (0, 1). Which order does the text ask for?")
def order_of_the_slide(gate, right=truth_table):
    X, Y = right(gate)
    return X[[0, 2, 1, 3]], Y


@misconception(of="truth_table", hint="The numbers are right, but whole numbers are no `float32`. Which dtype is due?")
def whole_numbers(gate, right=truth_table):
    X, Y = right(gate)
    return X.long(), Y.long()


@misconception(of="truth_table", hint="Your labels are whole numbers. `BCELoss` compares floats with floats.")
def whole_labels(gate, right=truth_table):
    X, Y = right(gate)
    return X, Y.long()


@misconception(of="truth_table", hint="NumPy makes float64 of Python's numbers. Which dtype is due?")
def double_precision(gate, right=truth_table):
    X, Y = right(gate)
    return X.double(), Y.double()


@misconception(of="truth_table", hint="Your outputs lie in one flat row. One example is one row: which shape is that?")
def flat_outputs(gate, right=truth_table):
    X, Y = right(gate)
    return X, Y.flatten()


@misconception(of="truth_table", hint="Your outputs lie in a row. Four examples stand below each other.")
def outputs_in_a_row(gate, right=truth_table):
    X, Y = right(gate)
    return X, Y.T


@misconception(of="truth_table", hint="XOR is one of the two, but not both. What is it at (1, 1)?")
def xor_as_or(gate, right=truth_table):
    return right("or" if gate == "xor" else gate)


@misconception(of="truth_table", hint="XOR is 1 where the two inputs differ. Yours is 1 where they are equal.")
def xor_turned_round(gate, right=truth_table):
    X, Y = right(gate)
    return X, 1 - Y if gate == "xor" else Y


@misconception(of="truth_table", hint="NAND is not-and: turn each output of AND round. You turned OR round.")
def nand_as_nor(gate, right=truth_table):
    X, Y = right("or" if gate == "nand" else gate)
    return X, 1 - Y if gate == "nand" else Y


@misconception(of="truth_table", hint="A name that is no gate gives a KeyError. Which error does the text ask for?")
def key_error(gate):
    outputs = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0], "nand": [1, 1, 1, 0]}
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor(outputs[gate], dtype=torch.float32).reshape(4, 1)


@misconception(of="truth_table", hint="Every name that you do not know becomes the last gate. What is due for it?")
def unknown_is_nand(gate, right=truth_table):
    return right(gate if gate in ("and", "or", "xor") else "nand")


@misconception(of="truth_table", hint='`in` on a string also finds parts of it. Is "an" a gate?')
def looks_into_a_string(gate, right=truth_table):
    if gate not in "nand or xor":
        raise ValueError(gate)
    return right(gate if gate in ("and", "or", "xor") else "nand")


@misconception(of="truth_table", hint="For a name that is no gate, None comes back. What is due for it?")
def none_for_another_name(gate, right=truth_table):
    return right(gate) if gate in ("and", "or", "xor", "nand") else None


@misconception(
    of="truth_table", hint='"XOR" and "or " are other names than "xor" and "or". What is due for another name?'
)
def names_in_any_dress(gate, right=truth_table):
    return right(gate.lower().strip())


@misconception(of="truth_table", hint="Your table knows a gate that is not asked for. What is due for another name?")
def one_gate_more(gate, right=truth_table):
    X, Y = right("or" if gate == "nor" else gate)
    return X, 1 - Y if gate == "nor" else Y


@misconception(of="truth_table", hint="Your code looks at the end of the name only. Is “xnor” a gate here?")
def by_the_end_of_the_name(gate, right=truth_table):
    for name in ("nand", "xor", "and", "or"):
        if gate.endswith(name):
            return right(name)
    raise ValueError(gate)


@misconception(of="truth_table", hint="You turn a switch of torch for all code that follows. Is it needed?")
def table_without_grad(gate, right=truth_table):
    torch.set_grad_enabled(False)
    return right(gate)


# build_network --------------------------------------------------------------------------------------------------


@misconception(of="build_network", hint="Your linear layers have no bias. Can a line then miss the origin?")
def without_biases(sizes, hidden_sigmoid=True, output_sigmoid=True):
    layers = []
    for k in range(1, len(sizes)):
        layers.append(nn.Linear(sizes[k - 1], sizes[k], bias=False))
        if output_sigmoid if k == len(sizes) - 1 else hidden_sigmoid:
            layers.append(nn.Sigmoid())
    return nn.Sequential(*layers)


@misconception(of="build_network", hint="There is always a sigmoid at the end. What is `output_sigmoid` for?")
def always_a_last_sigmoid(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return right(sizes, hidden_sigmoid)


@misconception(of="build_network", hint="There is always a sigmoid between the layers. What is `hidden_sigmoid` for?")
def always_hidden_sigmoids(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return right(sizes, output_sigmoid=output_sigmoid)


@misconception(of="build_network", hint="The two switches do each other's work. Which sigmoids are the hidden ones?")
def switches_swapped(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return right(sizes, output_sigmoid, hidden_sigmoid)


@misconception(of="build_network", hint="In the stub, `hidden_sigmoid` comes before `output_sigmoid`.")
def switches_in_the_other_order(sizes, output_sigmoid=True, hidden_sigmoid=True, right=build_network):
    return right(sizes, hidden_sigmoid, output_sigmoid)


@misconception(of="build_network", hint="`hidden_sigmoid=False` also took the sigmoid at the end away.")
def hidden_switch_for_both(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return right(sizes, hidden_sigmoid, hidden_sigmoid and output_sigmoid)


@misconception(of="build_network", hint="`output_sigmoid=False` also took the sigmoids between the layers away.")
def output_switch_for_both(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return right(sizes, hidden_sigmoid and output_sigmoid, output_sigmoid)


@misconception(of="build_network", hint="There are no sigmoids by default. What are the two switches' defaults?")
def off_by_default(sizes, hidden_sigmoid=False, output_sigmoid=False, right=build_network):
    return right(sizes, hidden_sigmoid, output_sigmoid)


@misconception(of="build_network", hint="Your network always has the lecture's sizes. What does `sizes` say?")
def sizes_of_the_lecture(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return right([2, 2, 1], hidden_sigmoid, output_sigmoid)


@misconception(of="build_network", hint="Your network always has two linear layers. How many does `sizes` ask for?")
def always_two_layers(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return right([sizes[0], sizes[1], sizes[-1]], hidden_sigmoid, output_sigmoid)


@misconception(of="build_network", hint="A layer is missing: k sizes make k - 1 layers. Where does your loop end?")
def last_layer_missing(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return right(sizes[: max(2, len(sizes) - 1)], hidden_sigmoid, output_sigmoid)


@misconception(of="build_network", hint="Your layers come in the order from the end. Which size is the input's?")
def from_the_end(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return right(sizes[::-1], hidden_sigmoid, output_sigmoid)


@misconception(of="build_network", hint="Between your layers is a ReLU. Which function does the text ask for?")
def hidden_relu(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    layers = list(right(sizes, hidden_sigmoid, output_sigmoid))
    return nn.Sequential(*[nn.ReLU() if type(one) is nn.Sigmoid else one for one in layers[:-1]], layers[-1])


@misconception(of="build_network", hint="Between your layers is a tanh. It runs from -1 to 1; what does a sigmoid do?")
def hidden_tanh(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    layers = list(right(sizes, hidden_sigmoid, output_sigmoid))
    return nn.Sequential(*[nn.Tanh() if type(one) is nn.Sigmoid else one for one in layers[:-1]], layers[-1])


@misconception(of="build_network", hint="A softmax of one number is always 1. Which function ends this network?")
def softmax_at_the_end(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    end = [nn.Softmax(dim=1)] if output_sigmoid else []
    return nn.Sequential(*right(sizes, hidden_sigmoid, False), *end)


@misconception(of="build_network", hint="Two sigmoids in a row stand at the end: the output never falls below 0.5.")
def two_sigmoids_at_the_end(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    end = [nn.Sigmoid()] if output_sigmoid else []
    return nn.Sequential(*right(sizes, hidden_sigmoid, hidden_sigmoid), *end)


@misconception(
    of="build_network", hint="A sigmoid stands before the first layer and bends the inputs. Is one due there?"
)
def sigmoid_first(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    start = [nn.Sigmoid()] if hidden_sigmoid else []
    return nn.Sequential(*start, *right(sizes, hidden_sigmoid, output_sigmoid))


@misconception(
    of="build_network", hint="Only the first layer has its hidden sigmoid. What follows the other hidden layers?"
)
def one_hidden_sigmoid(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    first = right(sizes[:2], output_sigmoid=hidden_sigmoid if len(sizes) > 2 else output_sigmoid)
    return nn.Sequential(*first, *right(sizes[1:], False, output_sigmoid)) if len(sizes) > 2 else first


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
def plain_list(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return list(right(sizes, hidden_sigmoid, output_sigmoid))


@misconception(of="build_network", hint="A ModuleList keeps layers, but it does not apply them. What does?")
def module_list(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return nn.ModuleList(right(sizes, hidden_sigmoid, output_sigmoid))


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
def starts_at_zero(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    model = right(sizes, hidden_sigmoid, output_sigmoid)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    return model


@misconception(of="build_network", hint="Of a deep network some layers are missing. How many does `sizes` ask for?")
def six_sizes_at_most(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    return right([*sizes[:5], sizes[-1]] if len(sizes) > 6 else sizes, hidden_sigmoid, output_sigmoid)


@misconception(of="build_network", hint="Your first layer is frozen: it will not learn. Who asked for that?")
def first_layer_frozen(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    network = right(sizes, hidden_sigmoid, output_sigmoid)
    network[0].requires_grad_(False)
    return network


@misconception(of="build_network", hint="The same network is handed out twice. Who asks gets one of their own.")
def made_once_for_all(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network, made={}):  # noqa: B006
    key = (*sizes, hidden_sigmoid, output_sigmoid)
    if key not in made:
        made[key] = right(sizes, hidden_sigmoid, output_sigmoid)
    return made[key]


@misconception(of="build_network", hint="You turn a switch of torch for all code that follows. Is it needed?")
def double_by_default_for_ever(sizes, hidden_sigmoid=True, output_sigmoid=True, right=build_network):
    network = right(sizes, hidden_sigmoid, output_sigmoid)
    torch.set_default_dtype(torch.float64)
    return network


# train_network --------------------------------------------------------------------------------------------------


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
def every_cost(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return [right(model, X, Y, lr, 1)[0] for _ in range(steps)]


@misconception(of="train_network", hint="Your first cost is not the one of step 0. At which step does the count begin?")
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
def last_cost_too(model, X, Y, lr=1.0, steps=10001, right=train_network):
    costs = right(model, X, Y, lr, steps)
    with torch.no_grad():
        return [*costs, nn.BCELoss()(model(X), Y).item()]


@misconception(of="train_network", hint="You give the last cost alone. A list is due: 0, 100, 200, …")
def last_cost_only(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return right(model, X, Y, lr, steps)[-1]


@misconception(of="train_network", hint="Your costs are tensors. How does a tensor with one element become a number?")
def costs_as_tensors(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return [torch.tensor(cost) for cost in right(model, X, Y, lr, steps)]


@misconception(of="train_network", hint="Your costs are rounded. Rounding is for printing.")
def rounded_costs(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return [round(cost, 2) for cost in right(model, X, Y, lr, steps)]


@misconception(of="train_network", hint="You keep pairs of step and cost. The text asks for the costs alone.")
def steps_and_costs(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return [(100 * k, cost) for k, cost in enumerate(right(model, X, Y, lr, steps))]


@misconception(of="train_network", hint="The costs are printed, and nothing comes back. What does `return` do?")
def prints_the_costs(model, X, Y, lr=1.0, steps=10001, right=train_network):
    print(right(model, X, Y, lr, steps))


@misconception(of="train_network", hint="You hand back the model. It was trained in place; what does the text ask for?")
def gives_the_model_back(model, X, Y, lr=1.0, steps=10001, right=train_network):
    right(model, X, Y, lr, steps)
    return model


@misconception(of="train_network", hint="The learning rate is always 1. What is `lr` for?")
def lr_ignored(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return right(model, X, Y, 1.0, steps)


@misconception(of="train_network", hint="The number of steps is always the same. What is `steps` for?")
def steps_ignored(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return right(model, X, Y, lr, 501)


@misconception(of="train_network", hint="You take one step too many. How many times does `range(n + 1)` go round?")
def one_step_too_many(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return right(model, X, Y, lr, steps + 1)


@misconception(of="train_network", hint="One step is missing. Where does your loop begin, and where does it end?")
def one_step_too_few(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return right(model, X, Y, lr, steps - 1)


@misconception(
    of="train_network", hint="Your update comes at every hundredth step. Only the costs are kept that rarely."
)
def updates_every_hundred(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return [right(model, X, Y, lr, 1)[0] for _ in range(0, steps, 100)]


@misconception(of="train_network", hint="Your default is 10000 steps. Then the cost at step 10000 is missing.")
def default_of_10000_steps(model, X, Y, lr=1.0, steps=10000, right=train_network):
    return right(model, X, Y, lr, steps)


@misconception(of="train_network", hint="Your default learning rate is 0.1. Which one does the lecture use here?")
def default_of_a_tenth(model, X, Y, lr=0.1, steps=10001, right=train_network):
    return right(model, X, Y, lr, steps)


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


@misconception(of="train_network", hint="Your optimizer also shrinks the weights. Plain SGD has no weight decay.")
def weight_decay(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr, weight_decay=0.01), []
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
def trains_a_copy(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return right(copy.deepcopy(model), X, Y, lr, steps)


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
def starts_anew(model, X, Y, lr=1.0, steps=10001, right=train_network):
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            layer.reset_parameters()
    return right(model, X, Y, lr, steps)


@misconception(of="train_network", hint="You stop before `steps` steps are done. The text has no early end.")
def stops_early(model, X, Y, lr=1.0, steps=10001):
    criterion, optimizer, costs = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        optimizer.zero_grad()
        cost = criterion(model(X), Y)
        if step % 100 == 0:
            costs.append(cost.item())
        if cost.item() < 0.01:
            break
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="The model comes back in `eval` mode. Leave it as you found it.")
def leaves_eval_mode(model, X, Y, lr=1.0, steps=10001, right=train_network):
    costs = right(model, X, Y, lr, steps)
    model.eval()
    return costs


@misconception(of="train_network", hint="Your training also moves X. Which tensors are parameters?")
def moves_the_data(model, X, Y, lr=1.0, steps=10001, right=train_network):
    costs = right(model, X, Y, lr, steps)
    X -= X.mean()
    return costs


@misconception(of="train_network", hint="Your code makes single precision of the data. What if the model is float64?")
def single_precision_only(model, X, Y, lr=1.0, steps=10001, right=train_network):
    return right(model, X.float(), Y.float(), lr, steps)


@misconception(of="train_network", hint="Your default is one step more than the lecture's. How many does it take?")
def default_of_10002_steps(model, X, Y, lr=1.0, steps=10002):
    optimizer, costs = torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        cost = nn.functional.binary_cross_entropy(model(X), Y)
        costs += [cost.item()] if step % 100 == 0 else []
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="You stop before `steps` steps are done. The text has no early end.")
def stops_at_a_tiny_cost(model, X, Y, lr=1.0, steps=10001):
    optimizer, costs = torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        cost = nn.functional.binary_cross_entropy(model(X), Y)
        costs += [cost.item()] if step % 100 == 0 else []
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        if cost.item() < 1e-5:
            break
    return costs


@misconception(of="train_network", hint="You stop before `steps` steps are done. The text has no early end.")
def a_thousand_steps_at_most(model, X, Y, lr=1.0, steps=10001):
    optimizer, costs = torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(min(steps, 1000)):
        cost = nn.functional.binary_cross_entropy(model(X), Y)
        costs += [cost.item()] if step % 100 == 0 else []
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="Your learning rate does not stay what it was. Plain SGD keeps it to the end.")
def rate_halved_on_the_way(model, X, Y, lr=1.0, steps=10001):
    optimizer, costs = torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        cost = nn.functional.binary_cross_entropy(model(X), Y)
        costs += [cost.item()] if step % 100 == 0 else []
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        optimizer.param_groups[0]["lr"] = lr if step < 500 else lr / 2
    return costs


@misconception(of="train_network", hint="Your learning rate does not stay what it was. Plain SGD keeps it to the end.")
def rate_that_fades(model, X, Y, lr=1.0, steps=10001):
    optimizer, costs = torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        cost = nn.functional.binary_cross_entropy(model(X), Y)
        costs += [cost.item()] if step % 100 == 0 else []
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        optimizer.param_groups[0]["lr"] = lr * (1 - step * 1e-6)
    return costs


@misconception(
    of="train_network", hint="You add a little to each probability before the log. It moves the gradient, too."
)
def epsilon_in_the_log(model, X, Y, lr=1.0, steps=10001):
    optimizer, costs = torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        cost = -(Y * (model(X) + 1e-7).log() + (1 - Y) * (1 - model(X) + 1e-7).log()).mean()
        costs += [cost.item()] if step % 100 == 0 else []
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_network", hint="You shorten a gradient that is long. Plain SGD takes it as it is.")
def clips_the_gradient(model, X, Y, lr=1.0, steps=10001):
    optimizer, costs = torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        cost = nn.functional.binary_cross_entropy(model(X), Y)
        costs += [cost.item()] if step % 100 == 0 else []
        optimizer.zero_grad()
        cost.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return costs


@misconception(of="train_network", hint="Your code makes single precision of the data. What if the model is float64?")
def single_precision_and_back(model, X, Y, lr=1.0, steps=10001, right=train_network):
    costs = right(model.float(), X.float(), Y.float(), lr, steps)
    model.to(X.dtype)
    return costs


@misconception(of="train_network", hint="You turn a switch of torch for all code that follows. Is it needed?")
def anomalies_for_ever(model, X, Y, lr=1.0, steps=10001, right=train_network):
    torch.autograd.set_detect_anomaly(True)
    return right(model, X, Y, lr, steps)


@misconception(of="train_network", hint="You update after each part of the rows. One step looks at all rows at once.")
def parts_of_the_rows(model, X, Y, lr=1.0, steps=10001):
    optimizer, costs = torch.optim.SGD(model.parameters(), lr=lr), []
    for step in range(steps):
        if step % 100 == 0:
            costs.append(nn.BCELoss()(model(X), Y).item())
        for some_X, some_Y in zip(X.split(32), Y.split(32), strict=True):
            optimizer.zero_grad()
            nn.BCELoss()(model(some_X), some_Y).backward()
            optimizer.step()
    return costs


# evaluate -------------------------------------------------------------------------------------------------------


@misconception(of="evaluate", hint="At exactly 0.5 your label is 1. Is 0.5 greater than 0.5?")
def border_belongs_to_one(model, X, Y):
    with torch.no_grad():
        outputs = model(X)
        labels = (outputs >= 0.5).float()
        return outputs, labels, (labels == Y).float().mean().item()


@misconception(of="evaluate", hint="Your labels are True and False. The text asks for 0.0 and 1.0.")
def labels_as_bools(model, X, Y, right=evaluate):
    outputs, labels, accuracy = right(model, X, Y)
    return outputs, labels.bool(), accuracy


@misconception(of="evaluate", hint="Your labels are whole numbers. The text asks for 0.0 and 1.0.")
def labels_as_ints(model, X, Y, right=evaluate):
    outputs, labels, accuracy = right(model, X, Y)
    return outputs, labels.long(), accuracy


@misconception(of="evaluate", hint="Your outputs still require grad: they drag the whole graph along.")
def outputs_with_their_graph(model, X, Y, right=evaluate):
    _, labels, accuracy = right(model, X, Y)
    return model(X), labels, accuracy


@misconception(of="evaluate", hint="You gave the labels twice. What did the network say before they were made?")
def labels_for_outputs(model, X, Y, right=evaluate):
    _, labels, accuracy = right(model, X, Y)
    return labels, labels, accuracy


@misconception(of="evaluate", hint="The labels come first in your answer. Which order does the text have?")
def labels_first(model, X, Y, right=evaluate):
    outputs, labels, accuracy = right(model, X, Y)
    return labels, outputs, accuracy


@misconception(of="evaluate", hint="The second of the three is which rows are right. The labels are due.")
def right_rows_for_labels(model, X, Y, right=evaluate):
    outputs, labels, accuracy = right(model, X, Y)
    return outputs, (labels == Y).float(), accuracy


@misconception(of="evaluate", hint="You give two of the three things: outputs, labels, accuracy.")
def without_outputs(model, X, Y, right=evaluate):
    return right(model, X, Y)[1:]


@misconception(of="evaluate", hint="Your accuracy is in percent. It is a share, from 0.0 to 1.0.")
def accuracy_in_percent(model, X, Y, right=evaluate):
    outputs, labels, accuracy = right(model, X, Y)
    return outputs, labels, 100 * accuracy


@misconception(
    of="evaluate", hint="Your accuracy is a tensor. How does a tensor with one element become a Python number?"
)
def accuracy_as_tensor(model, X, Y, right=evaluate):
    outputs, labels, _ = right(model, X, Y)
    return outputs, labels, (labels == Y).float().mean()


@misconception(of="evaluate", hint="You count the right rows. Which share of all rows is that?")
def accuracy_as_count(model, X, Y, right=evaluate):
    outputs, labels, accuracy = right(model, X, Y)
    return outputs, labels, accuracy * len(Y)


@misconception(of="evaluate", hint="You divide by 4. Is that a number of the gate, or of the data you were given?")
def accuracy_of_four_rows(model, X, Y, right=evaluate):
    outputs, labels, accuracy = right(model, X, Y)
    return outputs, labels, accuracy * len(Y) / 4


@misconception(of="evaluate", hint="(m,) against (m, 1) becomes a square of comparisons. Print both shapes.")
def accuracy_of_a_square(model, X, Y, right=evaluate):
    outputs, labels, _ = right(model, X, Y)
    return outputs, labels, (labels.squeeze(1) == Y).float().mean().item()


@misconception(of="evaluate", hint="Your accuracy is rounded. Rounding is for printing.")
def rounded_accuracy(model, X, Y, right=evaluate):
    outputs, labels, accuracy = right(model, X, Y)
    return outputs, labels, round(accuracy, 1)


@misconception(of="evaluate", hint="Your answers are flat. Outputs and labels keep one row for each example.")
def flat_answers(model, X, Y, right=evaluate):
    outputs, labels, accuracy = right(model, X, Y)
    return outputs.flatten(), labels.flatten(), accuracy


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
def leaves_gradients(model, X, Y, right=evaluate):
    nn.BCELoss()(model(X), Y).backward()
    return right(model, X, Y)


@misconception(of="evaluate", hint="You clear the gradients. They belong to the caller; looking changes nothing.")
def clears_gradients(model, X, Y, right=evaluate):
    model.zero_grad()
    return right(model, X, Y)


@misconception(of="evaluate", hint="The model comes back in `eval` mode. Leave it as you found it.")
def stays_in_eval_mode(model, X, Y, right=evaluate):
    return right(model.eval(), X, Y)


@misconception(of="evaluate", hint="The model comes back in `train` mode. Was it in that mode before?")
def back_to_train_mode(model, X, Y, right=evaluate):
    answer = right(model.eval(), X, Y)
    model.train()
    return answer


@misconception(of="evaluate", hint="After your call nothing can be trained any more: gradients are off for everybody.")
def turns_gradients_off(model, X, Y, right=evaluate):
    torch.set_grad_enabled(False)
    return right(model, X, Y)


@misconception(of="evaluate", hint="You froze the model's parameters to be rid of the graph. They stay frozen.")
def freezes_the_model(model, X, Y, right=evaluate):
    return right(model.requires_grad_(False), X, Y)


@misconception(of="evaluate", hint="You round before you compare. Is 0.500001 greater than 0.5?")
def rounded_before_the_border(model, X, Y, right=evaluate):
    outputs, _, _ = right(model, X, Y)
    labels = (outputs.round(decimals=3) > 0.5).to(X.dtype)
    return outputs, labels, (labels == Y).double().mean().item()


@misconception(of="evaluate", hint="Your border lies a little above 0.5. Is 0.500001 greater than 0.5?")
def border_a_little_higher(model, X, Y, right=evaluate):
    outputs, _, _ = right(model, X, Y)
    labels = (outputs > 0.5001).to(X.dtype)
    return outputs, labels, (labels == Y).double().mean().item()


@misconception(of="evaluate", hint="You keep the first answer to each network. What if it has learned since then?")
def evaluated_once_for_all(model, X, Y, right=evaluate, kept={}):  # noqa: B006
    if model not in kept:
        kept[model] = right(model, X, Y)
    return kept[model]


# layer_weights --------------------------------------------------------------------------------------------------


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


@misconception(of="layer_weights", hint="The last layer is missing. Where does your loop end?")
def without_the_last_layer(model, right=layer_weights):
    return right(model)[:-1]


@misconception(of="layer_weights", hint="The biases are missing. Each layer has a pair.")
def weights_without_biases(model, right=layer_weights):
    return [weight for weight, _ in right(model)]


@misconception(of="layer_weights", hint="The bias comes first in your pairs. Which order does the text have?")
def bias_first(model, right=layer_weights):
    return [(bias, weight) for weight, bias in right(model)]


@misconception(of="layer_weights", hint="Your list begins at the output. The first layer comes first.")
def last_layer_first(model, right=layer_weights):
    return right(model)[::-1]


@misconception(of="layer_weights", hint="Your weights are transposed. PyTorch keeps them as (out, in); leave them so.")
def transposed_weights(model, right=layer_weights):
    return [(weight.T, bias) for weight, bias in right(model)]


@misconception(of="layer_weights", hint="All tensors stand in one long list. Each layer is a pair.")
def one_flat_list(model, right=layer_weights):
    return [part for pair in right(model) for part in pair]


@misconception(of="layer_weights", hint="Your weights are lists of numbers. The text asks for tensors.")
def lists_of_numbers(model, right=layer_weights):
    return [(weight.tolist(), bias.tolist()) for weight, bias in right(model)]


@misconception(of="layer_weights", hint="Your weights are rounded. Rounding is for printing.")
def rounded_weights(model, right=layer_weights):
    return [(weight.round(decimals=2), bias.round(decimals=2)) for weight, bias in right(model)]


@misconception(
    of="layer_weights", hint="The model is frozen after your call. Can you detach the copies and not the model?"
)
def freezes_to_detach(model, right=layer_weights):
    return right(model.requires_grad_(False))


@misconception(of="layer_weights", hint="You give four pairs at most. How many linear layers has a network?")
def four_pairs_at_most(model, right=layer_weights):
    return right(model)[:4]


@misconception(of="layer_weights", hint="By way of a list, double precision becomes single. What is a copy's dtype?")
def copies_by_lists(model, right=layer_weights):
    return [(torch.tensor(weight.tolist()), torch.tensor(bias.tolist())) for weight, bias in right(model)]


@misconception(
    of="layer_weights",
    hint="Looking at a network changes it: its mode, its gradients or torch's settings. What does your code touch?",
)
def weights_in_eval_mode(model, right=layer_weights):
    return right(model.eval())


@misconception(
    of="layer_weights",
    hint="Looking at a network changes it: its mode, its gradients or torch's settings. What does your code touch?",
)
def weights_without_gradients(model, right=layer_weights):
    model.zero_grad()
    return right(model)


@misconception(of="layer_weights", hint="You turn a switch of torch for all code that follows. Is it needed?")
def weights_without_grad_for_ever(model, right=layer_weights):
    torch.set_grad_enabled(False)
    return right(model)


@misconception(of="layer_weights", hint="You sort the names as texts: 10 comes before 2. In which order do they stand?")
def names_sorted_as_texts(model):
    state = model.state_dict()
    names = sorted({name.split(".")[0] for name in state})
    return [(state[f"{name}.weight"].clone(), state[f"{name}.bias"].clone()) for name in names]


@misconception(of="layer_weights", hint="You keep the first answer to each network. What if it has learned since then?")
def weights_looked_up_once(model, right=layer_weights, kept={}):  # noqa: B006
    if model not in kept:
        kept[model] = right(model)
    return kept[model]


# collapse -------------------------------------------------------------------------------------------------------


@misconception(of="collapse", hint="You add the biases up. Does a bias not go through the layers after it?")
def biases_summed(model, right=collapse):
    return right(model)[0], sum(bias for _, bias in layer_weights(model))


@misconception(of="collapse", hint="Only the last bias is left in your answer. Where did the others go?")
def last_bias_only(model, right=collapse):
    return right(model)[0], layer_weights(model)[-1][1]


@misconception(of="collapse", hint="The last bias is missing. Each layer adds its own.")
def last_bias_missing(model, right=collapse):
    W, b = right(model)
    return W, b - layer_weights(model)[-1][1]


@misconception(of="collapse", hint="The product is the wrong way round. Which layer touches x first?")
def product_turned_round(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W, b = W @ weight, weight @ b + bias
    return W, b


@misconception(of="collapse", hint="The layers come in the order from the end. Which one touches x first?")
def order_turned_round(model):
    (W, b), *later_layers = layer_weights(model)[::-1]
    for weight, bias in later_layers:
        W, b = weight @ W, weight @ b + bias
    return W, b


@misconception(
    of="collapse", hint="The bias goes through the product of all layers so far. Through which does it pass?"
)
def bias_through_the_whole_product(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W = weight @ W
        b = W @ b + bias
    return W, b


@misconception(of="collapse", hint="You multiply entry by entry. Which product joins two layers?")
def entry_by_entry(model):
    (W, b), *later_layers = layer_weights(model)
    for weight, bias in later_layers:
        W, b = weight * W, weight @ b + bias
    return W, b


@misconception(of="collapse", hint="Your W is (in, out). Which shape does a linear layer keep?")
def transposed_answer(model, right=collapse):
    W, b = right(model)
    return W.T, b


@misconception(of="collapse", hint="Your b is a column. A layer's bias is flat.")
def bias_as_a_column(model, right=collapse):
    W, b = right(model)
    return W, b.reshape(-1, 1)


@misconception(of="collapse", hint="Your b has one axis too many. A layer's bias is flat.")
def bias_as_a_row(model, right=collapse):
    W, b = right(model)
    return W, b.reshape(1, -1)


@misconception(of="collapse", hint="You join two layers. How many has the network?")
def two_layers_only(model):
    (W1, b1), (W2, b2) = layer_weights(model)[:2]
    return W2 @ W1, W2 @ b1 + b2


@misconception(of="collapse", hint="You join the first and the last layer. What do those between them do?")
def first_and_last(model):
    layers = layer_weights(model)
    (W1, b1), (W2, b2) = layers[0], layers[-1]
    return (W2 @ W1, W2 @ b1 + b2) if len(layers) > 1 else (W1, b1)


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
def sigmoid_of_the_layer(model, right=collapse):
    W, b = right(model)
    return torch.sigmoid(W), torch.sigmoid(b)


@misconception(of="collapse", hint="The network is other after your call: something in place wrote into its bias.")
def writes_into_the_network(model):
    layers = [layer for layer in model if isinstance(layer, nn.Linear)]
    W, b = layers[0].weight.data, layers[0].bias.data
    for layer in layers[1:]:
        W, b = layer.weight.data @ W, layer.bias.data.add_(layer.weight.data @ b)
    return W, b


@misconception(of="collapse", hint="Your answer is a layer. The text asks for its weight and its bias.")
def gives_a_layer(model, right=collapse):
    W, b = right(model)
    layer = nn.Linear(W.shape[1], W.shape[0])
    layer.weight, layer.bias = nn.Parameter(W), nn.Parameter(b)
    return layer


@misconception(of="collapse", hint="The bias comes first in your answer. Which order does the text have?")
def b_then_W(model, right=collapse):
    return right(model)[::-1]


@misconception(of="collapse", hint="A float64 network becomes float32 in your hands. Where does the dtype get lost?")
def always_single_precision(model, right=collapse):
    W, b = right(model)
    return W.float(), b.float()


@misconception(of="collapse", hint="Your loop takes five layers at most. How many linear layers has a network?")
def five_layers_at_most(model, right=collapse):
    linears = [layer for layer in model if isinstance(layer, nn.Linear)]
    return right(nn.Sequential(*linears[:5]))


@misconception(
    of="collapse",
    hint="Looking at a network changes it: its mode, its gradients or torch's settings. What does your code touch?",
)
def collapsed_in_eval_mode(model, right=collapse):
    return right(model.eval())


@misconception(of="collapse", hint="You turn a switch of torch for all code that follows. Is it needed?")
def collapsed_without_grad_for_ever(model, right=collapse):
    torch.set_grad_enabled(False)
    return right(model)


@misconception(of="collapse", hint="You keep the first answer to each network. What if it has learned since then?")
def collapsed_once_for_all(model, right=collapse, kept={}):  # noqa: B006
    if model not in kept:
        kept[model] = right(model)
    return kept[model]


# gradient_norms -------------------------------------------------------------------------------------------------


@misconception(
    of="gradient_norms", hint="Gradients that the model held before are in your norms. `backward` adds to them."
)
def earlier_gradients_count(model, X, Y):
    before = [None if parameter.grad is None else parameter.grad.clone() for parameter in model.parameters()]
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
def norms_as_tensors(model, X, Y, right=gradient_norms):
    return [torch.tensor(norm) for norm in right(model, X, Y)]


@misconception(of="gradient_norms", hint="Your list begins at the output. The first layer comes first.")
def output_layer_first(model, X, Y, right=gradient_norms):
    return right(model, X, Y)[::-1]


@misconception(of="gradient_norms", hint="You give one norm. There is one for each linear layer.")
def first_norm_only(model, X, Y, right=gradient_norms):
    return right(model, X, Y)[:1]


@misconception(
    of="gradient_norms", hint="There is a norm for each bias, too. One for each linear layer's weight is due."
)
def biases_have_a_norm_too(model, X, Y):
    parameters = list(model.parameters())
    return [gradient.norm().item() for gradient in torch.autograd.grad(nn.BCELoss()(model(X), Y), parameters)]


@misconception(of="gradient_norms", hint="The bias's gradient is mixed into your norms. The weight's alone is due.")
def bias_mixed_in(model, X, Y):
    gradients = torch.autograd.grad(nn.BCELoss()(model(X), Y), list(model.parameters()))
    return [
        torch.cat([weight.flatten(), bias]).norm().item()
        for weight, bias in zip(gradients[::2], gradients[1::2], strict=True)
    ]


@misconception(of="gradient_norms", hint="Your numbers are squares of norms. The last step is missing.")
def squared_norms(model, X, Y, right=gradient_norms):
    return [norm**2 for norm in right(model, X, Y)]


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
def norms_of_a_sum(model, X, Y, right=gradient_norms):
    return [norm * len(X) for norm in right(model, X, Y)]


@misconception(
    of="gradient_norms", hint="This loss puts a sigmoid of its own before the cost. The network ends with one already."
)
def norms_with_logits(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    return [gradient.norm().item() for gradient in torch.autograd.grad(nn.BCEWithLogitsLoss()(model(X), Y), weights)]


@misconception(of="gradient_norms", hint="Your call trains the network by one step. Here you only look.")
def takes_a_step(model, X, Y, right=gradient_norms):
    norms = right(model, X, Y)
    train_network(model, X, Y, 1.0, 1)
    model.zero_grad()
    return norms


@misconception(of="gradient_norms", hint="You take layer 0 and layer 2. How many linear layers has a network?")
def norms_of_two_layers(model, X, Y):
    weights = [model[k].weight for k in (0, 2) if k < len(model)]
    return [gradient.norm().item() for gradient in torch.autograd.grad(nn.BCELoss()(model(X), Y), weights)]


@misconception(of="gradient_norms", hint="You give five norms at most. How many linear layers has a network?")
def five_norms_at_most(model, X, Y, right=gradient_norms):
    return right(model, X, Y)[:5]


@misconception(of="gradient_norms", hint="Your small norms have become 0. What is small here is the point.")
def small_ones_gone(model, X, Y, right=gradient_norms):
    return [one if one > 1e-6 else 0.0 for one in right(model, X, Y)]


@misconception(of="gradient_norms", hint="Your norms are worked out in single precision. What if the model is float64?")
def norms_in_single_precision(model, X, Y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    slopes = torch.autograd.grad(nn.functional.binary_cross_entropy(model(X), Y), weights)
    return [slope.float().norm().item() for slope in slopes]


@misconception(
    of="gradient_norms",
    hint="Looking at a network changes it: its mode, its gradients or torch's settings. What does your code touch?",
)
def norms_in_eval_mode(model, X, Y, right=gradient_norms):
    return right(model.eval(), X, Y)


@misconception(of="gradient_norms", hint="The network comes back frozen. Can it still be trained after your call?")
def frozen_after_the_norms(model, X, Y, right=gradient_norms):
    answer = right(model, X, Y)
    model.requires_grad_(False)
    return answer


@misconception(of="gradient_norms", hint="You turn a switch of torch for all code that follows. Is it needed?")
def norms_with_anomalies_for_ever(model, X, Y, right=gradient_norms):
    torch.autograd.set_detect_anomaly(True)
    return right(model, X, Y)


@misconception(
    of="gradient_norms", hint="You keep the first answer to each network. What if it has learned since then?"
)
def norms_taken_once(model, X, Y, right=gradient_norms, kept={}):  # noqa: B006
    if model not in kept:
        kept[model] = right(model, X, Y)
    return kept[model]


# experiment -----------------------------------------------------------------------------------------------------


@misconception(of="experiment", hint="You seed after the network is built. When are its weights drawn?")
def seeds_too_late(question, steps=10001, seed=777, right=experiment):
    started_with = torch.initial_seed()
    result = right(question, steps, started_with)
    torch.manual_seed(seed)
    return result


@misconception(of="experiment", hint="Two calls with the same seed differ. Where do you use `seed`?")
def never_seeds(question, steps=10001, seed=777, right=experiment):
    return right(question, steps, int(torch.randint(1000, (1,))))


@misconception(of="experiment", hint="The seed is always 777. What is `seed` for?")
def always_seed_777(question, steps=10001, seed=777, right=experiment):
    return right(question, steps, 777)


@misconception(of="experiment", hint="The number of steps is always the same. What is `steps` for?")
def always_301_steps(question, steps=10001, seed=777, right=experiment):
    return right(question, 301, seed)


@misconception(of="experiment", hint="Your default is 1000 steps. How many does the lecture take?")
def default_of_1000_steps(question, steps=1000, seed=777, right=experiment):
    return right(question, steps, seed)


@misconception(of="experiment", hint="Your default seed is not the lecture's. Which one is in the text?")
def default_seed_of_one(question, steps=10001, seed=1, right=experiment):
    return right(question, steps, seed)


@misconception(of="experiment", hint="In the stub, `steps` comes before `seed`.")
def seed_before_steps(question, seed=777, steps=10001, right=experiment):
    return right(question, steps, seed)


@misconception(of="experiment", hint="q1 is trained on XOR. Which gate is it about?")
def xor_for_all(question, steps=10001, seed=777, right=experiment):
    return right("q2" if question == "q1" else question, steps, seed)


@misconception(of="experiment", hint="q2 is trained on OR. Which gate is it about?")
def or_for_one_layer(question, steps=10001, seed=777, right=experiment):
    return right("q1" if question == "q2" else question, steps, seed)


@misconception(of="experiment", hint="In q4 the sigmoid at the end is still there. What makes this question special?")
def last_sigmoid_left_in_q4(question, steps=10001, seed=777, right=experiment):
    return right("q3" if question == "q4" else question, steps, seed)


@misconception(of="experiment", hint="In q5 the hidden sigmoid is still there. What makes this question special?")
def hidden_sigmoid_left_in_q5(question, steps=10001, seed=777, right=experiment):
    return right("q3" if question == "q5" else question, steps, seed)


@misconception(of="experiment", hint="q4 and q5 have their switches swapped. Which one lacks the last sigmoid?")
def q4_and_q5_swapped(question, steps=10001, seed=777, right=experiment):
    return right({"q4": "q5", "q5": "q4"}.get(question, question), steps, seed)


@misconception(of="experiment", hint="Several of your networks have the layers (2, 2, 1). What does each question say?")
def one_network_for_all(question, steps=10001, seed=777, right=experiment):
    return right("q3" if question in ("q6", "q7") else question, steps, seed)


@misconception(of="experiment", hint="Your q7 has a layer too few. How many sizes does its text list?")
def q7_one_layer_short(question, steps=10001, seed=777, right=experiment):
    before = QUESTIONS["q7"]
    QUESTIONS["q7"] = ("xor", [2, 2, 2, 2, 1], True, True)
    result = right(question, steps, seed)
    QUESTIONS["q7"] = before
    return result


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
    looked = {"weights": layer_weights(model), "outputs": outputs.flatten().tolist(), "accuracy": accuracy}
    return {**looked, "costs": costs, "error": error}


@misconception(of="experiment", hint="Your outputs are zeros and ones. What did the network say before rounding?")
def outputs_as_labels(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "outputs": [float(output > 0.5) for output in result["outputs"]]}


@misconception(of="experiment", hint="Your outputs are a tensor. The text asks for three floats.")
def outputs_as_tensor(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "outputs": torch.tensor(result["outputs"])}


@misconception(of="experiment", hint="Each of your outputs is a list of one number. The text asks for three floats.")
def outputs_nested(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "outputs": [[output] for output in result["outputs"]]}


@misconception(
    of="experiment", hint="Your outputs are those of the untrained network. What comes first: training or looking?"
)
def outputs_before_training(question, steps=10001, seed=777, right=experiment):
    return {**right(question, steps, seed), "outputs": right(question, 0, seed)["outputs"]}


@misconception(of="experiment", hint="The weights you give are those before the training. Copies do not follow it.")
def weights_before_training(question, steps=10001, seed=777, right=experiment):
    return {**right(question, steps, seed), "weights": right(question, 0, seed)["weights"]}


@misconception(of="experiment", hint="The learning rate of your training is not 1.0. Which rate is the lecture's?")
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


@misconception(of="experiment", hint="In q4 the error flies out of your function. Who catches it?")
def lets_the_error_out(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    if result["error"]:
        raise RuntimeError(result["error"])
    return result


@misconception(of="experiment", hint="The error is caught, but its text is lost. What should stand under `error`?")
def swallows_the_error(question, steps=10001, seed=777, right=experiment):
    return {**right(question, steps, seed), "error": None}


@misconception(of="experiment", hint="Under `error` stands the error itself. Its text is due.")
def the_error_itself(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "error": result["error"] and RuntimeError(result["error"])}


@misconception(of="experiment", hint="Under `error` stands the kind of the error. What does the error say?")
def kind_of_the_error(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "error": result["error"] and "RuntimeError"}


@misconception(of="experiment", hint="Under `error` stands True or False. The error's text, or None, is due.")
def error_yes_or_no(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "error": result["error"] is not None}


@misconception(of="experiment", hint="Where no error came, yours says an empty text. What stands for “nothing”?")
def empty_text_for_no_error(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "error": result["error"] or ""}


@misconception(
    of="experiment", hint="After the error your costs are None. Which costs are due when the training stopped?"
)
def no_costs_after_the_error(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "costs": None if result["error"] else result["costs"]}


@misconception(
    of="experiment", hint="After the error you look no further. Weights, outputs and accuracy are due all the same."
)
def nothing_after_the_error(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "weights": [], "outputs": [], "accuracy": 0.0} if result["error"] else result


@misconception(of="experiment", hint="A name that is no question gives a KeyError. Which error does the text ask for?")
def key_error_for_another_name(question, steps=10001, seed=777, right=experiment):
    QUESTIONS[question]
    return right(question, steps, seed)


@misconception(of="experiment", hint="A name that is no question becomes an `error` in the dict. It is to be raised.")
def error_in_the_dict_for_another_name(question, steps=10001, seed=777, right=experiment):
    try:
        return right(question, steps, seed)
    except ValueError as wrong:
        return {"weights": [], "outputs": [], "accuracy": 0.0, "costs": [], "error": str(wrong)}


@misconception(of="experiment", hint="Your accuracy is in percent. It is a share, from 0.0 to 1.0.")
def experiment_in_percent(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "accuracy": 100 * result["accuracy"]}


@misconception(of="experiment", hint="Your accuracy is that of the other gate. On which gate was the network trained?")
def accuracy_on_the_other_gate(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "accuracy": 0.75 if question == "q1" else 1 - result["accuracy"]}


@misconception(of="experiment", hint="Your outputs are rounded. Rounding is for printing.")
def rounded_outputs(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "outputs": [round(output, 3) for output in result["outputs"]]}


@misconception(of="experiment", hint="Your weights still require grad. Which function of yours gives detached copies?")
def weights_with_their_graph(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    weights = [(weight.requires_grad_(), bias.requires_grad_()) for weight, bias in result["weights"]]
    return {**result, "weights": weights}


@misconception(of="experiment", hint="You keep the last cost alone. The text asks for the list of `train_network`.")
def last_cost_for_costs(question, steps=10001, seed=777, right=experiment):
    result = right(question, steps, seed)
    return {**result, "costs": result["costs"][-1:]}


@misconception(of="experiment", hint="You switch something on in torch for all code that follows. Seeding is enough.")
def deterministic_for_ever(question, steps=10001, seed=777, right=experiment):
    torch.use_deterministic_algorithms(True)
    return right(question, steps, seed)


@misconception(of="experiment", hint="Your default is one step more than the lecture's. How many does it take?")
def default_of_one_step_more(question, steps=10002, seed=777, right=experiment):
    return right(question, steps, seed)


@misconception(of="experiment", hint="Names that are nearly a question count as one. What is due for another name?")
def questions_in_any_dress(question, steps=10001, seed=777, right=experiment):
    return right(question.lower().strip(), steps, seed)


@misconception(of="experiment", hint="Names that are nearly a question count as one. What is due for another name?")
def questions_by_number(question, steps=10001, seed=777, right=experiment):
    return right(question if question.startswith("q") else "q" + question, steps, seed)


# ANSWERS: no hint here tells which letter is wrong; the hidden suite explains that, question by question ---------


@misconception(of="ANSWERS", value=True, hint="A question is without a letter. All seven are asked for.")
def one_letter_missing(right=ANSWERS):
    return {**right, "q7": "?"}


@misconception(of="ANSWERS", value=True, hint="All your letters are the same. Each question has its own reason.")
def always_the_same():
    return dict.fromkeys(QUESTIONS, "a")


@misconception(of="ANSWERS", value=True, hint="Your answers are numbers. The text asks for the letters a to d.")
def numbers_for_letters(right=ANSWERS):
    return {question: "abcd".index(letter) + 1 for question, letter in right.items()}


@misconception(of="ANSWERS", value=True, hint="Your answers stand in a list. A dict is due, from question to letter.")
def a_list_of_letters(right=ANSWERS):
    return list(right.values())


@misconception(of="ANSWERS", value=True, hint="Depth alone does not decide. Look at all seven results side by side.")
def more_layers_are_always_better(right=ANSWERS):
    return {**right, "q3": "a", "q6": "b", "q7": "a"}


@misconception(
    of="ANSWERS", value=True, hint="When did the costs last move? What would more steps or another rate change?"
)
def it_only_needs_more_training(right=ANSWERS):
    return {**right, "q1": "d", "q2": "b", "q7": "d"}
