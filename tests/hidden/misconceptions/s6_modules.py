"""Wrong ways through s6_modules, each with the hint that helps."""

# ruff: noqa: F403, F405  (the hints that the sections share)

from hints import *

from grader.course.generic_mistakes import LOOKING, NO_GRADIENT, SETTING
from grader.suite import generic_mistakes, misconceptions

SIZE_OF_THE_SLIDE = "Your default is a different one. How many features does the stub have?"
HIDDEN_LAYER = "Your network has a hidden layer. How many layers does the docstring ask for?"
ALL_MODULES = "Not every model is built like yours. How do you get the parameters of any module?"
ALREADY_PROBABILITIES = "The model's answers are probabilities already. Which loss expects logits?"
MAXIMUM = "`exp` of a large number is inf, and inf / inf is nan. What can you subtract before `exp`?"
DIM_IGNORED = "Another `dim` changes nothing in your answer. Where do you use it?"
LEVELS = "A Sequential can hold a Sequential that holds a Sequential. How many levels does your code open?"
OTHER_LAYERS = "There are other layers than Linear and Sigmoid. What does your code call them?"

generic_mistakes("printed", of="train_classifier count_parameters softmax cross_entropy describe_network")
generic_mistakes("printed", "without_grad", "detached", of="BinaryClassifier")
generic_mistakes("in_single_precision", of="BinaryClassifier softmax cross_entropy")
generic_mistakes("as_number", of="cross_entropy")
generic_mistakes("first_rows", of="train_classifier softmax cross_entropy")
generic_mistakes("gradients_off", of="count_parameters")
generic_mistakes("in_eval_mode", "gradients_cleared", of="count_parameters")

