"""Wrong answers to s5_logistic_regression, as students write them, each with the sentence that helps."""

# ruff: noqa: F821 (each stands in the solution's file in the end, so it may call the solution's functions)

import torch

from grader.suite import misconception

# --- training_data


@misconception(of="training_data", hint="Two things come back here. Which is first: what you know, or what you guess?")
def labels_first():
    x = torch.tensor([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0], [4.0, 3.0], [5.0, 3.0], [6.0, 2.0]])
    y = torch.tensor([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]])
    return y, x


@misconception(of="training_data", hint="Your labels lie flat. How many brackets stand around each label on the slide?")
def flat_labels():
    x = torch.tensor([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0], [4.0, 3.0], [5.0, 3.0], [6.0, 2.0]])
    return x, torch.tensor([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])


@misconception(
    of="training_data", hint="Whole numbers make an integer tensor. Which dtype does a weight multiply well?"
)
def integer_data():
    x = torch.tensor([[1, 2], [2, 3], [3, 1], [4, 3], [5, 3], [6, 2]])
    return x, torch.tensor([[0], [0], [0], [1], [1], [1]])


@misconception(of="training_data", hint="NumPy's numbers are float64. Which float does the course use?")
def by_way_of_numpy():
    import numpy as np

    x = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0], [4.0, 3.0], [5.0, 3.0], [6.0, 2.0]])
    return torch.from_numpy(x), torch.from_numpy(np.array([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]]))


@misconception(of="training_data", hint="Read the data once more, row by row: hours of lectures, hours in the lab.")
def columns_swapped():
    x = torch.tensor([[2.0, 1.0], [3.0, 2.0], [1.0, 3.0], [3.0, 4.0], [3.0, 5.0], [2.0, 6.0]])
    return x, torch.tensor([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]])


@misconception(
    of="training_data", hint="A setting of torch is not as it was found. Which line changes it for everybody?"
)
def data_in_a_new_default_dtype():
    torch.set_default_dtype(torch.float64)
    rows = [[1.0, 2.0], [2.0, 3.0], [3.0, 1.0], [4.0, 3.0], [5.0, 3.0], [6.0, 2.0]]
    return torch.tensor(rows).float(), torch.tensor([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]]).float()


# --- sigmoid


@misconception(
    of="sigmoid", hint="For a large z the answer should be near 1. Is yours? Look at the sign in the exponent."
)
def exp_of_plus_z(z):
    return 1 / (1 + torch.exp(z))


@misconception(of="sigmoid", hint="What is divided by what? A pair of brackets decides where the 1 + belongs.")
def brackets_forgotten(z):
    return 1 / 1 + torch.exp(-z)


@misconception(of="sigmoid", hint="The curve is right at 0 only. Which base does the exponential have?")
def base_two(z):
    return 1 / (1 + 2 ** (-z))


@misconception(of="sigmoid", hint="Your curve is twice as steep. How is the sigmoid stretched against this one?")
def stretched(z):
    return torch.exp(z) / (torch.exp(z) + torch.exp(-z))


@misconception(of="sigmoid", hint="The values are right, but autograd lost the thread: the result left the graph.")
def detached_sigmoid(z):
    return 1 / (1 + torch.exp(-z.detach()))


@misconception(of="sigmoid", hint="The result left torch on the way. No gradient can flow back through NumPy.")
def numpy_sigmoid(z):
    import numpy as np

    return torch.from_numpy(np.asarray(1 / (1 + np.exp(-z.detach().numpy()))))


@misconception(of="sigmoid", hint="This works for one number. Which exponential works for a whole tensor?")
def math_sigmoid(z):
    import math

    return torch.tensor(1 / (1 + math.exp(-z)), dtype=z.dtype)


@misconception(of="sigmoid", hint="You cut off large z. The formula is still right there, down to z = -30.")
def cut_off_at_ten(z):
    return 1 / (1 + torch.exp(-z.clamp(-10, 10)))


