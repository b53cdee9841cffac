"""Wrong ways through s3_gradient_descent, each with the sentence that helps."""

# ruff: noqa: F821  (each stands in the solution's file, and may use the functions of that file)

import torch

from grader.suite import misconception

# hypothesis ---------------------------------------------------------------------------------------------------------


@misconception(of="hypothesis", hint="Printing shows a value. How do you hand it on to the caller?")
def hypothesis_printed(x, W):
    print(x * W)


@misconception(
    of="hypothesis",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def hypothesis_detached(x, W):
    return x * W.detach()


@misconception(
    of="hypothesis",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def hypothesis_item(x, W):
    return x * W.item()


@misconception(
    of="hypothesis",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def hypothesis_without_grad(x, W):
    with torch.no_grad():
        return x * W


@misconception(
    of="hypothesis",
    hint="The value is right, but autograd lost the thread: `.item()`, `.detach()`, `no_grad` and NumPy all cut it.",
)
def hypothesis_numpy(x, W):
    return torch.from_numpy(x.detach().numpy() * W.detach().numpy())


@misconception(
    of="hypothesis",
    hint="`x` is (m, 1). Is the answer still one row for each example, or did `@` or `squeeze` take an axis away?",
)
def hypothesis_squeezed(x, W):
    return (x * W).squeeze(1)


@misconception(
    of="hypothesis",
    hint="`x` is (m, 1). Is the answer still one row for each example, or did `@` or `squeeze` take an axis away?",
)
def hypothesis_matmul(x, W):
    return x @ W


@misconception(of="hypothesis", hint="There is one answer for each example. Is it time for a sum?")
def hypothesis_dot(x, W):
    return torch.sum(x * W)


@misconception(of="hypothesis", hint="`x *= …` writes into the caller's tensor. Do you need to change it?")
def hypothesis_in_place(x, W):
    x *= W
    return x


@misconception(of="hypothesis", hint="How does W enter the formula: is it added, or multiplied?")
def hypothesis_added(x, W):
    return x + W


@misconception(of="hypothesis", hint="This model has no bias. What is H(0)?")
def hypothesis_with_bias(x, W):
    return x * W + 1


@misconception(of="hypothesis", hint="For double precision data the answer is double, too. Do you convert on the way?")
def hypothesis_float32(x, W):
    return (x * W).float()


@misconception(of="hypothesis", hint="These are the lecture's numbers. Can you compute them from `x` and `W`?")
def hypothesis_lecture(x, W):
    return torch.tensor([[1.0], [2.0], [3.0]]) * W


@misconception(of="hypothesis", hint="Whether a tensor wants gradients is for the caller to say. Who sets it here?")
def hypothesis_asks_for_gradients(x, W):
    W.requires_grad_()
    return x * W


@misconception(of="hypothesis", hint="A setting of torch is not as it was found. Which line changes it for everybody?")
def hypothesis_default_dtype(x, W):
    torch.set_default_dtype(x.dtype)
    return x * W


@misconception(
    of="hypothesis", hint="How many examples does the data have? Your code stops after a fixed number of them."
)
def line_of_ten_examples(x, W):
    return x[:10] * W


# cost ---------------------------------------------------------------------------------------------------------------


@misconception(of="cost", hint="Your cost grows with the number of examples. Is it a sum or a mean?")
def cost_summed(W, x, y):
    return torch.sum((W * x - y) ** 2)


@misconception(of="cost", hint="The mean squared error has no root. What is left if you leave it out?")
def cost_rooted(W, x, y):
    return torch.sqrt(torch.mean((W * x - y) ** 2))


@misconception(of="cost", hint="You measure the distances as they are. What does *squared* error mean?")
def cost_absolute(W, x, y):
    return torch.mean(torch.abs(W * x - y))


@misconception(of="cost", hint="First square, then mean: or the errors cancel each other. Which comes first in yours?")
def cost_square_of_mean(W, x, y):
    return torch.mean(W * x - y) ** 2


@misconception(of="cost", hint="Some books divide by 2m. Look at the formula here: what stands before the sum?")
def cost_half(W, x, y):
    return torch.mean((W * x - y) ** 2) / 2


@misconception(of="cost", hint="Your m is always 3. Which number belongs to the data?")
def cost_fixed_m(W, x, y):
    return torch.sum((W * x - y) ** 2) / 3


@misconception(of="cost", hint="A mean divides by m. With one example, what would m - 1 be?")
def cost_m_minus_one(W, x, y):
    return torch.sum((W * x - y) ** 2) / max(len(x) - 1, 1)


@misconception(of="cost", hint="(m,) against (m, 1) broadcasts into a square of m². Print both shapes.")
def cost_broadcast_square(W, x, y):
    return torch.mean(((W * x).squeeze(1) - y) ** 2)


@misconception(of="cost", hint="The cost is one number. Which step makes one out of m?")
def cost_each(W, x, y):
    return (W * x - y) ** 2


@misconception(of="cost", hint="The value is right, but it is a plain number. How would autograd go back to W?")
def cost_item(W, x, y):
    return torch.mean((W * x - y) ** 2).item()


@misconception(
    of="cost",
    hint="The value is right, but autograd lost the thread to W: `.detach()` and a new `torch.tensor(…)` both cut it.",
)
def cost_detached(W, x, y):
    return torch.mean((W.detach() * x - y) ** 2)


@misconception(
    of="cost",
    hint="The value is right, but autograd lost the thread to W: `.detach()` and a new `torch.tensor(…)` both cut it.",
)
def cost_wrapped(W, x, y):
    return torch.tensor(torch.mean((W * x - y) ** 2).item(), dtype=x.dtype)


@misconception(of="cost", hint="For double precision data the cost is double, too. Do you convert on the way?")
def cost_float32(W, x, y):
    return torch.mean((W * x - y).float() ** 2)


@misconception(of="cost", hint="You compare the truth with W itself. What does the model say for an example `x`?")
def cost_without_x(W, x, y):
    return torch.mean((W - y) ** 2)


@misconception(of="cost", hint="The parameters come in the order W, x, y. Call it with names and look again.")
def cost_order(x, y, W):
    return torch.mean((W * x - y) ** 2)


@misconception(of="cost", hint="A square of differences and a difference of squares: are they the same?")
def cost_difference_of_squares(W, x, y):
    return torch.mean((W * x) ** 2 - y**2)


@misconception(of="cost", hint="A positive and a negative error may cancel. Which step makes both count?")
def cost_not_squared(W, x, y):
    return torch.mean(W * x - y)


@misconception(of="cost", hint="One slide calls w = 10 the best for y = x. Put W = 1 in: how far is each W * x from y?")
def cost_slide_best_is_ten(W, x, y):
    return torch.mean((W * x - 10 * y) ** 2)


@misconception(of="cost", hint="`y -= …` writes into the caller's tensor. Do you need to change it?")
def cost_in_place(W, x, y):
    y -= W * x
    return torch.mean(y**2)


@misconception(of="cost", hint="All examples count. What do the first ones say?")
def cost_last_example(W, x, y):
    return torch.mean((W * x[-1] - y[-1]) ** 2)


@misconception(
    of="cost",
    hint="The gradients of the caller's tensors are no longer what they were. Who asked for `backward()` here?",
)
def cost_backward_inside(W, x, y):
    value = torch.mean((W * x - y) ** 2)
    if W.requires_grad:
        value.backward(retain_graph=True)
    return value


@misconception(of="cost", hint="There is no largest cost. What does yours say of data that is far away?")
def cost_capped(W, x, y):
    return torch.mean((W * x - y) ** 2).clamp(max=500)


@misconception(of="cost", hint="For double precision data the cost is double, too. Do you convert on the way?")
def cost_of_float32_data(W, x, y):
    return torch.mean((W * x.float() - y.float()) ** 2)


# gradient -----------------------------------------------------------------------------------------------------------


@misconception(
    of="gradient",
    hint="One slide has this sum in its code, beside a formula that starts with 2/m. Which of the two is the slope?",
)
def gradient_slide(W, x, y):
    return torch.sum((W * x - y) * x)


@misconception(of="gradient", hint="Your slope grows with the number of examples. Is it a sum or a mean?")
def gradient_summed(W, x, y):
    return 2 * torch.sum((W * x - y) * x)


@misconception(of="gradient", hint="Half of the slope. What does the derivative of a square bring down?")
def gradient_without_two(W, x, y):
    return torch.mean((W * x - y) * x)


@misconception(of="gradient", hint="A quarter of the slope. Does the 2 stand above or below?")
def gradient_two_below(W, x, y):
    return torch.mean((W * x - y) * x) / 2


@misconception(of="gradient", hint="Right in size, wrong in sign: prediction minus truth, or the other way round?")
def gradient_sign(W, x, y):
    return 2 * torch.mean((y - W * x) * x)


@misconception(of="gradient", hint="The chain has one more link: what is the derivative of W x by W?")
def gradient_without_x(W, x, y):
    return 2 * torch.mean(W * x - y)


@misconception(of="gradient", hint="A slope has a sign. Where did yours go?")
def gradient_absolute(W, x, y):
    return 2 * torch.mean(torch.abs(W * x - y) * x)


@misconception(of="gradient", hint="This is the cost times 2 x. What does the derivative do to the square?")
def gradient_square_kept(W, x, y):
    return 2 * torch.mean((W * x - y) ** 2 * x)


@misconception(
    of="gradient",
    hint="This is a product of two means. Is the mean taken last, and are both factors (m, 1) until then?",
)
def gradient_product_of_means(W, x, y):
    return 2 * torch.mean(W * x - y) * torch.mean(x)


@misconception(of="gradient", hint="Your m is always 3. Which number belongs to the data?")
def gradient_fixed_m(W, x, y):
    return 2 * torch.sum((W * x - y) * x) / 3


@misconception(of="gradient", hint="Is the mean taken twice? Count how often you divide by m.")
def gradient_divided_twice(W, x, y):
    return 2 * torch.mean((W * x - y) * x) / len(x)


@misconception(of="gradient", hint="The slope is one number. Which step makes one out of m?")
def gradient_each(W, x, y):
    return 2 * (W * x - y) * x


@misconception(of="gradient", hint="(m,) against (m, 1) broadcasts into a square of m². Print both shapes.")
def gradient_broadcast_square(W, x, y):
    return 2 * torch.mean((W * x - y.squeeze(1)) * x)


@misconception(of="gradient", hint="This is the slope at W = 0. Where is the W that you were given?")
def gradient_at_zero(W, x, y):
    return 2 * torch.mean(-y * x)


@misconception(
    of="gradient", hint="A difference over a wide step is near the slope, not the slope. The formula has no step."
)
def gradient_coarse_difference(W, x, y):
    step = 0.01
    return (torch.mean(((W + step) * x - y) ** 2) - torch.mean((W * x - y) ** 2)) / step


@misconception(of="gradient", hint="For double precision data the slope is double, too. Do you convert on the way?")
def gradient_float32(W, x, y):
    return (2 * torch.mean((W * x - y) * x)).float()


@misconception(of="gradient", hint="The learning rate belongs to the update. Is it in the slope already?")
def gradient_with_rate(W, x, y):
    return 0.1 * 2 * torch.mean((W * x - y) * x)


@misconception(of="gradient", hint="This is the slope by x. Which letter changes when the model learns?")
def gradient_by_x(W, x, y):
    return 2 * torch.mean((W * x - y) * W)


@misconception(of="gradient", hint="This gives the best weight, not the slope where you stand.")
def gradient_best_weight(W, x, y):
    return torch.sum(x * y) / torch.sum(x * x)


@misconception(of="gradient", hint="A small slope is still a slope. Who calls it 0?")
def gradient_small_is_zero(W, x, y):
    slope = 2 * torch.mean((W * x - y) * x)
    return slope if slope.abs() > 1e-3 else 0 * slope


# update -------------------------------------------------------------------------------------------------------------


@misconception(of="update", hint="The gradient points uphill. Which way do you want to go?")
def update_uphill(W, gradient, lr):
    return W + lr * gradient


@misconception(
    of="update",
    hint="The caller's own W has changed: `-=` and `.data` write into it. What would a new tensor look like?",
)
def update_in_place(W, gradient, lr):
    W -= lr * gradient
    return W


@misconception(
    of="update",
    hint="The caller's own W has changed: `-=` and `.data` write into it. What would a new tensor look like?",
)
def update_data(W, gradient, lr):
    W.data = W.data - lr * gradient
    return W


@misconception(of="update", hint="What you give back and what you were given share their memory. Which one is new?")
def update_view(W, gradient, lr):
    with torch.no_grad():
        W.sub_(lr * gradient)
    return W.detach()


@misconception(of="update", hint="Is the answer a new tensor even where the slope is 0?")
def update_shortcut(W, gradient, lr):
    return W if float(gradient) == 0 else W - lr * gradient


@misconception(of="update", hint="How far do you step? One of the arguments is not used.")
def update_without_rate(W, gradient, lr):
    return W - gradient


@misconception(of="update", hint="Your learning rate is always 0.1. Which argument says it?")
def update_fixed_rate(W, gradient, lr):
    return W - 0.1 * gradient


@misconception(of="update", hint="This is the step. Where does it start from?")
def update_step_only(W, gradient, lr):
    return -lr * gradient + 0 * W


@misconception(of="update", hint="The slope may also be a plain number, and that has no methods of a tensor.")
def update_tensor_only(W, gradient, lr):
    return W - lr * gradient.clone()


@misconception(of="update", hint="Your answer is a plain number. The weight should stay a tensor.")
def update_number(W, gradient, lr):
    return W.item() - lr * float(gradient)


@misconception(
    of="update", hint="For a double precision weight the answer is double, too. What does a new tensor start as?"
)
def update_float32(W, gradient, lr):
    return torch.tensor([W.item() - lr * float(gradient)])


@misconception(of="update", hint="Is a whole number enough for a slope? What happens to -9.333?")
def update_whole_numbers(W, gradient, lr):
    return W - lr * int(gradient)


@misconception(
    of="update", hint="Dividing by the rate makes small rates take giant steps. What should a small rate do?"
)
def update_divided(W, gradient, lr):
    return W - gradient / lr


@misconception(of="update", hint="Only the sign of the slope is used. How far do you go where it is steep?")
def update_sign_only(W, gradient, lr):
    return W - lr * torch.sign(torch.as_tensor(gradient, dtype=W.dtype))


@misconception(of="update", hint="Is the answer a new tensor even where the rate is 0?")
def update_shortcut_by_rate(W, gradient, lr):
    return W if lr == 0 else W - lr * gradient


@misconception(
    of="update", hint="For a double precision weight the answer is double, too. What does a new tensor start as?"
)
def update_rate_as_tensor(W, gradient, lr):
    return W - torch.tensor([lr]) * gradient


# train_manual -------------------------------------------------------------------------------------------------------


@misconception(
    of="train_manual",
    hint="One slide has a sum without the 2 in this loop. Which gradient belongs to the mean squared error?",
)
def manual_slide_gradient(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * torch.sum((W * x - y) * x)
    return W, history


@misconception(
    of="train_manual", hint="Half of the slope in every step. What does the derivative of a square bring down?"
)
def manual_without_two(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * torch.mean((W * x - y) * x)
    return W, history


@misconception(of="train_manual", hint="The weight runs away from the best one. Which way is downhill?")
def manual_uphill(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W + lr * gradient(W, x, y)
    return W, history


@misconception(
    of="train_manual", hint="The cost belongs to the weight that made it. Do you write down both before the step?"
)
def manual_cost_after(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        before = W
        W = W - lr * gradient(W, x, y)
        history.append((before.item(), torch.mean((W * x - y) ** 2).item()))
    return W, history


@misconception(of="train_manual", hint="Each pair is written after its step. Where does W stand in the first one?")
def manual_pair_after(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        W = W - lr * gradient(W, x, y)
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
    return W, history


@misconception(of="train_manual", hint="The slide's loop has a `+ 1`. How many updates were asked for?")
def manual_slide_one_more(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs + 1):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="One step is missing. Where does `range(1, n)` end?")
def manual_one_less(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(1, epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="One pair too many: the last weight has no update after it.")
def manual_last_pair(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
    return W, history


@misconception(of="train_manual", hint="The W that you give back is one update behind.")
def manual_weight_before(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    before = W
    for _ in range(epochs):
        before = W
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return before, history


@misconception(of="train_manual", hint="Is `lr` used everywhere it should?")
def manual_rate_ignored(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - 0.1 * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="Your loop always runs 10 times. Which argument says how often?")
def manual_epochs_ignored(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(10):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="Which weight should the descent start from?")
def manual_starts_at_one(x, y, lr=0.1, epochs=10):
    W, history = torch.ones(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="Each run starts somewhere else. Is 0 a bad start for a cost with one valley?")
def manual_starts_at_random(x, y, lr=0.1, epochs=10):
    W, history = torch.randn(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="The pairs hold tensors. How do you get a plain Python number out of one?")
def manual_tensors(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W, torch.mean((W * x - y) ** 2)))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(
    of="train_manual", hint="The cost in each pair is a tensor still. How do you get a plain number out of it?"
)
def manual_cost_tensors(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2)))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="All pairs show the same W. If W changes in place, what does the list hold?")
def manual_alias(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W, torch.mean((W * x - y) ** 2).item()))
        W -= lr * gradient(W, x, y)
    return W, [(weight.item(), value) for weight, value in history]


@misconception(of="train_manual", hint="In each pair the weight comes first, then its cost.")
def manual_pairs_swapped(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((torch.mean((W * x - y) ** 2).item(), W.item()))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="The list has costs alone. What else belongs into each pair?")
def manual_costs_alone(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append(torch.mean((W * x - y) ** 2).item())
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="Two things are asked for: the last weight and the pairs.")
def manual_weight_alone(x, y, lr=0.1, epochs=10):
    W = torch.zeros(1, dtype=x.dtype)
    for _ in range(epochs):
        W = W - lr * gradient(W, x, y)
    return W


@misconception(of="train_manual", hint="First the weight, then the pairs. In which order do you give them back?")
def manual_answers_swapped(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return history, W


@misconception(of="train_manual", hint="The last weight is due as a tensor. What is yours?")
def manual_number(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return W.item(), history


@misconception(
    of="train_manual", hint="For double precision data the weight is double, too. What does `zeros` start as?"
)
def manual_float32(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W -= lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="The defaults: which learning rate does the contract give when nobody says one?")
def manual_default_rate(x, y, lr=0.15, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="The defaults: how many epochs does the contract give when nobody says?")
def manual_default_epochs(x, y, lr=0.1, epochs=100):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="Some runs end early. Who asked for that? There is one pair for each update.")
def manual_stops_early(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        if abs(float(gradient(W, x, y))) < 1e-6:
            break
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(
    of="train_manual", hint="One update looks at all examples at once. How many steps does one epoch have in yours?"
)
def manual_example_by_example(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        for i in range(len(x)):
            W = W - lr * gradient(W, x[i : i + 1], y[i : i + 1])
    return W, history


@misconception(
    of="train_manual", hint="Your learning rate shrinks from step to step. Does plain gradient descent do that?"
)
def manual_rate_decays(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for epoch in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr / (epoch + 1) * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="W keeps the slope of the first step. When must it be computed anew?")
def manual_slope_once(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    slope = gradient(W, x, y)
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * slope
    return W, history


@misconception(of="train_manual", hint="With no epochs there is nothing to do. Does your code still answer?")
def manual_needs_an_epoch(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        slope = gradient(W, x, y)
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * slope
    print("last slope", slope)
    return W, history


@misconception(of="train_manual", hint="One number of your pairs is rounded. Who asked for that?")
def manual_rounded(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((round(W.item(), 3), round(torch.mean((W * x - y) ** 2).item(), 3)))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(of="train_manual", hint="The data is scaled first. Then W is the weight of other data.")
def manual_scaled_data(x, y, lr=0.1, epochs=10):
    x = x / x.abs().max()
    W, history = torch.zeros(1, dtype=x.dtype), []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * gradient(W, x, y)
    return W, history


@misconception(
    of="train_manual", hint="The weight in each pair is a tensor still. How do you get a plain number out of it?"
)
def manual_weight_tensors(x, y, lr=0.1, epochs=10):
    W = torch.zeros(1, dtype=x.dtype)
    history = []
    for _ in range(epochs):
        history.append((W, torch.mean((W * x - y) ** 2).item()))
        W = W - lr * 2 * torch.mean((W * x - y) * x)
    return W, history


@misconception(of="train_manual", hint="The slope is held within bounds. Does plain gradient descent do that?")
def manual_clipped(x, y, lr=0.1, epochs=10):
    W = torch.zeros(1, dtype=x.dtype)
    history = []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        slope = 2 * torch.mean((W * x - y) * x)
        W = W - lr * slope.clamp(-50, 50)
    return W, history


@misconception(
    of="train_manual", hint="A setting of torch is not as it was found. Which line changes it for everybody?"
)
def manual_default_dtype(x, y, lr=0.1, epochs=10):
    torch.set_default_dtype(x.dtype)
    W = torch.zeros(1)
    history = []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * 2 * torch.mean((W * x - y) * x)
    return W, history


@misconception(
    of="train_manual", hint="The data passes through single precision on the way. Which line makes new tensors of it?"
)
def manual_inputs_made_anew(x, y, lr=0.1, epochs=10):
    x = torch.tensor(x.tolist())
    W = torch.zeros(1, dtype=y.dtype)
    history = []
    for _ in range(epochs):
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
        W = W - lr * 2 * torch.mean((W * x - y) * x)
    return W, history


@misconception(
    of="train_manual", hint="How many examples does the data have? Your code stops after a fixed number of them."
)
def manual_on_ten_examples(x, y, lr=0.1, epochs=10):
    x, y = x[:10], y[:10]
    W, history = x.new_zeros(1), []
    for _ in range(epochs):
        errors = W * x - y
        history.append((W.item(), torch.mean(errors**2).item()))
        W = W - lr * 2 * torch.mean(errors * x)
    return W, history


@misconception(of="train_manual", hint="A weight may be any number. Is yours kept inside a range?")
def manual_weight_bounded_below(x, y, lr=0.1, epochs=10):
    W, history = x.new_zeros(1), []
    for _ in range(epochs):
        errors = W * x - y
        history.append((W.item(), torch.mean(errors**2).item()))
        W = (W - lr * 2 * torch.mean(errors * x)).clamp(min=-3)
    return W, history


# train_optim --------------------------------------------------------------------------------------------------------


@misconception(of="train_optim", hint="Right at the first step only: gradients add up until you clear them.")
def optim_without_zero_grad(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        loss.backward()
        optimizer.step()
    return W, history


@misconception(
    of="train_optim",
    hint="W never moves. Does `step()` find a gradient, and is it the W of your formula that the optimizer holds?",
)
def optim_cleared_too_soon(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return W, history


@misconception(of="train_optim", hint="Nobody asked for gradients of W. Which argument of `zeros` does that?")
def optim_requires_no_grad(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(
    of="train_optim",
    hint="W never moves. Does `step()` find a gradient, and is it the W of your formula that the optimizer holds?",
)
def optim_without_step(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
    return W, history


@misconception(
    of="train_optim", hint="The cost belongs to the weight that made it. Do you write down both before the step?"
)
def optim_pair_after(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append((W.item(), torch.mean((W * x - y) ** 2).item()))
    return W, history


@misconception(
    of="train_optim", hint="The cost is from before the step, the weight from after it. Do they belong together?"
)
def optim_weight_after(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append((W.item(), loss.item()))
    return W, history


@misconception(of="train_optim", hint="The slide's loop has a `+ 1`. How many updates were asked for?")
def optim_slide_one_more(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs + 1):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(
    of="train_optim", hint="The slide has lr=0.15 here. Where is that number in your code, and which rate is due?"
)
def optim_slide_rate(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=0.15)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(
    of="train_optim", hint="The slide has lr=0.15 here. Where is that number in your code, and which rate is due?"
)
def optim_default_rate(x, y, lr=0.15, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(of="train_optim", hint="Your loop always runs 10 times. Which argument says how often?")
def optim_epochs_ignored(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(10):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(of="train_optim", hint="Momentum remembers old steps. Plain SGD knows only the slope where it stands.")
def optim_momentum(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr, momentum=0.9)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(
    of="train_optim", hint="Adam chooses its own steps. Which optimizer takes `lr` times the slope, and nothing else?"
)
def optim_adam(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.Adam([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(of="train_optim", hint="Something pulls W to zero in each step. Which option of the optimizer is that?")
def optim_weight_decay(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr, weight_decay=0.01)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(of="train_optim", hint="Your steps grow with the number of examples. Is the cost a sum or a mean?")
def optim_summed(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.sum((W * x - y) ** 2)
        history.append((W.item(), loss.item() / len(x)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(of="train_optim", hint="(m,) against (m, 1) broadcasts into a square of m². Print both shapes.")
def optim_broadcast_square(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean(((W * x).squeeze(1) - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(
    of="train_optim",
    hint="W never moves. Does `step()` find a gradient, and is it the W of your formula that the optimizer holds?",
)
def optim_copy(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W.detach().clone().requires_grad_()], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(of="train_optim", hint="The pairs hold tensors, with their whole graph. How do you get a plain number?")
def optim_tensors(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.detach().clone(), loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(
    of="train_optim", hint="For double precision data the weight is double, too. What does `zeros` start as?"
)
def optim_float32(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(of="train_optim", hint="This model has no bias, so H(0) is 0. What else does your layer learn?")
def optim_with_bias(x, y, lr=0.1, epochs=10):
    line, history = torch.nn.Linear(1, 1).to(x.dtype), []
    for parameter in line.parameters():
        torch.nn.init.zeros_(parameter)
    optimizer = torch.optim.SGD(line.parameters(), lr=lr)
    for _ in range(epochs):
        loss = torch.mean((line(x) - y) ** 2)
        history.append((line.weight.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return line.weight.detach(), history


@misconception(
    of="train_optim", hint="A layer draws its first weights at random. Which weight should the descent start from?"
)
def optim_starts_at_random(x, y, lr=0.1, epochs=10):
    line, history = torch.nn.Linear(1, 1, bias=False).to(x.dtype), []
    optimizer = torch.optim.SGD(line.parameters(), lr=lr)
    for _ in range(epochs):
        loss = torch.mean((line(x) - y) ** 2)
        history.append((line.weight.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return line.weight.detach(), history


@misconception(of="train_optim", hint="The list has costs alone. What else belongs into each pair?")
def optim_costs_alone(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(of="train_optim", hint="A setting of torch is not as it was found. Which line changes it for everybody?")
def optim_default_dtype(x, y, lr=0.1, epochs=10):
    torch.set_default_dtype(torch.float64)
    W, history = torch.zeros(1, dtype=x.dtype, requires_grad=True), []
    optimizer = torch.optim.SGD([W], lr=lr)
    for _ in range(epochs):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(of="train_optim", hint="Some runs end early. Who asked for that? There is one pair for each update.")
def optim_at_most_a_hundred(x, y, lr=0.1, epochs=10):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W], lr=lr)
    history = []
    for _ in range(min(epochs, 100)):
        loss = torch.mean((W * x - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


@misconception(
    of="train_optim", hint="The data passes through single precision on the way. Which line makes new tensors of it?"
)
def optim_inputs_made_anew(x, y, lr=0.1, epochs=10):
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W], lr=lr)
    history = []
    for _ in range(epochs):
        loss = torch.mean((W * torch.tensor(x.tolist()) - y) ** 2)
        history.append((W.item(), loss.item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return W, history


# cost_curve ---------------------------------------------------------------------------------------------------------


@misconception(of="cost_curve", hint="Your costs grow with the number of examples. Is it a sum or a mean?")
def curve_summed(Ws, x, y):
    return torch.sum((Ws * x - y) ** 2, dim=0)


@misconception(of="cost_curve", hint="One cost for each weight is asked for. Over which axis is the mean?")
def curve_mean_over_all(Ws, x, y):
    return torch.mean((Ws * x - y) ** 2)


@misconception(of="cost_curve", hint="You have one number for each example. Which axis holds the weights?")
def curve_wrong_axis(Ws, x, y):
    return torch.mean((Ws * x - y) ** 2, dim=1)


@misconception(of="cost_curve", hint="The costs are right, but the list is no tensor yet.")
def curve_list(Ws, x, y):
    return [cost(W, x, y).item() for W in Ws]


@misconception(of="cost_curve", hint="A list of tensors is no tensor yet. What joins them along a new axis?")
def curve_list_of_tensors(Ws, x, y):
    return [cost(W, x, y) for W in Ws]


@misconception(of="cost_curve", hint="The answer is (k,), like `Ws`. Which axis is too much?")
def curve_column(Ws, x, y):
    return torch.mean((Ws * x - y) ** 2, dim=0).unsqueeze(1)


@misconception(of="cost_curve", hint="The answer is (k,), like `Ws`. Which option keeps an axis?")
def curve_keepdim(Ws, x, y):
    return torch.mean((Ws * x - y) ** 2, dim=0, keepdim=True)


@misconception(of="cost_curve", hint="For one weight the answer is still (1,). What does `squeeze` do to it?")
def curve_squeezed(Ws, x, y):
    return torch.mean((Ws * x - y) ** 2, dim=0).squeeze()


@misconception(of="cost_curve", hint="Which weights did the caller give? Yours are always the same.")
def curve_own_weights(Ws, x, y):
    grid = torch.linspace(-1, 3, len(Ws), dtype=x.dtype)
    return torch.mean((grid * x - y) ** 2, dim=0)


@misconception(of="cost_curve", hint="One more step after the first weight: do all of them get their turn?")
def curve_first_weight(Ws, x, y):
    return torch.stack([cost(Ws[0], x, y) for _ in Ws])


@misconception(of="cost_curve", hint="The mean squared error has no root. What is left if you leave it out?")
def curve_rooted(Ws, x, y):
    return torch.sqrt(torch.mean((Ws * x - y) ** 2, dim=0))


@misconception(of="cost_curve", hint="You measure the distances as they are. What does *squared* error mean?")
def curve_absolute(Ws, x, y):
    return torch.mean(torch.abs(Ws * x - y), dim=0)


@misconception(
    of="cost_curve", hint="First square, then mean: or the errors cancel each other. Which comes first in yours?"
)
def curve_square_of_mean(Ws, x, y):
    return torch.mean(Ws * x - y, dim=0) ** 2


@misconception(of="cost_curve", hint="Each example is compared with another example's truth. Print the shapes.")
def curve_broadcast(Ws, x, y):
    return torch.stack([torch.mean(((W * x).squeeze(1) - y) ** 2) for W in Ws])


@misconception(of="cost_curve", hint="Your m is always 3. Which number belongs to the data?")
def curve_fixed_m(Ws, x, y):
    return torch.sum((Ws * x - y) ** 2, dim=0) / 3


@misconception(of="cost_curve", hint="You divide by the number of weights. Over what is the mean?")
def curve_divided_by_k(Ws, x, y):
    return torch.sum((Ws * x - y) ** 2, dim=0) / len(Ws)


@misconception(
    of="cost_curve", hint="For double precision data the costs are double, too. What does a new tensor start as?"
)
def curve_float32(Ws, x, y):
    return torch.tensor([cost(W, x, y).item() for W in Ws])


@misconception(of="cost_curve", hint="The costs belong to the weights in the order given. Who sorts them?")
def curve_sorted(Ws, x, y):
    return torch.mean((torch.sort(Ws).values * x - y) ** 2, dim=0)


@misconception(of="cost_curve", hint="These are slopes. Which function gives the height of the valley?")
def curve_of_gradients(Ws, x, y):
    return torch.mean(2 * (Ws * x - y) * x, dim=0)


@misconception(
    of="cost_curve", hint="How many examples does the data have? Your code stops after a fixed number of them."
)
def curve_of_ten_examples(Ws, x, y):
    return torch.mean((Ws * x[:10] - y[:10]) ** 2, dim=0)


@misconception(of="cost_curve", hint="One cost for each weight, however many there are. How many does your code take?")
def curve_at_twenty_weights(Ws, x, y):
    return torch.mean((Ws[:20] * x - y) ** 2, dim=0)


# largest_stable_lr --------------------------------------------------------------------------------------------------


@misconception(of="largest_stable_lr", hint="Twice too large. When does one step land as far on the other side?")
def stable_doubled(x):
    return 2 * len(x) / torch.sum(x**2).item()


@misconception(
    of="largest_stable_lr", hint="Half of it. At this rate one step reaches the bottom. When does it overshoot as far?"
)
def stable_one_step(x):
    return len(x) / (2 * torch.sum(x**2)).item()


@misconception(of="largest_stable_lr", hint="The cost is a mean. Where are the m examples in your formula?")
def stable_without_m(x):
    return 1 / torch.sum(x**2).item()


@misconception(of="largest_stable_lr", hint="Only the largest x counts in yours. What does the slope sum over?")
def stable_by_maximum(x):
    return 1 / torch.max(x**2).item()


@misconception(of="largest_stable_lr", hint="The answer is a plain Python number. How do you get one out of a tensor?")
def stable_tensor(x):
    return len(x) / torch.sum(x**2)


@misconception(of="largest_stable_lr", hint="The square of a sum, or a sum of squares?")
def stable_square_of_sum(x):
    return len(x) / torch.sum(x).item() ** 2


@misconception(of="largest_stable_lr", hint="Is each x squared before it is added?")
def stable_absolute(x):
    return len(x) / torch.sum(torch.abs(x)).item()


@misconception(of="largest_stable_lr", hint="Upside down: what does a larger x do to the rate?")
def stable_upside_down(x):
    return torch.mean(x**2).item()


@misconception(of="largest_stable_lr", hint="A mean of 1 / x² is not 1 over the mean of x².")
def stable_mean_of_inverse(x):
    return torch.mean(1 / x**2).item()


@misconception(of="largest_stable_lr", hint="Your m is always 3. Which number belongs to the data?")
def stable_fixed_m(x):
    return 3 / torch.sum(x**2).item()


@misconception(of="largest_stable_lr", hint="This is the lecture's data alone. Compute it from `x`.")
def stable_lecture(x):
    return 3 / 14


@misconception(of="largest_stable_lr", hint="The rate is cut to a few digits. Who asked for that?")
def stable_rounded(x):
    return round(len(x) / torch.sum(x**2).item(), 3)


@misconception(of="largest_stable_lr", hint="For double precision data, keep the precision. Do you convert on the way?")
def stable_float32(x):
    return len(x) / torch.sum(x.float() ** 2).item()


@misconception(of="largest_stable_lr", hint="A rate above 1 is possible where the data is small. Who caps it?")
def stable_capped(x):
    return min(1.0, len(x) / torch.sum(x**2).item())


@misconception(
    of="largest_stable_lr", hint="Where the data is large, only a tiny rate is stable. Who keeps yours from below?"
)
def stable_at_least(x):
    return max(len(x) / torch.sum(x**2).item(), 0.05)


@misconception(of="largest_stable_lr", hint="A whole rate is a float as well. What do you do with it?")
def stable_whole_rate(x):
    rate = len(x) / torch.sum(x**2).item()
    return int(rate) if rate == int(rate) else rate


@misconception(
    of="largest_stable_lr", hint="How many examples does the data have? Your code stops after a fixed number of them."
)
def rate_of_ten_examples(x):
    return min(len(x), 10) / torch.sum(x[:10] ** 2).item()