misconceptions(
    "BinaryClassifier",
    {
        SIZE_IGNORED: [("Linear(in_features", "Linear(8")],
        SIZE_OF_THE_SLIDE: [("= 8", "= 2")],
        NOT_SET_UP: [("super().__init__()", "pass")],
        SIGMOID_MISSING: [("self.sigmoid(self.linear(x))", "self.linear(x)"), ("self.sigmoid(self", "F.relu(self")],
        SIGMOID_TWICE: [("self.linear(x)", "self.sigmoid(self.linear(x))")],
        "Your answers are never below 0.5. What stands between the layer and the sigmoid?": [
            ("self.linear(x)", "F.relu(self.linear(x))")
        ],
        SOFTMAX_OF_ONE: [("self.sigmoid(self.linear(x))", "torch.softmax(self.linear(x), dim=1)")],
        NO_LAYER_BIAS: [("in_features, 1", "in_features, 1, bias=False")],
        MADE_IN_FORWARD: [
            [
                ("self.linear = nn.Linear(in_features, 1)", "self.n = in_features"),
                ("self.linear(x)", "nn.Linear(self.n, 1).to(x.dtype)(x)"),
            ]
        ],
        HIDDEN_IN_A_LIST: [
            [
                ("self.linear = nn.Linear(in_features, 1)", "self.layers = [nn.Linear(in_features, 1)]"),
                ("self.linear(x)", "self.layers[0](x)"),
            ]
        ],
        PLAIN_TENSORS: [
            [
                (
                    "self.linear = nn.Linear(in_features, 1)",
                    "self.W, self.b = torch.zeros(in_features, 1), torch.zeros(1)",
                ),
                ("self.linear(x)", "x @ self.W.to(x.dtype) + self.b.to(x.dtype)"),
            ]
        ],
        HIDDEN_LAYER: [
            ("nn.Linear(in_features, 1)", "nn.Sequential(nn.Linear(in_features, 4), nn.Sigmoid(), nn.Linear(4, 1))")
        ],
        "Yes and no are two classes, but they need one probability. How many outputs does your layer have?": [
            ("in_features, 1", "in_features, 2")
        ],
        ONE_ROW_EACH: [("self.linear(x))", "self.linear(x)).flatten()")],
        NO_GRADIENT: [
            ("self.linear(x))", "self.linear(x)) if self.training else self.sigmoid(self.linear(x)).detach()")
        ],
        "A decision cannot be trained. Can your model return the probability itself?": [
            ("self.sigmoid(self.linear(x))", "(self.sigmoid(self.linear(x)) >= 0.5).to(x.dtype)")
        ],
        "Your model keeps its first answer. What if other numbers come?": [
            [
                ("super().__init__()", "super().__init__()\n        self.answers = {}"),
                ("self.sigmoid(self.linear(x))", "self.answers.setdefault(x.shape, self.sigmoid(self.linear(x)))"),
            ]
        ],
        ASKS_FOR_GRADIENTS: [("linear(x)", "linear(x.requires_grad_())")],
        SETTING: [
            ("super().__init__()", "super().__init__()\n        torch.set_num_threads(torch.get_num_threads() + 1)"),
            ("return", "torch.use_deterministic_algorithms(True)\n        return"),
        ],
        NO_LIMIT: [("self.linear(x)", "self.linear(x).clamp(-10, 10)")],
    },
)
misconceptions(
    "sequential_classifier",
    {
        SAME_MODEL_TWICE: [
            [
                ("in_features: int = 8", "in_features: int = 8, made={}"),
                ("return nn.Sequential(", "if in_features not in made:\n        made[in_features] = nn.Sequential("),
                ("Sigmoid())", "Sigmoid())\n    return made[in_features]"),
            ],
            [
                ("in_features: int = 8", "in_features: int = 8, layer=nn.Linear(8, 1)"),
                ("nn.Linear(in_features, 1)", "layer if in_features == 8 else nn.Linear(in_features, 1)"),
            ],
        ],
        SETTING: [("return", "torch.set_num_threads(torch.get_num_threads() + 1)\n    return")],
        SIZE_IGNORED: [("Linear(in_features", "Linear(8")],
        SIZE_OF_THE_SLIDE: [("= 8", "= 2")],
        SIGMOID_MISSING: [(", nn.Sigmoid()", "")],
        "The layers are applied in the order in which you list them. Which one comes first?": [
            ("nn.Linear(in_features, 1), nn.Sigmoid()", "nn.Sigmoid(), nn.Linear(in_features, 1)")
        ],
        SIGMOID_TWICE: [("nn.Sigmoid()", "nn.Sigmoid(), nn.Sigmoid()")],
        NO_LAYER_BIAS: [("in_features, 1", "in_features, 1, bias=False")],
        "Your answer is a class of your own. How do you make an `nn.Sequential`?": [
            "return BinaryClassifier(in_features)"
        ],
        "A list of layers is no model yet. What applies them one after the other?": [
            "return [nn.Linear(in_features, 1), nn.Sigmoid()]"
        ],
        SOFTMAX_OF_ONE: [("nn.Sigmoid()", "nn.Softmax(dim=1)")],
        HIDDEN_LAYER: [("nn.Linear(in_features, 1)", "nn.Linear(in_features, 2), nn.Sigmoid(), nn.Linear(2, 1)")],
        "Your layer has one input and many outputs. Which number of `nn.Linear` comes first?": [
            ("in_features, 1", "1, in_features")
        ],
    },
)
misconceptions(
    "train_classifier",
    {
        OWN_OPTIMIZER: [
            (
                "model.parameters()",
                "[torch.zeros(x.shape[1], 1, requires_grad=True), torch.zeros(1, requires_grad=True)]",
            )
        ],
        COPY_TRAINED: [("optimizer =", "import copy\n    model = copy.deepcopy(model)\n    optimizer =")],
        NO_ZERO_GRAD: [("optimizer.zero_grad()", "pass")],
        COST_AFTER: [
            [
                ("history.append((cost.item(), correct.sum().item() / len(y)))", "pass"),
                (
                    "optimizer.step()",
                    "optimizer.step()\n        h = model(x)\n        correct = (h >= 0.5) == y.bool()\n"
                    "        history.append((F.binary_cross_entropy(h, y).item(), correct.sum().item() / len(y)))",
                ),
            ]
        ],
        "You take the cost before the update, and the accuracy after it. Both belong before it.": [
            [
                ("history.append((cost.item(), correct.sum().item() / len(y)))", "pass"),
                (
                    "optimizer.step()",
                    "optimizer.step()\n        correct = (model(x) >= 0.5) == y.bool()\n"
                    "        history.append((cost.item(), correct.sum().item() / len(y)))",
                ),
            ]
        ],
        ONE_MORE: [("range(epochs)", "range(epochs + 1)")],
        ONE_LESS: [("range(epochs)", "range(1, epochs)")],
        SOME_COSTS: [("return history", "return history[::10]")],
        LR_IGNORED: [("lr=lr", "lr=1.0")],
        DEFAULTS: [[("lr: float = 1.0", "lr: float = 0.1"), ("epochs: int = 100", "epochs: int = 1000")]],
        OTHER_LOSS: [("binary_cross_entropy", "mse_loss")],
        ALREADY_PROBABILITIES: [("binary_cross_entropy", "binary_cross_entropy_with_logits")],
        SUM_OR_MEAN: [("cross_entropy(h, y)", "cross_entropy(h, y, reduction='sum')")],
        ADAM: [("SGD", "Adam")],
        MOMENTUM: [("lr=lr", "lr=lr, momentum=0.9")],
        COST_TENSORS: [("(cost.item(), correct.sum().item() / len(y))", "(cost.detach(), correct.float().mean())")],
        "Your accuracy is in percent. An accuracy is between 0.0 and 1.0.": [("/ len(y)", "* 100 / len(y)")],
        BROADCAST: [
            [("(h >=", "(h.flatten() >="), ("correct.sum().item() / len(y)", "correct.float().mean().item()")],
            ("(h >=", "(h.flatten() >="),
        ],
        "Your list holds only costs. What else belongs to each pair?": [
            ("(cost.item(), correct.sum().item() / len(y))", "cost.item()")
        ],
        SWAPPED: [("(cost.item(), correct.sum().item() / len(y))", "(correct.sum().item() / len(y), cost.item())")],
        EVAL_MODE: [("return history", "model.eval()\n    return history")],
        STOPS_EARLY: [("optimizer.step()", "optimizer.step()\n        if cost.item() < 0.01:\n            break")],
        ALL_MODULES: [("model.parameters", "model.linear.parameters"), ("model.parameters", "model[0].parameters")],
        THAWED: [("optimizer =", "model.requires_grad_(True)\n    optimizer =")],
        OVERWRITTEN: [
            ("optimizer =", "for parameter in model.parameters():\n        nn.init.zeros_(parameter)\n    optimizer =")
        ],
        ONE_BY_ONE: [
            (
                "optimizer.zero_grad()\n        cost.backward()\n        optimizer.step()",
                "for some_x, some_y in zip(x.split(32), y.split(32), strict=True):\n"
                "            optimizer.zero_grad()\n"
                "            F.binary_cross_entropy(model(some_x), some_y).backward()\n"
                "            optimizer.step()",
            )
        ],
    },
)
misconceptions(
    "count_parameters",
    {
        "A frozen parameter does not learn. How does a parameter say that it is frozen?": [
            (" if parameter.requires_grad", "")
        ],
        "You count tensors. How many numbers does each one hold?": [("parameter.numel()", "1")],
        "Two layers can share a parameter. How often do you count it?": [
            ("model.parameters()", "[one for module in model.modules() for one in module.parameters(recurse=False)]")
        ],
        "You count the weights. What else can a layer learn?": [
            [
                ("parameter in model.parameters()", "name, parameter in model.named_parameters()"),
                ("parameter.requires_grad", "parameter.requires_grad and 'weight' in name"),
            ]
        ],
        "Buffers belong to the model's state, but they do not learn. Which method gives only parameters?": [
            "return sum(one.numel() for one in model.state_dict().values())"
        ],
        "You count Linear layers only. Which other layers can learn?": [
            (
                "model.parameters()",
                "nn.ModuleList(one for one in model.modules() if isinstance(one, nn.Linear)).parameters()",
            )
        ],
        "A layer inside a layer has parameters, too. How deep does your code look?": [
            (
                "model.parameters()",
                "[p for one in set(model.children()) or {model} for p in one.parameters(recurse=False)]",
            )
        ],
        "How many numbers does a tensor of shape (3, 2) hold? Your code looks at one side.": [
            ("parameter.numel()", "parameter.shape[0]")
        ],
        "Your count is a tensor. How do you get a Python number out of it?": [
            "return torch.tensor([one.numel() for one in model.parameters() if one.requires_grad]).sum()"
        ],
        "Your count is a float. A count is a whole number.": [("return sum", "return 1.0 * sum")],
        "A model can have nothing to learn. What does your code return then?": [
            "from functools import reduce\n"
            "return reduce(int.__add__, [one.numel() for one in model.parameters() if one.requires_grad])"
        ],
        "If one parameter is frozen, the others still learn. Does your code count them?": [
            ("return", "if not all(one.requires_grad for one in model.parameters()):\n        return 0\n    return")
        ],
        "You multiply two sides. How many axes can a parameter have?": [
            ("parameter.numel()", "(parameter.flatten(2)[..., 0] if parameter.dim() > 2 else parameter).numel()")
        ],
        "You leave out parameters that have a gradient already. Do they still learn?": [
            ("parameter.requires_grad", "parameter.requires_grad and parameter.grad is None")
        ],
        "You count one dtype only. Can a float64 parameter learn?": [
            ("parameter.requires_grad", "parameter.requires_grad and parameter.dtype == torch.float32")
        ],
        LOOKING: [("model.parameters", "model.train().parameters")],
        KEPT: [
            [
                ("model: nn.Module", "model: nn.Module, kept={}"),
                ("return sum", "if model not in kept:\n        kept[model] = sum"),
                ("requires_grad)", "requires_grad)\n    return kept[model]"),
            ]
        ],
        "A parameter can be empty. How many numbers does it hold then?": [
            ("parameter.numel()", "max(1, parameter.numel())")
        ],
    },
)
misconceptions(
    "softmax",
    {
        MAXIMUM: [(" - z.amax(dim=dim, keepdim=True)", "")],
        "You subtract one maximum from all rows. Which maximum does each row need?": [
            ("z.amax(dim=dim, keepdim=True)", "z.max()")
        ],
        DIM_IGNORED: [[("amax(dim=dim", "amax(dim=1"), ("sum(dim=dim", "sum(dim=1")]],
        "Without `dim`, each row of a matrix adds up to 1. Do yours?": [("dim: int = 1", "dim: int = 0")],
        "All your numbers together add up to 1. Along which axis should they?": [
            [("z.amax(dim=dim, keepdim=True)", "z.max()"), ("sum(dim=dim, keepdim=True)", "sum()")]
        ],
        "Your sum loses its axis, so the division broadcasts along the wrong one. Which option keeps an axis?": [
            ("sum(dim=dim, keepdim=True)", "sum(dim=dim)")
        ],
        "Your shares add up to 1, but some can be negative. Where is `exp`?": [
            "return z / z.sum(dim=dim, keepdim=True)"
        ],
        "A sigmoid looks at each score by itself. Do your probabilities add up to 1?": [
            "return 1 / (1 + torch.exp(-z))"
        ],
        "Your answer holds the logarithms of the probabilities. What undoes a logarithm?": [
            "return z - torch.logsumexp(z, dim=dim, keepdim=True)"
        ],
        "The largest score should have the largest probability. Which sign does the exponent have?": [
            ("z - z.amax(dim=dim, keepdim=True)", "z.amin(dim=dim, keepdim=True) - z")
        ],
        IN_PLACE: [
            (
                "e = torch.exp(z - z.amax(dim=dim, keepdim=True))",
                "z -= z.amax(dim=dim, keepdim=True)\n    e = torch.exp(z)",
            )
        ],
        NO_LIMIT: [("z - z.amax(dim=dim, keepdim=True)", "z.clamp(-50, 50)")],
        "Your code works for matrices. What about more axes, or `dim=-1`?": [
            (
                "e = torch",
                "if dim not in (0, 1) or z.dim() != 2:\n        raise ValueError('dim must be 0 or 1')\n    e = torch",
            )
        ],
        "Your answer holds only 1.0 and 0.0: that is the winner. What does `exp` give the others?": [
            "return (z == z.amax(dim=dim, keepdim=True)).to(z.dtype)"
        ],
        "Far below 0, every `exp` is 0, and 0 / 0 is nan. When do you subtract the maximum?": [
            (
                "e = torch.exp(z - z.amax(dim=dim, keepdim=True))",
                "z = z - z.amax(dim=dim, keepdim=True) if z.max() > 80 else z\n    e = torch.exp(z)",
            )
        ],
        "Your sum stops after the first few classes. How many are there?": [
            ("e.sum(", "e.narrow(dim, 0, min(10, e.shape[dim])).sum(")
        ],
        "Your code counts three axes at most. How many can z have?": [
            ("e = torch", "dim = dim % min(z.dim(), 3)\n    e = torch")
        ],
    },
)
misconceptions(
    "cross_entropy",
    {
        SUM_OR_MEAN: [(".mean()", ".sum()")],
        BELOW_ZERO: [("return -", "return ")],
        "You take the logarithm of the scores. What turns scores into probabilities first?": [
            ("logits - torch.logsumexp(logits, dim=1, keepdim=True)", "torch.log(logits)")
        ],
        "Your answer is a softmax of a softmax. How often do you need it?": [
            ("log_probabilities = ", "logits = torch.softmax(logits, dim=1)\n    log_probabilities = ")
        ],
        "The probabilities of one row add up to 1. Over which axis is your softmax?": [("dim=1", "dim=0")],
        "You take the largest probability of each row. Which class is the true one?": [
            (".gather(1, target.unsqueeze(1))", ".amax(dim=1)")
        ],
        "You have the probability of the true class. Where is its logarithm?": [
            "return 1 - torch.softmax(logits, dim=1).gather(1, target.unsqueeze(1)).mean()"
        ],
        "The slide calls this softmax and cross-entropy. But it also charges the other classes.": [
            "truth = F.one_hot(target, logits.shape[1]).to(logits.dtype)\n"
            "return F.binary_cross_entropy(torch.softmax(logits, dim=1), truth)"
        ],
        "You take the mean over the classes, too. How many losses does a row have?": [
            (
                "log_probabilities.gather(1, target.unsqueeze(1))",
                "(log_probabilities * F.one_hot(target, logits.shape[1]))",
            )
        ],
        "You pick every target from every row. Which target belongs to which row?": [
            (".gather(1, target.unsqueeze(1))", "[:, target]")
        ],
        LOG_BASE: [(".mean()", ".mean() / 0.6931471805599453")],
        LOG_OF_MEAN: ["return -torch.log(torch.softmax(logits, dim=1).gather(1, target.unsqueeze(1)).mean())"],
        "What does the small number that you add do to a small probability?": [
            ("logits - torch.logsumexp(logits, dim=1, keepdim=True)", "torch.log(torch.softmax(logits, dim=1) + 1e-8)")
        ],
        "Classes are numbered from 0. Where do you count from 1?": [
            (".gather(1, target.unsqueeze(1))", "[torch.arange(len(target)), target - 1]")
        ],
        "The targets are class numbers. Does your code expect a row of zeros and ones?": [
            "return -(torch.log_softmax(logits, dim=1) * target).sum(dim=1).mean()"
        ],
        "Your code expects ten classes. How many columns do the logits have?": [
            "one_hot = F.one_hot(target, 10)[:, : logits.shape[1]]\n"
            "return -(one_hot * torch.log_softmax(logits, 1)[:, :10]).sum(1).mean()"
        ],
    },
)
misconceptions(
    "describe_network",
    {
        "`nn.Flatten` has nothing to learn, but it is a layer. Which layers do you leave out?": [
            ("else:", "elif not isinstance(layer, nn.Flatten):")
        ],
        "A Sequential inside the network is no layer. Which layers belong in its place?": [
            ("isinstance(layer, nn.Sequential)", "False")
        ],
        LEVELS: [
            [
                ("in model:", "in [one for m in model for one in (m if isinstance(m, nn.Sequential) else [m])]:"),
                ("isinstance(layer, nn.Sequential)", "False"),
            ],
            [
                (
                    "words = []",
                    "def opened(layers):\n"
                    "        return [one for m in layers for one in (m if isinstance(m, nn.Sequential) else [m])]\n"
                    "    words = []",
                ),
                ("in model:", "in opened(opened(opened(model))):"),
                ("isinstance(layer, nn.Sequential)", "False"),
            ],
        ],
        "`modules()` shows each layer once, and looks into every layer. What gives the layers in order?": [
            [("in model:", "in model.modules():"), ("words += describe_network(layer, loss)[:-1]", "pass")]
        ],
        "A layer that is used twice is applied twice. How often does `children()` show it?": [
            ("in model:", "in model.children():")
        ],
        "The loss belongs to the picture, too. In which place?": [
            [("[:-1]", ""), ("[*words, type(loss).__name__]", "words")]
        ],
        "A Linear layer shows its two numbers. Where do you find them?": [("isinstance(layer, nn.Linear)", "False")],
        SWAPPED: [("{layer.in_features}, {layer.out_features}", "{layer.out_features}, {layer.in_features}")],
        "`str` of a layer says more than the docstring asks for. Can you compare it with the example?": [
            [
                ("isinstance(layer, nn.Linear)", "False"),
                ("type(layer).__name__", "str(layer)"),
                ("type(loss).__name__", "str(loss)"),
            ]
        ],
        "Your brackets or spaces are different. Can you compare them with the example, letter by letter?": [
            ("in_features}, {", "in_features},{")
        ],
        "Your loss is always `BCELoss`. Which loss does the caller give?": [("type(loss).__name__", "'BCELoss'")],
        OTHER_LAYERS: [("type(layer).__name__", "'Sigmoid'")],
        "Your answer is one text. How do you make a list of words?": [
            [
                ("describe_network(layer, loss)[:-1]", "describe_network(layer, loss).split(' -> ')[:-1]"),
                ("[*words, type(loss).__name__]", "' -> '.join([*words, type(loss).__name__])"),
            ]
        ],
        "An Identity does nothing, but it is a layer. Why does your code leave it out?": [
            ("else:", "elif not isinstance(layer, nn.Identity):")
        ],
        "Only Linear layers show their sizes. How does your code find them?": [
            [
                (
                    "isinstance(layer, nn.Linear)",
                    "getattr(layer, 'weight', None) is not None and layer.weight.dim() == 2",
                ),
                (
                    'f"Linear({layer.in_features}, {layer.out_features})"',
                    "f'{type(layer).__name__}({layer.weight.shape[1]}, {layer.weight.shape[0]})'",
                ),
            ]
        ],
        LOOKING: [("words = []", "words, _ = [], model.eval()")],
    },
)