@misconception(of="sigmoid", hint="Your answer never comes quite near 0 or 1. Does the formula need that?")
def kept_off_the_ends(z, right=sigmoid):
    return right(z).clamp(1e-7, 1 - 1e-7)


@misconception(of="sigmoid", hint="float64 came in. What went out?")
def sigmoid_in_float32(z):
    return 1 / (1 + torch.exp(-z.float()))


@misconception(of="sigmoid", hint="A method whose name ends in an underscore writes into the caller's tensor.")
def sigmoid_in_place(z):
    with torch.no_grad():
        return z.neg_().exp_().add_(1).reciprocal_()


@misconception(of="sigmoid", hint="The answer should have the shape of z. Where did an axis go?")
def sigmoid_squeezed(z):
    return 1 / (1 + torch.exp(-z.squeeze()))


@misconception(of="sigmoid", hint="`view` needs memory in order, and z may come turned. Which call does not?")
def sigmoid_by_view(z):
    return (1 / (1 + torch.exp(-z.view(-1)))).view(z.shape)


# --- hypothesis


@misconception(of="hypothesis", hint="A probability lies between 0 and 1. What is still missing after the linear part?")
def without_sigmoid(x, W, b):
    return x @ W + b


@misconception(of="hypothesis", hint="The answers are all squeezed towards one half. How often does the sigmoid act?")
def sigmoid_twice(x, W, b):
    return torch.sigmoid(torch.sigmoid(x @ W + b))


@misconception(of="hypothesis", hint="With W at zero, your answer does not feel b. Is the bias added?")
def without_bias(x, W, b):
    return torch.sigmoid(x @ W)


@misconception(of="hypothesis", hint="The bias is added before the sigmoid, not after it.")
def bias_after_the_sigmoid(x, W, b):
    return torch.sigmoid(x @ W) + b


@misconception(
    of="hypothesis", hint="A large score should give a probability near 1. Look at the sign in the exponent."
)
def wrong_way_round(x, W, b):
    return 1 / (1 + torch.exp(x @ W + b))


@misconception(of="hypothesis", hint="Each row has one probability. Which product adds up over the features?")
def element_wise(x, W, b):
    return torch.sigmoid(x * W.T + b)


@misconception(of="hypothesis", hint="One row of the answer is one example: the shape (m, 1), also for m = 1.")
def flat_hypothesis(x, W, b):
    return torch.sigmoid(x @ W + b).squeeze(1)


@misconception(
    of="hypothesis", hint="You softmax over a row of one score. What do the probabilities in one row add up to?"
)
def softmax_of_one(x, W, b):
    return torch.softmax(x @ W + b, dim=1)


@misconception(of="hypothesis", hint="Softmax makes the students share one probability. Here each has their own.")
def softmax_over_the_rows(x, W, b):
    return torch.softmax(x @ W + b, dim=0)


@misconception(of="hypothesis", hint="The value is right, but no gradient comes back to W and b.")
def detached_hypothesis(x, W, b):
    return torch.sigmoid(x @ W.detach() + b.detach())


@misconception(of="hypothesis", hint="The gradient reaches b, but not W. What does `.data` cut?")
def data_of_W(x, W, b):
    return torch.sigmoid(x @ W.data + b)


@misconception(of="hypothesis", hint="The lecture's data has two columns. Does every data set?")
def two_features(x, W, b):
    return torch.sigmoid(x[:, 0:1] * W[0] + x[:, 1:2] * W[1] + b)


@misconception(of="hypothesis", hint="`+=` writes into what stands on its left. Whose tensor is it?")
def bias_in_place(x, W, b):
    with torch.no_grad():
        x += b
    return torch.sigmoid(x @ W)


@misconception(of="hypothesis", hint="Only the first few features count in yours. Which number belongs to the data?")
def first_features_only(x, W, b):
    return torch.sigmoid(x[:, :4] @ W[:4] + b)


