"""Wrong ways through s7_networks, each with the hint that helps."""

# ruff: noqa: F403, F405  (the hints that the sections share)

from hints import *

from grader.course.generic_mistakes import LOOKING, SETTING
from grader.suite import generic_mistakes, misconceptions

WHOLE_NUMBERS = "Your numbers are whole. `BCELoss` compares floats with floats: which dtype does the docstring name?"
NEARLY_A_NAME = "A name that is nearly right is still a different name. What should happen for it?"
FOUR_ROWS = "Your outputs are in one row. The four examples should be below each other: (4, 1)."
STEPS_IGNORED = "Another number of steps changes nothing. Where do you use `steps`?"
LOSS_WITH_LOGITS = "This loss applies a sigmoid of its own. The network ends with one already."
PROBABILITIES = "Your cost is a different one. Which cost belongs to probabilities?"
SINGLE_MODEL = "Your code computes in float32. What if the model is float64?"
COPIES = "Your tensors still belong to the model: they share its memory or its graph. How do you copy and detach?"
TOO_FEW_LAYERS = "Your answer does not have all layers. How many linear layers does a network have?"
LAST_FIRST = "Your list starts at the output. Which layer comes first?"
A_NORM = "A norm squares, adds, and takes the root. Which of these steps is missing?"

generic_mistakes("printed", of="truth_table train_network evaluate layer_weights collapse gradient_norms")
generic_mistakes("gradients_off", of="truth_table evaluate layer_weights collapse")
generic_mistakes("in_eval_mode", of="layer_weights collapse gradient_norms")
generic_mistakes("gradients_cleared", "frozen", of="evaluate layer_weights")
generic_mistakes("in_single_precision", of="collapse", hint=SINGLE_MODEL)
generic_mistakes("first_rows", of="train_network evaluate")

