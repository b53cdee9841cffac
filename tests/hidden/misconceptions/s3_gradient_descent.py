"""Wrong ways through s3_gradient_descent, each with the hint that helps."""

# ruff: noqa: F403, F405  (the hints that the sections share)

from hints import *

from grader.course.generic_mistakes import FIRST_ROWS, NO_GRADIENT, SINGLE
from grader.suite import generic_mistakes, misconceptions

NO_BIAS_HERE = "This model has no bias. What is H(0)?"
W_STANDS_STILL = "W never changes. Does `step()` find a gradient, and does the optimizer hold the W of your formula?"
SLIDE_RATE = "The slide has lr=0.15 here. Which learning rate does the docstring name?"
ALIAS = "All your pairs show the same W. If W changes in place, what does the list hold?"
COSTS_ALONE = "Your list holds only costs. What else belongs to each pair?"
WHOLE_SLIDE = "The slide has two mistakes: a sum where the formula begins with 2/m, and one update too many."
OPTIM_SLIDE = "The slide differs from the docstring twice: its rate is 0.15, and it makes one update too many."
SLIDE_SUM = "A slide has this sum beside a formula that starts with 2/m. Which of the two is the slope?"
CALLERS_W = "Your code changes the caller's W: `-=` and `.data` write into it. How do you make a new tensor?"

generic_mistakes("printed", of="hypothesis cost gradient update train_manual train_optim cost_curve largest_stable_lr")
generic_mistakes("detached", "without_grad", "in_numpy", "in_single_precision", "first_rows", of="hypothesis cost")
generic_mistakes("default_dtype", of="hypothesis train_manual train_optim")
generic_mistakes("as_number", of="cost")
generic_mistakes("in_single_precision", of="gradient update cost_curve")
generic_mistakes("first_rows", of="gradient train_manual train_optim")

