"""Wrong ways through s5_logistic_regression, each with the hint that helps."""

# ruff: noqa: F403, F405  (the hints that the sections share)

from hints import *

from grader.course.generic_mistakes import NO_GRADIENT, SINGLE
from grader.suite import generic_mistakes, misconceptions

EXPONENT = "For a large score, the answer should be near 1. Which sign does the exponent have?"
NEVER_NEAR_THE_ENDS = "Your answer never comes near 0 or 1. Does the formula need that?"
SMALL_NUMBER = "h is between 0 and 1 already. What does the small number that you add do near the ends?"
CLAMPED = "h is between 0 and 1 already. What does your clamp do to a very small h?"
LABELS_SWAPPED = "For y = 1 and a right answer, the loss should be near 0. Which term belongs to which label?"
YES_ONLY = "Your loss is 0 for every example with the label 0. Which term belongs to the label 0?"
FINITE_NOT_RIGHT = "Your answer is finite, but is it right? At z = 100 and y = 0 the loss is 100."
SMALL_Z = "For a small z, a part is missing. Is max(z, 0) all of log(1 + exp(z))?"
A_LIMIT = "Your slopes have a limit. Where in the formula is it?"
CORNER = "At z = 0, where training starts, `clamp` and `relu` have a corner. Which slope is right there?"
A_SQUARED_ERROR = "This is the squared error of the sections before. The loss of a probability has logarithms."

generic_mistakes("printed", of="training_data sigmoid hypothesis bce_losses bce_cost gradients train predict accuracy")
generic_mistakes("detached", "without_grad", "in_numpy", of="sigmoid hypothesis bce_losses bce_cost bce_with_logits")
generic_mistakes("in_single_precision", of="sigmoid hypothesis bce_losses bce_cost gradients")
generic_mistakes("first_rows", of="hypothesis bce_losses bce_cost bce_with_logits gradients predict")
generic_mistakes("as_number", of="bce_cost bce_with_logits")
generic_mistakes("default_dtype", of="training_data train")

