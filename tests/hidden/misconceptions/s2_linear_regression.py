"""Wrong ways through s2_linear_regression, each with the sentence that helps."""

# ruff: noqa: F821  (each stands in the solution's file, and may use the functions of that file)

import torch

from grader.suite import misconception

# training_data ------------------------------------------------------------------------------------------------------


@misconception(of="training_data", hint="Whole numbers make an integer tensor. How do you say that they are floats?")
def data_integers():
    return torch.tensor([[1], [2], [3]]), torch.tensor([[2], [4], [6]])


@misconception(of="training_data", hint="Each example is a row of its own. How many brackets does that take?")
def data_flat():
    return torch.tensor([1.0, 2.0, 3.0]), torch.tensor([2.0, 4.0, 6.0])


@misconception(of="training_data", hint="You have one row with three columns. Is each example a row?")
def data_rows():
    return torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([[2.0, 4.0, 6.0]])


@misconception(of="training_data", hint="Inputs first, outputs second: which are the hours?")
def data_swapped():
    return torch.tensor([[2.0], [4.0], [6.0]]), torch.tensor([[1.0], [2.0], [3.0]])


@misconception(of="training_data", hint="These are the data of the next section. How many points do 2 hours give here?")
def data_next_section():
    return torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[1.0], [2.0], [3.0]])


@misconception(of="training_data", hint="The question mark in the slide's table is what the model should predict.")
def data_fourth_row():
    return torch.tensor([[1.0], [2.0], [3.0], [4.0]]), torch.tensor([[2.0], [4.0], [6.0], [8.0]])


@misconception(of="training_data", hint="The course works in float32. What does NumPy make of Python numbers?")
def data_double():
    x = torch.tensor([[1.0], [2.0], [3.0]], dtype=torch.float64)
    return x, 2 * x


@misconception(of="training_data", hint="These are lists. How does a list become a tensor?")
def data_lists():
    return [[1.0], [2.0], [3.0]], [[2.0], [4.0], [6.0]]


@misconception(of="training_data", hint="Inputs and outputs are two tensors. Are yours glued together?")
def data_glued():
    return torch.tensor([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])


# hypothesis ---------------------------------------------------------------------------------------------------------


@misconception(of="hypothesis", hint="Printing shows a value. How do you hand it on to the caller?")
def hypothesis_printed(x, W, b):
    print(x * W + b)


@misconception(of="hypothesis", hint="The line goes through 0 in yours. Where is the bias?")
def hypothesis_without_bias(x, W, b):
    return x * W


@misconception(of="hypothesis", hint="Is the bias multiplied by W, too? Which comes first, `*` or `+`?")
def hypothesis_brackets(x, W, b):
    return (x + b) * W


@misconception(of="hypothesis", hint="Which of the two is multiplied by x, the weight or the bias?")
def hypothesis_roles_swapped(x, W, b):
    return x * b + W


@misconception(of="hypothesis", hint="At x = 0 the line should stand at b. On which side does yours?")
def hypothesis_minus(x, W, b):
    return x * W - b