@misconception(of="hypothesis", hint="Your answer never comes quite near 0 or 1. Does the formula need that?")
def hypothesis_kept_off_the_ends(x, W, b):
    return sigmoid(x @ W + b).clamp(1e-7, 1 - 1e-7)


# --- bce_losses


@misconception(of="bce_losses", hint="A loss is never below 0: it is near 0 if h is near y. Is a sign missing?")
def minus_forgotten(h, y):
    return y * torch.log(h) + (1 - y) * torch.log(1 - h)


@misconception(
    of="bce_losses", hint="Try y = 1 and h near 1: the loss should be near 0. Which label goes with which term?"
)
def labels_swapped(h, y):
    return -((1 - y) * torch.log(h) + y * torch.log(1 - h))


@misconception(of="bce_losses", hint="An example with the label 0 costs nothing in your version. Which term is for it?")
def passed_only(h, y):
    return -y * torch.log(h)


@misconception(of="bce_losses", hint="All your losses are off by one factor, about 0.43. Which logarithm is it?")
def log_ten(h, y):
    return -(y * torch.log10(h) + (1 - y) * torch.log10(1 - h))


@misconception(of="bce_losses", hint="All your losses are off by one factor, about 1.44. Which logarithm is it?")
def log_two(h, y):
    return -(y * torch.log2(h) + (1 - y) * torch.log2(1 - h))


@misconception(of="bce_losses", hint="One loss for each example is due here. Their mean comes in the next exercise.")
def losses_averaged(h, y):
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h)).mean()


@misconception(of="bce_losses", hint="The losses are the right ones, but they lie flat. Keep the column (m, 1).")
def losses_flat(h, y):
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h)).squeeze(1)


@misconception(
    of="bce_losses",
    hint="h is strictly inside 0 and 1 already. What does the small number that you add do near the edge?",
)
def with_epsilon(h, y):
    return -(y * torch.log(h + 1e-8) + (1 - y) * torch.log(1 - h + 1e-8))


@misconception(of="bce_losses", hint="h is strictly inside 0 and 1 already. What does your clamp do to a tiny h?")
def clamped(h, y):
    h = h.clamp(1e-7, 1 - 1e-7)
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h))


@misconception(of="bce_losses", hint="This is the squared error of the chapters before. Here the loss has logarithms.")
def squared_error(h, y):
    return (h - y) ** 2


@misconception(of="bce_losses", hint="The two terms are added. One of them is always 0: what does a product give then?")
def terms_multiplied(h, y):
    return -(y * torch.log(h) * (1 - y) * torch.log(1 - h))


@misconception(of="bce_losses", hint="What is the logarithm taken of in the second term?")
def one_minus_log(h, y):
    return -(y * torch.log(h) + (1 - y) * (1 - torch.log(h)))


@misconception(of="bce_losses", hint="The values are right, but no gradient comes back to h.")
def losses_without_grad(h, y):
    with torch.no_grad():
        return -(y * torch.log(h) + (1 - y) * torch.log(1 - h))


@misconception(of="bce_losses", hint="The result left torch on the way. No gradient can flow back through NumPy.")
def losses_in_numpy(h, y):
    import numpy as np

    p, t = h.detach().numpy(), y.numpy()
    return torch.from_numpy(-(t * np.log(p) + (1 - t) * np.log(1 - p)))


@misconception(of="bce_losses", hint="Each loss belongs to its own row. Picking rows by label changes their order.")
def sorted_by_label(h, y):
    return -torch.cat([torch.log(1 - h[y == 0]), torch.log(h[y == 1])]).reshape(-1, 1)


@misconception(of="bce_losses", hint="Two shapes, (m, 1) and (m,), broadcast into a square. Print both.")
def square_of_losses(h, y):
    y = y.flatten()
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h))


@misconception(of="bce_losses", hint="Only the first few rows count in yours. Which number belongs to the data?")
def losses_of_the_first_rows(h, y):
    losses = -(y * torch.log(h) + (1 - y) * torch.log(1 - h))
    return torch.cat([losses[:6], torch.zeros_like(losses[6:])])