misconceptions(
    "hypothesis",
    {
        NO_GRADIENT: [("x * W", "x * W.item()")],
        ONE_ROW_EACH: ["return (x * W).squeeze(1)", ("x * W", "x @ W")],
        "There is one answer for each example. Do you need a sum?": ["return torch.sum(x * W)"],
        IN_PLACE: ["x *= W\nreturn x"],
        "How does W enter the formula: do you add it, or do you multiply by it?": [("x * W", "x + W")],
        NO_BIAS_HERE: [("x * W", "x * W + 1")],
        LECTURE_NUMBERS: [("x * W", "torch.tensor([[1.0], [2.0], [3.0]]) * W")],
        ASKS_FOR_GRADIENTS: ["W.requires_grad_()\nreturn x * W"],
    },
)
misconceptions(
    "cost",
    {
        SUM_OR_MEAN: [("torch.mean", "torch.sum")],
        ROOT: [("** 2)", "** 2) ** 0.5")],
        ABSOLUTE: [("(hypothesis(x, W) - y) ** 2", "torch.abs(W * x - y)")],
        SQUARE_OF_MEAN: ["return torch.mean(W * x - y) ** 2"],
        HALF_COST: [("return ", "return 0.5 * ")],
        NOT_DIVIDED_BY_M: ["return torch.sum((W * x - y) ** 2) / 3"],
        "A mean divides by m. Does your code divide by m - 1?": [
            "return torch.sum((W * x - y) ** 2) / max(len(x) - 1, 1)"
        ],
        BROADCAST: [("hypothesis(x, W) - y", "hypothesis(x, W).squeeze(1) - y")],
        EACH_COST: ["return (W * x - y) ** 2"],
        NO_GRADIENT: [
            ("hypothesis(x, W)", "W.detach() * x"),
            "return torch.tensor(torch.mean((W * x - y) ** 2).item(), dtype=x.dtype)",
        ],
        SINGLE: [("hypothesis(x, W) - y", "hypothesis(x, W).float() - y.float()")],
        "You compare y with W itself. What does the model say for an example `x`?": [("hypothesis(x, W)", "W")],
        "Your parameters have a different order. Which order does the stub have?": [
            ("W: Tensor, x: Tensor, y: Tensor", "x, y, W")
        ],
        "A square of differences is not a difference of squares. Which one is in the formula?": [
            "return torch.mean((W * x) ** 2 - y**2)"
        ],
        "A positive and a negative error can cancel. Which step makes both count?": [
            ("(hypothesis(x, W) - y) ** 2", "hypothesis(x, W) - y")
        ],
        "One slide calls w = 10 the best weight for y = x. How far is W * x from y if W = 1?": [("- y", "- 10 * y")],
        IN_PLACE: ["y -= W * x\nreturn torch.mean(y**2)"],
        "Your cost looks at one example. How many examples are there?": [("hypothesis(x, W) - y", "W * x[-1] - y[-1]")],
        RAN_BACKWARD: [
            "value = torch.mean((W * x - y) ** 2)\n"
            "if W.requires_grad:\n    value.backward(retain_graph=True)\nreturn value"
        ],
        NO_LIMIT: [("** 2)", "** 2).clamp(max=500)")],
    },
)
misconceptions(
    "gradient",
    {
        LECTURE_NUMBERS: ["x = torch.tensor([[1.0], [2.0], [3.0]])\nreturn 2 * torch.mean((W * x - x) * x)"],
        SLIDE_SUM: ["return torch.sum((W * x - y) * x)"],
        SLOPES_SUMMED: [("torch.mean", "torch.sum")],
        WITHOUT_TWO: [("2 * ", "")],
        "Your slope is a quarter of the right one. Does the 2 multiply or divide?": [("2 * ", "0.5 * ")],
        SIGN: [("W * x - y", "y - W * x")],
        WITHOUT_X: ["return 2 * torch.mean(W * x - y)"],
        "A slope can be negative. Where does your sign go?": [("(W * x - y)", "torch.abs(W * x - y)")],
        "Your errors are still squared. What does the derivative do to the square?": [
            ("(W * x - y)", "(W * x - y) ** 2")
        ],
        "You multiply two means. Do you take the mean before or after you multiply?": [
            "return 2 * torch.mean(W * x - y) * torch.mean(x)"
        ],
        NOT_DIVIDED_BY_M: ["return 2 * torch.sum((W * x - y) * x) / 3"],
        "You divide by m twice. Which of your steps divide by m?": [("* x)", "* x) / len(x)")],
        "The slope is one number. Which step makes one number out of m?": ["return 2 * (W * x - y) * x"],
        BROADCAST: [("- y", "- y.squeeze(1)")],
        "Your slope is the one at W = 0. Where do you use W?": [("(W * x - y)", "-y")],
        "A difference over a wide step is only near the slope. Where is the step in the formula?": [
            "return (cost(W + 0.01, x, y) - cost(W, x, y)) / 0.01"
        ],
        "The learning rate belongs to the update. Is it in your slope, too?": [("2 * ", "0.1 * 2 * ")],
        "Your slope is the one by x. Which letter changes when the model learns?": [("* x)", "* W)")],
        "Your answer is the best weight. What is the slope at the W that you get?": [
            "return torch.sum(x * y) / torch.sum(x * x)"
        ],
        "A small slope is still a slope. Why is yours 0?": [
            "slope = 2 * torch.mean((W * x - y) * x)\nreturn slope if slope.abs() > 0.001 else 0 * slope"
        ],
    },
)
misconceptions(
    "update",
    {
        UPHILL: [("W - lr", "W + lr")],
        CALLERS_W: ["W -= lr * gradient\nreturn W", "W.data = W.data - lr * gradient\nreturn W"],
        "Your answer and the caller's W share their memory. Which one is new?": [
            "with torch.no_grad():\n    W.sub_(lr * gradient)\nreturn W.detach()"
        ],
        "Is your answer a new tensor, also where the slope is 0?": [
            ("return W", "return W if float(gradient) == 0 else W")
        ],
        "Your step does not depend on `lr`. How far should it go?": [("lr * ", "")],
        LR_IGNORED: [("- lr", "- 0.1")],
        "Your answer is only the step. Where does it start from?": ["return -lr * gradient + 0 * W"],
        "`gradient` can also be a plain number. Do you call a tensor's method on it?": [
            ("* gradient", "* gradient.clone()")
        ],
        "Your answer is a plain number. Can you keep it a tensor?": ["return W.item() - lr * float(gradient)"],
        SINGLE: [
            "return torch.tensor([W.item() - lr * float(gradient)])",
            ("lr * gradient", "torch.tensor([lr]) * gradient"),
        ],
        "A slope is not always whole. What does `int` do to -9.333?": [("* gradient", "* int(gradient)")],
        "You divide by the learning rate. How large is a step with a small rate?": ["return W - gradient / lr"],
        "You use only the sign of the slope. How far should you go where it is steep?": [
            ("* gradient", "* torch.sign(torch.as_tensor(gradient, dtype=W.dtype))")
        ],
    },
)
misconceptions(
    "train_manual",
    {
        WHOLE_SLIDE: [[("gradient(W, x, y)", "torch.sum((W * x - y) * x)"), ("range(epochs)", "range(epochs + 1)")]],
        SLIDE_SUM: [("gradient(W, x, y)", "torch.sum((W * x - y) * x)")],
        WITHOUT_TWO: [("gradient(W, x, y)", "gradient(W, x, y) / 2")],
        UPHILL: [("y), lr)", "y), -lr)")],
        COST_AFTER: [("cost(W, x, y)", "cost(update(W, gradient(W, x, y), lr), x, y)")],
        "You write down each pair after its update. Which W belongs to the first pair?": [
            [
                ("history.append((W.item(), cost(W, x, y).item()))", "pass"),
                ("y), lr)", "y), lr)\n        history.append((W.item(), cost(W, x, y).item()))"),
            ]
        ],
        ONE_MORE: [("range(epochs)", "range(epochs + 1)")],
        ONE_LESS: [("range(epochs)", "range(1, epochs)")],
        SOME_COSTS: [("return W, history", "return W, history[::10]")],
        LAST_COST: [("return W", "history.append((W.item(), cost(W, x, y).item()))\n    return W")],
        "The W that you return is one update old. Which one is the last?": [
            [
                ("history = []", "history, before = [], W"),
                ("W = update", "before, W = W, update"),
                ("return W", "return before"),
            ]
        ],
        LR_IGNORED: [("y), lr)", "y), 0.1)")],
        EPOCHS_IGNORED: [("range(epochs)", "range(10)")],
        SLIDE_START: [("zeros", "randn")],
        "Which weight should the descent start from? Your first pair shows it.": [("zeros", "ones")],
        COST_TENSORS: [
            ("(W.item(), cost(W, x, y).item())", "(W, cost(W, x, y))"),
            ("y).item()", "y)"),
            ("(W.item()", "(W"),
        ],
        ALIAS: [
            [
                ("(W.item()", "(W"),
                ("W = update(W, gradient(W, x, y), lr)", "W -= lr * gradient(W, x, y)"),
                ("return W, history", "return W, [(weight.item(), value) for weight, value in history]"),
            ]
        ],
        "In each pair, the weight comes first and then its cost. Are yours swapped?": [
            ("(W.item(), cost(W, x, y).item())", "(cost(W, x, y).item(), W.item())")
        ],
        COSTS_ALONE: [("(W.item(), cost(W, x, y).item())", "cost(W, x, y).item()")],
        "You return only the last weight. What else does the docstring ask for?": [("return W, history", "return W")],
        SWAPPED: [("return W, history", "return history, W")],
        "Your W is a number. Can it stay a tensor?": [("return W", "return W.item()")],
        ZEROS_SINGLE: [
            [
                ("zeros(1, dtype=x.dtype)", "zeros(1)"),
                ("W = update(W, gradient(W, x, y), lr)", "W -= lr * gradient(W, x, y)"),
            ]
        ],
        DEFAULTS: [("lr: float = 0.1", "lr: float = 0.15"), ("epochs: int = 10", "epochs: int = 100")],
        STOPS_EARLY: [
            ("W = update", "if abs(float(gradient(W, x, y))) < 1e-6:\n            break\n        W = update")
        ],
        ONE_BY_ONE: [
            (
                "W = update(W, gradient(W, x, y), lr)",
                "for i in range(len(x)):\n            W = update(W, gradient(W, x[i : i + 1], y[i : i + 1]), lr)",
            )
        ],
        RATE_CHANGES: [[("for _", "for epoch"), ("y), lr)", "y), lr / (epoch + 1))")]],
        "You use the slope of the first step in all steps. When does the slope change?": [
            [("history = []", "history, slope = [], gradient(W, x, y)"), ("gradient(W, x, y), lr", "slope, lr")]
        ],
        "With `epochs=0` there is nothing to do. Does your code still return an answer?": [
            [
                ("W = update(W, gradient(W, x, y), lr)", "slope = gradient(W, x, y)\n        W = update(W, slope, lr)"),
                ("return W", "print('last slope', slope)\n    return W"),
            ]
        ],
        ROUNDED: [("(W.item(), cost(W, x, y).item())", "(round(W.item(), 3), round(cost(W, x, y).item(), 3))")],
        "You scale the data first. To which data does your W belong then?": [
            ("W = torch", "x = x / x.abs().max()\n    W = torch")
        ],
        "You limit the slope. Does plain gradient descent do that?": [
            ("gradient(W, x, y), lr", "gradient(W, x, y).clamp(-50, 50), lr")
        ],
        "A weight can be any number. Where do you limit yours?": [("y), lr)", "y), lr).clamp(min=-3)")],
        THROUGH_SINGLE: [
            ("W = torch.zeros(1, dtype=x.dtype)", "W = torch.zeros(1, dtype=y.dtype)\n    x = torch.tensor(x.tolist())")
        ],
    },
)
misconceptions(
    "train_optim",
    {
        OPTIM_SLIDE: [[("lr=lr", "lr=0.15"), ("range(epochs)", "range(epochs + 1)")]],
        NO_ZERO_GRAD: [("optimizer.zero_grad()", "pass")],
        W_STANDS_STILL: [
            ("optimizer.step()", "optimizer.zero_grad()\n        optimizer.step()"),
            ("optimizer.step()", "pass"),
            ("[W]", "[W.detach().clone().requires_grad_()]"),
        ],
        "Nobody asks for gradients of W. Which argument of `zeros` does?": [(", requires_grad=True", "")],
        COST_AFTER: [
            [
                ("history.append((W.item(), current.item()))", "pass"),
                ("optimizer.step()", "optimizer.step()\n        history.append((W.item(), cost(W, x, y).item()))"),
            ]
        ],
        "Your cost is from before the update, and your weight from after it. Do they belong together?": [
            [
                ("history.append((W.item(), current.item()))", "pass"),
                ("optimizer.step()", "optimizer.step()\n        history.append((W.item(), current.item()))"),
            ]
        ],
        ONE_MORE: [("range(epochs)", "range(epochs + 1)")],
        ONE_LESS: [("range(epochs)", "range(1, epochs)")],
        SOME_COSTS: [("W.detach(), history", "W.detach(), history[::10]")],
        SLIDE_RATE: [("lr=lr", "lr=0.15"), ("lr: float = 0.1", "lr: float = 0.15")],
        EPOCHS_IGNORED: [("range(epochs)", "range(10)")],
        MOMENTUM: [("lr=lr", "lr=lr, momentum=0.9")],
        ADAM: [("SGD", "Adam")],
        WEIGHT_DECAY: [("lr=lr", "lr=lr, weight_decay=0.01")],
        STEPS_SUMMED: [("current.backward()", "(current * len(x)).backward()")],
        BROADCAST: [("cost(W, x, y)", "torch.mean(((W * x).squeeze(1) - y) ** 2)")],
        COST_TENSORS: [("(W.item(), current.item())", "(W.detach().clone(), current)")],
        ZEROS_SINGLE: [("dtype=x.dtype, ", "")],
        NO_BIAS_HERE: [
            [
                (
                    "optimizer = torch.optim.SGD([W]",
                    "b = W.detach().clone().requires_grad_()\n    optimizer = torch.optim.SGD([W, b]",
                ),
                ("cost(W, x, y)", "torch.mean((W * x + b - y) ** 2)"),
            ]
        ],
        "A layer draws its first weights at random. Which weight should the descent start from?": [
            (
                "torch.zeros(1, dtype=x.dtype, requires_grad=True)",
                "torch.nn.Linear(1, 1, bias=False).to(x.dtype).weight",
            )
        ],
        COSTS_ALONE: [("(W.item(), current.item())", "current.item()")],
        STOPS_EARLY: [("range(epochs)", "range(min(epochs, 100))")],
        THROUGH_SINGLE: [("cost(W, x, y)", "cost(W, torch.tensor(x.tolist()), y)")],
    },
)
misconceptions(
    "cost_curve",
    {
        SUM_OR_MEAN: [("torch.mean", "torch.sum")],
        "Each weight has a cost. Over which axis do you take the mean?": [(", dim=0", "")],
        "You have one number for each example. Which axis holds the weights?": [("dim=0", "dim=1")],
        "Your answer is a list of costs. How does a list become a tensor?": [
            "return [cost(W, x, y).item() for W in Ws]",
            "return [cost(W, x, y) for W in Ws]",
        ],
        "The answer is (k,), like `Ws`. Which axis of yours is too much?": [
            ("dim=0)", "dim=0).unsqueeze(1)"),
            ("dim=0", "dim=0, keepdim=True"),
        ],
        "For one weight the answer is (1,). What does `squeeze` do to it?": [("dim=0)", "dim=0).squeeze()")],
        "Your weights are always the same. Which ones does the caller give?": [
            ("Ws * x", "torch.linspace(-1, 3, len(Ws), dtype=x.dtype) * x")
        ],
        "All your costs belong to the first weight. Where do you go to the next one?": [
            "return torch.stack([cost(Ws[0], x, y) for _ in Ws])"
        ],
        ROOT: [("dim=0)", "dim=0) ** 0.5")],
        ABSOLUTE: [("errors**2", "errors.abs()")],
        SQUARE_OF_MEAN: [("errors**2, dim=0)", "errors, dim=0) ** 2")],
        BROADCAST: ["return torch.stack([torch.mean(((W * x).squeeze(1) - y) ** 2) for W in Ws])"],
        NOT_DIVIDED_BY_M: ["return torch.sum((Ws * x - y) ** 2, dim=0) / 3"],
        "You divide by the number of weights. Over what is the mean?": [
            "return torch.sum((Ws * x - y) ** 2, dim=0) / len(Ws)"
        ],
        SINGLE: ["return torch.tensor([cost(W, x, y).item() for W in Ws])"],
        "Your costs are in a different order than the weights. Which line sorts them?": [
            ("Ws * x", "torch.sort(Ws).values * x")
        ],
        "Your answer holds slopes. Which function gives the cost itself?": [("errors**2", "2 * errors * x")],
        FIRST_ROWS: [("Ws * x - y", "Ws * x[:10] - y[:10]")],
        "Your code uses only the first few weights. How many are there?": [("Ws * x", "Ws[:20] * x")],
    },
)
misconceptions(
    "largest_stable_lr",
    {
        "Your rate is twice too large. When does one step land just as far on the other side?": [
            ("len(x)", "2 * len(x)")
        ],
        "With your rate, one step reaches the bottom. With which rate does it land just as far on the other side?": [
            ("len(x)", "0.5 * len(x)")
        ],
        "The cost is a mean. Where are the m examples in your formula?": [("len(x)", "1")],
        "You use only the largest x. Over what does the slope sum?": ["return 1 / torch.max(x**2).item()"],
        "Your answer is a tensor. How do you get a Python number out of it?": [(".item()", "")],
        "Do you square each x, or the sum of all?": ["return len(x) / torch.sum(x).item() ** 2"],
        "You add up plain distances. Where is the square?": [("x**2", "x.abs()")],
        "Your fraction is upside down. Does a larger x need a larger or a smaller rate?": [
            "return torch.mean(x**2).item()"
        ],
        "The mean of 1 / x² is not 1 over the mean of x². Which one do you need?": [
            "return torch.mean(1 / x**2).item()"
        ],
        NOT_DIVIDED_BY_M: [("len(x)", "3")],
        LECTURE_NUMBERS: ["return 3 / 14"],
        ROUNDED: ["return round(len(x) / torch.sum(x**2).item(), 3)"],
        THROUGH_SINGLE: [("x**2", "x.float() ** 2")],
        "You limit the rate to 1. What if the data is small?": ["return min(1.0, len(x) / torch.sum(x**2).item())"],
        "Your rate is never below a limit. What if the data is large?": [
            "return max(0.05, len(x) / torch.sum(x**2).item())"
        ],
        "A whole rate is a float, too. What do you do with it?": [
            "rate = len(x) / torch.sum(x**2).item()\nreturn int(rate) if rate == int(rate) else rate"
        ],
        FIRST_ROWS: ["return min(len(x), 10) / torch.sum(x[:10] ** 2).item()"],
    },
)
