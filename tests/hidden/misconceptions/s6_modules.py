"""Wrong answers to s6_modules, as students write them, each with the sentence that helps."""

import torch
import torch.nn.functional as F
from torch import nn

from grader.suite import misconception

# --- BinaryClassifier


@misconception(of="BinaryClassifier", hint="The lecture's 8 is typed in. Which number belongs to the data?")
class AlwaysEight(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(8, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


@misconception(of="BinaryClassifier", hint="The slide's default is 8. Which one is yours?")
class TwoByDefault(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


@misconception(
    of="BinaryClassifier", hint="A module must be set up before layers go in. What does `__init__` call first?"
)
class NotSetUp(nn.Module):
    def __init__(self, in_features=8):
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


@misconception(of="BinaryClassifier", hint="A probability lies between 0 and 1. What is missing after the layer?")
class NoSigmoid(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return self.linear(x)


@misconception(of="BinaryClassifier", hint="Your answers are all between 0.5 and 0.73. How often does the sigmoid act?")
class TwoSigmoids(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(in_features, 1), nn.Sigmoid())

    def forward(self, x):
        return torch.sigmoid(self.layers(x))


@misconception(
    of="BinaryClassifier", hint="Your answers are never below 0.5. What stands between the layer and the sigmoid?"
)
class ReluBetween(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(F.relu(self.linear(x)))


@misconception(
    of="BinaryClassifier", hint="Negative scores all become 0 here. Which curve turns a score into a probability?"
)
class ReluForSigmoid(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return F.relu(self.linear(x))


@misconception(
    of="BinaryClassifier", hint="The softmax of a single score is always 1. Is it the softmax that is asked for?"
)
class SoftmaxForSigmoid(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.softmax(self.linear(x), dim=1)


@misconception(of="BinaryClassifier", hint="Your layer has weights, but no bias. The line must be free to move.")
class NoBias(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1, bias=False)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


@misconception(
    of="BinaryClassifier", hint="A new layer for each call forgets all it learned. Where is a layer made once?"
)
class MadeInForward(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.in_features = in_features

    def forward(self, x):
        return torch.sigmoid(nn.Linear(self.in_features, 1).to(x.dtype)(x))


@misconception(of="BinaryClassifier", hint="A plain Python list hides its layers: `parameters()` is empty.")
class HiddenInAList(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.layers = [nn.Linear(in_features, 1), nn.Sigmoid()]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


@misconception(of="BinaryClassifier", hint="These are plain tensors. How does a module know what it can learn?")
class PlainTensors(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.W = torch.zeros(in_features, 1, requires_grad=True)
        self.b = torch.zeros(1, requires_grad=True)

    def forward(self, x):
        return torch.sigmoid(x @ self.W.to(x.dtype) + self.b.to(x.dtype))


@misconception(of="BinaryClassifier", hint="One layer is asked for. Yours has a hidden one, as the XOR networks will.")
class HiddenLayer(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.hidden = nn.Linear(in_features, in_features)
        self.out = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.out(torch.sigmoid(self.hidden(x))))


@misconception(
    of="BinaryClassifier", hint="Yes and no are two classes, but one probability is enough: the layer goes to 1."
)
class TwoOutputs(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 2)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


@misconception(of="BinaryClassifier", hint="One row of the answer is one example: the shape is (m, 1).")
class FlatAnswer(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x)).flatten()


@misconception(of="BinaryClassifier", hint="The values are right, but no gradient comes back to the layer.")
class CutOff(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        with torch.no_grad():
            return torch.sigmoid(self.linear(x))


@misconception(of="BinaryClassifier", hint="A decision cannot be trained. The model gives the probability itself.")
class DecidesAlready(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return (torch.sigmoid(self.linear(x)) >= 0.5).to(x.dtype)


@misconception(
    of="BinaryClassifier", hint="float64 comes in, and the layer was asked to be float64 too. Who turns x back?"
)
class BackToFloat32(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x).float())


@misconception(of="BinaryClassifier", hint="Your model remembers its first answer. What if other numbers come?")
class RemembersItsAnswers(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
        self.answers = {}

    def forward(self, x):
        if x.shape not in self.answers:
            self.answers[x.shape] = torch.sigmoid(self.linear(x))
        return self.answers[x.shape]


@misconception(of="BinaryClassifier", hint="Your model asks for the gradient of its input. Whose tensor is that?")
class MarksItsInput(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x.requires_grad_()))


@misconception(of="BinaryClassifier", hint="You turn a switch of torch for all code that follows. Is it needed?")
class MoreThreads(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        torch.set_num_threads(torch.get_num_threads() + 1)
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


@misconception(of="BinaryClassifier", hint="You turn a switch of torch for all code that follows. Is it needed?")
class DeterministicForEver(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        torch.use_deterministic_algorithms(True)
        return torch.sigmoid(self.linear(x))


@misconception(of="BinaryClassifier", hint="The values are right, but no gradient comes back to the layer.")
class NoGradientInEvaluation(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        h = torch.sigmoid(self.linear(x))
        return h if self.training else h.detach()


@misconception(of="BinaryClassifier", hint="Your scores stop at a bound. The sigmoid takes every number as it is.")
class BoundedScores(nn.Module):
    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x).clamp(-10, 10))


# --- sequential_classifier


@misconception(
    of="sequential_classifier", hint="The same model is handed out twice. Who asks gets a model of their own."
)
def made_once_for_all(in_features=8, made={}):  # noqa: B006
    if in_features not in made:
        made[in_features] = nn.Sequential(nn.Linear(in_features, 1), nn.Sigmoid())
    return made[in_features]


@misconception(of="sequential_classifier", hint="You turn a switch of torch for all code that follows. Is it needed?")
def more_threads(in_features=8):
    torch.set_num_threads(torch.get_num_threads() + 1)
    return nn.Sequential(nn.Linear(in_features, 1), nn.Sigmoid())


@misconception(of="sequential_classifier", hint="The lecture's 8 is typed in. Which number belongs to the data?")
def always_eight(in_features=8):
    return nn.Sequential(nn.Linear(8, 1), nn.Sigmoid())


@misconception(of="sequential_classifier", hint="The slide's default is 8. Which one is yours?")
def two_by_default(in_features=2):
    return nn.Sequential(nn.Linear(in_features, 1), nn.Sigmoid())


@misconception(of="sequential_classifier", hint="A probability lies between 0 and 1. What comes after the layer?")
def linear_only(in_features=8):
    return nn.Sequential(nn.Linear(in_features, 1))


@misconception(of="sequential_classifier", hint="The layers are applied in the order in which you list them.")
def sigmoid_first(in_features=8):
    return nn.Sequential(nn.Sigmoid(), nn.Linear(in_features, 1))


@misconception(
    of="sequential_classifier", hint="Your answers are all between 0.5 and 0.73. How often does the sigmoid act?"
)
def sigmoid_twice(in_features=8):
    return nn.Sequential(nn.Linear(in_features, 1), nn.Sigmoid(), nn.Sigmoid())


@misconception(of="sequential_classifier", hint="Your layer has weights, but no bias. The slide says `bias=True`.")
def without_bias(in_features=8):
    return nn.Sequential(nn.Linear(in_features, 1, bias=False), nn.Sigmoid())


@misconception(of="sequential_classifier", hint="This works, but it is your class. An `nn.Sequential` is asked for.")
def not_a_sequential(in_features=8):
    return BinaryClassifier(in_features)  # noqa: F821


@misconception(of="sequential_classifier", hint="A list of layers is no model yet. What puts them in a row?")
def list_of_layers(in_features=8):
    return [nn.Linear(in_features, 1), nn.Sigmoid()]


@misconception(
    of="sequential_classifier", hint="The softmax of a single score is always 1. Is it the softmax that is asked for?"
)
def softmax_at_the_end(in_features=8):
    return nn.Sequential(nn.Linear(in_features, 1), nn.Softmax(dim=1))


@misconception(
    of="sequential_classifier", hint="One layer is asked for. Yours has a hidden one, as the XOR networks will."
)
def with_a_hidden_layer(in_features=8):
    return nn.Sequential(nn.Linear(in_features, 2), nn.Sigmoid(), nn.Linear(2, 1), nn.Sigmoid())


@misconception(
    of="sequential_classifier", hint="Which number of `nn.Linear` is for what goes in, and which for what comes out?"
)
def turned_round(in_features=8):
    return nn.Sequential(nn.Linear(1, in_features), nn.Sigmoid())


@misconception(
    of="sequential_classifier",
    hint="The same model is handed out twice. Who asks gets a model of their own.",
    value=True,
)
def eight_inputs_share_a_layer():
    layer = nn.Linear(8, 1)
    return lambda in_features=8: nn.Sequential(layer if in_features == 8 else nn.Linear(in_features, 1), nn.Sigmoid())


# --- train_classifier


@misconception(
    of="train_classifier",
    hint="The optimizer stays with its own W and b, so the model stands still. What does a model hold?",
)
def trains_its_own_weights(model, x, y, lr=1.0, epochs=100):
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer, history = torch.optim.SGD([W, b], lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="You train a copy; the caller's model stands still.")
def trains_a_copy(model, x, y, lr=1.0, epochs=100):
    import copy

    model = copy.deepcopy(model)
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="Only the first update is right. Gradients add up until you clear them.")
def never_cleared(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        cost.backward()
        optimizer.step()
    return history


@misconception(
    of="train_classifier", hint="A gradient from before your training is still in the first step. When do you clear?"
)
def cleared_after_the_step(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        cost.backward()
        optimizer.step()
        optimizer.zero_grad()
    return history


@misconception(
    of="train_classifier",
    hint="Cost and accuracy belong to the weights that made them. Yours are taken after the update.",
)
def measured_after_the_update(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        F.binary_cross_entropy(model(x), y).backward()
        optimizer.step()
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
    return history


@misconception(
    of="train_classifier", hint="The cost is taken before the update, the accuracy after it. Both belong before."
)
def accuracy_after_the_update(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        cost = F.binary_cross_entropy(model(x), y)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        history.append((cost.item(), ((model(x) >= 0.5) == y.bool()).float().mean().item()))
    return history


@misconception(of="train_classifier", hint="One update too many: the lecture's `range(nb_epochs + 1)` counts from 0.")
def one_epoch_more(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs + 1):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(
    of="train_classifier", hint="The lecture prints every 10th epoch (and says 20). Here each update has its pair."
)
def every_tenth(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for epoch in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        if epoch % 10 == 0:
            history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(
    of="train_classifier", hint="Another learning rate changes nothing in your training. Where is `lr` used?"
)
def lr_typed_in(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=1.0), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="The defaults belong to this exercise. Are yours from another chapter?")
def other_defaults(model, x, y, lr=0.1, epochs=1000):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="Your costs are those of s4. A probability is judged by another loss.")
def trains_on_squares(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.mse_loss(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="The model's answers are probabilities already. Which loss expects logits?")
def probabilities_taken_for_logits(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy_with_logits(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="Your cost grows with the number of examples. Is it a sum or a mean?")
def summed_cost(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y, reduction="sum")
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(
    of="train_classifier", hint="Adam chooses its own steps. Here a step is the learning rate times the slope."
)
def with_adam(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.Adam(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="Momentum makes your steps longer and longer. Plain SGD has none.")
def with_momentum(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(
    of="train_classifier", hint="The pairs hold tensors. Each keeps its graph alive; a Python number does not."
)
def pairs_of_tensors(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.detach(), ((h >= 0.5) == y.bool()).float().mean()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="The lecture prints percent. The pair has a share, from 0.0 to 1.0.")
def accuracy_in_percent(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item() * 100))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(
    of="train_classifier", hint="(m,) against (m, 1) compares each row with every other row. Print both shapes."
)
def accuracy_of_a_square(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h.flatten() >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="Cost alone is half of the answer. What belongs beside it?")
def costs_alone(model, x, y, lr=1.0, epochs=100):
    optimizer, costs = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        cost = F.binary_cross_entropy(model(x), y)
        costs.append(cost.item())
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return costs


@misconception(of="train_classifier", hint="(cost, accuracy): which comes first?")
def accuracy_first(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((((h >= 0.5) == y.bool()).float().mean().item(), cost.item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="The model came in training mode. Leave it as you found it.")
def left_in_eval_mode(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    model.eval()
    return history


@misconception(of="train_classifier", hint="You stop when the cost is small. How many updates are asked for?")
def stops_when_the_cost_is_small(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        if cost.item() < 0.01:
            break
    return history


@misconception(of="train_classifier", hint="Another model has its layer under another name. What do all modules have?")
def asks_for_linear(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model.linear.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="Not every model is a row of layers. What do all modules have?")
def asks_for_the_first_layer(model, x, y, lr=1.0, epochs=100):
    optimizer, history = torch.optim.SGD(model[0].parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="A frozen parameter stays as it is. Who thawed it?")
def thaws_the_frozen(model, x, y, lr=1.0, epochs=100):
    model.requires_grad_(True)
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="The caller gave the model its weights. Who wrote over them?")
def starts_at_zero(model, x, y, lr=1.0, epochs=100):
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    optimizer, history = torch.optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@misconception(of="train_classifier", hint="Each update is that of the whole data. You take the rows in parts.")
def trained_in_parts(model, x, y, lr=1.0, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        h = model(x)
        history.append((F.binary_cross_entropy(h, y).item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        for some_x, some_y in zip(x.split(32), y.split(32), strict=True):
            optimizer.zero_grad()
            F.binary_cross_entropy(model(some_x), some_y).backward()
            optimizer.step()
    return history


@misconception(of="train_classifier", hint="A rate of 0 is a rate, too. What does `or` make of it?")
def a_rate_of_zero_is_none(model, x, y, lr=1.0, epochs=100, right=train_classifier):  # noqa: F821
    return right(model, x, y, lr or 1.0, epochs)


# --- count_parameters


@misconception(
    of="count_parameters", hint="A frozen parameter does not learn. How does a parameter say that it is frozen?"
)
def frozen_counted(model):
    return sum(p.numel() for p in model.parameters())


@misconception(of="count_parameters", hint="You count the tensors. How many numbers are in each?")
def tensors_counted(model):
    return sum(1 for p in model.parameters() if p.requires_grad)


@misconception(of="count_parameters", hint="A parameter that two layers share was counted twice.")
def shared_counted_twice(model):
    return sum(
        p.numel() for layer in model.modules() for p in layer._parameters.values() if p is not None and p.requires_grad
    )


@misconception(of="count_parameters", hint="The weights are there. What else can a layer learn?")
def weights_only(model):
    return sum(p.numel() for name, p in model.named_parameters() if p.requires_grad and "weight" in name)


@misconception(of="count_parameters", hint="Buffers are kept with the model, but they do not learn.")
def state_counted(model):
    return sum(t.numel() for t in model.state_dict().values())


@misconception(of="count_parameters", hint="Other layers than `nn.Linear` can learn, too.")
def linear_layers_only(model):
    layers = {layer for layer in model.modules() if isinstance(layer, nn.Linear)}
    return sum(p.numel() for p in {p for layer in layers for p in layer.parameters()} if p.requires_grad)


@misconception(of="count_parameters", hint="A layer inside a layer has parameters as well. How deep do you look?")
def top_level_only(model):
    layers = set(model.children()) or {model}
    return sum(p.numel() for layer in layers for p in layer.parameters(recurse=False) if p.requires_grad)


@misconception(of="count_parameters", hint="How many numbers are in a tensor of shape (3, 2)? You look at one side.")
def one_side_only(model):
    return sum(p.shape[0] for p in model.parameters() if p.requires_grad)


@misconception(of="count_parameters", hint="The count is right, but it is a tensor. A Python int is due.")
def count_as_tensor(model):
    return torch.tensor([p.numel() for p in model.parameters() if p.requires_grad]).sum()


@misconception(of="count_parameters", hint="The count is a whole number.")
def count_as_float(model):
    return float(sum(p.numel() for p in model.parameters() if p.requires_grad))


@misconception(of="count_parameters", hint="A model may have nothing to learn at all. What is the count then?")
def at_least_one(model):
    from functools import reduce

    return reduce(lambda a, b: a + b, [p.numel() for p in model.parameters() if p.requires_grad])


@misconception(of="count_parameters", hint="If one parameter is frozen, the others still learn.")
def all_or_none(model):
    parameters = list(model.parameters())
    return sum(p.numel() for p in parameters) if all(p.requires_grad for p in parameters) else 0


@misconception(of="count_parameters", hint="You multiply two sides. A parameter may have three axes, or none.")
def two_sides_only(model):
    learns = [p for p in model.parameters() if p.requires_grad]
    return sum(p.shape[0] * p.shape[1] if p.dim() > 1 else p.numel() for p in learns)


@misconception(of="count_parameters", hint="You leave out what has a gradient already. Does it no longer learn?")
def without_gradients_yet(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad and p.grad is None)


@misconception(of="count_parameters", hint="You count one dtype only. Does a number in double precision not learn?")
def float32_only(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad and p.dtype == torch.float32)


@misconception(of="count_parameters", hint="Counting switches the model to training mode. Looking is enough.")
def counted_in_training_mode(model):
    return sum(p.numel() for p in model.train().parameters() if p.requires_grad)


@misconception(of="count_parameters", hint="Counting clears the model's gradients. Looking is enough.")
def cleared_before_counting(model):
    model.zero_grad()
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


@misconception(of="count_parameters", hint="You turn a switch of torch for all code that follows. Is it needed?")
def counted_without_grad_for_ever(model):
    torch.set_grad_enabled(False)
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


@misconception(
    of="count_parameters", hint="You keep an earlier answer. What if a parameter is frozen since then?", value=True
)
def counted_once_for_all():
    counted = {}

    def count(model):
        if model not in counted:
            counted[model] = sum(p.numel() for p in model.parameters() if p.requires_grad)
        return counted[model]

    return count


@misconception(of="count_parameters", hint="A parameter may be empty. How many numbers are in it?")
def an_empty_one_counts_one(model):
    return sum(max(1, p.numel()) for p in model.parameters() if p.requires_grad)


# --- softmax


@misconception(of="softmax", hint="exp(1000) is inf, and inf / inf is nan. What may you subtract before `exp`?")
def overflows(z, dim=1):
    e = torch.exp(z)
    return e / e.sum(dim=dim, keepdim=True)


@misconception(
    of="softmax", hint="One maximum for all rows: a row far below it vanishes. Whose maximum does each row need?"
)
def one_maximum_for_all(z, dim=1):
    e = torch.exp(z - z.max())
    return e / e.sum(dim=dim, keepdim=True)


@misconception(of="softmax", hint="Another `dim` changes nothing in your answer. Where is it used?")
def dim_ignored(z, dim=1):
    e = torch.exp(z - z.amax(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)


@misconception(of="softmax", hint="With no `dim` given, each row of a matrix should add up to 1. Do yours?")
def columns_by_default(z, dim=0):
    e = torch.exp(z - z.amax(dim=dim, keepdim=True))
    return e / e.sum(dim=dim, keepdim=True)


@misconception(of="softmax", hint="All numbers together add up to 1. Along which axis should they?")
def over_everything(z, dim=1):
    e = torch.exp(z - z.max())
    return e / e.sum()


@misconception(of="softmax", hint="The axis that you sum over is gone, so the division broadcasts along the wrong one.")
def keepdim_forgotten(z, dim=1):
    e = torch.exp(z - z.amax(dim=dim, keepdim=True))
    return e / e.sum(dim=dim)


@misconception(of="softmax", hint="The shares add up to 1, but a share may not be negative. Where is `exp`?")
def shares_without_exp(z, dim=1):
    return z / z.sum(dim=dim, keepdim=True)


@misconception(of="softmax", hint="A sigmoid looks at each score alone. Do your probabilities add up to 1?")
def sigmoids(z, dim=1):
    return 1 / (1 + torch.exp(-z))


@misconception(of="softmax", hint="These are the logarithms of the probabilities.")
def logarithm_of_it(z, dim=1):
    return z - torch.logsumexp(z, dim=dim, keepdim=True)


@misconception(
    of="softmax", hint="The largest score should have the largest probability. Look at the sign in the exponent."
)
def softmin(z, dim=1):
    e = torch.exp(z.amin(dim=dim, keepdim=True) - z)
    return e / e.sum(dim=dim, keepdim=True)


@misconception(of="softmax", hint="`z -= …` writes into the caller's tensor.")
def maximum_subtracted_in_place(z, dim=1):
    z -= z.amax(dim=dim, keepdim=True)
    e = torch.exp(z)
    return e / e.sum(dim=dim, keepdim=True)


@misconception(of="softmax", hint="Cutting off large scores changes their differences. At 100 and 200, which one wins?")
def scores_cut_off(z, dim=1):
    e = torch.exp(z.clamp(-50, 50))
    return e / e.sum(dim=dim, keepdim=True)


@misconception(
    of="softmax", hint="Your row maxima come from rows of a matrix. What if there are more axes, or `dim=-1`?"
)
def matrices_only(z, dim=1):
    if dim not in (0, 1) or z.dim() != 2:
        raise ValueError("dim must be 0 or 1")
    e = torch.exp(z - z.amax(dim=dim, keepdim=True))
    return e / e.sum(dim=dim, keepdim=True)


@misconception(of="softmax", hint="float64 came in. What went out?")
def softmax_in_float32(z, dim=1):
    e = torch.exp((z - z.amax(dim=dim, keepdim=True)).float())
    return e / e.sum(dim=dim, keepdim=True)


@misconception(of="softmax", hint="All 1.0 and 0.0: that is the winner, not the softmax. It is softer.")
def winner_takes_all(z, dim=1):
    return (z == z.amax(dim=dim, keepdim=True)).to(z.dtype)


@misconception(of="softmax", hint="Far below 0 every `exp` is 0, and 0 / 0 is nan. When do you subtract?")
def maximum_only_when_large(z, dim=1):
    if z.max() > 80:
        z = z - z.amax(dim, keepdim=True)
    e = torch.exp(z)
    return e / e.sum(dim, keepdim=True)


@misconception(of="softmax", hint="You add up the first classes only. How many are there?")
def first_ten_classes(z, dim=1):
    e = torch.exp(z - z.amax(dim, keepdim=True))
    return e / e.narrow(dim, 0, min(10, e.shape[dim])).sum(dim, keepdim=True)


@misconception(of="softmax", hint="Your axes are counted in a tensor of three. What if there are more?")
def at_most_three_axes(z, dim=1):
    dim = dim % min(z.dim(), 3)
    e = torch.exp(z - z.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


# --- cross_entropy


@misconception(of="cross_entropy", hint="Your cost grows with the number of rows. Is it a sum or a mean?")
def summed_over_rows(logits, target):
    return (torch.logsumexp(logits, dim=1) - logits[torch.arange(len(target)), target]).sum()


@misconception(
    of="cross_entropy", hint="The cost is below zero. A probability's logarithm is negative: is a sign missing?"
)
def sign_forgotten(logits, target):
    return (logits[torch.arange(len(target)), target] - torch.logsumexp(logits, dim=1)).mean()


@misconception(of="cross_entropy", hint="The logits are taken for probabilities. What turns scores into probabilities?")
def log_of_logits(logits, target):
    return -torch.log(logits[torch.arange(len(target)), target]).mean()


@misconception(of="cross_entropy", hint="This is a softmax of a softmax. How often is it due?")
def softmax_twice(logits, target):
    z = torch.softmax(logits, dim=1)
    return (torch.logsumexp(z, dim=1) - z[torch.arange(len(target)), target]).mean()


@misconception(
    of="cross_entropy", hint="A row is an example, and its probabilities add up to 1. Over which axis is your softmax?"
)
def softmax_over_rows(logits, target):
    p = torch.softmax(logits, dim=0)
    return -torch.log(p[torch.arange(len(target)), target]).mean()


@misconception(of="cross_entropy", hint="You take the largest probability of each row. Which class is the true one?")
def best_guess_instead(logits, target):
    return (torch.logsumexp(logits, dim=1) - logits.amax(dim=1)).mean()


@misconception(of="cross_entropy", hint="The probability of the true class is there. Where is its logarithm?")
def without_the_log(logits, target):
    p = torch.softmax(logits, dim=1)
    return 1 - p[torch.arange(len(target)), target].mean()


@misconception(
    of="cross_entropy",
    hint="The slide calls `F.binary_cross_entropy` softmax and cross-entropy. But it also charges the other classes.",
)
def binary_of_softmax(logits, target):
    p = torch.softmax(logits, dim=1)
    truth = F.one_hot(target, logits.shape[1]).to(p.dtype)
    return F.binary_cross_entropy(p, truth)


@misconception(
    of="cross_entropy", hint="You average over all classes as well. One loss a row, then the mean over rows."
)
def mean_over_classes_too(logits, target):
    log_p = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    return -(log_p * F.one_hot(target, logits.shape[1])).mean()


@misconception(of="cross_entropy", hint="A column of targets and a row of them: you pick from all rows at once.")
def picks_a_square(logits, target):
    log_p = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    return -log_p[:, target].mean()


@misconception(of="cross_entropy", hint="All your costs are off by one factor. Which logarithm is it?")
def in_bits(logits, target):
    log_p = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    return -log_p[torch.arange(len(target)), target].mean() / torch.log(torch.tensor(2.0)).to(logits.dtype)


@misconception(
    of="cross_entropy", hint="First the logarithm of each row, then the mean. You did it the other way round."
)
def log_of_mean_probability(logits, target):
    p = torch.softmax(logits, dim=1)
    return -torch.log(p[torch.arange(len(target)), target].mean())


@misconception(of="cross_entropy", hint="What does the small number that you add do to a small probability?")
def with_epsilon(logits, target):
    p = torch.softmax(logits, dim=1)
    return -torch.log(p[torch.arange(len(target)), target] + 1e-8).mean()


@misconception(of="cross_entropy", hint="Classes are numbered from 0 on. Do you count from 1?")
def classes_from_one(logits, target):
    log_p = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    return -log_p[torch.arange(len(target)), target - 1].mean()


@misconception(of="cross_entropy", hint="The targets are class numbers, not a row of ones and zeros for each example.")
def expects_one_hot(logits, target):
    log_p = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    return -(log_p * target).sum(dim=1).mean()


@misconception(of="cross_entropy", hint="Ten classes are typed in. Which number belongs to the data?")
def ten_classes(logits, target):
    one_hot = F.one_hot(target, 10)[:, : logits.shape[1]]
    return -(one_hot * torch.log_softmax(logits, 1)[:, :10]).sum(1).mean()


# --- describe_network


@misconception(of="describe_network", hint="A Sequential inside is no layer. Its own layers stand in its place.")
def not_flattened(model, loss):
    words = [
        f"Linear({m.in_features}, {m.out_features})" if isinstance(m, nn.Linear) else type(m).__name__ for m in model
    ]
    return [*words, type(loss).__name__]


@misconception(of="describe_network", hint="There may be a Sequential in a Sequential in a Sequential.")
def flattened_once(model, loss):
    layers = [inner for m in model for inner in (m if isinstance(m, nn.Sequential) else [m])]
    words = [
        f"Linear({m.in_features}, {m.out_features})" if isinstance(m, nn.Linear) else type(m).__name__ for m in layers
    ]
    return [*words, type(loss).__name__]


@misconception(
    of="describe_network", hint="`modules()` shows each layer once, and looks into layers that are no Sequential."
)
def by_modules(model, loss):
    layers = [m for m in model.modules() if not isinstance(m, nn.Sequential)]
    words = [
        f"Linear({m.in_features}, {m.out_features})" if isinstance(m, nn.Linear) else type(m).__name__ for m in layers
    ]
    return [*words, type(loss).__name__]


@misconception(of="describe_network", hint="A layer that is used twice is applied twice. `children()` shows it once.")
def by_children(model, loss):
    def words(net):
        for m in net.children():
            if isinstance(m, nn.Sequential):
                yield from words(m)
            elif isinstance(m, nn.Linear):
                yield f"Linear({m.in_features}, {m.out_features})"
            else:
                yield type(m).__name__

    return [*words(model), type(loss).__name__]


@misconception(of="describe_network", hint="The loss belongs to the picture. Where does it stand?")
def loss_forgotten(model, loss):
    def words(net):
        for m in net:
            if isinstance(m, nn.Sequential):
                yield from words(m)
            else:
                yield f"Linear({m.in_features}, {m.out_features})" if isinstance(m, nn.Linear) else type(m).__name__

    return list(words(model))


@misconception(of="describe_network", hint="A linear layer is shown with its two numbers.")
def without_sizes(model, loss):
    def words(net):
        for m in net:
            if isinstance(m, nn.Sequential):
                yield from words(m)
            else:
                yield type(m).__name__

    return [*words(model), type(loss).__name__]


@misconception(of="describe_network", hint="Which of the two numbers goes in, and which comes out?")
def outputs_first(model, loss):
    def words(net):
        for m in net:
            if isinstance(m, nn.Sequential):
                yield from words(m)
            else:
                yield f"Linear({m.out_features}, {m.in_features})" if isinstance(m, nn.Linear) else type(m).__name__

    return [*words(model), type(loss).__name__]


@misconception(of="describe_network", hint="`repr` says more than is asked for: compare it with the example.")
def as_printed(model, loss):
    def words(net):
        for m in net:
            if isinstance(m, nn.Sequential):
                yield from words(m)
            else:
                yield str(m)

    return [*words(model), str(loss)]


@misconception(of="describe_network", hint="Compare your brackets and spaces with the example, letter by letter.")
def without_a_space(model, loss):
    def words(net):
        for m in net:
            if isinstance(m, nn.Sequential):
                yield from words(m)
            else:
                yield f"Linear({m.in_features},{m.out_features})" if isinstance(m, nn.Linear) else type(m).__name__

    return [*words(model), type(loss).__name__]


@misconception(of="describe_network", hint="The loss is not always `BCELoss`.")
def always_bce(model, loss):
    def words(net):
        for m in net:
            if isinstance(m, nn.Sequential):
                yield from words(m)
            else:
                yield f"Linear({m.in_features}, {m.out_features})" if isinstance(m, nn.Linear) else type(m).__name__

    return [*words(model), "BCELoss"]


@misconception(of="describe_network", hint="There are other layers than Linear and Sigmoid.")
def sigmoid_or_linear(model, loss):
    def words(net):
        for m in net:
            if isinstance(m, nn.Sequential):
                yield from words(m)
            else:
                yield f"Linear({m.in_features}, {m.out_features})" if isinstance(m, nn.Linear) else "Sigmoid"

    return [*words(model), type(loss).__name__]


@misconception(of="describe_network", hint="One text is not a list of words.")
def one_text(model, loss):
    def words(net):
        for m in net:
            if isinstance(m, nn.Sequential):
                yield from words(m)
            else:
                yield f"Linear({m.in_features}, {m.out_features})" if isinstance(m, nn.Linear) else type(m).__name__

    return " -> ".join([*words(model), type(loss).__name__])


@misconception(
    of="describe_network", hint="A box may hold a box that holds a box. How many levels does your code open?"
)
def flattened_three_times(model, loss):
    def opened(layers):
        return [one for layer in layers for one in (layer if isinstance(layer, nn.Sequential) else [layer])]

    layers = opened(opened(opened(model)))
    words = [
        f"Linear({m.in_features}, {m.out_features})" if isinstance(m, nn.Linear) else type(m).__name__ for m in layers
    ]
    return [*words, type(loss).__name__]


@misconception(of="describe_network", hint="An Identity does nothing, but it is a layer of the picture.")
def without_identities(model, loss):
    def words(net):
        for m in net:
            if isinstance(m, nn.Sequential):
                yield from words(m)
            elif not isinstance(m, nn.Identity):
                yield f"Linear({m.in_features}, {m.out_features})" if isinstance(m, nn.Linear) else type(m).__name__

    return [*words(model), type(loss).__name__]


@misconception(of="describe_network", hint="Only linear layers show their sizes. How do you know one?")
def sizes_of_each_weight(model, loss):
    def words(net):
        for m in net:
            if isinstance(m, nn.Sequential):
                yield from words(m)
            else:
                weight = getattr(m, "weight", None)
                flat = weight is not None and weight.dim() == 2
                yield type(m).__name__ + (f"({weight.shape[1]}, {weight.shape[0]})" if flat else "")

    return [*words(model), type(loss).__name__]


@misconception(of="describe_network", hint="Your code switches the network to evaluation mode. Looking is enough.")
def described_in_eval_mode(model, loss, right=describe_network):  # noqa: F821
    return right(model.eval(), loss)