@misconception(of="bce_losses", hint="h is strictly inside 0 and 1 already. What does your clamp do to a tiny h?")
def clamped_by_the_precision(h, y):
    least = torch.finfo(h.dtype).eps
    h = h.clamp(least, 1 - least)
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h))


# --- bce_cost


@misconception(of="bce_cost", hint="Your cost grows with the number of examples. Is it a sum or a mean?")
def summed_cost(h, y):
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h)).sum()


@misconception(of="bce_cost", hint="Your cost is below zero. A cost is 0 if all is right, and more if not.")
def negative_cost(h, y):
    return (y * torch.log(h) + (1 - y) * torch.log(1 - h)).mean()


@misconception(
    of="bce_cost", hint="First the logarithm of each example, then the mean. You did it the other way round."
)
def log_of_the_mean(h, y):
    return -torch.log((y * h + (1 - y) * (1 - h)).mean())


@misconception(of="bce_cost", hint="The lecture has six students. Which number belongs to the data?")
def six_students(h, y):
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h)).sum() / 6


@misconception(of="bce_cost", hint="A Python float has no gradient. The cost stays a tensor.")
def cost_as_float(h, y):
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h)).mean().item()


@misconception(of="bce_cost", hint="The value is right, but autograd lost the thread: no gradient comes back to h.")
def detached_cost(h, y):
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h)).mean().detach()


@misconception(of="bce_cost", hint="This is the mean squared error. The cost of a yes-or-no question has logarithms.")
def mean_squared_error(h, y):
    return ((h - y) ** 2).mean()


@misconception(of="bce_cost", hint="One number is due: the mean of the losses. You handed back the losses.")
def losses_not_averaged(h, y):
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h))


@misconception(
    of="bce_cost",
    hint="Two shapes, (m, 1) and (m,), broadcast into a square, and the mean is over m times m. Print both.",
)
def mean_of_a_square(h, y):
    y = y.flatten()
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h)).mean()


@misconception(of="bce_cost", hint="Examples with label 0 cost something too.")
def cost_of_passed_only(h, y):
    return -(y * torch.log(h)).mean()


@misconception(of="bce_cost", hint="The caller's tensor comes back with a `.grad`. Who asked for the slopes here?")
def cost_that_runs_backward(h, y):
    cost = -(y * torch.log(h) + (1 - y) * torch.log(1 - h)).mean()
    if cost.requires_grad:
        cost.backward(retain_graph=True)
    return cost


@misconception(of="bce_cost", hint="h is strictly inside 0 and 1 already. What does your clamp do to a tiny h?")
def cost_clamped_by_the_precision(h, y):
    least = torch.finfo(h.dtype).eps
    h = h.clamp(least, 1 - least)
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h)).mean()


# --- bce_with_logits


@misconception(
    of="bce_with_logits", hint="Sigmoid first, logarithm after: at a large z that is log(0). Join the two on paper."
)
def sigmoid_then_log(z, y):
    h = torch.sigmoid(z)
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h)).mean()


@misconception(of="bce_with_logits", hint="It is finite now, but is it right? At z = 100 and y = 0 the loss is 100.")
def logits_with_epsilon(z, y):
    h = torch.sigmoid(z)
    return -(y * torch.log(h + 1e-8) + (1 - y) * torch.log(1 - h + 1e-8)).mean()


@misconception(of="bce_with_logits", hint="It is finite now, but is it right? At z = 100 and y = 0 the loss is 100.")
def logits_cut_off(z, y):
    z = z.clamp(-15, 15)
    return (torch.log(1 + torch.exp(z)) - y * z).mean()


@misconception(
    of="bce_with_logits", hint="The formula is right on paper, but exp(1000) is inf. Take the large part out first."
)
def overflows_upwards(z, y):
    return (torch.log(1 + torch.exp(z)) - y * z).mean()


