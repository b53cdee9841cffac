"""Wrong ways through s4_multivariate_regression, each with the sentence that helps."""

# ruff: noqa: F821  (each stands in the solution's file, and may use the functions of that file)

import torch
import torch.nn.functional as F
from torch import nn

from grader.suite import misconception

# training_data ------------------------------------------------------------------------------------------------------


@misconception(
    of="training_data", hint="The slide's table has 80 here, its code 90. Which one does the docstring ask for?"
)
def data_slide_table():
    x = torch.tensor([[73, 80, 75], [93, 88, 93], [89, 91, 80], [96, 98, 100], [73, 66, 70]], dtype=torch.float32)
    return x, torch.tensor([[152.0], [185.0], [180.0], [196.0], [142.0]])


@misconception(of="training_data", hint="Whole numbers make an integer tensor. How do you say that they are floats?")
def data_integers():
    x = torch.tensor([[73, 80, 75], [93, 88, 93], [89, 91, 90], [96, 98, 100], [73, 66, 70]])
    return x, torch.tensor([[152], [185], [180], [196], [142]])


@misconception(of="training_data", hint="Each student is a row. Which way do your rows go?")
def data_turned():
    x = torch.tensor([[73.0, 93, 89, 96, 73], [80, 88, 91, 98, 66], [75, 93, 90, 100, 70]])
    return x, torch.tensor([[152.0], [185.0], [180.0], [196.0], [142.0]])


@misconception(of="training_data", hint="Each final score is a row of its own. What shape is your y?")
def data_flat_finals():
    x = torch.tensor([[73.0, 80, 75], [93, 88, 93], [89, 91, 90], [96, 98, 100], [73, 66, 70]])
    return x, torch.tensor([152.0, 185.0, 180.0, 196.0, 142.0])


@misconception(of="training_data", hint="The scores are out of 100 and stay so. Who asked to scale them?")
def data_scaled():
    x = torch.tensor([[73.0, 80, 75], [93, 88, 93], [89, 91, 90], [96, 98, 100], [73, 66, 70]])
    return x / 100, torch.tensor([[1.52], [1.85], [1.80], [1.96], [1.42]])


@misconception(of="training_data", hint="A digit of the last row differs. Read it once more.")
def data_typing_error():
    x = torch.tensor([[73.0, 80, 75], [93, 88, 93], [89, 91, 90], [96, 98, 100], [73, 60, 70]])
    return x, torch.tensor([[152.0], [185.0], [180.0], [196.0], [142.0]])


@misconception(
    of="training_data", hint="A setting of torch is not as it was found. Which line changes it for everybody?"
)
def data_default_dtype():
    torch.set_default_dtype(torch.float64)
    return (
        torch.tensor([[73, 80, 75], [93, 88, 93], [89, 91, 90], [96, 98, 100], [73, 66, 70]], dtype=torch.float32),
        torch.tensor([[152], [185], [180], [196], [142]], dtype=torch.float32),
    )


# hypothesis_naive ---------------------------------------------------------------------------------------------------


@misconception(of="hypothesis_naive", hint="The plane goes through 0 in yours. Where is the bias?")
def naive_without_bias(x1, x2, x3, w1, w2, w3, b):
    return x1 * w1 + x2 * w2 + x3 * w3


@misconception(of="hypothesis_naive", hint="Each input has a weight of its own. Which one does x3 get?")
def naive_weight_twice(x1, x2, x3, w1, w2, w3, b):
    return x1 * w1 + x2 * w2 + x3 * w2 + b


@misconception(of="hypothesis_naive", hint="First the three inputs, then the three weights. In which order come yours?")
def naive_order(x1, w1, x2, w2, x3, w3, b):
    return x1 * w1 + x2 * w2 + x3 * w3 + b


@misconception(of="hypothesis_naive", hint="The bias is added once. How often do you add it?")
def naive_bias_each(x1, x2, x3, w1, w2, w3, b):
    return (x1 * w1 + b) + (x2 * w2 + b) + (x3 * w3 + b)


@misconception(of="hypothesis_naive", hint="One of the weights is multiplied where it should be added to the others.")
def naive_product(x1, x2, x3, w1, w2, w3, b):
    return x1 * w1 + x2 * w2 * x3 * w3 + b


@misconception(of="hypothesis_naive", hint="The value is right, but autograd lost the thread. Which call cut it?")
def naive_detached(x1, x2, x3, w1, w2, w3, b):
    return (x1 * w1 + x2 * w2 + x3 * w3 + b).detach()


@misconception(of="hypothesis_naive", hint="The bias learns as well. Can a gradient flow to b?")
def naive_bias_item(x1, x2, x3, w1, w2, w3, b):
    return x1 * w1 + x2 * w2 + x3 * w3 + b.item()