misconceptions(
    "training_data",
    {
        SWAPPED: [("return x, y", "return y, x")],
        "Your labels are flat. How many brackets stand around each label on the slide?": [
            ("return x, y", "return x, y.flatten()")
        ],
        "Whole numbers make an integer tensor. Which dtype do your weights have?": [
            ("return x, y", "return x.long(), y.long()")
        ],
        "NumPy's numbers are float64. Which dtype does the course use?": [
            ("return x, y", "return x.double(), y.double()")
        ],
        "Your two columns have changed places. Which hours come first, lectures or lab?": [
            ("return x, y", "return x.flip(1), y")
        ],
    },
)
misconceptions(
    "sigmoid",
    {
        EXPONENT: ["return 1 / (1 + torch.exp(z))"],
        "What is divided by what? Where does `1 +` belong?": ["return 1 / 1 + torch.exp(-z)"],
        "Your curve is right at 0 only. Which base does the exponential have?": ["return 1 / (1 + 2 ** (-z))"],
        "Your curve is twice as steep. How does it differ from 1 / (1 + exp(-z))?": [
            "return torch.exp(z) / (torch.exp(z) + torch.exp(-z))"
        ],
        "`math.exp` takes one number. Which exponential takes a tensor?": [
            "import math\nreturn torch.tensor(1 / (1 + math.exp(-z)), dtype=z.dtype)"
        ],
        NO_LIMIT: ["return 1 / (1 + torch.exp(-z.clamp(-10, 10)))"],
        NEVER_NEAR_THE_ENDS: [
            ("return torch.where(z < 0, e, 1)", "e = e.clamp(min=1e-7)\n    return torch.where(z < 0, e, 1)")
        ],
        IN_PLACE: ["with torch.no_grad():\n    return z.neg_().exp_().add_(1).reciprocal_()"],
        "Your answer has a different shape than z. Which step takes an axis away?": [
            "return 1 / (1 + torch.exp(-z.squeeze()))"
        ],
        "`view` needs numbers that are in order in memory. Which method does not?": [
            "return (1 / (1 + torch.exp(-z.view(-1)))).view(z.shape)"
        ],
    },
)
misconceptions(
    "hypothesis",
    {
        SIGMOID_MISSING: ["return x @ W + b"],
        "All your answers are near one half. How often do you apply the sigmoid?": [
            "return sigmoid(sigmoid(x @ W + b))"
        ],
        NO_BIAS: [(" + b", "")],
        "You add the bias after the sigmoid. Where does it belong in the formula?": ["return sigmoid(x @ W) + b"],
        EXPONENT: ["return sigmoid(-(x @ W + b))"],
        "Each row has one probability. Which product adds up over the features?": [("x @ W", "x * W.T")],
        ONE_ROW_EACH: ["return sigmoid(x @ W + b).squeeze(1)"],
        SOFTMAX_OF_ONE: ["return torch.softmax(x @ W + b, dim=1)"],
        "Softmax makes the rows share one probability. Here, each row has its own.": [
            "return torch.softmax(x @ W + b, dim=0)"
        ],
        NO_GRADIENT: ["return sigmoid(x @ W.detach() + b.detach())"],
        "A gradient reaches b, but not W. What does `.data` do?": [("x @ W", "x @ W.data")],
        FIXED_FEATURES: [("x @ W", "x[:, 0:1] * W[0] + x[:, 1:2] * W[1]")],
        IN_PLACE: ["with torch.no_grad():\n    x += b\nreturn sigmoid(x @ W)"],
        FIRST_FEATURES: [("x @ W", "x[:, :4] @ W[:4]")],
        NEVER_NEAR_THE_ENDS: ["return sigmoid(x @ W + b).clamp(1e-7, 1 - 1e-7)"],
    },
)
misconceptions(
    "bce_losses",
    {
        BELOW_ZERO: [("-(y", "(y")],
        LABELS_SWAPPED: ["return -((1 - y) * torch.log(h) + y * torch.log(1 - h))"],
        YES_ONLY: ["return -y * torch.log(h)"],
        LOG_BASE: [[("log(h)", "log10(h)"), ("log(1", "log10(1")], [("log(h)", "log2(h)"), ("log(1", "log2(1")]],
        "Each example has one loss here. Does your code take the mean already?": [("(1 - h))", "(1 - h)).mean()")],
        ONE_ROW_EACH: [("(1 - h))", "(1 - h)).squeeze(1)")],
        SMALL_NUMBER: [[("log(h)", "log(h + 1e-8)"), ("log(1 - h)", "log(1 - h + 1e-8)")]],
        CLAMPED: [
            ("return", "h = h.clamp(1e-7, 1 - 1e-7)\n    return"),
            ("return", "least = torch.finfo(h.dtype).eps\n    h = h.clamp(least, 1 - least)\n    return"),
        ],
        A_SQUARED_ERROR: ["return (h - y) ** 2"],
        "The formula adds the two terms. What does a product give, if one of them is always 0?": [
            ("+ (1 - y)", "* (1 - y)")
        ],
        "The second term has a logarithm. Of what is it?": [("torch.log(1 - h)", "(1 - torch.log(h))")],
        "Each loss belongs to its own row. Does your code change the order of the rows?": [
            "return -torch.cat([torch.log(1 - h[y == 0]), torch.log(h[y == 1])]).reshape(-1, 1)"
        ],
        BROADCAST: [("return", "y = y.flatten()\n    return")],
        "Some of your losses are 0. How many rows does your code look at?": [
            "losses = -(y * torch.log(h) + (1 - y) * torch.log(1 - h))\n"
            "return torch.cat([losses[:6], torch.zeros_like(losses[6:])])"
        ],
    },
)
misconceptions(
    "bce_cost",
    {
        SUM_OR_MEAN: [("mean", "sum")],
        BELOW_ZERO: [("return ", "return -")],
        LOG_OF_MEAN: ["return -torch.log((y * h + (1 - y) * (1 - h)).mean())"],
        NOT_DIVIDED_BY_M: [(".mean()", ".sum() / 6")],
        A_SQUARED_ERROR: ["return ((h - y) ** 2).mean()"],
        EACH_COST: [(".mean()", "")],
        BROADCAST: [("(h, y)", "(h, y.flatten())")],
        YES_ONLY: ["return -(y * torch.log(h)).mean()"],
        RAN_BACKWARD: [
            "cost = bce_losses(h, y).mean()\nif cost.requires_grad:\n    cost.backward(retain_graph=True)\nreturn cost"
        ],
        CLAMPED: [
            "least = torch.finfo(h.dtype).eps\nreturn bce_losses(h.clamp(least, 1 - least), y).mean()",
            "return bce_losses(h.clamp(min=1e-15), y).mean()",
        ],
    },
)
misconceptions(
    "bce_with_logits",
    {
        "You take the logarithm of a sigmoid. For a large z that is log(0): can you join the two first?": [
            "return bce_cost(torch.sigmoid(z), y)"
        ],
        FINITE_NOT_RIGHT: [
            "h = torch.sigmoid(z)\nreturn -(y * torch.log(h + 1e-8) + (1 - y) * torch.log(1 - h + 1e-8)).mean()",
            "z = z.clamp(-15, 15)\nreturn (torch.log(1 + torch.exp(z)) - y * z).mean()",
        ],
        "Your formula is right, but exp(1000) is inf. How do you keep `exp` small?": [
            ("torch.logaddexp(z, torch.zeros_like(z))", "torch.log(1 + torch.exp(z))")
        ],
        "For a large z your code is right. What is exp(-z) for a very negative z?": [
            "return ((1 - y) * z + torch.log(1 + torch.exp(-z))).mean()"
        ],
        "The value is right, but the gradient is nan: the branch that `where` drops overflows, too.": [
            ("torch.logaddexp(z, torch.zeros_like(z))", "torch.where(z > 50, z, torch.log(1 + torch.exp(z)))")
        ],
        "z holds logits: any number, not only 0 to 1. What turns them into probabilities?": ["return bce_cost(z, y)"],
        SUM_OR_MEAN: [(".mean()", ".sum()")],
        "For y = 1, a larger z should cost less. Which sign does the term with y have?": [("- y * z", "+ y * z")],
        LABELS_SWAPPED: [("y * z", "(1 - y) * z")],
        SOFTMAX_OF_ONE: [
            "h = torch.softmax(z, dim=1)\nreturn -(y * torch.log(h) + (1 - y) * torch.log(1 - h + 1e-12)).mean()"
        ],
        SMALL_Z: [
            ("torch.logaddexp(z, torch.zeros_like(z))", "z.clamp(min=0)"),
            ("torch.logaddexp(z, torch.zeros_like(z))", "torch.nn.functional.softplus(z, threshold=12)"),
        ],
        RAN_BACKWARD: [
            [
                ("return ", "cost = "),
                (
                    ".mean()",
                    ".mean()\n    if cost.requires_grad:\n        cost.backward(retain_graph=True)\n    return cost",
                ),
            ]
        ],
        NO_GRADIENT: [("return", "z = torch.where(z.abs() > 50, z.detach(), z)\n    return")],
    },
)
misconceptions(
    "gradients",
    {
        SLOPES_SUMMED: [[(" / len(x)", ""), ("mean", "sum")]],
        "Your slopes have a factor h (1 - h). Does it cancel in the derivation?": [
            "h = hypothesis(x, W, b)\nerror = (h - y) * h * (1 - h)\nreturn x.T @ error / len(x), error.mean(dim=0)"
        ],
        SIGN: [("hypothesis(x, W, b) - y", "y - hypothesis(x, W, b)")],
        "Your slopes are twice too large. In regression the 2 comes from a square: is there one here?": [
            [("x.T @", "2 * x.T @"), ("error.mean", "2 * error.mean")]
        ],
        "These are the slopes of linear regression. What turns a score into a probability?": [
            ("hypothesis(x, W, b)", "x @ W + b")
        ],
        DIVIDED_BY_N: [("len(x)", "x.shape[1]")],
        SHAPE_OF_W: [("x.T @ error / len(x)", "(x * error).mean(dim=0)")],
        SHAPE_OF_B: [("dim=0", "")],
        SWAPPED: [("x.T @ error / len(x), error.mean(dim=0)", "error.mean(dim=0), x.T @ error / len(x)")],
        BIAS_SUMMED: [("mean", "sum")],
        WITHOUT_X: [("x.T @ error / len(x)", "error.mean() * torch.ones_like(W)")],
        "The bias is part of the prediction. Is it in your errors?": [("hypothesis(x, W, b)", "sigmoid(x @ W)")],
        FIRST_FEATURES: [
            ("return x.T @ error / len(x)", "slopes = x.T @ error / len(x)\n    slopes[4:] = 0\n    return slopes")
        ],
        A_LIMIT: [
            ("x.T @ error / len(x)", "(x.T @ error / len(x)).clamp(-1, 1)"),
            ("hypothesis(x, W, b)", "sigmoid((x @ W + b).clamp(-10, 10))"),
        ],
    },
)
misconceptions(
    "train",
    {
        COST_AFTER: [
            [
                ("costs.append(bce_cost(hypothesis(x, W, b), y).item())", "pass"),
                ("b - lr * slope_b", "b - lr * slope_b\n        costs.append(bce_cost(hypothesis(x, W, b), y).item())"),
            ]
        ],
        ONE_MORE: [("range(epochs)", "range(epochs + 1)")],
        ONE_LESS: [("range(epochs)", "range(1, epochs)")],
        NO_ZERO_GRAD: [
            [
                ("costs = []", "costs, all_W, all_b = [], 0, 0"),
                ("W, b = W", "all_W, all_b = all_W + slope_W, all_b + slope_b\n        W, b = W"),
                ("lr * slope_W", "lr * all_W"),
                ("lr * slope_b", "lr * all_b"),
            ]
        ],
        CLEARED_TOO_SOON: [("W, b = W - lr * slope_W, b - lr * slope_b", "pass")],
        LR_IGNORED: [[("lr * slope_W", "slope_W"), ("lr * slope_b", "slope_b")]],
        EPOCHS_IGNORED: [("range(epochs)", "range(1000)")],
        DEFAULTS: [[("lr: float = 1.0", "lr: float = 1e-5"), ("epochs: int = 1000", "epochs: int = 20")]],
        START: [
            [("W = torch.zeros", "W = torch.randn"), ("b = torch.zeros", "b = torch.randn")],
            ("W = torch.zeros", "W = torch.ones"),
        ],
        COST_TENSORS: [("y).item()", "y)")],
        MOMENTUM: [
            [
                ("costs = []", "costs, optimizer = [], torch.optim.SGD([W, b], lr=lr, momentum=0.9)"),
                ("slope_W, slope_b = ", "W.grad, b.grad = "),
                ("W, b = W - lr * slope_W, b - lr * slope_b", "optimizer.step()"),
            ]
        ],
        ADAM: [
            [
                ("costs = []", "costs, optimizer = [], torch.optim.Adam([W, b], lr=lr)"),
                ("slope_W, slope_b = ", "W.grad, b.grad = "),
                ("W, b = W - lr * slope_W, b - lr * slope_b", "optimizer.step()"),
            ]
        ],
        UPHILL: [[("W - lr", "W + lr"), ("b - lr", "b + lr")]],
        BIAS_STANDS_STILL: [(", b - lr * slope_b", ", b")],
        STEP_BY_STEP: [
            (
                "W, b = W - lr * slope_W, b - lr * slope_b",
                "W = W - lr * slope_W\n        b = b - lr * gradients(W, b, x, y)[1]",
            )
        ],
        FIXED_FEATURES: [("zeros(x.shape[1]", "zeros(2")],
        SINGLE: [("W = torch", "x, y = x.float(), y.float()\n    W = torch")],
        A_SQUARED_ERROR: [
            [
                ("bce_cost(hypothesis(x, W, b), y)", "((hypothesis(x, W, b) - y) ** 2).mean()"),
                (
                    "gradients(W, b, x, y)",
                    "torch.func.grad(lambda *p: ((hypothesis(x, *p) - y) ** 2).mean(), argnums=(0, 1))(W, b)",
                ),
            ]
        ],
        SOME_COSTS: [
            ("return W, b, costs", "return W, b, costs[::100]"),
            ("return W, b, costs", "return W, b, costs[::10]"),
        ],
        CALLERS_DATA: [("W = torch", "x -= x.mean(dim=0)\n    W = torch")],
        CORNER: [  # what autograd makes of `z.clamp(min=0)`, and of `relu`
            (
                "slope_W, slope_b = gradients(W, b, x, y)",
                "error = hypothesis(x, W, b) - y + 0.5 * (x @ W + b == 0)\n"
                "        slope_W, slope_b = x.T @ error / len(x), error.mean(dim=0)",
            ),
            (
                "slope_W, slope_b = gradients(W, b, x, y)",
                "error = hypothesis(x, W, b) - y - 0.5 * (x @ W + b == 0)\n"
                "        slope_W, slope_b = x.T @ error / len(x), error.mean(dim=0)",
            ),
        ],
        "Your second training starts where the first one stopped. When do you make the weights?": [
            [
                ("epochs: int = 1000", "epochs: int = 1000, kept={}"),
                ("costs = []", "costs, key = [], (x.shape[1], x.dtype)\n    W, b = kept.get(key, (W, b))"),
                ("return W", "kept[key] = W, b\n    return W"),
            ]
        ],
    },
)
misconceptions(
    "predict",
    {
        "0.1 in float32 is not 0.1 in float64. Which dtype does your threshold have?": [
            (">= threshold", ">= torch.tensor([threshold])")
        ],
        "A probability of exactly the threshold counts as yes. Does yours?": [(">=", ">")],
        "Another threshold changes nothing in your answer. Where do you use it?": [(">= threshold", ">= 0.5")],
        "Your answer is 1.0 and 0.0. The docstring asks for True and False.": ["return (h >= threshold).float()"],
        "The slide shows uint8, from an old PyTorch. Which dtype does a comparison have today?": [
            "return (h >= threshold).to(torch.uint8)"
        ],
        "You say yes to the small probabilities. Which way does your comparison point?": [(">=", "<=")],
        "Rounding knows only one threshold, and it rounds 0.5 to 0.": ["return h.round().bool()"],
        "Your default is a different one. Which threshold does the stub have?": [("= 0.5", "= 0.0")],
        ONE_ROW_EACH: [("h >=", "h.flatten() >=")],
        "h is a probability already. What does a second sigmoid do to it?": [("h >=", "torch.sigmoid(h) >=")],
        "You say yes to a probability a little below the threshold. Which number do you compare with?": [
            (">= threshold", ">= threshold - 1e-5")
        ],
    },
)
misconceptions(
    "accuracy",
    {
        "You count the right rows. Which share of all rows is that?": [
            ("correct.sum().item() / len(y)", "float(correct.sum())")
        ],
        "Your answer is in percent. An accuracy is between 0.0 and 1.0.": [("/ len(y)", "/ len(y) * 100")],
        "Your answer is a tensor. How do you get a Python number out of it?": [
            ("correct.sum().item() / len(y)", "correct.float().mean()")
        ],
        BROADCAST: [
            [
                ("prediction ==", "prediction.flatten() =="),
                ("correct.sum().item() / len(y)", "correct.float().mean().item()"),
            ],
            ("prediction ==", "prediction.flatten() =="),
        ],
        "Your answer is the share of wrong rows. Which rows should count?": [("==", "!=")],
        "A right No counts, too. Which rows does your code count?": [("== y", "& y")],
        NOT_DIVIDED_BY_M: [("/ len(y)", "/ 6")],
        "You compare two totals, so two opposite mistakes cancel. Can you compare row by row?": [
            "return 1 - abs(prediction.float().mean().item() - y.mean().item())"
        ],
        "Your answer is always 1.0 or 0.0. How many rows are right?": [
            "return float(torch.equal(prediction, y.bool()))"
        ],
        "You count the rows where you say yes. Where are the labels?": [("prediction == y.bool()", "prediction")],
        ROUNDED: [("return correct.sum().item() / len(y)", "return round(correct.sum().item() / len(y), 2)")],
    },
)