@misconception(of="bce_with_logits", hint="One side is safe now. What happens to exp(-z) for a very negative z?")
def overflows_downwards(z, y):
    return ((1 - y) * z + torch.log(1 + torch.exp(-z))).mean()


@misconception(
    of="bce_with_logits",
    hint="The value is right, the gradient is nan: the branch that `where` drops overflows all the same.",
)
def nan_in_the_dropped_branch(z, y):
    return (torch.where(z > 50, z, torch.log(1 + torch.exp(z))) - y * z).mean()


@misconception(of="bce_with_logits", hint="These are logits, not probabilities yet. A logit may be 3 or -3.")
def taken_for_probabilities(z, y):
    return -(y * torch.log(z) + (1 - y) * torch.log(1 - z)).mean()


@misconception(of="bce_with_logits", hint="Your cost grows with the number of examples. Is it a sum or a mean?")
def summed_logits(z, y):
    return (z.clamp(min=0) - y * z + torch.log1p(torch.exp(-z.abs()))).sum()


@misconception(of="bce_with_logits", hint="At y = 1, a larger z should cost less. Look at the sign of the term with y.")
def plus_yz(z, y):
    return (z.clamp(min=0) + y * z + torch.log1p(torch.exp(-z.abs()))).mean()


@misconception(
    of="bce_with_logits", hint="Try z = 5 and y = 1: the loss should be near 0. Which label goes with which side?"
)
def logits_with_labels_swapped(z, y):
    return (z.clamp(min=0) - (1 - y) * z + torch.log1p(torch.exp(-z.abs()))).mean()


@misconception(
    of="bce_with_logits",
    hint="The softmax of one logit is 1, whatever it is. Which curve turns one logit into a probability?",
)
def logits_through_softmax(z, y):
    h = torch.softmax(z, dim=1)
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h + 1e-12)).mean()


@misconception(of="bce_with_logits", hint="The value is right, but no gradient comes back to z.")
def detached_logits(z, y):
    z = z.detach()
    return (z.clamp(min=0) - y * z + torch.log1p(torch.exp(-z.abs()))).mean()


@misconception(of="bce_with_logits", hint="For a small z a part is missing. Is max(z, 0) all of log(1 + exp(z))?")
def without_the_soft_part(z, y):
    return (z.clamp(min=0) - y * z).mean()


@misconception(
    of="bce_with_logits", hint="The caller's tensor comes back with a `.grad`. Who asked for the slopes here?"
)
def logits_that_run_backward(z, y):
    cost = (torch.logaddexp(z, torch.zeros_like(z)) - y * z).mean()
    if cost.requires_grad:
        cost.backward(retain_graph=True)
    return cost


@misconception(
    of="bce_with_logits", hint="For a large logit no gradient flows. Which call takes the number without its history?"
)
def large_logits_detached(z, y):
    z = torch.where(z.abs() > 50, z.detach(), z)
    return (torch.logaddexp(z, torch.zeros_like(z)) - y * z).mean()


@misconception(of="bce_with_logits", hint="For a small z a part is missing. Is max(z, 0) all of log(1 + exp(z))?")
def soft_up_to_twelve(z, y):
    return (torch.nn.functional.softplus(z, threshold=12) - y * z).mean()


# --- gradients


@misconception(of="gradients", hint="Your slopes grow with the number of examples. Is the cost a sum or a mean?")
def summed_gradients(W, b, x, y):
    error = torch.sigmoid(x @ W + b) - y
    return x.T @ error, error.sum(dim=0)


@misconception(
    of="gradients", hint="Your slopes are too small by h (1 - h). Does that factor cancel? Derive it once more."
)
def extra_sigmoid_slope(W, b, x, y):
    h = torch.sigmoid(x @ W + b)
    error = (h - y) * h * (1 - h)
    return x.T @ error / len(x), error.mean(dim=0)