@misconception(
    of="hypothesis",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def hypothesis_detached(x, W, b):
    return (x * W + b).detach()


@misconception(of="hypothesis", hint="The bias learns as well. Can a gradient flow to b?")
def hypothesis_bias_detached(x, W, b):
    return x * W + b.detach()


@misconception(of="hypothesis", hint="`.data` is the number without its history. Can a gradient flow to W?")
def hypothesis_weight_data(x, W, b):
    return x * W.data + b


@misconception(
    of="hypothesis",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def hypothesis_items(x, W, b):
    return x * W.item() + b.item()


@misconception(
    of="hypothesis",
    hint="`x` is (m, 1). Is the answer still one row for each example, or did `@` or `squeeze` take an axis away?",
)
def hypothesis_squeezed(x, W, b):
    return (x * W + b).squeeze(1)


@misconception(
    of="hypothesis",
    hint="`x` is (m, 1). Is the answer still one row for each example, or did `@` or `squeeze` take an axis away?",
)
def hypothesis_matmul(x, W, b):
    return x @ W + b


@misconception(of="hypothesis", hint="`x *= …` writes into the caller's tensor. Do you need to change it?")
def hypothesis_in_place(x, W, b):
    x *= W
    x += b
    return x


@misconception(of="hypothesis", hint="`x *= …` writes into the caller's tensor. Do you need to change it?")
def hypothesis_times_in_place(x, W, b):
    x *= W
    return x + b


@misconception(of="hypothesis", hint="For double precision data the answer is double, too. Do you convert on the way?")
def hypothesis_float32(x, W, b):
    return (x * W + b).float()


@misconception(of="hypothesis", hint="The lecture's hours are typed in. Which argument holds the hours?")
def hypothesis_lecture(x, W, b):
    return torch.tensor([[1.0], [2.0], [3.0]]) * W + b


@misconception(of="hypothesis", hint="The gradients of the caller's weights are the caller's. Which line sets one?")
def hypothesis_sets_grad(x, W, b):
    if W.requires_grad:
        W.grad = torch.zeros_like(W)
    return x * W + b


@misconception(
    of="hypothesis", hint="How many examples does the data have? Your code stops after a fixed number of them."
)
def line_of_ten_examples(x, W, b):
    return x[:10] * W + b


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


@misconception(of="cost", hint="Your m is always 3. Which number belongs to the data?")
def cost_fixed_m(prediction, y):
    return torch.sum((prediction - y) ** 2) / 3


@misconception(of="cost", hint="A mean divides by m. Does your divisor fit, also with one example?")
def cost_m_minus_one(prediction, y):
    return torch.sum((prediction - y) ** 2) / max(len(y) - 1, 1)


@misconception(of="cost", hint="(m,) against (m, 1) broadcasts into a square of m². Print both shapes.")
def cost_broadcast_square(prediction, y):
    return torch.mean((prediction - y.squeeze(1)) ** 2)


@misconception(of="cost", hint="The cost is one number. Which step makes one out of m?")
def cost_each(prediction, y):
    return (prediction - y) ** 2


@misconception(of="cost", hint="The value is right, but it is a plain number. How would autograd go back from it?")
def cost_item(prediction, y):
    return torch.mean((prediction - y) ** 2).item()


@misconception(
    of="cost",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def cost_detached(prediction, y):
    return torch.mean((prediction.detach() - y) ** 2)


@misconception(
    of="cost",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def cost_without_grad(prediction, y):
    with torch.no_grad():
        return torch.mean((prediction - y) ** 2)


@misconception(
    of="cost",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def cost_numpy(prediction, y):
    errors = prediction.detach().numpy() - y.detach().numpy()
    return torch.tensor((errors**2).mean())


@misconception(of="cost", hint="For double precision data the cost is double, too. Do you convert on the way?")
def cost_float32(prediction, y):
    return torch.mean((prediction - y).float() ** 2)


@misconception(of="cost", hint="`* 2` doubles a number. What squares it?")
def cost_doubled(prediction, y):
    return torch.mean((prediction - y) * 2)


@misconception(of="cost", hint="A square of differences and a difference of squares: are they the same?")
def cost_difference_of_squares(prediction, y):
    return torch.mean(prediction**2 - y**2)


@misconception(of="cost", hint="`prediction -= …` writes into the caller's tensor. Do you need to change it?")
def cost_in_place(prediction, y):
    y -= prediction
    return torch.mean(y**2)


@misconception(
    of="cost",
    hint="The gradients of the caller's tensors are no longer what they were. Who asked for `backward()` here?",
)
def cost_backward_inside(prediction, y):
    value = torch.mean((prediction - y) ** 2)
    if prediction.requires_grad and prediction.is_leaf:
        value.backward(retain_graph=True)
    return value


@misconception(of="cost", hint="There is no largest cost. What does yours say of data that is far away?")
def cost_capped(prediction, y):
    return torch.mean((prediction - y) ** 2).clamp(max=100)


@misconception(of="cost", hint="How many examples does the data have? Your code stops after a fixed number of them.")
def cost_of_ten_examples(prediction, y):
    return torch.mean((prediction[:10] - y[:10]) ** 2)


# train --------------------------------------------------------------------------------------------------------------


@misconception(of="train", hint="Right at the first step only: gradients add up until you clear them.")
def train_without_zero_grad(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(
    of="train", hint="The line never moves: you clear what the step needs. In which order come the three lines?"
)
def train_cleared_too_soon(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Nobody asked for gradients of W and b. Which argument of `zeros` does that?")
def train_requires_no_grad(x, y, lr=0.01, epochs=1000):
    W, b = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="The bias stands at 0 in the end. Does the optimizer know of it?")
def train_bias_forgotten(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Old slopes of the bias add up. Are all gradients cleared before each step?")
def train_bias_not_cleared(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
            b -= lr * b.grad
        W.grad = None
    return W, b, costs


@misconception(of="train", hint="By hand: b sees every example with weight one. Is its slope a sum or a mean?")
def train_bias_summed(x, y, lr=0.01, epochs=1000):
    W, b, costs = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        errors = x * W + b - y
        costs.append(torch.mean(errors**2).item())
        W = W - lr * 2 * torch.mean(errors * x)
        b = b - lr * 2 * torch.sum(errors)
    return W, b, costs


@misconception(of="train", hint="By hand: does the bias see the errors that W has already made smaller in this step?")
def train_one_after_the_other(x, y, lr=0.01, epochs=1000):
    W, b, costs = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        costs.append(torch.mean((x * W + b - y) ** 2).item())
        W = W - lr * 2 * torch.mean((x * W + b - y) * x)
        b = b - lr * 2 * torch.mean(x * W + b - y)
    return W, b, costs


@misconception(of="train", hint="Half of the slope in each step. What does the derivative of a square bring down?")
def train_without_two(x, y, lr=0.01, epochs=1000):
    W, b, costs = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        errors = x * W + b - y
        costs.append(torch.mean(errors**2).item())
        W = W - lr * torch.mean(errors * x)
        b = b - lr * torch.mean(errors)
    return W, b, costs


@misconception(of="train", hint="The cost belongs to the weights that made it. Do you write it down before the step?")
def train_cost_after(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        costs.append(torch.mean((x * W + b - y) ** 2).item())
    return W, b, costs


@misconception(of="train", hint="One cost too many: the last weights have no update after them.")
def train_last_cost(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    costs.append(torch.mean((x * W + b - y) ** 2).item())
    return W, b, costs


@misconception(of="train", hint="`range(1, n + 1)` runs n times. How often does your loop run?")
def train_one_more(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs + 1):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="One step is missing. Where does `range(1, n)` end?")
def train_one_less(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(1, epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="There is one cost for each update. Do you keep only some of them?")
def train_every_hundredth_cost(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for epoch in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        if epoch % 100 == 0:
            costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Is `lr` used everywhere it should?")
def train_rate_ignored(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=0.01)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Your loop always runs 1000 times. Which argument says how often?")
def train_epochs_ignored(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(1000):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="The defaults: which rate and how many epochs does the stub's first line give?")
def train_other_defaults(x, y, lr=0.1, epochs=10):
    W, b, costs = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        errors = x * W + b - y
        costs.append(torch.mean(errors**2).item())
        W = W - lr * 2 * torch.mean(errors * x)
        b = b - lr * 2 * torch.mean(errors)
    return W, b, costs


@misconception(
    of="train",
    hint="A slide says 'never start at zero', but this cost has one valley: from 0 you get there as well. Start at 0.",
)
def train_slide_starts_at_random(x, y, lr=0.01, epochs=1000):
    W = torch.randn(1, dtype=x.dtype, requires_grad=True)
    b = torch.randn(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Where do W and b start? The first cost tells.")
def train_starts_at_one(x, y, lr=0.01, epochs=1000):
    W = torch.ones(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="A layer draws its first weights at random. Where should W and b start?")
def train_layer(x, y, lr=0.01, epochs=1000):
    line = torch.nn.Linear(1, 1).to(x.dtype)
    optimizer = torch.optim.SGD(line.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((line(x) - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return line.weight.detach(), line.bias.detach(), costs


@misconception(
    of="train", hint="Adam chooses its own steps. Which optimizer takes `lr` times the slope, and nothing else?"
)
def train_adam(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.Adam([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Momentum remembers old steps. Plain SGD knows only the slope where it stands.")
def train_momentum(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr, momentum=0.9)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Your steps grow with the number of examples. Is the cost a sum or a mean?")
def train_summed(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.sum((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="(m,) against (m, 1) broadcasts into a square of m². Print both shapes.")
def train_broadcast_square(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y.squeeze(1)) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="The costs are tensors, each with its whole graph. How do you get a plain number?")
def train_cost_tensors(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Weight and bias are due as tensors. What are yours?")
def train_numbers(x, y, lr=0.01, epochs=1000):
    W, b, costs = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        errors = x * W + b - y
        costs.append(torch.mean(errors**2).item())
        W = W - lr * 2 * torch.mean(errors * x)
        b = b - lr * 2 * torch.mean(errors)
    return W.item(), b.item(), costs


@misconception(of="train", hint="First the weight, then the bias. In which order do you give them back?")
def train_answers_swapped(x, y, lr=0.01, epochs=1000):
    W, b, costs = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        errors = x * W + b - y
        costs.append(torch.mean(errors**2).item())
        W = W - lr * 2 * torch.mean(errors * x)
        b = b - lr * 2 * torch.mean(errors)
    return b, W, costs


@misconception(of="train", hint="All costs are asked for, not the last one alone.")
def train_last_cost_alone(x, y, lr=0.01, epochs=1000):
    W, b, value = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), 0.0
    for _ in range(epochs):
        errors = x * W + b - y
        value = torch.mean(errors**2).item()
        W = W - lr * 2 * torch.mean(errors * x)
        b = b - lr * 2 * torch.mean(errors)
    return W, b, value


@misconception(of="train", hint="For double precision data the weights are double, too. What does `zeros` start as?")
def train_float32(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="Some runs end early. Who asked for that? There is one cost for each update.")
def train_stops_early(x, y, lr=0.01, epochs=1000):
    W, b, costs = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        errors = x * W + b - y
        costs.append(torch.mean(errors**2).item())
        if costs[-1] < 1e-3:
            break
        W = W - lr * 2 * torch.mean(errors * x)
        b = b - lr * 2 * torch.mean(errors)
    return W, b, costs


@misconception(of="train", hint="The lecture's data is used, whatever the caller gives. Which arguments hold the data?")
def train_lecture_data(x, y, lr=0.01, epochs=1000):
    x, y = training_data()
    W, b, costs = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        errors = x * W + b - y
        costs.append(torch.mean(errors**2).item())
        W = W - lr * 2 * torch.mean(errors * x)
        b = b - lr * 2 * torch.mean(errors)
    return W, b, costs


@misconception(of="train", hint="The best line at once, without a descent. What would the steps of the descent give?")
def train_solved(x, y, lr=0.01, epochs=1000):
    ones = torch.ones_like(x)
    line = torch.linalg.pinv(torch.cat([x, ones], dim=1)) @ y
    return line[0], line[1], [torch.mean((x * line[0] + line[1] - y) ** 2).item()] * epochs


@misconception(of="train", hint="The data is changed in place. Whose tensors are x and y?")
def train_centres_data(x, y, lr=0.01, epochs=1000):
    W, b, costs = torch.zeros(1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        errors = x * W + b - y
        costs.append(torch.mean(errors**2).item())
        W = W - lr * 2 * torch.mean(errors * x)
        b = b - lr * 2 * torch.mean(errors)
    x -= x.mean()
    return W, b, costs


@misconception(of="train", hint="A setting of torch is not as it was found. Which line changes it for everybody?")
def train_default_dtype(x, y, lr=0.01, epochs=1000):
    torch.set_default_dtype(x.dtype)
    W = torch.zeros(1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((x * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(
    of="train", hint="The data passes through single precision on the way. Which line makes new tensors of it?"
)
def train_inputs_made_anew(x, y, lr=0.01, epochs=1000):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        loss = torch.mean((torch.tensor(x.tolist()) * W + b - y) ** 2)
        costs.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, b, costs


@misconception(of="train", hint="How many examples does the data have? Your code stops after a fixed number of them.")
def train_on_ten_examples(x, y, lr=0.01, epochs=1000):
    x, y = x[:10], y[:10]
    W, b, costs = x.new_zeros(1), x.new_zeros(1), []
    for _ in range(epochs):
        errors = x * W + b - y
        costs.append(torch.mean(errors**2).item())
        W, b = W - lr * 2 * torch.mean(errors * x), b - lr * 2 * torch.mean(errors)
    return W, b, costs


# predict ------------------------------------------------------------------------------------------------------------


@misconception(of="predict", hint="The answer is a plain Python number. How do you get one out of a tensor?")
def predict_tensor(hours, W, b):
    return hours * W + b


@misconception(of="predict", hint="Half hours count, too. Is the number of hours always whole?")
def predict_whole_hours(hours, W, b):
    return (int(hours) * W + b).item()


@misconception(of="predict", hint="A Python number has no methods of a tensor. What is `hours`?")
def predict_needs_tensor(hours, W, b):
    return (hours.float() * W + b).item()


@misconception(of="predict", hint="The line goes through 0 in yours. Where is the bias?")
def predict_without_bias(hours, W, b):
    return (hours * W).item()


@misconception(of="predict", hint="These are the weights of the lecture's data. Which ones did the caller give?")
def predict_lecture(hours, W, b):
    return 2.0 * hours


@misconception(of="predict", hint="The points are rounded. Who asked for that?")
def predict_rounded(hours, W, b):
    return float(round((hours * W + b).item()))


@misconception(of="predict", hint="A float is asked for. What does `int` do to 7.5 points?")
def predict_int(hours, W, b):
    return int((hours * W + b).item())


@misconception(of="predict", hint="Always the points for 4 hours. Which argument says how many?")
def predict_four_hours(hours, W, b):
    return (4 * W + b).item()


@misconception(of="predict", hint="A number in a list is not yet a number.")
def predict_list(hours, W, b):
    return (hours * W + b).tolist()


@misconception(of="predict", hint="W may still require grad. What does `.numpy()` say to that?")
def predict_numpy(hours, W, b):
    return float((hours * W.numpy() + b.numpy())[0])


@misconception(of="predict", hint="Which of the two is multiplied by the hours, the weight or the bias?")
def predict_roles_swapped(hours, W, b):
    return (hours * b + W).item()


@misconception(of="predict", hint="No points below zero, none above 100? The model's line goes on.")
def predict_clamped(hours, W, b):
    return max(0.0, (hours * W + b).item())


@misconception(of="predict", hint="Nobody learns longer than 10 hours? The model's line goes on.")
def predict_at_most_ten_hours(hours, W, b):
    return (min(hours, 10) * W + b).item()


@misconception(of="predict", hint="Who has not learned at all gets the bias. What does yours say at 0 hours?")
def predict_nothing_for_nothing(hours, W, b):
    return (hours * W + b).item() if hours else 0.0


@misconception(of="predict", hint="Whether a tensor wants gradients is for the caller to say. Who sets it here?")
def predict_asks_for_gradients(hours, W, b):
    b.requires_grad_()
    return (hours * W + b).item()


@misconception(of="predict", hint="No points below zero, none above 100? The model's line goes on.")
def predict_at_most_a_thousand(hours, W, b):
    return min((hours * W + b).item(), 1000.0)