@misconception(of="hypothesis_naive", hint="All three weights learn. Which one is cut off?")
def naive_one_weight_cut(x1, x2, x3, w1, w2, w3, b):
    return x1 * w1 + x2 * w2.detach() + x3 * w3 + b


@misconception(of="hypothesis_naive", hint="There is one row for each example. What does your sum add up?")
def naive_summed(x1, x2, x3, w1, w2, w3, b):
    return torch.sum(x1 * w1 + x2 * w2 + x3 * w3) + b


@misconception(of="hypothesis_naive", hint="`x` is (m, 1). Is the answer still one row for each example?")
def naive_squeezed(x1, x2, x3, w1, w2, w3, b):
    return (x1 * w1 + x2 * w2 + x3 * w3 + b).squeeze(1)


@misconception(
    of="hypothesis_naive", hint="For double precision data the answer is double, too. Do you convert on the way?"
)
def naive_float32(x1, x2, x3, w1, w2, w3, b):
    return (x1 * w1 + x2 * w2 + x3 * w3 + b).to(torch.float32)


@misconception(of="hypothesis_naive", hint="`+=` writes into a tensor of the caller. Do you need to change it?")
def naive_in_place(x1, x2, x3, w1, w2, w3, b):
    x1 *= w1
    x1 += x2 * w2 + x3 * w3 + b
    return x1


@misconception(of="hypothesis_naive", hint="A score may be negative, and above any limit. What cuts it off?")
def naive_capped(x1, x2, x3, w1, w2, w3, b):
    return torch.clamp(x1 * w1 + x2 * w2 + x3 * w3 + b, -500, 500)


@misconception(
    of="hypothesis_naive", hint="Only the first five examples are looked at. Which number belongs to the data?"
)
def naive_first_five(x1, x2, x3, w1, w2, w3, b):
    return torch.stack([x1[i] * w1 + x2[i] * w2 + x3[i] * w3 + b for i in range(min(5, len(x1)))])


# hypothesis ---------------------------------------------------------------------------------------------------------


@misconception(of="hypothesis", hint="The plane goes through 0 in yours. Where is the bias?")
def hypothesis_without_bias(x, W, b):
    return x @ W


@misconception(of="hypothesis", hint="Three inputs are typed in. What if there are four, or one?")
def hypothesis_three_inputs(x, W, b):
    return x[:, 0:1] * W[0] + x[:, 1:2] * W[1] + x[:, 2:3] * W[2] + b


@misconception(
    of="hypothesis", hint="`*` multiplies number by number and broadcasts. Which product adds up over the features?"
)
def hypothesis_elementwise(x, W, b):
    return x * W.T + b


@misconception(of="hypothesis", hint="Which of the two is turned? (m, n) times (n, 1) fits as it is.")
def hypothesis_turned(x, W, b):
    return W.T @ x.T + b


@misconception(
    of="hypothesis", hint="The answer is (m, 1). Which axis got lost: is `W` still a column when it is used?"
)
def hypothesis_squeezed(x, W, b):
    return (x @ W).squeeze(1) + b


@misconception(
    of="hypothesis", hint="The answer is (m, 1). Which axis got lost: is `W` still a column when it is used?"
)
def hypothesis_flat_weights(x, W, b):
    return x @ W.flatten() + b


