"""Wrong ways through s4_multivariate_regression, each with the hint that helps."""

# ruff: noqa: F403, F405  (the hints that the sections share)

from hints import *

from grader.course.generic_mistakes import SETTING, SINGLE
from grader.suite import generic_mistakes, misconceptions

SMOOTH_PIECES = "The smooth loss has two pieces that meet at |d| = 1. What do yours give there?"
NOT_FOUND = "`parameters()` finds no layer in your model. Where do you make the layer, and what holds it?"
NO_WEIGHT_GRADIENT = "The layer's weights get no gradient. Which line of yours stops it?"
RESTS = "Your training stops where it is flat. How many updates does the caller ask for?"
ONE_WEIGHT_EACH = "Each input has its own weight. Which weight belongs to which input?"

generic_mistakes("printed", of="training_data hypothesis_naive hypothesis cost losses gradients train train_model")
generic_mistakes("detached", "without_grad", "in_single_precision", "first_rows", of="hypothesis_naive hypothesis cost")
generic_mistakes("in_numpy", of="hypothesis_naive hypothesis cost")
generic_mistakes("in_single_precision", of="gradients")
generic_mistakes("as_number", of="cost")
generic_mistakes("default_dtype", of="training_data train")
generic_mistakes("first_rows", of="gradients train train_model")