misconceptions(
    "truth_table",
    {
        "One slide lists (1, 0) before (0, 1). Which order does the docstring have?": [
            ("[0, 1], [1, 0]", "[1, 0], [0, 1]")
        ],
        WHOLE_NUMBERS: [("return X, Y", "return X.long(), Y.long()"), ("return X, Y", "return X, Y.long()")],
        "NumPy's numbers are float64. Which dtype does the docstring name?": [
            ("return X, Y", "return X.double(), Y.double()")
        ],
        FOUR_ROWS: [("return X, Y", "return X, Y.flatten()"), ("return X, Y", "return X, Y.T")],
        "XOR is 1 where exactly one of the two inputs is 1. What is it at (1, 1)?": [("[0, 1, 1, 0]", "[0, 1, 1, 1]")],
        "Your XOR is 1 where the two inputs are equal. Where should it be 1?": [("[0, 1, 1, 0]", "[1, 0, 0, 1]")],
        "NAND is the opposite of AND. Is yours the opposite of OR?": [("[1, 1, 1, 0]", "[1, 0, 0, 0]")],
        "For a name that is no gate, your function raises a KeyError. Which error does the docstring name?": [
            ("gate not in outputs", "False")
        ],
        "Every name that you do not know becomes NAND. What should happen for it?": [
            [("gate not in outputs", "False"), ("outputs[gate]", "outputs.get(gate, outputs['nand'])")]
        ],
        "For a name that is no gate, your function returns None. Which error should it raise?": [
            ("if gate not in outputs:", "if gate not in outputs:\n        return None\n    if False:")
        ],
        NEARLY_A_NAME: [
            [
                ("gate not in outputs", "gate not in 'nand or xor'"),
                ("outputs[gate]", "outputs.get(gate, outputs['nand'])"),
            ],
            ("if gate", "gate = gate.lower().strip()\n    if gate"),
            (
                "if gate",
                "gate = next((one for one in ('nand', 'xor', 'and', 'or') if gate.endswith(one)), gate)\n    if gate",
            ),
        ],
        "Your table has a gate that nobody asks for. What should happen for its name?": [
            ("[1, 1, 1, 0]}", "[1, 1, 1, 0], 'nor': [1, 0, 0, 0]}")
        ],
    },
)
misconceptions(
    "build_network",
    {
        NO_LAYER_BIAS: [("sizes[k])", "sizes[k], bias=False)")],
        "There is always a sigmoid at the end. What is `output_sigmoid` for?": [("if output_sigmoid if", "if True if")],
        "There is always a sigmoid between the layers. What is `hidden_sigmoid` for?": [
            ("else hidden_sigmoid", "else True")
        ],
        "Your two switches do each other's work. Which sigmoids are the hidden ones?": [
            ("output_sigmoid if k == last else hidden_sigmoid", "hidden_sigmoid if k == last else output_sigmoid")
        ],
        "`hidden_sigmoid=False` also removes the sigmoid at the end. Should it?": [
            ("output_sigmoid if k", "(hidden_sigmoid and output_sigmoid) if k")
        ],
        "`output_sigmoid=False` also removes the sigmoids between the layers. Should it?": [
            ("else hidden_sigmoid", "else hidden_sigmoid and output_sigmoid")
        ],
        "Your two switches have changed places. Which one does the stub name first?": [
            ("hidden_sigmoid: bool = True, output_sigmoid: bool = True", "output_sigmoid=True, hidden_sigmoid=True")
        ],
        "Your network has no sigmoids by default. What are the defaults of the two switches?": [
            ("hidden_sigmoid: bool = True, output_sigmoid: bool = True", "hidden_sigmoid=False, output_sigmoid=False")
        ],
        "Your network always has the lecture's sizes. Where do you use `sizes`?": [
            ("last =", "sizes = [2, 2, 1]\n    last =")
        ],
        "Your network always has two linear layers. How many does `sizes` ask for?": [
            ("last =", "sizes = [sizes[0], sizes[1], sizes[-1]]\n    last =")
        ],
        "One layer is missing: k sizes make k - 1 layers. Where does your loop end?": [
            ("last =", "sizes = sizes[: max(2, len(sizes) - 1)]\n    last =")
        ],
        "Your deep networks have too few layers. How many does `sizes` ask for?": [
            ("last =", "sizes = [*sizes[:5], sizes[-1]] if len(sizes) > 6 else sizes\n    last =")
        ],
        "Your layers are in the order from the end. Which size belongs to the input?": [
            ("last =", "sizes = sizes[::-1]\n    last =")
        ],
        "There is a ReLU between your layers. Which function does the docstring name?": [
            ("nn.Sigmoid()", "nn.Sigmoid() if k == last else nn.ReLU()")
        ],
        "There is a tanh between your layers: it goes from -1 to 1. Where does a sigmoid go?": [
            ("nn.Sigmoid()", "nn.Sigmoid() if k == last else nn.Tanh()")
        ],
        SOFTMAX_OF_ONE: [("nn.Sigmoid()", "nn.Softmax(dim=1) if k == last else nn.Sigmoid()")],
        SIGMOID_TWICE: [
            ("layers.append(nn.Sigmoid())", "layers.extend(nn.Sigmoid() for _ in range(2 if k == last else 1))")
        ],
        "There is a sigmoid before your first layer. Which layer sees the inputs first?": [
            ("Module] = []", "Module] = [nn.Sigmoid()] if hidden_sigmoid else []")
        ],
        "Only your first layer has a hidden sigmoid. What follows the other hidden layers?": [
            ("else hidden_sigmoid", "else hidden_sigmoid and k == 1")
        ],
        "Two of your layers are the same object, so they share their weights. Where do you make each layer?": [
            [
                ("last =", "made = {}\n    last ="),
                (
                    "nn.Linear(sizes[k - 1], sizes[k])",
                    "made.setdefault((sizes[k - 1], sizes[k]), nn.Linear(sizes[k - 1], sizes[k]))",
                ),
            ]
        ],
        "A list of layers is no model yet. What applies them one after the other?": [
            ("nn.Sequential(*layers)", "layers"),
            ("nn.Sequential(*layers)", "nn.ModuleList(layers)"),
        ],
        "Your code changes the caller's list of sizes. Can you read it without changing it?": [
            ("return", "sizes[:] = sizes[-1:]\n    return")
        ],
        "All units of a layer start with the same weights, so they learn the same. Which line sets them?": [
            ("return", "for one in nn.ModuleList(layers).parameters():\n        nn.init.zeros_(one)\n    return")
        ],
        "Your first layer is frozen. Which line of yours stops it from learning?": [
            ("return", "layers[0].requires_grad_(False)\n    return")
        ],
        SAME_MODEL_TWICE: [
            [
                ("output_sigmoid: bool = True", "output_sigmoid: bool = True, made={}"),
                (
                    "last =",
                    "key = (*sizes, hidden_sigmoid, output_sigmoid)\n"
                    "    if key in made:\n        return made[key]\n    last =",
                ),
                ("return", "made[key] = nn.Sequential(*layers)\n    return made[key]\n    return"),
            ]
        ],
        SETTING: [("return", "torch.set_default_dtype(torch.float64)\n    return")],
    },
)
misconceptions(
    "train_network",
    {
        COST_AFTER: [
            [
                ("costs.append(cost.item())", "pass"),
                (
                    "optimizer.step()",
                    "optimizer.step()\n        costs += [criterion(model(X), Y).item()] if step % 100 == 0 else []",
                ),
            ]
        ],
        "You keep a cost at every step. At which steps does the docstring ask for one?": [("step % 100 == 0", "True")],
        "Your first cost is not the one of step 0. Where does your count start?": [
            ("range(steps)", "range(1, steps + 1)")
        ],
        LAST_COST: [("return costs", "return [*costs, criterion(model(X), Y).item()]")],
        "You return the last cost alone. Which costs does the docstring ask for?": [
            ("return costs", "return costs[-1]")
        ],
        COST_TENSORS: [("cost.item()", "cost.detach()")],
        ROUNDED: [("cost.item()", "round(cost.item(), 2)")],
        "You keep pairs of step and cost. What does the docstring ask for?": [("cost.item()", "(step, cost.item())")],
        "You return the model. The caller has it already: what does the docstring ask for?": [
            ("return costs", "return model")
        ],
        LR_IGNORED: [("lr=lr", "lr=1.0")],
        STEPS_IGNORED: [("range(steps)", "range(501)")],
        ONE_MORE: [("range(steps)", "range(steps + 1)")],
        "Your loop takes one step too few. Where does it begin, and where does it end?": [
            ("range(steps)", "range(steps - 1)"),
            ("range(steps)", "range(1, steps)"),
        ],
        "You update only every hundredth step. Which of the two happens at every step, update or cost?": [
            ("optimizer.step()", "if step % 100 == 0:\n            optimizer.step()")
        ],
        DEFAULTS: [
            ("steps: int = 10001", "steps: int = 10000"),
            ("steps: int = 10001", "steps: int = 10002"),
            ("lr: float = 1.0", "lr: float = 0.1"),
        ],
        ADAM: [("SGD", "Adam")],
        MOMENTUM: [("lr=lr", "lr=lr, momentum=0.9")],
        WEIGHT_DECAY: [("lr=lr", "lr=lr, weight_decay=0.01")],
        PROBABILITIES: [("nn.BCELoss()", "nn.MSELoss()")],
        LOSS_WITH_LOGITS: [("nn.BCELoss()", "nn.BCEWithLogitsLoss()")],
        SUM_OR_MEAN: [("nn.BCELoss()", "nn.BCELoss(reduction='sum')")],
        NO_ZERO_GRAD: [("optimizer.zero_grad()", "pass")],
        CLEARED_TOO_SOON: [("optimizer.step()", "optimizer.zero_grad()\n        optimizer.step()")],
        COPY_TRAINED: [("optimizer =", "import copy\n    model = copy.deepcopy(model)\n    optimizer =")],
        FIRST_LAYER: [[("model.parameters()", "list(model.parameters())[:2]"), ("optimizer.zero", "model.zero")]],
        "The weights learn, but the biases never change. Which parameters does the optimizer get?": [
            [
                ("model.parameters()", "[one for one in model.parameters() if one.dim() > 1]"),
                ("optimizer.zero", "model.zero"),
            ]
        ],
        ONE_BY_ONE: [
            (
                "optimizer.zero_grad()\n        cost.backward()\n        optimizer.step()",
                "for some_X, some_Y in zip(X.split(1), Y.split(1), strict=True):\n"
                "            optimizer.zero_grad()\n"
                "            criterion(model(some_X), some_Y).backward()\n"
                "            optimizer.step()",
            ),
            (
                "optimizer.zero_grad()\n        cost.backward()\n        optimizer.step()",
                "for some_X, some_Y in zip(X.split(32), Y.split(32), strict=True):\n"
                "            optimizer.zero_grad()\n"
                "            criterion(model(some_X), some_Y).backward()\n"
                "            optimizer.step()",
            ),
        ],
        OVERWRITTEN: [
            (
                "criterion =",
                "for one in model.modules():\n"
                "        if isinstance(one, nn.Linear):\n            one.reset_parameters()\n    criterion =",
            )
        ],
        STOPS_EARLY: [
            ("optimizer.zero_grad()", "if cost.item() < 0.01:\n            break\n        optimizer.zero_grad()"),
            ("optimizer.step()", "optimizer.step()\n        if cost.item() < 1e-5:\n            break"),
            ("range(steps)", "range(min(steps, 1000))"),
        ],
        EVAL_MODE: [("return costs", "model.eval()\n    return costs")],
        CALLERS_DATA: [("return costs", "X -= X.mean()\n    return costs")],
        SINGLE_MODEL: [
            ("criterion =", "X, Y = X.float(), Y.float()\n    criterion ="),
            [
                (
                    "criterion =",
                    "dtype = X.dtype\n    model, X, Y = model.float(), X.float(), Y.float()\n    criterion =",
                ),
                ("return costs", "model.to(dtype)\n    return costs"),
            ],
        ],
        RATE_CHANGES: [
            (
                "optimizer.step()",
                "optimizer.step()\n        optimizer.param_groups[0]['lr'] = lr if step < 500 else lr / 2",
            ),
            ("optimizer.step()", "optimizer.step()\n        optimizer.param_groups[0]['lr'] = lr * (1 - step * 1e-6)"),
        ],
        "You add a small number before the logarithm. What does it do to the gradient?": [
            ("criterion(model(X), Y)", "-(Y * (model(X) + 1e-7).log() + (1 - Y) * (1 - model(X) + 1e-7).log()).mean()")
        ],
        "You shorten a gradient that is long. Does plain SGD do that?": [
            ("cost.backward()", "cost.backward()\n        nn.utils.clip_grad_norm_(model.parameters(), 1.0)")
        ],
        SETTING: [("criterion =", "torch.autograd.set_detect_anomaly(True)\n    criterion =")],
    },
)
misconceptions(
    "evaluate",
    {
        "Without its last sigmoid a network gives any number. What does rounding make of 1.7?": [
            ("(outputs > 0.5).float()", "outputs.round()")
        ],
        "At exactly 0.5 your label is 1. Is 0.5 greater than 0.5?": [("> 0.5", ">= 0.5")],
        "Your border is a little above 0.5, or you round first. Is 0.500001 greater than 0.5?": [
            ("outputs > 0.5", "outputs.round(decimals=3) > 0.5"),
            ("> 0.5", "> 0.5001"),
        ],
        "Your labels are True and False. The docstring asks for 0.0 and 1.0.": [
            ("return outputs, labels", "return outputs, labels.bool()")
        ],
        "Your labels are whole numbers. The docstring asks for 0.0 and 1.0.": [
            ("return outputs, labels", "return outputs, labels.long()")
        ],
        "Your outputs still require grad. Where do you compute them?": [("return outputs", "return model(X)")],
        "You return the labels twice. What does the network say before you make labels of it?": [
            ("return outputs", "return labels")
        ],
        SWAPPED: [("return outputs, labels", "return labels, outputs")],
        "You return which rows are right. What are the labels?": [
            ("return outputs, labels", "return outputs, (labels == Y).float()")
        ],
        "You return two things. Which three does the docstring name?": [("return outputs, ", "return ")],
        "Your accuracy is in percent. An accuracy is between 0.0 and 1.0.": [
            ("labels, accuracy", "labels, 100 * accuracy")
        ],
        "You count the right rows. Which share of all rows is that?": [
            ("labels, accuracy", "labels, accuracy * len(Y)")
        ],
        "You divide by 4. How many rows does the data have?": [("labels, accuracy", "labels, accuracy * len(Y) / 4")],
        "Your accuracy is a tensor. How do you get a Python number out of it?": [(".item()", "")],
        BROADCAST: [("(labels == Y)", "(labels.squeeze(1) == Y)")],
        ROUNDED: [("labels, accuracy", "labels, round(accuracy, 1)")],
        ONE_ROW_EACH: [("return outputs, labels", "return outputs.flatten(), labels.flatten()")],
        "You compare with 0. That is the border for numbers before the sigmoid: which one do you have here?": [
            ("> 0.5", "> 0")
        ],
        "You apply one more sigmoid to the outputs. The network ends with one already.": [
            ("model(X)", "torch.sigmoid(model(X))")
        ],
        LOOKING: [
            ("with torch", "nn.BCELoss()(model(X), Y).backward()\n    with torch"),
            [("with torch", "model.eval()\n    with torch"), ("return", "model.train()\n    return")],
        ],
        KEPT: [
            [
                ("Y: Tensor", "Y: Tensor, kept={}"),
                ("with torch", "if model in kept:\n        return kept[model]\n    with torch"),
                ("return", "kept[model] = outputs, labels, accuracy\n    return"),
            ]
        ],
    },
)
misconceptions(
    "layer_weights",
    {
        COPIES: [
            [("weight.detach().clone()", "weight.detach()"), ("bias.detach().clone()", "bias.detach()")],
            [("weight.detach().clone()", "weight.data"), ("bias.detach().clone()", "bias.data")],
            [("weight.detach().clone()", "weight"), ("bias.detach().clone()", "bias")],
            [("weight.detach().clone()", "weight.clone()"), ("bias.detach().clone()", "bias.clone()")],
            ("bias.detach().clone()", "bias.detach()"),
        ],
        "You take every second layer. Is there always a sigmoid between two linear layers?": [
            ("in linears", "in model[::2]")
        ],
        "The last layer is missing. Where does your loop end?": [("in linears", "in linears[:-1]")],
        TOO_FEW_LAYERS: [
            ("in linears", "in [model[k] for k in (0, 2) if k < len(model)]"),
            ("in linears", "in linears[:4]"),
        ],
        "Each layer has a pair. Where are the biases?": [(", layer.bias.detach().clone()", "")],
        SWAPPED: [
            (
                "(layer.weight.detach().clone(), layer.bias.detach().clone())",
                "(layer.bias.detach().clone(), layer.weight.detach().clone())",
            )
        ],
        LAST_FIRST: [("in linears", "in linears[::-1]")],
        "Your weights are transposed. PyTorch keeps them as (out, in).": [("weight.detach()", "weight.detach().T")],
        "All your tensors are in one long list. Each layer should be a pair.": [
            [("return [(", "return [one for pair in [("), ("in linears]", "in linears] for one in pair]")]
        ],
        "Your weights are lists of numbers. Can they stay tensors?": [
            [("weight.detach().clone()", "weight.tolist()"), ("bias.detach().clone()", "bias.tolist()")]
        ],
        ROUNDED: [
            [
                ("weight.detach()", "weight.detach().round(decimals=2)"),
                ("bias.detach()", "bias.detach().round(decimals=2)"),
            ]
        ],
        THROUGH_SINGLE: [
            [
                ("layer.weight.detach().clone()", "torch.tensor(layer.weight.tolist())"),
                ("layer.bias.detach().clone()", "torch.tensor(layer.bias.tolist())"),
            ]
        ],
        "You sort the names as texts, so 10 comes before 2. In which order are the layers applied?": [
            "state = model.state_dict()\nnames = sorted({name.split('.')[0] for name in state})\n"
            "return [(state[f'{name}.weight'].clone(), state[f'{name}.bias'].clone()) for name in names]"
        ],
        KEPT: [
            [
                ("model: nn.Sequential", "model: nn.Sequential, kept={}"),
                ("return [", "if model not in kept:\n        kept[model] = ["),
                ("in linears]", "in linears]\n    return kept[model]"),
            ]
        ],
    },
)
misconceptions(
    "collapse",
    {
        "You only add the biases up. What do the later layers do to a bias?": [("weight @ b + bias", "b + bias")],
        "Only the last bias is in your answer. Where are the others?": [("weight @ b + bias", "bias")],
        "The last bias is missing. Each layer adds its own.": [
            ("return W, b", "return W, b - layer_weights(model)[-1][1]")
        ],
        "Your bias goes through the product of all layers so far. Which layers come after it?": [
            ("W, b = weight @ W, weight @ b + bias", "W = weight @ W\n        b = W @ b + bias")
        ],
        "Your product has the wrong order. Which layer sees x first?": [
            ("weight @ W", "W @ weight"),
            ("layer_weights(model)", "layer_weights(model)[::-1]"),
        ],
        "You multiply entry by entry. Which product joins two layers?": [("weight @ W", "weight * W")],
        "Your W is (in, out). Which shape does the weight of a linear layer have?": [("return W", "return W.T")],
        "Your b has two axes. Which shape does the bias of a linear layer have?": [
            ("return W, b", "return W, b.reshape(-1, 1)"),
            ("return W, b", "return W, b.reshape(1, -1)"),
        ],
        "You join two layers. How many linear layers does the network have?": [
            ("in later_layers:", "in later_layers[:1]:")
        ],
        "You join the first and the last layer. What do the layers between them do?": [
            ("in later_layers:", "in later_layers[-1:]:")
        ],
        TOO_FEW_LAYERS: [("in later_layers:", "in later_layers[:4]:")],
        "You read W and b from the network's outputs. What does a sigmoid at the end do to them?": [
            "n = next(model.parameters()).shape[1]\nwith torch.no_grad():\n    b = model(torch.zeros(1, n))[0]\n"
            "    return (model(torch.eye(n)) - b).T, b"
        ],
        "You apply a sigmoid to W and b. The docstring asks for the layer before the output sigmoid.": [
            ("return W, b", "return torch.sigmoid(W), torch.sigmoid(b)")
        ],
        "Your code changes the network's own weights. Which line writes into them?": [
            [
                (
                    "layer_weights(model)",
                    "[(one.weight.data, one.bias.data) for one in model if isinstance(one, nn.Linear)]",
                ),
                ("weight @ b + bias", "bias.add_(weight @ b)"),
            ]
        ],
        "Your answer is a layer. Can you return its weight and its bias?": [
            (
                "return W, b",
                "layer = nn.Linear(W.shape[1], W.shape[0])\n"
                "    layer.weight, layer.bias = nn.Parameter(W), nn.Parameter(b)\n    return layer",
            )
        ],
        SWAPPED: [("return W, b", "return b, W")],
        KEPT: [
            [
                ("model: nn.Sequential", "model: nn.Sequential, kept={}"),
                ("return W, b", "kept.setdefault(model, (W, b))\n    return kept[model]"),
            ]
        ],
    },
)
misconceptions(
    "gradient_norms",
    {
        "Gradients from before the call are in your norms. What does `backward()` do with an old gradient?": [
            (
                "torch.autograd.grad(cost, weights)",
                "[new + (0 if one.grad is None else one.grad)"
                " for one, new in zip(weights, torch.autograd.grad(cost, weights), strict=True)]",
            )
        ],
        "Your call leaves gradients in `.grad`. Who clears them, also those of the biases?": [
            [
                ("cost = nn.BCELoss()(model(X), Y)", "model.zero_grad()\n    nn.BCELoss()(model(X), Y).backward()"),
                ("torch.autograd.grad(cost, weights)", "[weight.grad for weight in weights]"),
            ],
            [
                ("cost = nn.BCELoss()(model(X), Y)", "model.zero_grad()\n    nn.BCELoss()(model(X), Y).backward()"),
                ("return [gradient", "norms = [gradient"),
                (
                    "torch.autograd.grad(cost, weights)]",
                    "[weight.grad for weight in weights]]\n"
                    "    for weight in weights:\n        weight.grad = None\n    return norms",
                ),
            ],
        ],
        "Your norms are tensors. How do you get a Python number out of a tensor?": [(".item()", "")],
        LAST_FIRST: [("weights)]", "weights)][::-1]")],
        TOO_FEW_LAYERS: [
            ("weights)]", "weights)][:1]"),
            ("weights)]", "weights)][:5]"),
            ("layer in model.modules() if isinstance(layer, nn.Linear)", "layer in model[:3:2]"),
        ],
        "Your norms contain the biases. The docstring asks for each linear layer's weight alone.": [
            ("[layer.weight for layer in model.modules() if isinstance(layer, nn.Linear)]", "list(model.parameters())"),
            [
                (
                    "[layer.weight for layer in model.modules() if isinstance(layer, nn.Linear)]",
                    "list(model.parameters())",
                ),
                (
                    "return [gradient.norm()",
                    "slopes = torch.autograd.grad(cost, weights)\n    return [torch.cat([W.flatten(), b]).norm()",
                ),
                (
                    "gradient in torch.autograd.grad(cost, weights)",
                    "W, b in zip(slopes[::2], slopes[1::2], strict=True)",
                ),
            ],
        ],
        A_NORM: [
            (".item()", ".item() ** 2"),
            ("gradient.norm()", "gradient.abs().sum()"),
            ("gradient.norm()", "gradient.abs().mean()"),
            ("gradient.norm()", "gradient.abs().max()"),
        ],
        "Your norms are those of the weights. How strongly does the cost pull at them?": [
            ("torch.autograd.grad(cost, weights)", "weights")
        ],
        PROBABILITIES: [("nn.BCELoss", "nn.MSELoss")],
        SLOPES_SUMMED: [(".item()", ".item() * len(X)")],
        LOSS_WITH_LOGITS: [("nn.BCELoss", "nn.BCEWithLogitsLoss")],
        "Your call trains the network by one step. Here you only look at the gradients.": [
            [
                ("return [", "norms = ["),
                (
                    "weights)]",
                    "weights)]\n    train_network(model, X, Y, 1.0, 1)\n    model.zero_grad()\n    return norms",
                ),
            ]
        ],
        "Your small norms are 0. How small can a gradient be at the first layer?": [
            (".item()", ".item() * (gradient.norm() > 1e-6).item()")
        ],
        SINGLE_MODEL: [("gradient.norm()", "gradient.float().norm()")],
        LOOKING: [
            [("return [", "norms = ["), ("weights)]", "weights)]\n    model.requires_grad_(False)\n    return norms")]
        ],
        SETTING: [("weights =", "torch.autograd.set_detect_anomaly(True)\n    weights =")],
        KEPT: [
            [
                ("Y: Tensor", "Y: Tensor, kept={}"),
                ("return [", "if model not in kept:\n        kept[model] = ["),
                ("weights)]", "weights)]\n    return kept[model]"),
            ]
        ],
    },
)
misconceptions(
    "experiment",
    {
        "Two calls with the same seed differ. Do you set the seed before the network draws its weights?": [
            [("torch.manual_seed(seed)", "pass"), ("costs, error", "torch.manual_seed(seed)\n    costs, error")],
            ("torch.manual_seed(seed)", "pass"),
        ],
        "Your seed is always the same. Where do you use `seed`?": [("manual_seed(seed)", "manual_seed(777)")],
        STEPS_IGNORED: [("steps=steps", "steps=301")],
        DEFAULTS: [
            ("steps: int = 10001", "steps: int = 1000"),
            ("steps: int = 10001", "steps: int = 10002"),
            ("seed: int = 777", "seed: int = 1"),
        ],
        "Your parameters have a different order. Which order does the stub have?": [
            ("steps: int = 10001, seed: int = 777", "seed: int = 777, steps: int = 10001")
        ],
        "You train q1 on XOR. Which gate does q1 ask about?": [
            ("QUESTIONS[question]", "QUESTIONS['q2' if question == 'q1' else question]")
        ],
        "You train q2 on OR. Which gate does q2 ask about?": [
            ("QUESTIONS[question]", "QUESTIONS['q1' if question == 'q2' else question]")
        ],
        "Your q4 still has a sigmoid at the end. What is special about this question?": [
            ("QUESTIONS[question]", "QUESTIONS['q3' if question == 'q4' else question]")
        ],
        "Your q5 still has a hidden sigmoid. What is special about this question?": [
            ("QUESTIONS[question]", "QUESTIONS['q3' if question == 'q5' else question]")
        ],
        "q4 and q5 have each other's network. Which one has no sigmoid at the end?": [
            ("QUESTIONS[question]", "QUESTIONS[{'q4': 'q5', 'q5': 'q4'}.get(question, question)]")
        ],
        "Several of your networks have the layers (2, 2, 1). Which sizes does each question have?": [
            ("QUESTIONS[question]", "QUESTIONS['q3' if question in ('q6', 'q7') else question]")
        ],
        "Your q7 has one layer too few. How many sizes does it have?": [
            ("X, Y =", "sizes = [2, 2, 2, 2, 1] if question == 'q7' else sizes\n    X, Y =")
        ],
        "Your outputs are those at (0, 0), (0, 1), (0.5, 0.5). Which input is the second one?": [
            ("[1.0, 0.0]", "[0.0, 1.0]")
        ],
        "Your outputs are those of the gate's rows. Which three points does the docstring name?": [
            ("torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])", "X")
        ],
        "Your outputs are zeros and ones. What does the network say before you round?": [
            ('"outputs": outputs', '"outputs": [float(one > 0.5) for one in outputs]')
        ],
        "Your outputs are a tensor. The docstring asks for three floats.": [(".tolist()", "")],
        "Each of your outputs is a list with one number. The docstring asks for three floats.": [(".flatten()", "")],
        "Your outputs are those of the untrained network. When do you look at it?": [
            [
                (
                    "try:",
                    "points = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])\n"
                    "    before = model(points).flatten().tolist()\n    try:",
                ),
                ('"outputs": outputs', '"outputs": before'),
            ]
        ],
        "Your weights are those of the untrained network. When do you copy them?": [
            [
                ("try:", "before = layer_weights(model)\n    try:"),
                ('"weights": layer_weights(model)', '"weights": before'),
            ]
        ],
        "Your training has a different learning rate. Which one is the default of `train_network`?": [
            ("steps=steps", "lr=0.1, steps=steps")
        ],
        "In q4 your function raises an error. Where can you catch it?": [("error = str(stopped)", "raise")],
        "After the error your costs are None. What should they be when the training stops?": [
            ('"costs": costs', '"costs": None if error else costs')
        ],
        "After the error you look no further. The docstring still asks for weights, outputs and accuracy.": [
            (
                "error = str(stopped)",
                "return {'weights': [], 'outputs': [], 'accuracy': 0.0, 'costs': [], 'error': str(stopped)}",
            )
        ],
        "You catch the error, but you lose its text. What should `error` hold?": [("error = str(stopped)", "pass")],
        "Your `error` is the exception itself. The docstring asks for its text.": [("str(stopped)", "stopped")],
        "Your `error` is the type of the error. What does the error say?": [("str(stopped)", "type(stopped).__name__")],
        "Your `error` is True or False. The docstring asks for the error's text, or None.": [
            ('"error": error', '"error": error is not None')
        ],
        "Without an error, your `error` is an empty text. What means “nothing” in Python?": [("[], None", "[], ''")],
        "For a name that is no question, your function raises a KeyError. Which error does the docstring name?": [
            ("question not in QUESTIONS", "False")
        ],
        "For a name that is no question, your function returns a dict. Which error should it raise?": [
            (
                "if question not in QUESTIONS:",
                "if question not in QUESTIONS:\n"
                "        return {'weights': [], 'outputs': [], 'accuracy': 0.0, 'costs': [], 'error': question}\n"
                "    if False:",
            )
        ],
        NEARLY_A_NAME: [
            ("if question", "question = question.lower().strip()\n    if question"),
            ("if question", "question = question if question.startswith('q') else 'q' + question\n    if question"),
        ],
        "Your accuracy is in percent. An accuracy is between 0.0 and 1.0.": [
            ('"accuracy": accuracy', '"accuracy": 100 * accuracy')
        ],
        "Your accuracy belongs to a different gate. On which gate do you train the network?": [
            ("evaluate(model, X, Y)", "evaluate(model, *truth_table('xor' if gate == 'or' else 'or'))")
        ],
        ROUNDED: [('"outputs": outputs', '"outputs": [round(one, 3) for one in outputs]')],
        "Your weights still require grad. Which function of yours gives detached copies?": [
            (
                '"weights": layer_weights(model)',
                '"weights": [(W.requires_grad_(), b.requires_grad_()) for W, b in layer_weights(model)]',
            )
        ],
        "You keep the last cost alone. Which costs does `train_network` give?": [
            ('"costs": costs', '"costs": costs[-1:]')
        ],
        SETTING: [("torch.manual_seed", "torch.use_deterministic_algorithms(True)\n    torch.manual_seed")],
    },
)
misconceptions(
    "ANSWERS",
    {
        "One question has no letter. There are seven questions.": [('"q7": "b"', '"q7": "?"')],
        "All your letters are the same. Each question has its own reason.": ["dict.fromkeys(QUESTIONS, 'a')"],
        "Your answers are numbers. The docstring asks for the letters a to d.": [
            "{'q1': 3, 'q2': 1, 'q3': 4, 'q4': 2, 'q5': 3, 'q6': 1, 'q7': 2}"
        ],
        "Your answers are in a list. A dict gives each question its letter.": ["list('cadbcab')"],
        "Depth alone does not decide. Can you compare the results of all seven questions?": [
            [('"q3": "d"', '"q3": "a"'), ('"q6": "a"', '"q6": "b"'), ('"q7": "b"', '"q7": "a"')]
        ],
        "When did the costs last change? Would more steps or a different rate help?": [
            [('"q1": "c"', '"q1": "d"'), ('"q2": "a"', '"q2": "b"'), ('"q7": "b"', '"q7": "d"')]
        ],
    },
)