@misconception(
    of="hypothesis",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def hypothesis_detached(x, W, b):
    return (x @ W + b).detach()


@misconception(of="hypothesis", hint="The bias learns as well. Can a gradient flow to b?")
def hypothesis_bias_item(x, W, b):
    return x @ W + b.item()


@misconception(of="hypothesis", hint="`.data` is the number without its history. Can a gradient flow to W?")
def hypothesis_weight_data(x, W, b):
    return x @ W.data + b


@misconception(
    of="hypothesis",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def hypothesis_numpy(x, W, b):
    return torch.from_numpy(x.detach().numpy() @ W.detach().numpy() + b.detach().numpy())


@misconception(of="hypothesis", hint="Is the bias multiplied by W, too? Which comes first?")
def hypothesis_brackets(x, W, b):
    return (x + b) @ W


@misconception(of="hypothesis", hint="The hypothesis adds up, it takes no mean over the features.")
def hypothesis_mean(x, W, b):
    return (x * W.T).mean(dim=1, keepdim=True) + b


@misconception(of="hypothesis", hint="For double precision data the answer is double, too. Where does float32 come in?")
def hypothesis_float32(x, W, b):
    return x.float() @ W.float() + b.float()


@misconception(of="hypothesis", hint="For double precision data the answer is double, too. Where does float32 come in?")
def hypothesis_filled(x, W, b):
    answer = torch.zeros(len(x), 1)
    for i in range(len(x)):
        answer[i] = (x[i] * W[:, 0]).sum() + b
    return answer


@misconception(of="hypothesis", hint="A bias for every example? Is one missing, or one too many?")
def hypothesis_bias_by_feature(x, W, b):
    return (x * W.T + b).sum(dim=1, keepdim=True)


@misconception(of="hypothesis", hint="Only the first few features count in yours. Which number belongs to the data?")
def hypothesis_first_features(x, W, b):
    return sum(x[:, j : j + 1] * W[j] for j in range(min(4, len(W)))) + b


# cost ---------------------------------------------------------------------------------------------------------------


@misconception(of="cost", hint="Your cost grows with the number of examples. Is it a sum or a mean?")
def cost_summed(prediction, y):
    return torch.sum((prediction - y) ** 2)


@misconception(of="cost", hint="The mean squared error has no root. What is left if you leave it out?")
def cost_rooted(prediction, y):
    return torch.sqrt(torch.mean((prediction - y) ** 2))


@misconception(of="cost", hint="You measure the distances as they are. What does *squared* error mean?")
def cost_absolute(prediction, y):
    return torch.mean(torch.abs(prediction - y))


@misconception(of="cost", hint="First square, then mean: or the errors cancel each other. Which comes first in yours?")
def cost_square_of_mean(prediction, y):
    return torch.mean(prediction - y) ** 2


@misconception(of="cost", hint="Some books divide by 2m. Look at the formula here: what stands before the sum?")
def cost_half(prediction, y):
    return torch.mean((prediction - y) ** 2) / 2


@misconception(of="cost", hint="Your m is always 5. Which number belongs to the data?")
def cost_fixed_m(prediction, y):
    return torch.sum((prediction - y) ** 2) / 5


@misconception(of="cost", hint="(m,) against (m, 1) broadcasts into a square of m². Print both shapes.")
def cost_broadcast_square(prediction, y):
    return torch.mean((prediction.squeeze(1) - y) ** 2)


@misconception(of="cost", hint="The cost is one number. Which step makes one out of m?")
def cost_each(prediction, y):
    return (prediction - y) ** 2


@misconception(of="cost", hint="The value is right, but it is a plain number. How would autograd go back from it?")
def cost_item(prediction, y):
    return torch.mean((prediction - y) ** 2).item()


@misconception(of="cost", hint="The value is right, but autograd lost the thread to the prediction. Which call cut it?")
def cost_detached(prediction, y):
    return torch.mean((prediction - y) ** 2).detach()


@misconception(of="cost", hint="For double precision data the cost is double, too. Do you convert on the way?")
def cost_float32(prediction, y):
    return torch.mean((prediction - y).float() ** 2)


@misconception(of="cost", hint="`-=` writes into the caller's tensor. Do you need to change it?")
def cost_in_place(prediction, y):
    y -= prediction
    return torch.mean(y**2)


@misconception(of="cost", hint="Only the first few examples count in yours. Which number belongs to the data?")
def cost_first_examples(prediction, y):
    return torch.mean((prediction[:8] - y[:8]) ** 2)


@misconception(of="cost", hint="The caller's prediction comes back with a `.grad`. Who asked for the slopes here?")
def cost_runs_backward(prediction, y):
    answer = torch.mean((prediction - y) ** 2)
    if answer.requires_grad:
        answer.backward(retain_graph=True)
    return answer


# losses -------------------------------------------------------------------------------------------------------------


@misconception(of="losses", hint="By default PyTorch takes the mean. Which `reduction` is yours?")
def losses_summed(prediction, y):
    return {
        "mse": F.mse_loss(prediction, y, reduction="sum"),
        "l1": F.l1_loss(prediction, y, reduction="sum"),
        "smooth_l1": F.smooth_l1_loss(prediction, y, reduction="sum"),
    }


@misconception(of="losses", hint="The smooth one has two pieces that meet at 1. Yours is |d| everywhere.")
def losses_smooth_as_l1(prediction, y):
    l1 = F.l1_loss(prediction, y)
    return {"mse": F.mse_loss(prediction, y), "l1": l1, "smooth_l1": l1.clone()}


@misconception(of="losses", hint="The smooth one has two pieces that meet at 1. Yours is d² / 2 everywhere.")
def losses_smooth_as_square(prediction, y):
    mse = F.mse_loss(prediction, y)
    return {"mse": mse, "l1": F.l1_loss(prediction, y), "smooth_l1": mse / 2}


@misconception(of="losses", hint="The two pieces do not meet: at |d| = 1, what do both of them give?")
def losses_smooth_without_half(prediction, y):
    d = (prediction - y).abs()
    smooth = torch.where(d < 1, d**2 / 2, d).mean()
    return {"mse": F.mse_loss(prediction, y), "l1": F.l1_loss(prediction, y), "smooth_l1": smooth}


@misconception(of="losses", hint="Below 1 the smooth one is half of the square.")
def losses_smooth_full_square(prediction, y):
    d = (prediction - y).abs()
    smooth = torch.where(d < 1, d**2, d - 0.5).mean()
    return {"mse": F.mse_loss(prediction, y), "l1": F.l1_loss(prediction, y), "smooth_l1": smooth}


@misconception(of="losses", hint="For each example its own piece: yours chooses one piece for all of them.")
def losses_smooth_one_piece(prediction, y):
    d = (prediction - y).abs()
    smooth = (d**2 / 2).mean() if bool((d < 1).all()) else (d - 0.5).mean()
    return {"mse": F.mse_loss(prediction, y), "l1": F.l1_loss(prediction, y), "smooth_l1": smooth}


@misconception(of="losses", hint="The default of `beta` is 1. Where do your two pieces meet?")
def losses_smooth_beta(prediction, y):
    return {
        "mse": F.mse_loss(prediction, y),
        "l1": F.l1_loss(prediction, y),
        "smooth_l1": F.smooth_l1_loss(prediction, y, beta=0.5),
    }


@misconception(of="losses", hint="Two of the losses stand under each other's key.")
def losses_keys_swapped(prediction, y):
    return {
        "mse": F.l1_loss(prediction, y),
        "l1": F.mse_loss(prediction, y),
        "smooth_l1": F.smooth_l1_loss(prediction, y),
    }


@misconception(of="losses", hint="The keys are `mse`, `l1` and `smooth_l1`. How are yours spelled?")
def losses_function_names(prediction, y):
    return {
        "mse_loss": F.mse_loss(prediction, y),
        "l1_loss": F.l1_loss(prediction, y),
        "smooth_l1_loss": F.smooth_l1_loss(prediction, y),
    }


@misconception(of="losses", hint="Each loss is a tensor with one element. What does `.item()` make of it?")
def losses_numbers(prediction, y):
    return {
        "mse": F.mse_loss(prediction, y).item(),
        "l1": F.l1_loss(prediction, y).item(),
        "smooth_l1": F.smooth_l1_loss(prediction, y).item(),
    }


@misconception(of="losses", hint="The losses come in a dict, each under its name.")
def losses_tuple(prediction, y):
    return F.mse_loss(prediction, y), F.l1_loss(prediction, y), F.smooth_l1_loss(prediction, y)


@misconception(of="losses", hint="A module class is not yet a loss: it is made first, then called.")
def losses_modules(prediction, y):
    return {"mse": nn.MSELoss(), "l1": nn.L1Loss(), "smooth_l1": nn.SmoothL1Loss()}


@misconception(of="losses", hint="The mean squared error has no root, and l1 no square.")
def losses_rooted(prediction, y):
    return {
        "mse": F.mse_loss(prediction, y).sqrt(),
        "l1": F.l1_loss(prediction, y),
        "smooth_l1": F.smooth_l1_loss(prediction, y),
    }


@misconception(of="losses", hint="A distance has no sign. Do positive and negative errors cancel in yours?")
def losses_l1_signed(prediction, y):
    return {
        "mse": F.mse_loss(prediction, y),
        "l1": torch.mean(prediction - y),
        "smooth_l1": F.smooth_l1_loss(prediction, y),
    }


@misconception(of="losses", hint="(m,) against (m, 1) broadcasts into a square of m². Print both shapes.")
def losses_broadcast(prediction, y):
    flat = prediction.squeeze(1)
    return {"mse": ((flat - y) ** 2).mean(), "l1": (flat - y).abs().mean(), "smooth_l1": F.smooth_l1_loss(flat, y)}


@misconception(of="losses", hint="For double precision data the losses are double, too. Do you convert on the way?")
def losses_float32(prediction, y):
    p, t = prediction.float(), y.float()
    return {"mse": F.mse_loss(p, t), "l1": F.l1_loss(p, t), "smooth_l1": F.smooth_l1_loss(p, t)}


# gradients ----------------------------------------------------------------------------------------------------------


@misconception(of="gradients", hint="Your slopes grow with the number of examples. Is it a sum or a mean?")
def gradients_summed(W, b, x, y):
    errors = x @ W + b - y
    return 2 * x.T @ errors, 2 * errors.sum(dim=0)


@misconception(of="gradients", hint="Half of the slope. What does the derivative of a square bring down?")
def gradients_without_two(W, b, x, y):
    errors = x @ W + b - y
    return x.T @ errors / len(x), errors.mean(dim=0)


@misconception(of="gradients", hint="Right in size, wrong in sign: prediction minus truth, or the other way round?")
def gradients_sign(W, b, x, y):
    errors = y - x @ W - b
    return 2 * x.T @ errors / len(x), 2 * errors.mean(dim=0)


@misconception(of="gradients", hint="For W you take the mean, for b the sum. Does the bias see more examples?")
def gradients_bias_summed(W, b, x, y):
    errors = x @ W + b - y
    return 2 * x.T @ errors / len(x), 2 * errors.sum(dim=0)


@misconception(of="gradients", hint="The slope of the bias lacks the 2. Is its chain another one?")
def gradients_bias_without_two(W, b, x, y):
    errors = x @ W + b - y
    return 2 * x.T @ errors / len(x), errors.mean(dim=0)


@misconception(of="gradients", hint="The bias shifts the prediction. Is it in your errors?")
def gradients_errors_without_bias(W, b, x, y):
    errors = x @ W - y
    return 2 * x.T @ errors / len(x), 2 * errors.mean(dim=0)


@misconception(of="gradients", hint="The bias does not stand still. How does the cost change with it?")
def gradients_bias_zero(W, b, x, y):
    errors = x @ W + b - y
    return 2 * x.T @ errors / len(x), torch.zeros_like(b)


@misconception(of="gradients", hint="A gradient has the shape of what it is for. What shape has W?")
def gradients_flat_weights(W, b, x, y):
    errors = x @ W + b - y
    return 2 * (x * errors).mean(dim=0), 2 * errors.mean(dim=0)


@misconception(of="gradients", hint="A gradient has the shape of what it is for. Is W a row or a column?")
def gradients_row(W, b, x, y):
    errors = x @ W + b - y
    return 2 * (x * errors).mean(dim=0, keepdim=True), 2 * errors.mean(dim=0)


@misconception(of="gradients", hint="`b` is (1,). What shape has the slope that you give for it?")
def gradients_bias_number(W, b, x, y):
    errors = x @ W + b - y
    return 2 * x.T @ errors / len(x), 2 * errors.mean()


@misconception(of="gradients", hint="`b` is (1,). What shape has the slope that you give for it?")
def gradients_bias_column(W, b, x, y):
    errors = x @ W + b - y
    return 2 * x.T @ errors / len(x), 2 * errors.mean(dim=0, keepdim=True)


@misconception(of="gradients", hint="Each weight has a slope of its own. Over which axis do you sum?")
def gradients_all_features(W, b, x, y):
    errors = x @ W + b - y
    return torch.full_like(W, 2 * (x * errors).mean().item()), 2 * errors.mean(dim=0)


@misconception(of="gradients", hint="The chain has one more link: each weight sees the error through its own input.")
def gradients_without_x(W, b, x, y):
    errors = x @ W + b - y
    return torch.ones_like(W) * 2 * errors.mean(), 2 * errors.mean(dim=0)


@misconception(of="gradients", hint="First W, then b. In which order do you give the slopes back?")
def gradients_answers_swapped(W, b, x, y):
    errors = x @ W + b - y
    return 2 * errors.mean(dim=0), 2 * x.T @ errors / len(x)


@misconception(of="gradients", hint="You divide by the number of features. Over what is the mean?")
def gradients_divided_by_n(W, b, x, y):
    errors = x @ W + b - y
    return 2 * x.T @ errors / x.shape[1], 2 * errors.mean(dim=0)


@misconception(of="gradients", hint="Your m is always 5. Which number belongs to the data?")
def gradients_fixed_m(W, b, x, y):
    errors = x @ W + b - y
    return 2 * x.T @ errors / 5, 2 * errors.sum(dim=0) / 5


@misconception(of="gradients", hint="Three features are typed in. What if there are four, or one?")
def gradients_fixed_n(W, b, x, y):
    errors = x @ W + b - y
    slopes = [2 * (errors * x[:, j : j + 1]).mean() for j in range(3)]
    return torch.stack(slopes).reshape(3, 1), 2 * errors.mean(dim=0)


@misconception(of="gradients", hint="(m,) against (m, 1) broadcasts into a square of m². Print both shapes.")
def gradients_broadcast(W, b, x, y):
    errors = (x @ W + b).squeeze(1) - y
    return 2 * x.T @ errors.mean(dim=0, keepdim=True).T / len(x), 2 * errors.mean().reshape(1)


@misconception(of="gradients", hint="For double precision data the slopes are double, too. Do you convert on the way?")
def gradients_float32(W, b, x, y):
    errors = (x @ W + b - y).float()
    return 2 * x.float().T @ errors / len(x), 2 * errors.mean(dim=0)


@misconception(of="gradients", hint="`-=` writes into the caller's tensor. Do you need to change it?")
def gradients_in_place(W, b, x, y):
    y -= x @ W + b
    return -2 * x.T @ y / len(x), -2 * y.mean(dim=0)


@misconception(of="gradients", hint="This is a step already. The learning rate belongs to the update.")
def gradients_with_rate(W, b, x, y):
    errors = x @ W + b - y
    return 1e-5 * 2 * x.T @ errors / len(x), 1e-5 * 2 * errors.mean(dim=0)


# train --------------------------------------------------------------------------------------------------------------


@misconception(of="train", hint="Right at the first step only: gradients add up until you clear them.")
def train_without_zero_grad(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x @ W + b - y) ** 2)
        costs.append(loss.item())
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Nothing moves: you clear what the step needs. In which order come the three lines?")
def train_cleared_too_soon(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x @ W + b - y) ** 2)
        costs.append(loss.item())
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Three features are typed in. Which number belongs to the data?")
def train_fixed_n(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(3, 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="The slide's loop has a `+ 1`. How many updates were asked for?")
def train_slide_one_more(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs + 1):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="The cost belongs to the weights that made it. Do you write it down before the step?")
def train_cost_after(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
        costs.append(cost(hypothesis(x, W, b), y).item())
    return W, b, costs


@misconception(of="train", hint="Which W does the slope of b belong to, the one before or after this step?")
def train_one_after_the_other(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        W = W - lr * gradients(W, b, x, y)[0]
        b = b - lr * gradients(W, b, x, y)[1]
    return W, b, costs


@misconception(of="train", hint="Is `lr` used everywhere it should?")
def train_rate_ignored(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - 1e-5 * slope_W, b - 1e-5 * slope_b
    return W, b, costs


@misconception(of="train", hint="Your loop always runs 20 times. Which argument says how often?")
def train_epochs_ignored(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(20):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="The defaults: which rate and how many epochs does the stub's first line give?")
def train_other_defaults(x, y, lr=1e-6, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(
    of="train",
    hint="A slide says 'never start at zero', but this cost has one valley: from 0 you get there as well. Start at 0.",
)
def train_slide_starts_at_random(x, y, lr=1e-5, epochs=20):
    W = torch.randn(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="The bias stands at 0 in the end. Who moves it?")
def train_bias_forgotten(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        W = W - lr * gradients(W, b, x, y)[0]
    return W, b, costs


@misconception(of="train", hint="A gradient points uphill. Which way do you want to go?")
def train_uphill(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W + lr * slope_W, b + lr * slope_b
    return W, b, costs


@misconception(
    of="train", hint="Adam chooses its own steps. Which optimizer takes `lr` times the slope, and nothing else?"
)
def train_adam(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.Adam([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x @ W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="The costs are tensors. How do you get a plain number out of one?")
def train_cost_tensors(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y))
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="`W` is a column, (n, 1). What shape is yours?")
def train_weights_as_row(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W.T, b, costs


@misconception(of="train", hint="`b` is (1,). What shape is yours?")
def train_bias_as_number(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b.squeeze(), costs


@misconception(of="train", hint="For double precision data the weights are double, too. What does `zeros` start as?")
def train_float32(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1)
    b = torch.zeros(1)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x.float(), W, b), y).item())
        slope_W, slope_b = gradients(W, b, x.float(), y.float())
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="The data is scaled in place. Whose tensor is x?")
def train_scales_data(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    x /= 100
    return W, b, costs


@misconception(of="train", hint="One example at a time is another method. What does one update look at here?")
def train_example_by_example(x, y, lr=1e-5, epochs=20):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        for i in range(len(x)):
            slope_W, slope_b = gradients(W, b, x[i : i + 1], y[i : i + 1])
            W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="After many epochs your steps get smaller. Who changes the rate?")
def train_rate_falls_late(x, y, lr=1e-5, epochs=20):
    W, b = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype)
    costs = []
    for epoch in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        rate = lr if epoch < 100 else lr / 10
        W, b = W - rate * slope_W, b - rate * slope_b
    return W, b, costs


@misconception(of="train", hint="You stop where it is flat enough for you. How many updates were asked for?")
def train_rests_where_it_is_flat(x, y, lr=1e-5, epochs=20):
    W, b = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype)
    costs = []
    for epoch in range(epochs):
        costs.append(cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        if epoch < 100 or slope_W.norm() > 1e-3:
            W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


# MultivariateLinearRegressionModel ----------------------------------------------------------------------------------


@misconception(
    of="MultivariateLinearRegressionModel",
    hint="The layer always has 3 inputs, as on the slide. Which argument says how many the data has?",
)
class ModelThreeInputs(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(3, 1)

    def forward(self, x):
        return self.linear(x)


@misconception(
    of="MultivariateLinearRegressionModel",
    hint="8 inputs belong to another slide. A layer's inputs must match the data: how many columns has x?",
)
class ModelSlideEightInputs(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.linear(x)


@misconception(of="MultivariateLinearRegressionModel", hint="Without its argument the model should take 3 features.")
class ModelWithoutDefault(nn.Module):
    def __init__(self, in_features):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.linear(x)


@misconception(of="MultivariateLinearRegressionModel", hint="A bias belongs to the line. Did you switch it off?")
class ModelWithoutBias(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1, bias=False)

    def forward(self, x):
        return self.linear(x)


@misconception(
    of="MultivariateLinearRegressionModel", hint="A module must be set up before layers go in. Who does that?"
)
class ModelWithoutSuper(nn.Module):
    def __init__(self, in_features=3):
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.linear(x)


@misconception(of="MultivariateLinearRegressionModel", hint="A list hides the layer: `parameters()` finds nothing.")
class ModelLayerInList(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.layers = [nn.Linear(in_features, 1)]

    def forward(self, x):
        return self.layers[0](x)


@misconception(
    of="MultivariateLinearRegressionModel", hint="A layer is made once and used often. Where do you make it?"
)
class ModelLayerInForward(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.in_features = in_features

    def forward(self, x):
        return nn.Linear(self.in_features, 1)(x)


@misconception(
    of="MultivariateLinearRegressionModel", hint="A module is called through `forward`. Is yours spelled so?"
)
class ModelWithoutForward(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def predict(self, x):
        return self.linear(x)


@misconception(of="MultivariateLinearRegressionModel", hint="Is the result handed on? `forward` gives nothing back.")
class ModelForwardReturnsNothing(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        self.linear(x)


@misconception(
    of="MultivariateLinearRegressionModel", hint="A probability is for the next section. Scores go far above 1."
)
class ModelWithSigmoid(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


@misconception(of="MultivariateLinearRegressionModel", hint="Can your model say a number below zero? Should it?")
class ModelWithReLU(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.relu(self.linear(x))


@misconception(of="MultivariateLinearRegressionModel", hint="One layer is asked for. What does the second one do?")
class ModelTwoLayers(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.first = nn.Linear(in_features, in_features)
        self.second = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.second(self.first(x))


@misconception(
    of="MultivariateLinearRegressionModel", hint="A layer that `forward` does not use still counts as a parameter."
)
class ModelUnusedLayer(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
        self.spare = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.linear(x)


@misconception(of="MultivariateLinearRegressionModel", hint="How many outputs does the layer have? One score is due.")
class ModelManyOutputs(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, in_features)

    def forward(self, x):
        return self.linear(x)


@misconception(of="MultivariateLinearRegressionModel", hint="The answer is (m, 1). Which call takes an axis away?")
class ModelSqueezed(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.linear(x).squeeze(1)


@misconception(
    of="MultivariateLinearRegressionModel", hint="The model should learn. What does `no_grad` do to its answer?"
)
class ModelWithoutGrad(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        with torch.no_grad():
            return self.linear(x)


@misconception(of="MultivariateLinearRegressionModel", hint="The weights are frozen. Who should be able to train them?")
class ModelFrozen(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
        self.linear.requires_grad_(False)

    def forward(self, x):
        return self.linear(x)


@misconception(
    of="MultivariateLinearRegressionModel", hint="After `double()` the data is double. Who makes it float again?"
)
class ModelFloatForward(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.linear(x.float())


@misconception(
    of="MultivariateLinearRegressionModel", hint="Plain tensors are no parameters: the module does not know them."
)
class ModelPlainTensors(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.W = torch.zeros(in_features, 1, requires_grad=True)
        self.b = torch.zeros(1, requires_grad=True)

    def forward(self, x):
        return x @ self.W + self.b


@misconception(of="MultivariateLinearRegressionModel", hint="The answer is scaled, so the layer's weights are others.")
class ModelScaled(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.linear(x / 100)


@misconception(
    of="MultivariateLinearRegressionModel", hint="A score may be negative, and above any limit. What cuts it off?"
)
class ModelCapped(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.linear(x).clamp(-300, 300)


@misconception(
    of="MultivariateLinearRegressionModel",
    hint="In eval mode your answer is another one. A linear layer knows no modes: what does?",
)
class ModelRoundsInEvalMode(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.linear(x) if self.training else self.linear(x).round()


@misconception(of="MultivariateLinearRegressionModel", hint="A switch of torch holds for all that runs after you.")
class ModelSwitchesTheDefaultDtype(nn.Module):
    def __init__(self, in_features=3):
        super().__init__()
        torch.set_default_dtype(torch.float64)
        self.linear = nn.Linear(in_features, 1, dtype=torch.float32)

    def forward(self, x):
        return self.linear(x)


# train_model --------------------------------------------------------------------------------------------------------


@misconception(
    of="train_model",
    hint="On the slide the optimizer still holds the old W and b, so the model never learns. Whose parameters are due?",
)
def train_model_slide_optimizer(model, x, y, lr=1e-5, epochs=20):
    W = torch.zeros((x.shape[1], 1), dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(
    of="train_model",
    hint="The slide assigns one name and uses another. Does each name that you use stand on the left side somewhere?",
)
def train_model_slide_names(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        Hypothesis = model(x)  # noqa: F841
        loss = F.mse_loss(prediction, y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="The slide's loop has a `+ 1`. How many updates were asked for?")
def train_model_slide_one_more(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs + 1):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="There is one cost for each update. Do you keep only some of them?")
def train_model_every_tenth(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for epoch in range(epochs):
        loss = F.mse_loss(model(x), y)
        if epoch % 10 == 0:
            costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="A copy is trained. Which model does the caller hold?")
def train_model_copy(model, x, y, lr=1e-5, epochs=20):
    from copy import deepcopy

    model = deepcopy(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="A model of your own is trained. Which one did the caller give?")
def train_model_own_model(model, x, y, lr=1e-5, epochs=20):
    model = MultivariateLinearRegressionModel(x.shape[1]).to(x.dtype)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="Gradients add up until you clear them, also those from before the call.")
def train_model_without_zero_grad(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="A gradient from before the call counts in your first step. When do you clear?")
def train_model_clears_at_the_end(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return costs


@misconception(
    of="train_model", hint="Nothing moves: you clear what the step needs. In which order come the three lines?"
)
def train_model_cleared_too_soon(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return costs


@misconception(
    of="train_model", hint="The cost belongs to the weights that made it. Do you write it down before the step?"
)
def train_model_cost_after(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        costs.append(F.mse_loss(model(x), y).item())
    return costs


@misconception(of="train_model", hint="A model that learns is in training mode. In which mode is yours meanwhile?")
def train_model_learns_in_eval_mode(model, x, y, lr=1e-5, epochs=20):
    mode = model.training
    model.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.train(mode)
    return costs


@misconception(of="train_model", hint="The model came in train mode. In which mode do you leave it?")
def train_model_leaves_eval_mode(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    return costs


@misconception(of="train_model", hint="Some weights are frozen: they do not require grad. Should they move?")
def train_model_thaws(model, x, y, lr=1e-5, epochs=20):
    model.requires_grad_(True)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(
    of="train_model", hint="The model has other layers than `linear`. How do you ask any module for its weights?"
)
def train_model_needs_linear(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD([model.linear.weight, model.linear.bias], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="A weight without a gradient has `.grad` None. Does your update think of that?")
def train_model_by_hand_needs_grads(model, x, y, lr=1e-5, epochs=20):
    costs = []
    for _ in range(epochs):
        model.zero_grad()
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= lr * parameter.grad
    return costs


@misconception(of="train_model", hint="Only the first layer learns. Which weights does the optimizer have?")
def train_model_first_layer(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(list(model.parameters())[:2], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        model.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="Is `lr` used everywhere it should?")
def train_model_rate_ignored(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-5)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="Your loop always runs 20 times. Which argument says how often?")
def train_model_epochs_ignored(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(20):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="The defaults: which rate and how many epochs does the stub's first line give?")
def train_model_other_defaults(model, x, y, lr=1e-3, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="The model goes on from where it is. Who sets its weights to zero?")
def train_model_starts_at_zero(model, x, y, lr=1e-5, epochs=20):
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="Momentum remembers old steps. Plain SGD knows only the slope where it stands.")
def train_model_momentum(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(
    of="train_model", hint="Adam chooses its own steps. Which optimizer takes `lr` times the slope, and nothing else?"
)
def train_model_adam(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="Your steps grow with the number of examples. Is the cost a sum or a mean?")
def train_model_summed(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y, reduction="sum")
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(
    of="train_model", hint="The costs are tensors, each with its whole graph. How do you get a plain number?"
)
def train_model_cost_tensors(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="The model is trained in place. What is asked for as the answer?")
def train_model_returns_model(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        F.mse_loss(model(x), y).backward()
        optimizer.step()
    return model


@misconception(of="train_model", hint="For a double model the data stays double. Who converts it?")
def train_model_float32(model, x, y, lr=1e-5, epochs=20):
    model.float()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x.float()), y.float())
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="Another loss than asked for. Which one does the docstring name?")
def train_model_l1(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.l1_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return costs


@misconception(of="train_model", hint="The data is scaled in place. Whose tensor is x?")
def train_model_changes_data(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    y -= y.mean()
    return costs


@misconception(of="train_model", hint="One weight serves two layers. How often does it move in your step?")
def train_model_moves_tied_weights_twice(model, x, y, lr=1e-5, epochs=20):
    parameters = [weight for module in model.modules() for weight in module.parameters(recurse=False)]
    costs = []
    for _ in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for weight in parameters:
                if weight.grad is not None:
                    weight -= lr * weight.grad
    return costs


@misconception(of="train_model", hint="You stop where it is flat enough for you. How many updates were asked for?")
def train_model_rests_where_it_is_flat(model, x, y, lr=1e-5, epochs=20):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    costs = []
    for epoch in range(epochs):
        loss = F.mse_loss(model(x), y)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        if epoch < 20 or costs[-2] - costs[-1] > 1e-3:
            optimizer.step()
    return costs