misconceptions(
    "training_data",
    {
        "The slide's table has 80 here, and its code has 90. Which one does the docstring name?": [
            ("[89, 91, 90]", "[89, 91, 80]")
        ],
        "Whole numbers make an integer tensor. How do you say that they are floats?": [
            ("return x, y", "return x.long(), y.long()")
        ],
        "Each student is a row. Are your students in columns?": [("return x, y", "return x.T, y")],
        "Your final scores are flat. Each one should be a row of its own.": [("return x, y", "return x, y.flatten()")],
        "The scores are out of 100. Which line of yours scales them?": [("return x, y", "return x / 100, y / 100")],
        "One number in the last row is different. Can you compare it with the docstring?": [("66, 70]", "60, 70]")],
    },
)
misconceptions(
    "hypothesis_naive",
    {
        NO_BIAS: [(" + b", "")],
        ONE_WEIGHT_EACH: [("x3 * w3", "x3 * w2")],
        "Your parameters have a different order. Which order does the stub have?": [
            ("x1: Tensor, x2: Tensor, x3: Tensor, w1: Tensor, w2: Tensor, w3: Tensor", "x1, w1, x2, w2, x3, w3")
        ],
        "The bias is added once. How often do you add it?": [(" + b", " + 3 * b")],
        "You multiply two of the products. What should stand between them?": [("w2 + x3", "w2 * x3")],
        BIAS_NO_GRADIENT: [(" + b", " + b.item()")],
        "All three weights learn. Which one gets no gradient?": [("x2 * w2", "x2 * w2.detach()")],
        "There is one row for each example. What does your sum add up?": [
            "return torch.sum(x1 * w1 + x2 * w2 + x3 * w3) + b"
        ],
        ONE_ROW_EACH: ["return (x1 * w1 + x2 * w2 + x3 * w3 + b).squeeze(1)"],
        IN_PLACE: ["x1 *= w1\nx1 += x2 * w2 + x3 * w3 + b\nreturn x1"],
        NO_LIMIT: ["return (x1 * w1 + x2 * w2 + x3 * w3 + b).clamp(-500, 500)"],
    },
)
misconceptions(
    "hypothesis",
    {
        NO_BIAS: [(" + b", "")],
        FIXED_FEATURES: ["return x[:, 0:1] * W[0] + x[:, 1:2] * W[1] + x[:, 2:3] * W[2] + b"],
        "`*` multiplies entry by entry and broadcasts. Which product adds up over the features?": [
            ("x @ W", "x * W.T")
        ],
        "Your product is transposed. Which shapes do `x` and `W` have?": [("x @ W", "W.T @ x.T")],
        ONE_ROW_EACH: [("x @ W", "(x @ W).squeeze(1)"), ("x @ W", "x @ W.flatten()")],
        BIAS_NO_GRADIENT: [(" + b", " + b.item()")],
        "`.data` has no history. Can a gradient flow back to W?": [("x @ W", "x @ W.data")],
        "You multiply the bias by W, too. Which comes first, `@` or `+`?": ["return (x + b) @ W"],
        "Your code takes a mean over the features. What does the formula do with them?": [
            ("x @ W", "(x * W.T).mean(dim=1, keepdim=True)")
        ],
        SINGLE: [
            "return x.float() @ W.float() + b.float()",
            "answer = torch.zeros(len(x), 1)\nanswer[:] = x @ W + b\nreturn answer",
        ],
        "You add the bias once for each feature. How often should it be added?": [
            "return (x * W.T + b).sum(dim=1, keepdim=True)"
        ],
        FIRST_FEATURES: [("x @ W", "x[:, :4] @ W[:4]")],
    },
)
misconceptions(
    "cost",
    {
        SUM_OR_MEAN: [("torch.mean", "torch.sum")],
        ROOT: [("** 2)", "** 2) ** 0.5")],
        ABSOLUTE: [("(prediction - y) ** 2", "torch.abs(prediction - y)")],
        SQUARE_OF_MEAN: ["return torch.mean(prediction - y) ** 2"],
        HALF_COST: [("return ", "return 0.5 * ")],
        NOT_DIVIDED_BY_M: ["return torch.sum((prediction - y) ** 2) / 5"],
        BROADCAST: [("prediction - y", "prediction.squeeze(1) - y")],
        EACH_COST: ["return (prediction - y) ** 2"],
        IN_PLACE: ["y -= prediction\nreturn torch.mean(y**2)"],
        RAN_BACKWARD: [
            "value = torch.mean((prediction - y) ** 2)\n"
            "if value.requires_grad:\n    value.backward(retain_graph=True)\nreturn value"
        ],
    },
)
misconceptions(
    "losses",
    {
        "PyTorch takes the mean by default. Which `reduction` is yours?": [
            [
                ("F.mse_loss(prediction, y)", "F.mse_loss(prediction, y, reduction='sum')"),
                ("F.l1_loss(prediction, y)", "F.l1_loss(prediction, y, reduction='sum')"),
                ("F.smooth_l1_loss(prediction, y)", "F.smooth_l1_loss(prediction, y, reduction='sum')"),
            ]
        ],
        "Your smooth loss is |d| everywhere. What is it below |d| = 1?": [("F.smooth_l1_loss", "1 * F.l1_loss")],
        "Your smooth loss is d² / 2 everywhere. What is it above |d| = 1?": [("F.smooth_l1_loss", "0.5 * F.mse_loss")],
        SMOOTH_PIECES: [
            ("F.smooth_l1_loss(prediction, y)", "torch.where((d := (prediction - y).abs()) < 1, d**2 / 2, d).mean()")
        ],
        "Below |d| = 1, the smooth loss is half of the square. Is yours the whole square?": [
            ("F.smooth_l1_loss(prediction, y)", "torch.where((d := (prediction - y).abs()) < 1, d**2, d - 0.5).mean()")
        ],
        "Your code chooses one piece for all examples. Each example has its own piece.": [
            (
                "F.smooth_l1_loss(prediction, y)",
                "(d**2 / 2).mean() if (d := (prediction - y).abs()).max() < 1 else (d - 0.5).mean()",
            )
        ],
        "The default of `beta` is 1. Where do your two pieces meet?": [
            ("F.smooth_l1_loss(prediction, y)", "F.smooth_l1_loss(prediction, y, beta=0.5)")
        ],
        "Two of your losses have changed places. Which loss belongs to which key?": [
            [('"mse"', '"l1"'), ('"l1"', '"mse"')]
        ],
        "The keys are `mse`, `l1` and `smooth_l1`. How do you spell yours?": [
            [('"mse"', '"mse_loss"'), ('"l1"', '"l1_loss"'), ('"smooth_l1"', '"smooth_l1_loss"')]
        ],
        "Your losses are numbers. Can they stay tensors?": [
            [
                ("F.mse_loss(prediction, y)", "F.mse_loss(prediction, y).item()"),
                ("F.l1_loss(prediction, y)", "F.l1_loss(prediction, y).item()"),
                ("F.smooth_l1_loss(prediction, y)", "F.smooth_l1_loss(prediction, y).item()"),
            ]
        ],
        "Your answer is a tuple. A dict gives each loss a name.": [
            "return F.mse_loss(prediction, y), F.l1_loss(prediction, y), F.smooth_l1_loss(prediction, y)"
        ],
        "A loss module is not yet a loss. How do you call it with the prediction and y?": [
            "return {'mse': nn.MSELoss(), 'l1': nn.L1Loss(), 'smooth_l1': nn.SmoothL1Loss()}"
        ],
        ROOT: [("F.mse_loss(prediction, y)", "F.mse_loss(prediction, y).sqrt()")],
        "A distance has no sign. Do positive and negative errors cancel in your `l1`?": [
            ("F.l1_loss(prediction, y)", "torch.mean(prediction - y)")
        ],
        BROADCAST: [("return {", "prediction = prediction.squeeze(1)\n    return {")],
        SINGLE: [("return {", "prediction, y = prediction.float(), y.float()\n    return {")],
    },
)
misconceptions(
    "gradients",
    {
        SLOPES_SUMMED: [[(" / len(x)", ""), ("mean", "sum")]],
        WITHOUT_TWO: [[("2 * x.T", "x.T"), ("2 * errors", "errors")]],
        SIGN: [("x @ W + b - y", "y - x @ W - b")],
        BIAS_SUMMED: [("mean", "sum")],
        "Your slope for b has no factor 2. Does its chain rule start with a square, too?": [("2 * errors", "errors")],
        "The bias is part of the prediction. Is it in your errors?": [("+ b - y", "- y")],
        "Your slope for b is 0. How does the cost change with b?": [("2 * errors.mean(dim=0)", "torch.zeros_like(b)")],
        SHAPE_OF_W: [
            ("2 * x.T @ errors / len(x)", "2 * (x * errors).mean(dim=0)"),
            ("2 * x.T @ errors / len(x)", "2 * (x * errors).mean(dim=0, keepdim=True)"),
        ],
        SHAPE_OF_B: [("mean(dim=0)", "mean()"), ("mean(dim=0)", "mean(dim=0, keepdim=True)")],
        "All your weights have the same slope. Over which axis do you sum?": [
            ("2 * x.T @ errors / len(x)", "torch.full_like(W, 2 * (x * errors).mean().item())")
        ],
        WITHOUT_X: [("2 * x.T @ errors / len(x)", "2 * errors.mean() * torch.ones_like(W)")],
        SWAPPED: [
            ("2 * x.T @ errors / len(x), 2 * errors.mean(dim=0)", "2 * errors.mean(dim=0), 2 * x.T @ errors / len(x)")
        ],
        DIVIDED_BY_N: [("len(x)", "x.shape[1]")],
        NOT_DIVIDED_BY_M: [[("len(x)", "5"), ("mean(dim=0)", "sum(dim=0) / 5")]],
        FIXED_FEATURES: [
            (
                "2 * x.T @ errors / len(x)",
                "torch.cat([2 * errors.T @ x[:, j : j + 1] for j in range(3)]) / len(x)",
            )
        ],
        BROADCAST: [("x @ W + b - y", "((x @ W + b).squeeze(1) - y).mean(dim=0, keepdim=True).T")],
        IN_PLACE: ["y -= x @ W + b\nreturn -2 * x.T @ y / len(x), -2 * y.mean(dim=0)"],
        "The learning rate belongs to the update. Is it in your slope, too?": [
            [("2 * x.T", "1e-5 * 2 * x.T"), ("2 * errors", "1e-5 * 2 * errors")]
        ],
    },
)
misconceptions(
    "train",
    {
        NO_ZERO_GRAD: [
            [
                ("costs = []", "costs, all_W, all_b = [], 0, 0"),
                ("W, b = W", "all_W, all_b = all_W + slope_W, all_b + slope_b\n        W, b = W"),
                ("lr * slope_W", "lr * all_W"),
                ("lr * slope_b", "lr * all_b"),
            ]
        ],
        CLEARED_TOO_SOON: [("W, b = W - lr * slope_W, b - lr * slope_b", "pass")],
        FIXED_FEATURES: [("zeros(x.shape[1]", "zeros(3")],
        ONE_MORE: [("range(epochs)", "range(epochs + 1)")],
        ONE_LESS: [("range(epochs)", "range(1, epochs)")],
        SOME_COSTS: [("return W, b, costs", "return W, b, costs[::10]")],
        COST_AFTER: [
            [
                ("costs.append(cost(hypothesis(x, W, b), y).item())", "pass"),
                ("b - lr * slope_b", "b - lr * slope_b\n        costs.append(cost(hypothesis(x, W, b), y).item())"),
            ]
        ],
        STEP_BY_STEP: [
            (
                "W, b = W - lr * slope_W, b - lr * slope_b",
                "W = W - lr * slope_W\n        b = b - lr * gradients(W, b, x, y)[1]",
            )
        ],
        LR_IGNORED: [[("lr * slope_W", "1e-5 * slope_W"), ("lr * slope_b", "1e-5 * slope_b")]],
        EPOCHS_IGNORED: [("range(epochs)", "range(20)")],
        DEFAULTS: [("lr: float = 1e-5", "lr: float = 1e-6")],
        SLIDE_START: [("W = torch.zeros", "W = torch.randn")],
        BIAS_STANDS_STILL: [(", b - lr * slope_b", ", b")],
        UPHILL: [[("W - lr", "W + lr"), ("b - lr", "b + lr")]],
        ADAM: [
            [
                ("costs = []", "costs, optimizer = [], torch.optim.Adam([W, b], lr=lr)"),
                ("slope_W, slope_b = ", "W.grad, b.grad = "),
                ("W, b = W - lr * slope_W, b - lr * slope_b", "optimizer.step()"),
            ]
        ],
        COST_TENSORS: [("y).item()", "y)")],
        "`W` is a column, (n, 1). Which shape does yours have?": [("return W", "return W.T")],
        "`b` is (1,). Which shape does yours have?": [("return W, b", "return W, b.squeeze()")],
        SINGLE: [("W = torch", "x, y = x.float(), y.float()\n    W = torch")],
        CALLERS_DATA: [("return W", "x /= 100\n    return W")],
        ONE_BY_ONE: [
            [
                (
                    "slope_W, slope_b = gradients(W, b, x, y)",
                    "for row, truth in zip(x.split(1), y.split(1), strict=True):",
                ),
                (
                    "W, b = W - lr * slope_W, b - lr * slope_b",
                    "    slope_W, slope_b = gradients(W, b, row, truth)\n"
                    "            W, b = W - lr * slope_W, b - lr * slope_b",
                ),
            ]
        ],
        RATE_CHANGES: [
            ("for _ in range(epochs):", "for epoch in range(epochs):\n        lr = lr / 10 if epoch == 100 else lr")
        ],
        RESTS: [
            [("for _", "for epoch"), ("W, b = W", "if epoch < 100 or slope_W.norm() > 0.001:\n            W, b = W")]
        ],
    },
)
misconceptions(
    "MultivariateLinearRegressionModel",
    {
        SIZE_IGNORED: [("Linear(in_features", "Linear(3")],
        "8 inputs belong to another slide. How many features does the docstring name?": [("= 3", "= 8")],
        "Without an argument the model should take 3 features. Does your parameter have a default?": [
            (": int = 3", "")
        ],
        NO_LAYER_BIAS: [("in_features, 1", "in_features, 1, bias=False")],
        NOT_SET_UP: [("super().__init__()", "pass")],
        NOT_FOUND: [
            [
                ("self.linear = nn.Linear(in_features, 1)", "self.layers = [nn.Linear(in_features, 1)]"),
                ("self.linear(x)", "self.layers[0](x)"),
            ],
            [
                ("self.linear = nn.Linear(in_features, 1)", "self.n = in_features"),
                ("self.linear(x)", "nn.Linear(self.n, 1)(x)"),
            ],
        ],
        "A call of a module runs its method `forward`. What is the name of yours?": [("def forward", "def predict")],
        "Your `forward` returns None. What should it return?": [("return ", "")],
        "A probability belongs to the next section. Your scores never go above 1.": [
            ("self.linear(x)", "torch.sigmoid(self.linear(x))")
        ],
        "Your scores are never below zero. Which function cuts them off?": [
            ("self.linear(x)", "torch.relu(self.linear(x))")
        ],
        "Your model has two layers. How many does the docstring ask for?": [
            [
                (
                    "self.linear = nn.Linear(in_features, 1)",
                    "self.linear = nn.Sequential(nn.Linear(in_features, 4), nn.Linear(4, 1))",
                )
            ]
        ],
        "A layer that `forward` does not use still has parameters. Do you need it?": [
            ("nn.Linear(in_features, 1)", "nn.Linear(in_features, 1)\n        self.spare = nn.Linear(in_features, 1)")
        ],
        "Your layer has several outputs. How many scores does an example have?": [
            ("in_features, 1", "in_features, in_features")
        ],
        ONE_ROW_EACH: [("self.linear(x)", "self.linear(x).squeeze(1)")],
        NO_WEIGHT_GRADIENT: [
            ("return", "with torch.no_grad():\n            return"),
            ("in_features, 1)", "in_features, 1).requires_grad_(False)"),
        ],
        "After `model.double()` the data is float64. Which line makes it float32 again?": [
            ("linear(x)", "linear(x.float())")
        ],
        PLAIN_TENSORS: [
            [
                (
                    "self.linear = nn.Linear(in_features, 1)",
                    "self.W = torch.zeros(in_features, 1, requires_grad=True)\n"
                    "        self.b = torch.zeros(1, requires_grad=True)",
                ),
                ("self.linear(x)", "x @ self.W + self.b"),
            ]
        ],
        "You scale the input. Does the formula do that?": [("linear(x)", "linear(x / 100)")],
        NO_LIMIT: [("self.linear(x)", "self.linear(x).clamp(-300, 300)")],
        "In eval mode your answer is different. Should a linear layer depend on the mode?": [
            ("self.linear(x)", "self.linear(x) if self.training else self.linear(x).round()")
        ],
        SETTING: [
            [
                ("super().__init__()", "super().__init__()\n        torch.set_default_dtype(torch.float64)"),
                ("in_features, 1", "in_features, 1, dtype=torch.float32"),
            ]
        ],
    },
)
misconceptions(
    "train_model",
    {
        OWN_OPTIMIZER: [
            (
                "optimizer = torch.optim.SGD(model.parameters()",
                "W = torch.zeros(x.shape[1], 1, requires_grad=True)\n    optimizer = torch.optim.SGD([W]",
            )
        ],
        "The slide uses a name that it never assigns. Do you assign every name before you use it?": [
            ("cost(model(x)", "cost(prediction")
        ],
        ONE_MORE: [("range(epochs)", "range(epochs + 1)")],
        ONE_LESS: [("range(epochs)", "range(1, epochs)")],
        SOME_COSTS: [("return costs", "return costs[::10]")],
        COPY_TRAINED: [
            ("optimizer =", "import copy\n    model = copy.deepcopy(model)\n    optimizer ="),
            ("optimizer =", "model = MultivariateLinearRegressionModel(x.shape[1]).to(x.dtype)\n    optimizer ="),
        ],
        NO_ZERO_GRAD: [("optimizer.zero_grad()", "pass")],
        CLEARED_TOO_SOON: [("optimizer.step()", "optimizer.zero_grad()\n        optimizer.step()")],
        COST_AFTER: [
            [
                ("costs.append(current.item())", "pass"),
                ("optimizer.step()", "optimizer.step()\n        costs.append(cost(model(x), y).item())"),
            ]
        ],
        "A model learns in training mode. In which mode is yours while it learns?": [
            [
                ("optimizer =", "mode = model.training\n    model.eval()\n    optimizer ="),
                ("return", "model.train(mode)\n    return"),
            ]
        ],
        EVAL_MODE: [("return", "model.eval()\n    return")],
        THAWED: [("optimizer =", "model.requires_grad_(True)\n    optimizer =")],
        "Other models have no layer called `linear`. How do you get the parameters of any module?": [
            ("model.parameters()", "model.linear.parameters()")
        ],
        "A parameter can have no gradient: its `.grad` is None. What does your update do then?": [
            [
                ("optimizer.zero_grad()", "model.zero_grad()"),
                (
                    "optimizer.step()",
                    "for one in model.parameters():\n            one.data -= lr * one.grad",
                ),
            ]
        ],
        FIRST_LAYER: [[("model.parameters()", "list(model.parameters())[:2]"), ("optimizer.zero", "model.zero")]],
        LR_IGNORED: [("lr=lr", "lr=1e-5")],
        EPOCHS_IGNORED: [("range(epochs)", "range(20)")],
        DEFAULTS: [("lr: float = 1e-5", "lr: float = 1e-3")],
        OVERWRITTEN: [
            ("optimizer =", "for parameter in model.parameters():\n        nn.init.zeros_(parameter)\n    optimizer =")
        ],
        MOMENTUM: [("lr=lr", "lr=lr, momentum=0.9")],
        ADAM: [("SGD", "Adam")],
        STEPS_SUMMED: [("cost(model(x), y)", "cost(model(x), y) * len(x)")],
        COST_TENSORS: [("current.item()", "current")],
        "You return the model. The caller has it already: what does the docstring ask for?": [
            ("return costs", "return model")
        ],
        "A float64 model needs float64 data. Which line of yours changes the dtype?": [
            ("optimizer =", "model, x, y = model.float(), x.float(), y.float()\n    optimizer =")
        ],
        OTHER_LOSS: [("cost(model(x), y)", "F.l1_loss(model(x), y)")],
        CALLERS_DATA: [("return", "y -= y.mean()\n    return")],
        "One weight serves two layers. How often does your step change it?": [
            [
                ("optimizer.zero_grad()", "model.zero_grad()"),
                (
                    "optimizer.step()",
                    "for module in model.modules():\n"
                    "            for weight in module.parameters(recurse=False):\n"
                    "                weight.data -= 0 if weight.grad is None else lr * weight.grad",
                ),
            ]
        ],
        RESTS: [
            [
                ("for _", "for epoch"),
                ("optimizer.step()", "if epoch < 20 or costs[-2] - costs[-1] > 0.001:\n            optimizer.step()"),
            ]
        ],
    },
)