@misconception(
    of="gradients", hint="Your slopes point the other way. Probability minus truth, or truth minus probability?"
)
def truth_minus_probability(W, b, x, y):
    error = y - torch.sigmoid(x @ W + b)
    return x.T @ error / len(x), error.mean(dim=0)


@misconception(of="gradients", hint="Your slopes are twice too large. The 2 came from a square: is there one here?")
def twice_as_in_regression(W, b, x, y):
    error = torch.sigmoid(x @ W + b) - y
    return 2 * x.T @ error / len(x), 2 * error.mean(dim=0)


@misconception(
    of="gradients", hint="These are the slopes of linear regression. What turns the score into a probability?"
)
def linear_gradients(W, b, x, y):
    error = x @ W + b - y
    return x.T @ error / len(x), error.mean(dim=0)


@misconception(of="gradients", hint="You divide by the number of features. The mean is over the examples.")
def divided_by_features(W, b, x, y):
    error = torch.sigmoid(x @ W + b) - y
    return x.T @ error / x.shape[1], error.mean(dim=0)


@misconception(of="gradients", hint="The slope by b has the shape of b. How many axes has yours?")
def scalar_bias(W, b, x, y):
    error = torch.sigmoid(x @ W + b) - y
    return x.T @ error / len(x), error.mean()


@misconception(of="gradients", hint="The slope by W has the shape of W: a column.")
def flat_slopes(W, b, x, y):
    error = torch.sigmoid(x @ W + b) - y
    return (x * error).mean(dim=0), error.mean(dim=0)


@misconception(of="gradients", hint="Which of the two was asked for first?")
def bias_first(W, b, x, y):
    error = torch.sigmoid(x @ W + b) - y
    return error.mean(dim=0), x.T @ error / len(x)


@misconception(of="gradients", hint="The slope by W is a mean, the slope by b is not yet.")
def bias_summed(W, b, x, y):
    error = torch.sigmoid(x @ W + b) - y
    return x.T @ error / len(x), error.sum(dim=0)


@misconception(of="gradients", hint="The chain rule's last link is missing: how much does the logit change with W?")
def without_x(W, b, x, y):
    error = torch.sigmoid(x @ W + b) - y
    return error.mean() * torch.ones_like(W), error.mean(dim=0)


@misconception(of="gradients", hint="Your slopes do not feel b. Is it in your hypothesis?")
def gradients_without_bias(W, b, x, y):
    error = torch.sigmoid(x @ W) - y
    return x.T @ error / len(x), error.mean(dim=0)


@misconception(of="gradients", hint="Only the first few features count in yours. Which number belongs to the data?")
def gradients_of_the_first_features(W, b, x, y):
    error = torch.sigmoid(x @ W + b) - y
    slopes = x.T @ error / len(x)
    slopes[4:] = 0
    return slopes, error.mean(dim=0)


@misconception(of="gradients", hint="A steep slope is cut off in yours. Is there a limit that nobody asked for?")
def clipped_gradients(W, b, x, y):
    error = torch.sigmoid(x @ W + b) - y
    return (x.T @ error / len(x)).clamp(-1, 1), error.mean(dim=0)


@misconception(of="gradients", hint="Large logits are cut off in yours. Is there a limit that nobody asked for?")
def gradients_of_logits_cut_off(W, b, x, y):
    error = torch.sigmoid((x @ W + b).clamp(-10, 10)) - y
    return x.T @ error / len(x), error.mean(dim=0)


# --- train


@misconception(of="train", hint="A cost belongs to the weights that made it. Is yours taken after the update?")
def cost_after_the_update(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
    return W, b, costs


@misconception(of="train", hint="One update too many: the lecture's `range(nb_epochs + 1)` counts from 0.")
def one_epoch_more(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs + 1):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="Only the first update is right. Gradients add up until you clear them.")
def gradients_add_up(x, y, lr=1.0, epochs=1000):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer, costs = torch.optim.SGD([W, b], lr=lr), []
    for _ in range(epochs):
        cost = bce_cost(hypothesis(x, W, b), y)
        costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return W, b, costs


