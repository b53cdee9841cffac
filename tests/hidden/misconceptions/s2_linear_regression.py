"""Wrong ways through s2_linear_regression, each with the hint that helps."""

# ruff: noqa: F403, F405  (the hints that the sections share)

from hints import *

from grader.course.generic_mistakes import NO_GRADIENT
from grader.suite import generic_mistakes, misconceptions

generic_mistakes("printed", of="training_data hypothesis cost train predict")
generic_mistakes("detached", "without_grad", "in_numpy", "in_single_precision", "first_rows", of="hypothesis cost")
generic_mistakes("as_number", of="cost")
generic_mistakes("default_dtype", "first_rows", of="train")

misconceptions(
    "training_data",
    {
        "Whole numbers make an integer tensor. How do you write numbers that are floats?": [
            "return torch.tensor([[1], [2], [3]]), torch.tensor([[2], [4], [6]])"
        ],
        "Your tensors are flat. How many brackets does a column of three rows need?": [
            "return torch.tensor([1.0, 2.0, 3.0]), torch.tensor([2.0, 4.0, 6.0])"
        ],
        "Your tensors have one row with three columns. Each example should be a row.": [
            "return torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([[2.0, 4.0, 6.0]])"
        ],
        SWAPPED: [("return x, y", "return y, x")],
        "These are the data of the next section. How many points do 2 hours give here?": [
            ("return x, y", "return x, x")
        ],
        "The question mark in the slide's table is for the model to predict. Is it part of the data?": [
            [("[3.0]", "[3.0], [4.0]"), ("[6.0]", "[6.0], [8.0]")]
        ],
        "The course works in float32. Which dtype do NumPy's numbers have?": [
            ("return x, y", "return x.double(), y.double()")
        ],
        "Your data are lists. How does a list become a tensor?": [("return x, y", "return x.tolist(), y.tolist()")],
        "Inputs and outputs are two tensors. Which call makes one of them?": [
            ("return x, y", "return torch.cat([x, y], dim=1)")
        ],
    },
)
misconceptions(
    "hypothesis",
    {
        NO_BIAS: [("+ b", "")],
        "You multiply the bias by W, too. Which comes first, `*` or `+`?": ["return (x + b) * W"],
        "Which of the two is multiplied by x, the weight or the bias?": [("x * W + b", "x * b + W")],
        "At x = 0, the line is at b. Where is yours?": [("+ b", "- b")],
        BIAS_NO_GRADIENT: [("+ b", "+ b.detach()")],
        "`.data` has no history. Can a gradient flow back to W?": [("x * W", "x * W.data")],
        NO_GRADIENT: [("x * W + b", "x * W.item() + b.item()")],
        ONE_ROW_EACH: ["return (x * W + b).squeeze(1)", ("x * W", "x @ W")],
        IN_PLACE: ["x *= W\nx += b\nreturn x", "x *= W\nreturn x + b"],
        LECTURE_NUMBERS: [("x * W", "torch.tensor([[1.0], [2.0], [3.0]]) * W")],
        "The gradients belong to the caller. Which line of yours sets one?": [
            ("return", "if W.requires_grad:\n        W.grad = torch.zeros_like(W)\n    return")
        ],
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
        NOT_DIVIDED_BY_M: ["return torch.sum((prediction - y) ** 2) / 3"],
        "A mean divides by m. Does your code divide by m - 1?": [
            "return torch.sum((prediction - y) ** 2) / max(len(y) - 1, 1)"
        ],
        BROADCAST: [("- y", "- y.squeeze(1)")],
        EACH_COST: ["return (prediction - y) ** 2"],
        "`* 2` doubles a number. Which operator squares it?": [("** 2", "* 2")],
        "A square of differences is not a difference of squares. Which one is in the formula?": [
            ("(prediction - y) ** 2", "prediction**2 - y**2")
        ],
        IN_PLACE: ["y -= prediction\nreturn torch.mean(y**2)"],
        RAN_BACKWARD: [
            "value = torch.mean((prediction - y) ** 2)\n"
            "if prediction.requires_grad and prediction.is_leaf:\n    value.backward(retain_graph=True)\nreturn value"
        ],
        NO_LIMIT: [("** 2)", "** 2).clamp(max=100)")],
    },
)
misconceptions(
    "train",
    {
        NO_ZERO_GRAD: [("optimizer.zero_grad()", "pass")],
        CLEARED_TOO_SOON: [("optimizer.step()", "optimizer.zero_grad()\n        optimizer.step()")],
        "Nobody asks for gradients of W and b. Which argument of `zeros` does?": [
            [
                ("W = torch.zeros(1, dtype=x.dtype, requires_grad=True)", "W = torch.zeros(1, dtype=x.dtype)"),
                ("b = torch.zeros(1, dtype=x.dtype, requires_grad=True)", "b = torch.zeros(1, dtype=x.dtype)"),
            ]
        ],
        BIAS_STANDS_STILL: [("[W, b]", "[W]")],
        "The old gradients of b add up. Do you clear all gradients before each update?": [
            ("optimizer.zero_grad()", "W.grad = None")
        ],
        BIAS_SUMMED: [("current.backward()", "current.backward()\n        b.grad *= len(x)")],
        STEP_BY_STEP: [
            [
                ("[W, b]", "[W]"),
                (
                    "optimizer.step()",
                    "optimizer.step()\n        b = (b - lr * 2 * (x * W + b - y).mean()).detach().requires_grad_()",
                ),
            ]
        ],
        WITHOUT_TWO: [("current.backward()", "(current / 2).backward()")],
        COST_AFTER: [
            [
                ("costs.append(current.item())", "pass"),
                ("optimizer.step()", "optimizer.step()\n        costs.append(cost(hypothesis(x, W, b), y).item())"),
            ]
        ],
        LAST_COST: [("return W", "costs.append(cost(hypothesis(x, W, b), y).item())\n    return W")],
        ONE_MORE: [("range(epochs)", "range(epochs + 1)")],
        ONE_MORE_IN_SINGLE: [
            [
                ("range(epochs)", "range(epochs + 1)"),
                ("W = torch.zeros(1, dtype=x.dtype,", "W = torch.zeros(1,"),
                ("b = torch.zeros(1, dtype=x.dtype,", "b = torch.zeros(1,"),
            ]
        ],
        ONE_LESS: [("range(epochs)", "range(1, epochs)")],
        SOME_COSTS: [
            ("b.detach(), costs", "b.detach(), costs[::100]"),
            ("b.detach(), costs", "b.detach(), costs[::10]"),
        ],
        LR_IGNORED: [("lr=lr", "lr=0.01")],
        EPOCHS_IGNORED: [("range(epochs)", "range(1000)")],
        DEFAULTS: [[("lr: float = 0.01", "lr: float = 0.1"), ("epochs: int = 1000", "epochs: int = 10")]],
        SLIDE_START: [[("W = torch.zeros", "W = torch.randn"), ("b = torch.zeros", "b = torch.randn")]],
        START: [("W = torch.zeros", "W = torch.ones")],
        "A layer draws its first weights at random. Where should W and b start?": [
            [
                ("W = torch.zeros(1, dtype=x.dtype, requires_grad=True)", "line = torch.nn.Linear(1, 1).to(x.dtype)"),
                ("b = torch.zeros(1, dtype=x.dtype, requires_grad=True)", "W, b = line.weight, line.bias"),
            ]
        ],
        ADAM: [("SGD", "Adam")],
        MOMENTUM: [("lr=lr", "lr=lr, momentum=0.9")],
        STEPS_SUMMED: [("cost(hypothesis(x, W, b), y)", "cost(hypothesis(x, W, b), y) * len(x)")],
        BROADCAST: [("b), y)", "b), y.squeeze(1))")],
        COST_TENSORS: [("current.item()", "current")],
        "W and b are numbers in your answer. Can they stay tensors?": [
            ("W.detach(), b.detach()", "W.item(), b.item()")
        ],
        SWAPPED: [("W.detach(), b.detach()", "b.detach(), W.detach()")],
        "You return the last cost alone. The docstring asks for all of them.": [
            ("b.detach(), costs", "b.detach(), costs[-1] if costs else 0.0")
        ],
        ZEROS_SINGLE: [
            [
                ("W = torch.zeros(1, dtype=x.dtype,", "W = torch.zeros(1,"),
                ("b = torch.zeros(1, dtype=x.dtype,", "b = torch.zeros(1,"),
            ]
        ],
        STOPS_EARLY: [
            ("optimizer.zero_grad()", "if costs[-1] < 0.001:\n            break\n        optimizer.zero_grad()")
        ],
        LECTURE_NUMBERS: [("W = ", "x, y = training_data()\n    W = ")],
        "You find the best line at once. Which lines does gradient descent go through on the way?": [
            "line = torch.linalg.pinv(torch.cat([x, torch.ones_like(x)], dim=1)) @ y\n"
            "return line[0], line[1], [torch.mean((x * line[0] + line[1] - y) ** 2).item()] * epochs"
        ],
        CALLERS_DATA: [("return W", "x -= x.mean()\n    return W")],
        THROUGH_SINGLE: [("hypothesis(x, W, b)", "hypothesis(torch.tensor(x.tolist()), W, b)")],
    },
)
misconceptions(
    "predict",
    {
        "Your answer is a tensor. How do you get a Python number out of it?": [(".item()", "")],
        "Hours are not always whole. What happens to half an hour in your code?": [("(hours * W", "(int(hours) * W")],
        "`hours` is a Python number. Do you call a tensor's method on it?": [("(hours * W", "(hours.float() * W")],
        NO_BIAS: [("+ b", "")],
        LECTURE_NUMBERS: ["return 2.0 * hours"],
        ROUNDED: ["return float(round((hours * W + b).item()))"],
        "The answer is a float. What does `int` do to 7.5 points?": ["return int((hours * W + b).item())"],
        "You always give the points for 4 hours. Which argument says how many?": [("(hours * W", "(4 * W")],
        "Your answer is a number in a list. Can you return the number itself?": [("item", "tolist")],
        "W can still require grad. What does `.numpy()` do then?": ["return float((hours * W.numpy() + b.numpy())[0])"],
        "Which of the two is multiplied by the hours, the weight or the bias?": [("W + b", "b + W")],
        NO_LIMIT: [
            "return max(0.0, (hours * W + b).item())",
            "return min((hours * W + b).item(), 1000.0)",
            ("(hours * W", "(min(hours, 10) * W"),
        ],
        "After 0 hours the model gives the bias. What does your code give?": [(".item()", ".item() if hours else 0.0")],
        ASKS_FOR_GRADIENTS: ["b.requires_grad_()\nreturn (hours * W + b).item()"],
    },
)