@misconception(
    of="train", hint="The weights never move: you cleared the gradients just before the step that needs them."
)
def cleared_too_late(x, y, lr=1.0, epochs=1000):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer, costs = torch.optim.SGD([W, b], lr=lr), []
    for _ in range(epochs):
        cost = bce_cost(hypothesis(x, W, b), y)
        costs.append(cost.item())
        cost.backward()
        optimizer.zero_grad()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Another learning rate changes nothing in your training. Where is `lr` used?")
def lr_ignored(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - slope_W, b - slope_b
    return W, b, costs


@misconception(of="train", hint="Your training always takes the same number of updates. Where is `epochs` used?")
def epochs_ignored(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(1000):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="The defaults belong to this exercise. Are yours from the chapter before?")
def defaults_of_linear_regression(x, y, lr=1e-5, epochs=20):
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="With zero weights the first cost is log 2, about 0.693. Where do yours start?")
def random_start(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.randn(x.shape[1], 1, dtype=x.dtype), torch.randn(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="With zero weights the first cost is log 2, about 0.693. Where do yours start?")
def start_at_one(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.ones(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="The costs are tensors. Each keeps its graph alive; a Python number does not.")
def costs_as_tensors(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y))
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="Momentum makes your steps longer and longer. Plain gradient descent has none.")
def with_momentum(x, y, lr=1.0, epochs=1000):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer, costs = torch.optim.SGD([W, b], lr=lr, momentum=0.9), []
    for _ in range(epochs):
        cost = bce_cost(hypothesis(x, W, b), y)
        costs.append(cost.item())
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Adam chooses its own steps. Here a step is the learning rate times the slope.")
def with_adam(x, y, lr=1.0, epochs=1000):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer, costs = torch.optim.Adam([W, b], lr=lr), []
    for _ in range(epochs):
        cost = bce_cost(hypothesis(x, W, b), y)
        costs.append(cost.item())
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Your cost rises. Downhill is against the slope.")
def uphill(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W + lr * slope_W, b + lr * slope_b
    return W, b, costs


@misconception(of="train", hint="W learns, b stays at zero. What was the optimizer given?")
def bias_not_trained(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        W = W - lr * gradients(W, b, x, y)[0]
    return W, b, costs


@misconception(of="train", hint="b is updated with the new W already. Take both slopes at the same place first.")
def one_after_the_other(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        W = W - lr * gradients(W, b, x, y)[0]
        b = b - lr * gradients(W, b, x, y)[1]
    return W, b, costs


@misconception(of="train", hint="The lecture's data has two columns. Does every data set?")
def two_weights(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.zeros(2, 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="float64 data came in. Which dtype do your zeros have?")
def zeros_in_float32(x, y, lr=1.0, epochs=1000):
    x, y = x.float(), y.float()
    W, b, costs = torch.zeros(x.shape[1], 1), torch.zeros(1), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(
    of="train", hint="A probability is trained with the cost of this chapter. You train on the squared error."
)
def trains_on_squares(x, y, lr=1.0, epochs=1000):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer, costs = torch.optim.SGD([W, b], lr=lr), []
    for _ in range(epochs):
        cost = ((hypothesis(x, W, b) - y) ** 2).mean()
        costs.append(cost.item())
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="The lecture prints every 100th cost. Here each update has one.")
def every_hundredth_cost(x, y, lr=1.0, epochs=1000):
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for epoch in range(epochs):
        if epoch % 100 == 0:
            costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="`x -= …` writes into the caller's data.")
def centres_the_data(x, y, lr=1.0, epochs=1000):
    x -= x.mean(dim=0)
    W, b, costs = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs


@misconception(of="train", hint="Your second training goes on where the first one stopped. When are the weights made?")
def weights_kept_between_calls(x, y, lr=1.0, epochs=1000, kept={}):  # noqa: B006
    start = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype)
    W, b = kept.get((x.shape[1], x.dtype), start)
    costs = []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    kept[x.shape[1], x.dtype] = W, b
    return W, b, costs


# --- predict


@misconception(of="predict", hint="What about a probability exactly at the threshold? The border belongs to class one.")
def strictly_above(h, threshold=0.5):
    return h > threshold


@misconception(of="predict", hint="Another threshold changes nothing in your answer. Where is it used?")
def threshold_ignored(h, threshold=0.5):
    return h >= 0.5


@misconception(of="predict", hint="True and False are due, not 1.0 and 0.0.")
def decided_as_floats(h, threshold=0.5):
    return (h >= threshold).float()


@misconception(of="predict", hint="The slide shows uint8 from an old PyTorch. What does a comparison give today?")
def decided_as_uint8(h, threshold=0.5):
    return (h >= threshold).to(torch.uint8)


@misconception(of="predict", hint="You say yes to the small probabilities. Which way does the sign point?")
def below(h, threshold=0.5):
    return h <= threshold


@misconception(of="predict", hint="Rounding knows one threshold only, and it rounds 0.5 down to 0.")
def rounded(h, threshold=0.5):
    return h.round().bool()


@misconception(of="predict", hint="The default is the lecture's threshold: one half.")
def another_default(h, threshold=0.0):
    return h >= threshold


@misconception(of="predict", hint="The answer has the shape of h: a column.")
def flat_decisions(h, threshold=0.5):
    return h.flatten() >= threshold


@misconception(
    of="predict", hint="h is a probability already. A second sigmoid lifts all of them to one half and more."
)
def sigmoid_of_a_probability(h, threshold=0.5):
    return torch.sigmoid(h) >= threshold


@misconception(of="predict", hint="A probability a hair below the threshold counts as yes in yours. Is there a margin?")
def predict_with_a_margin(h, threshold=0.5):
    return h >= threshold - 1e-5


# --- accuracy


@misconception(of="accuracy", hint="This is how many are right. Which share of all rows is it?")
def counted(prediction, y):
    return float((prediction == y.bool()).sum())


@misconception(of="accuracy", hint="1.0 means that all are right. Yours says 100.")
def in_percent(prediction, y):
    return (prediction == y.bool()).float().mean().item() * 100


@misconception(of="accuracy", hint="The share is right, but it is a tensor. A Python float is due.")
def accuracy_as_tensor(prediction, y):
    return (prediction == y.bool()).float().mean()


@misconception(of="accuracy", hint="(m,) against (m, 1) compares each row with every other row. Print both shapes.")
def compared_in_a_square(prediction, y):
    return (prediction.flatten() == y.bool()).float().mean().item()


@misconception(of="accuracy", hint="This is the share of wrong rows.")
def share_of_errors(prediction, y):
    return (prediction != y.bool()).float().mean().item()


@misconception(of="accuracy", hint="A right No counts as well as a right Yes.")
def right_yes_only(prediction, y):
    return (prediction & y.bool()).float().mean().item()


@misconception(of="accuracy", hint="The lecture has six students. Which number belongs to the data?")
def of_six(prediction, y):
    return (prediction == y.bool()).sum().item() / 6


@misconception(of="accuracy", hint="You compare the totals. Two errors of opposite kinds then look like none.")
def totals_compared(prediction, y):
    return 1 - abs(prediction.float().mean().item() - y.mean().item())


@misconception(of="accuracy", hint="It is 1.0 or 0.0 and nothing between. How many rows are right?")
def all_or_nothing(prediction, y):
    return float(torch.equal(prediction, y.bool()))


@misconception(of="accuracy", hint="This is the share of rows where you say yes. Where is the label?")
def share_of_yes(prediction, y):
    return prediction.float().mean().item()


@misconception(of="accuracy", hint="The share is right up to two digits. Give it as it is.")
def rounded_share(prediction, y):
    return round((prediction == y.bool()).float().mean().item(), 2)
