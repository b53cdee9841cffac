"""What a ✗ forbids is found however it is reached, and nothing else is.

Each case is a student's file. A line that is to be reported ends in `# ✗`, or in `# ?` where it only cannot be read;
a case without such a line is right as it is. The title says first which exercise is read, by the row of the table.
"""

import pytest

from grader.suite.reading import Source, breaches

BANNED = {
    "broadcast_shape": ["broadcast_shapes", "broadcast_tensors", "broadcast", "broadcast_arrays", "broadcast_to"],
    "stack": ["stack", "hstack", "vstack", "dstack", "column_stack", "row_stack"],
    "cost": ["mse_loss", "MSELoss"],
    "gradient": ["backward", "torch.autograd", "torch.func"],
    "gradients": ["backward", "torch.autograd", "torch.func"],
    "train_manual": ["backward", "torch.autograd", "torch.func", "torch.optim"],
    "sigmoid": ["sigmoid", "Sigmoid", "expit", "logsigmoid", "LogSigmoid", "tanh", "Tanh", "softmax", "Softmax"],
    "bce_losses": ["binary_cross_entropy*", "BCE*Loss"],
    "bce_cost": ["binary_cross_entropy*", "BCE*Loss"],
    "bce_with_logits": ["binary_cross_entropy*", "BCE*Loss"],
    "softmax": ["softmax", "log_softmax", "Softmax", "Softmax2d", "LogSoftmax"],
    "cross_entropy": ["cross_entropy", "nll_loss", "CrossEntropyLoss", "NLLLoss"],
}

USES = r"""
=== stack: a function of torch
import torch
def stack(tensors, dim=0):
    return torch.stack(tensors, dim)  # ✗
=== stack: torch under another name
import torch as t
def stack(tensors, dim=0):
    return t.stack(tensors, dim)  # ✗
=== stack: a function under another name
from torch import stack as s
def stack(tensors, dim=0):
    return s(tensors, dim)  # ✗
=== stack: imported inside the function
def stack(tensors, dim=0):
    from torch import stack as s
    return s(tensors, dim)  # ✗
=== stack: a star
from torch import *
def my_stack(tensors):
    return hstack(tensors)  # ✗
def stack(tensors, dim=0):
    return my_stack(tensors)
=== stack: a star that comes after the student's own
def stack(tensors, dim=0):
    return [t for t in tensors]
from torch import *  # ✗
=== stack: another of the row
import torch
def stack(tensors, dim=0):
    return torch.vstack(tensors)  # ✗
=== stack: numpy
import numpy as np, torch
def stack(tensors, dim=0):
    return torch.tensor(np.stack([t.numpy() for t in tensors], dim))  # ✗
=== stack: numpy by name
from numpy import column_stack
def stack(tensors, dim=0):
    return column_stack(tensors)  # ✗
=== stack: a name at the top
import torch
s = torch.stack  # ✗
def stack(tensors, dim=0):
    return s(tensors, dim)  # ✗
=== stack: names bound to names
import torch
a = torch
b = a
c = b.stack  # ✗
def stack(tensors, dim=0):
    d = c  # ✗
    return d(tensors, dim)  # ✗
=== stack: a local name
import torch
def stack(tensors, dim=0):
    glue = torch.stack  # ✗
    return glue(tensors, dim)  # ✗
=== stack: a container
import torch
OPS = {"s": torch.stack, "c": torch.cat}  # ✗
def stack(tensors, dim=0):
    return OPS["s"](tensors, dim)
=== stack: a container that is filled later
import torch
OPS = {}
OPS["s"] = torch.stack  # ✗
def stack(tensors, dim=0):
    return OPS["s"](tensors, dim)
=== stack: a list that is filled by a method
import torch
OPS = []
OPS.append(torch.stack)  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: a list that is filled in a loop
import torch
OPS = []
[OPS.append(f) for f in (torch.stack,)]  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: unpacked
import torch
glue, pile = torch.cat, torch.stack  # ✗
def stack(tensors, dim=0):
    return pile(tensors, dim)  # ✗
=== stack: a starred target
import torch
first, *rest = [torch.cat, torch.stack]  # ✗
def stack(tensors, dim=0):
    return rest[0](tensors, dim)
=== stack: a default value
import torch
def stack(tensors, dim=0, _f=torch.stack):  # ✗
    return _f(tensors, dim)  # ✗
=== stack: a keyword's default value
import torch
def stack(tensors, dim=0, *, _f=torch.stack):  # ✗
    return _f(tensors, dim)  # ✗
=== stack: a decorator
import torch
def instead(f):
    def deco(g):
        return f
    return deco
@instead(torch.stack)  # ✗
def stack(tensors, dim=0):
    return None
=== stack: a decorator of a decorator
import torch
def instead(g):
    return lambda tensors, dim=0: torch.stack(tensors, dim)  # ✗
@instead
def stack(tensors, dim=0):
    return None
=== stack: a class attribute
import torch
class Ops:
    glue = torch.stack  # ✗
def stack(tensors, dim=0):
    return Ops.glue(tensors, dim)  # ✗
=== stack: put into a class from outside
import torch
class Ops:
    pass
Ops.glue = torch.stack  # ✗
def stack(tensors, dim=0):
    return Ops.glue(tensors, dim)  # ✗
=== stack: put into a class by setattr
import torch
class Ops:
    pass
setattr(Ops, "glue", torch.stack)  # ✗
def stack(tensors, dim=0):
    return Ops.glue(tensors, dim)  # ✗
=== stack: a method of a class
import torch
class Glue:
    def __call__(self, tensors, dim):
        return torch.stack(tensors, dim)  # ✗
def stack(tensors, dim=0):
    return Glue()(tensors, dim)
=== stack: partial
import functools, torch
def stack(tensors, dim=0):
    return functools.partial(torch.stack, dim=dim)(tensors)  # ✗
=== stack: the exercise is a partial
from functools import partial
import torch
stack = partial(torch.stack, dim=0)  # ✗
=== stack: the exercise is a lambda
import torch
stack = lambda tensors, dim=0: torch.stack(tensors, dim)  # ✗
=== stack: the exercise is the function
import torch
stack = torch.stack  # ✗
=== stack: the exercise is the function, by import
from torch import stack  # ✗
=== stack: the exercise is the function, by a later line
import torch
def stack(tensors, dim=0):
    return tensors[0]
stack = torch.stack  # ✗
=== stack: the exercise is the function, by a walrus
import torch
print(stack := torch.stack)  # ✗
=== stack: the exercise is the function, in a branch
import torch
if hasattr(torch, "stack"):
    stack = torch.stack  # ✗
else:
    def stack(tensors, dim=0):
        return None
=== stack: the exercise is the function, by a loop
import torch
for stack in [torch.stack]:  # ✗
    pass
=== stack: kept before the student's own takes the name
from torch import stack
_theirs = stack  # ✗
def stack(tensors, dim=0):
    return _theirs(tensors, dim)  # ✗
=== stack: kept by a function before the student's own takes the name
from torch import stack
def grab():
    return stack  # ✗
theirs = grab()
def stack(tensors, dim=0):
    return theirs(tensors, dim)  # ✗
=== stack: a walrus
import torch
def stack(tensors, dim=0):
    return (f := torch.stack)(tensors, dim)  # ✗
=== stack: getattr
import torch
def stack(tensors, dim=0):
    return getattr(torch, "stack")(tensors, dim)  # ✗
=== stack: getattr with a text from two
import torch
def stack(tensors, dim=0):
    return getattr(torch, "st" + "ack")(tensors, dim)  # ✗
=== stack: getattr with a joined text
import torch
def stack(tensors, dim=0):
    return getattr(torch, "".join(["s", "tack"]))(tensors, dim)  # ✗
=== stack: getattr with an f-string
import torch
PART = "ack"
def stack(tensors, dim=0):
    return getattr(torch, f"st{PART}")(tensors, dim)  # ✗
=== stack: getattr with a name
import torch
def stack(tensors, dim=0):
    name = "stack"
    return getattr(torch, name)(tensors, dim)  # ✗
=== stack: getattr with one of several names
import torch
def stack(tensors, dim=0):
    for name in ("cat", "stack"):
        out = getattr(torch, name)(tensors, dim)  # ✗
    return out
=== stack: getattr under another name
import torch
take = getattr
def stack(tensors, dim=0):
    return take(torch, "stack")(tensors, dim)  # ✗
=== stack: getattr through a module
import torch
def stack(tensors, dim=0):
    return torch.builtins.getattr(torch, "stack")(tensors, dim)  # ✗
=== stack: attrgetter
import operator, torch
def stack(tensors, dim=0):
    return operator.attrgetter("stack")(torch)(tensors, dim)  # ✗
=== stack: methodcaller
from operator import methodcaller
import torch
glue = methodcaller("stack", [])  # ✗
def stack(tensors, dim=0):
    return glue(torch)
=== stack: a constant import
def stack(tensors, dim=0):
    return __import__("torch").stack(tensors, dim)  # ✗
=== stack: importlib with a constant
import importlib
def stack(tensors, dim=0):
    return importlib.import_module("torch").stack(tensors, dim)  # ✗
=== stack: a helper
import torch
def glue(tensors, dim):
    return torch.stack(tensors, dim)  # ✗
def stack(tensors, dim=0):
    return glue(tensors, dim)
=== stack: a helper's helper, defined below
import torch
def stack(tensors, dim=0):
    return one(tensors, dim)
def one(tensors, dim):
    return two(tensors, dim)
two = lambda tensors, dim: torch.stack(tensors, dim)  # ✗
=== stack: a nested function
import torch
def stack(tensors, dim=0):
    def inner():
        return torch.stack(tensors, dim)  # ✗
    return inner()
=== stack: handed to map
import torch
def stack(tensors, dim=0):
    return list(map(torch.stack, [tensors]))[0]  # ✗
=== stack: a conditional expression
import torch
def stack(tensors, dim=0):
    return (torch if dim else torch).stack(tensors, dim)  # ✗
=== stack: what a function gives back
import torch
def lib():
    return torch
def stack(tensors, dim=0):
    return lib().stack(tensors, dim)  # ✗
=== stack: an unknown thing's method
def stack(tensors, dim=0, lib=None):
    return lib.stack(tensors, dim)  # ✗
=== stack: through another module
import torch.nn.functional as F
def stack(tensors, dim=0):
    return F.torch.stack(tensors, dim)  # ✗
=== stack: a private operator
import torch
def stack(tensors, dim=0):
    return torch.ops.aten.stack(tensors, dim)  # ✗
=== stack: behind a call of its own
import torch
def stack(tensors, dim=0):
    return torch.stack.__call__(tensors, dim)  # ✗
=== stack: put into torch under another name
import torch
torch.pile = torch.stack  # ✗
def stack(tensors, dim=0):
    return torch.pile(tensors, dim)
=== stack: put into torch by setattr
import torch
setattr(torch, "pile", torch.stack)  # ✗
def stack(tensors, dim=0):
    return torch.pile(tensors, dim)
=== stack: put into Python
import builtins, torch
builtins.sum = torch.stack  # ✗
def stack(tensors, dim=0):
    return sum(tensors, dim)
=== stack: bound by a function
import torch
def prepare():
    global pile
    pile = torch.stack  # ✗
prepare()
def stack(tensors, dim=0):
    return pile(tensors, dim)  # ✗
=== stack: bound by a match
import torch
match torch.stack:  # ✗
    case pile:
        pass
def stack(tensors, dim=0):
    return pile(tensors, dim)  # ✗
=== stack: in an annotation's walrus
import torch
def note(x: (pile := torch.stack)):  # ✗
    return x
def stack(tensors, dim=0):
    return pile(tensors, dim)  # ✗
=== stack: in a comprehension
import torch
def stack(tensors, dim=0):
    return [torch.stack(tensors, d) for d in [dim]][0]  # ✗
=== stack: in an async helper
import torch
async def later(tensors):
    return torch.stack(tensors)  # ✗
def stack(tensors, dim=0):
    return later(tensors)
=== stack: in an f-string
import torch
def stack(tensors, dim=0):
    print(f"{torch.stack(tensors)}")  # ✗
=== stack: with a try around the import
try:
    from torch import stack as pile
except ImportError:
    from numpy import stack as pile
def stack(tensors, dim=0):
    return pile(tensors, dim)  # ✗
=== stack: over several lines
import torch
def stack(tensors, dim=0):
    return (
        torch
        .stack(tensors, dim)  # ✗
    )
=== stack: put into the file's own names
import torch
def stack(tensors, dim=0):
    return tensors
globals()["stack"] = lambda tensors, dim=0: torch.stack(tensors, dim)  # ✗
=== stack: put into the file's own names under another name
import torch
own = globals()
own["pi" + "le"] = torch.stack  # ✗
def stack(tensors, dim=0):
    return pile(tensors, dim)  # ?
=== stack: put into the file's own names by a method
import torch
def stack(tensors, dim=0):
    return tensors
vars().update(stack=torch.stack)  # ✗
=== stack: put into the file by an import of itself
import torch
import stack as me
def stack(tensors, dim=0):
    return tensors
me.stack = torch.stack  # ✗
=== stack: put into the file by setattr on itself
import torch
import importlib
def stack(tensors, dim=0):
    return tensors
setattr(importlib.import_module(__name__), "stack", torch.stack)  # ✗
=== stack: found by the module's own lookup
import torch
def __getattr__(name):
    return torch.stack  # ✗
=== broadcast_shape: torch
import torch
def broadcast_shape(a, b):
    return tuple(torch.broadcast_shapes(a, b))  # ✗
=== broadcast_shape: tensors
import torch
def broadcast_shape(a, b):
    return tuple(torch.broadcast_tensors(torch.empty(a), torch.empty(b))[0].shape)  # ✗
=== broadcast_shape: numpy's shapes
import numpy as np
def broadcast_shape(a, b):
    return np.broadcast_shapes(a, b)  # ✗
=== broadcast_shape: numpy's class
import numpy as np
def broadcast_shape(a, b):
    return np.broadcast(np.empty(a), np.empty(b)).shape  # ✗
=== broadcast_shape: numpy's arrays
import numpy
def broadcast_shape(a, b):
    return numpy.broadcast_arrays(numpy.empty(a), numpy.empty(b))[0].shape  # ✗
=== broadcast_shape: a part of numpy
from numpy.lib.stride_tricks import broadcast_shapes as shapes
def broadcast_shape(a, b):
    return shapes(a, b)  # ✗
=== broadcast_shape: a tensor's method
import torch
def broadcast_shape(a, b):
    return torch.empty(a).broadcast_to(b).shape  # ✗
=== cost: a function
import torch.nn.functional as F
def cost(prediction, y):
    return F.mse_loss(prediction, y)  # ✗
=== cost: by its full name
import torch
def cost(prediction, y):
    return torch.nn.functional.mse_loss(prediction, y)  # ✗
=== cost: a module's class
from torch import nn
def cost(prediction, y):
    return nn.MSELoss()(prediction, y)  # ✗
=== cost: a module made at the top
import torch
criterion = torch.nn.MSELoss()  # ✗
def cost(prediction, y):
    return criterion(prediction, y)
=== cost: the class by its home
from torch.nn.modules.loss import MSELoss
def cost(prediction, y):
    return MSELoss()(prediction, y)  # ✗
=== cost: a subclass
from torch import nn
class Mine(nn.MSELoss):  # ✗
    pass
def cost(prediction, y):
    return Mine()(prediction, y)
=== cost: the C function
import torch
def cost(prediction, y):
    return torch._C._nn.mse_loss(prediction, y)  # ✗
=== cost: the operator
import torch
def cost(prediction, y):
    return torch.ops.aten.mse_loss.default(prediction, y)  # ✗
=== cost: nested attributes
from torch import nn
class Losses:
    class Inner:
        mse = nn.functional.mse_loss  # ✗
def cost(prediction, y):
    return Losses.Inner.mse(prediction, y)  # ✗
=== cost: kept on an instance
from torch import nn
class Trainer:
    def __init__(self):
        self.loss = nn.MSELoss()  # ✗
    def of(self, p, y):
        return self.loss(p, y)
trainer = Trainer()
def cost(prediction, y):
    return trainer.of(prediction, y)
=== gradient: backward
def cost(W, x, y):
    return ((x * W - y) ** 2).mean()
def gradient(W, x, y):
    W = W.detach().requires_grad_()
    cost(W, x, y).backward()  # ✗
    return W.grad
=== gradient: backward without a call
def gradient(W, x, y):
    go = ((x * W - y) ** 2).mean().backward  # ✗
    go()
    return W.grad
=== gradient: the tensor's class
import torch
def gradient(W, x, y):
    torch.Tensor.backward(((x * W - y) ** 2).mean())  # ✗
    return W.grad
=== gradient: autograd
import torch
def gradient(W, x, y):
    return torch.autograd.grad(((x * W - y) ** 2).mean(), W)[0]  # ✗
=== gradient: autograd by import
from torch import autograd
def gradient(W, x, y):
    return autograd.grad(((x * W - y) ** 2).mean(), W)[0]  # ✗
=== gradient: grad by import
from torch.autograd import grad as slope
def gradient(W, x, y):
    return slope(((x * W - y) ** 2).mean(), W)[0]  # ✗
=== gradient: autograd's jacobian
import torch
def gradient(W, x, y):
    return torch.autograd.functional.jacobian(lambda w: ((x * w - y) ** 2).mean(), W)  # ✗
=== gradient: func
import torch
def gradient(W, x, y):
    return torch.func.grad(lambda w: ((x * w - y) ** 2).mean())(W)  # ✗
=== gradient: func's vjp
from torch.func import vjp
def gradient(W, x, y):
    return vjp(lambda w: ((x * w - y) ** 2).mean(), W)[1](1.0)  # ✗
=== gradient: functorch
import functorch
def gradient(W, x, y):
    return functorch.grad(lambda w: ((x * w - y) ** 2).mean())(W)  # ✗
=== gradient: a star from autograd
from torch.autograd import *
def gradient(W, x, y):
    return grad(((x * W - y) ** 2).mean(), W)[0]  # ✗
=== gradient: a graph walked by hand
def gradient(W, x, y):
    return ((x * W - y) ** 2).sum().grad_fn.next_functions[0]  # ✗
=== gradient: the module through another
import torch.nn.functional as F
def gradient(W, x, y):
    return F.torch.autograd.grad(((x * W - y) ** 2).mean(), W)[0]  # ✗
=== gradient: getattr twice
import torch
def gradient(W, x, y):
    return getattr(getattr(torch, "autograd"), "grad")(((x * W - y) ** 2).mean(), W)[0]  # ✗
=== gradient: another exercise that may
import torch
def train_optim(x, y):
    W = torch.zeros(1, requires_grad=True)
    ((x * W - y) ** 2).mean().backward()  # ✗
    return W
def gradient(W, x, y):
    return train_optim(x, y).grad
=== gradients: backward
import torch
def gradients(W, b, x, y):
    loss = ((x @ W + b - y) ** 2).mean()
    loss.backward()  # ✗
    return W.grad, b.grad
=== train_manual: an optimizer
import torch
def train_manual(x, y, lr=0.1, epochs=10):
    W = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([W], lr=lr)  # ✗
    return W, []
=== train_manual: an optimizer by import
from torch.optim import SGD
def train_manual(x, y, lr=0.1, epochs=10):
    return SGD([], lr=lr)  # ✗
=== train_manual: optim under another name
import torch.optim as optim
def train_manual(x, y, lr=0.1, epochs=10):
    return optim.SGD([], lr=lr)  # ✗
=== train_manual: it calls train_optim
import torch
def train_optim(x, y, lr=0.1, epochs=10):
    W = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([W], lr=lr)  # ✗
    for _ in range(epochs):
        ((x * W - y) ** 2).mean().backward()  # ✗
        optimizer.step()
    return W, []
def train_manual(x, y, lr=0.1, epochs=10):
    return train_optim(x, y, lr, epochs)
=== gradient: a node of the graph, called
def gradient(W, x, y):
    return (W * x).grad_fn(2 * (W * x - y))[0]  # ✗
=== sigmoid: a function
import torch
def sigmoid(z):
    return torch.sigmoid(z)  # ✗
=== sigmoid: a method
def sigmoid(z):
    return z.sigmoid()  # ✗
=== sigmoid: in place
def sigmoid(z):
    return z.clone().sigmoid_()  # ✗
=== sigmoid: the tensor's class
import torch
def sigmoid(z):
    return torch.Tensor.sigmoid(z)  # ✗
=== sigmoid: another tensor class
from torch import Tensor
def sigmoid(z):
    return Tensor.sigmoid(z)  # ✗
=== sigmoid: special
import torch
def sigmoid(z):
    return torch.special.expit(z)  # ✗
=== sigmoid: scipy
from scipy.special import expit
def sigmoid(z):
    return expit(z)  # ✗
=== sigmoid: a module
import torch.nn as nn
def sigmoid(z):
    return nn.Sigmoid()(z)  # ✗
=== sigmoid: by tanh
import torch
def sigmoid(z):
    return 0.5 * (1 + torch.tanh(z / 2))  # ✗
=== sigmoid: by numpy's tanh
import numpy as np
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))  # ✗
=== sigmoid: by math's tanh
from math import tanh
def sigmoid(z):
    return z.apply_(lambda v: 0.5 + 0.5 * tanh(v / 2))  # ✗
=== sigmoid: by logsigmoid
import torch.nn.functional as F
def sigmoid(z):
    return F.logsigmoid(z).exp()  # ✗
=== sigmoid: by a list variant
import torch
def sigmoid(z):
    return torch._foreach_sigmoid([z])[0]  # ✗
=== sigmoid: by softmax
import torch
def sigmoid(z):
    return torch.stack([z, 0 * z], -1).softmax(-1)[..., 0]  # ✗
=== sigmoid: a method by its name
import operator
def sigmoid(z):
    return operator.methodcaller("sigmoid")(z)  # ✗
=== sigmoid: put into the tensor's class
import torch
torch.Tensor.squash = torch.Tensor.sigmoid  # ✗
def sigmoid(z):
    return z.squash()
=== sigmoid: put into a tensor's class found out
import torch
T = type(torch.ones(1))
T.squash = T.sigmoid  # ✗
def sigmoid(z):
    return z.squash()
=== sigmoid: a tensor class of its own
import torch
class T(torch.Tensor):
    def squash(self):
        return self.sigmoid()  # ✗
def sigmoid(z):
    return z.as_subclass(T).squash()
=== sigmoid: a tensor class of its own, from above
import torch
class T(torch.Tensor):
    def sigmoid(self):
        return super().sigmoid()  # ✗
def sigmoid(z):
    return T(z).sigmoid()
=== sigmoid: a class's self that is no instance
class A:
    def go(self):
        return self.sigmoid()  # ✗
def sigmoid(z):
    return A.go(z)
=== bce_losses: a function
import torch.nn.functional as F
def bce_losses(h, y):
    return F.binary_cross_entropy(h, y, reduction="none")  # ✗
=== bce_losses: a module
import torch
def bce_losses(h, y):
    return torch.nn.BCELoss(reduction="none")(h, y)  # ✗
=== bce_losses: of torch itself
import torch
def bce_losses(h, y):
    return torch.binary_cross_entropy_with_logits(h, y)  # ✗
=== bce_cost: a list of modules
from torch import nn
LOSSES = [nn.L1Loss(), nn.BCELoss()]  # ✗
def bce_cost(h, y):
    return LOSSES[-1](h, y)
=== bce_with_logits: a function
import torch.nn.functional as F
def bce_with_logits(z, y):
    return F.binary_cross_entropy_with_logits(z, y)  # ✗
=== bce_with_logits: a module
from torch.nn import BCEWithLogitsLoss
def bce_with_logits(z, y):
    return BCEWithLogitsLoss()(z, y)  # ✗
=== bce_with_logits: another exercise's helper
import torch.nn.functional as F
def _loss(z, y):
    return F.binary_cross_entropy_with_logits(z, y)  # ✗
def train(x, y):
    return _loss(x, y)
def bce_with_logits(z, y):
    return _loss(z, y)
=== softmax: a function
import torch
def softmax(z, dim=1):
    return torch.softmax(z, dim)  # ✗
=== softmax: a method
def softmax(z, dim=1):
    return z.softmax(dim)  # ✗
=== softmax: a module
import torch
def softmax(z, dim=1):
    return torch.nn.Softmax(dim=dim)(z)  # ✗
=== softmax: by log_softmax
import torch.nn.functional as F
def softmax(z, dim=1):
    return F.log_softmax(z, dim).exp()  # ✗
=== softmax: special
import torch
def softmax(z, dim=1):
    return torch.special.softmax(z, dim)  # ✗
=== softmax: scipy
import scipy.special
def softmax(z, dim=1):
    return scipy.special.softmax(z.numpy(), axis=dim)  # ✗
=== softmax: a private function
import torch
def softmax(z, dim=1):
    return torch._softmax(z, dim, False)  # ✗
=== softmax: the name of the exercise, from torch
from torch.nn.functional import softmax as theirs
def softmax(z, dim=1):
    return theirs(z, dim)  # ✗
=== softmax: a method by a constant name
def softmax(z, dim=1):
    return getattr(z, "softmax")(dim)  # ✗
=== softmax: by softmin
import torch.nn.functional as F
def softmax(z, dim=1):
    return F.softmin(-z, dim)  # ✗
=== softmax: taken by a pattern
def softmax(z, dim=1):
    match z:
        case object(softmax=theirs):  # ✗
            return theirs(dim)
=== cross_entropy: a function
import torch.nn.functional as F
def cross_entropy(logits, target):
    return F.cross_entropy(logits, target)  # ✗
=== cross_entropy: by nll_loss
import torch.nn.functional as F
def cross_entropy(logits, target):
    return F.nll_loss(logits - logits.logsumexp(1, keepdim=True), target)  # ✗
=== cross_entropy: a module
import torch.nn as nn
criterion = nn.CrossEntropyLoss  # ✗
def cross_entropy(logits, target):
    return criterion()(logits, target)  # ✗
=== softmax: another attribute of a class of torch's, set by the class's class
import torch
type.__setattr__(torch.Tensor, "exp", lambda z: torch.softmax(z, 0))  # ✗
def softmax(z, dim=1):
    return z.exp()
=== stack: a name that is gone, and a module that answers for it
import torch
def __getattr__(name):
    return torch.stack  # ✗
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
del stack
=== stack: kept by an object's own method
import torch
class Box:
    def keep(self, f):
        self.f = f
box = Box()
box.keep(torch.stack)  # ✗
def stack(tensors, dim=0):
    return box.f(tensors, dim)
=== stack: kept in a table by a decorator
import torch
TABLE = {}
def register(name):
    def keep(f):
        TABLE[name] = f
        return f
    return keep
register("pile")(torch.stack)  # ✗
def stack(tensors, dim=0):
    return TABLE["pile"](tensors, dim)
=== stack: a definition that a decorator keeps
import torch
TABLE = []
def register(f):
    TABLE.append(f)
    return f
@register
def other(tensors, dim):
    return torch.stack(tensors, dim)  # ✗
def stack(tensors, dim=0):
    return TABLE[0](tensors, dim)
=== stack: bound by a function that is given it
import torch
def put(f):
    global pile
    pile = f
put(torch.stack)  # ✗
def stack(tensors, dim=0):
    return pile(tensors, dim)
=== stack: bound in a closure by a function that is given it
import torch
def make():
    pile = None
    def put(f):
        nonlocal pile
        pile = f
    def get():
        return pile
    return put, get
put, get = make()
put(torch.stack)  # ✗
def stack(tensors, dim=0):
    return get()(tensors, dim)
=== stack: bound in an annotation, by a function that is given it
import torch
BAG = []
def keep(f):
    BAG.append(f)
def note(x: keep(torch.stack)):  # ✗
    pass
def stack(tensors, dim=0):
    return BAG[0](tensors, dim)
=== stack: put into a list under another name
import torch
OPS = []
SAME = OPS
SAME.append(torch.stack)  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: put into a list by a function
import torch
OPS = []
def fill(into, f):
    into.append(f)
fill(OPS, torch.stack)  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: put into a list by the list's class
import torch
OPS = []
list.append(OPS, torch.stack)  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: put into a dict by an operator
import operator, torch
OPS = {}
operator.setitem(OPS, "s", torch.stack)  # ✗
def stack(tensors, dim=0):
    return OPS["s"](tensors, dim)
=== stack: put into a record by its names
from types import SimpleNamespace
import torch
ops = SimpleNamespace()
vars(ops).update(pile=torch.stack)  # ✗
def stack(tensors, dim=0):
    return ops.pile(tensors, dim)
=== stack: put into a queue
import queue, torch
line = queue.Queue()
line.put(torch.stack)  # ✗
def stack(tensors, dim=0):
    return line.get()(tensors, dim)
=== stack: put into the function itself under another name
import torch
def stack(tensors, dim=0):
    return stack.pile(tensors, dim)
me = stack
me.pile = torch.stack  # ✗
=== stack: put beside the function by functools
import functools, torch
def stack(tensors, dim=0):
    return stack.__wrapped__(tensors, dim)
functools.update_wrapper(stack, torch.stack)  # ✗
=== stack: put into torch by a function
import torch
def patch(place, f):
    place.relu = f
patch(torch, torch.stack)  # ✗
def stack(tensors, dim=0):
    return torch.relu(tensors)
=== stack: registered for a type
import functools, torch
@functools.singledispatch
def go(tensors, dim):
    raise TypeError
@go.register
def _(tensors: list, dim):
    return torch.stack(tensors, dim)  # ✗
def stack(tensors, dim=0):
    return go(tensors, dim)
=== stack: in a test of types
import torch
class Any:
    def __eq__(self, other):
        return torch.stack  # ✗
def stack(tensors, dim=0):
    return (type(tensors) == Any())(tensors, dim)
=== stack: in a test of types by a class's class
import torch
OUT = []
class Kind(type):
    def __instancecheck__(cls, given):
        OUT[:] = torch.stack(*given)  # ✗
class Any(metaclass=Kind):
    pass
def stack(tensors, dim=0):
    isinstance((tensors, dim), Any)
    return OUT[0]
=== stack: a class whose calls give torch
import torch
class Own:
    def __new__(cls, lib):
        return lib
    def stack(self, tensors, dim):
        return None
def stack(tensors, dim=0):
    return Own(torch).stack(tensors, dim)  # ✗
=== stack: a class that a decorator makes into torch
import torch
@(lambda kind: torch)
class Own:
    def stack(self, tensors, dim):
        return None
def stack(tensors, dim=0):
    return Own.stack(tensors, dim)  # ✗
=== stack: a class whose class gives torch
import torch
class Kind(type):
    def __call__(cls):
        return torch
class Own(metaclass=Kind):
    def stack(self, tensors, dim):
        return None
def stack(tensors, dim=0):
    return Own().stack(tensors, dim)  # ✗
=== stack: a name that the body of a class binds later
from torch import hstack
class Ops:
    pile = hstack  # ✗
    hstack = None
def stack(tensors, dim=0):
    return Ops.pile(tensors)  # ✗
=== sigmoid: a tensor class that loses its own
import torch
class T(torch.Tensor):
    def sigmoid(self):
        return self
del T.sigmoid
def sigmoid(z):
    return T(z).sigmoid()  # ✗
=== sigmoid: a tensor class that only may have its own
import torch
class T(torch.Tensor):
    if 0:
        def sigmoid(self):
            return self
def sigmoid(z):
    return T(z).sigmoid()  # ✗
=== sigmoid: a tensor class that only says it has its own
import torch
class T(torch.Tensor):
    sigmoid: object
def sigmoid(z):
    return T(z).sigmoid()  # ✗
=== sigmoid: a self that is no instance, but might be
class A:
    def sigmoid(self):
        return self
    def go(self):
        return self.sigmoid()  # ✗
def sigmoid(z):
    return A.go(z)
=== sigmoid: an attribute that is set by a computed name
class Own:
    def sigmoid(self):
        return self
class Box:
    def __init__(self):
        self.v = Own()
def sigmoid(z):
    box = Box()
    for name in "v":
        setattr(box, name, z)
    return box.v.sigmoid()  # ✗
=== sigmoid: in a hook of a layer
from torch import nn
NET = nn.Identity()
NET.register_forward_hook(lambda layer, given, out: out.sigmoid())  # ✗
def sigmoid(z):
    return NET(z)
=== sigmoid: by softmax in two dimensions
from torch import nn
def sigmoid(z):
    return nn.Softmax2d()(z)  # ✗
=== sigmoid: by a distribution's transform
from torch.distributions.transforms import SigmoidTransform
def sigmoid(z):
    return SigmoidTransform()(z)  # ✗
=== sigmoid: by a distribution's helper
from torch.distributions.utils import logits_to_probs
def sigmoid(z):
    return logits_to_probs(z, True)  # ✗
=== sigmoid: by what tanh takes away
import torch.nn.functional as F
def sigmoid(z):
    return (z / 2 - F.tanhshrink(z / 2)) / 2 + 0.5  # ✗
=== softmax: a masked one
import torch
def softmax(z, dim=1):
    return torch._masked_softmax(z, z > z, dim)  # ✗
=== cross_entropy: by a loss for images
import torch
def cross_entropy(logits, target):
    return torch.nn.NLLLoss2d()(logits, target)  # ✗
=== bce_with_logits: a loss of many labels, of which there is one
import torch.nn.functional as F
def bce_with_logits(z, y):
    return F.multilabel_soft_margin_loss(z, y)  # ✗
=== bce_with_logits: a loss of two classes that are called -1 and 1
import torch.nn.functional as F
def bce_with_logits(z, y):
    return F.soft_margin_loss(z, 2 * y - 1)  # ✗
=== bce_losses: by a distribution's density
from torch.distributions import Bernoulli
def bce_losses(h, y):
    return -Bernoulli(probs=h).log_prob(y)  # ✗
=== sigmoid: by a distribution that is made of logits
import torch
def sigmoid(z):
    return torch.distributions.Geometric(logits=z).probs  # ✗
=== sigmoid: by the transform to an interval
from torch.distributions import constraints, transform_to
def sigmoid(z):
    return transform_to(constraints.unit_interval)(z)  # ✗
=== sigmoid: by the unit that is gated by it
import torch.nn.functional as F
def sigmoid(z):
    return F.silu(z) / z  # ✗
=== softmax: by a distribution that is made of logits
from torch.distributions import OneHotCategorical
def softmax(z, dim=1):
    return OneHotCategorical(logits=z).mean  # ✗
=== softmax: by attention
import torch
import torch.nn.functional as F
def softmax(z, dim=1):
    n = z.shape[-1]
    return F.scaled_dot_product_attention(z.unsqueeze(-2), torch.eye(n), torch.eye(n), scale=1.0)  # ✗
=== cross_entropy: by a distribution's density
from torch.distributions import Categorical
def cross_entropy(logits, target):
    return -Categorical(logits=logits).log_prob(target).mean()  # ✗
=== cost: by a loss that is squared up to any size
import torch.nn.functional as F
def cost(prediction, y):
    return 2 * F.huber_loss(prediction, y, delta=1e9)  # ✗
=== cost: by the likelihood of a unit variance
from torch import nn
def cost(prediction, y):
    return 2 * nn.GaussianNLLLoss()(prediction, y, prediction.new_ones(1))  # ✗
=== stack: by what puts a batch together
from torch.utils.data import default_collate
def stack(tensors, dim=0):
    return default_collate(list(tensors)).movedim(0, dim)  # ✗
=== gradient: the engine behind backward
from torch.autograd.graph import _engine_run_backward as go
def gradient(W, x, y):
    go((((W * x - y) ** 2).sum(),))  # ✗
    return W.grad
=== stack: put into a list by a function of a function
import torch
OPS = []
def fill(into, f):
    into.append(f)
def prepare(into, f):
    fill(into, f)
prepare(OPS, torch.stack)  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: put into a list by the last of many functions
import torch
OPS = []
def f0(into, f):
    f1(into, f)
def f1(into, f):
    f2(into, f)
def f2(into, f):
    f3(into, f)
def f3(into, f):
    f4(into, f)
def f4(into, f):
    f5(into, f)
def f5(into, f):
    f6(into, f)
def f6(into, f):
    f7(into, f)
def f7(into, f):
    f8(into, f)
def f8(into, f):
    f9(into, f)
def f9(into, f):
    f10(into, f)
def f10(into, f):
    f11(into, f)
def f11(into, f):
    f12(into, f)
def f12(into, f):
    into.append(f)
f0(OPS, torch.stack)  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: put into an object by a function that has it
import torch
class Box:
    pass
def arm(box):
    box.table = {"f": torch.stack}  # ✗
box = Box()
arm(box)
def stack(tensors, dim=0):
    return box.table["f"](tensors, dim)
=== stack: another way under the same key
import torch
WAYS = {"hand": len, "torch": torch.stack}  # ✗
SAME = WAYS
SAME["hand"] = SAME["torch"]
def stack(tensors, dim=0):
    return WAYS["hand"](tensors, dim)
=== stack: a key that comes twice
import torch
WAYS = {"hand": len, "hand": torch.stack}  # ✗
def stack(tensors, dim=0):
    return WAYS["hand"](tensors, dim)
=== stack: put into an object by a method of its own
import torch
class Box:
    def arm(self):
        self.table = {"f": torch.stack}  # ✗
BOXES = [Box()]
BOXES[0].arm()
def stack(tensors, dim=0):
    return BOXES[0].table["f"](tensors, dim)
=== stack: put into a list by what is mapped
import torch
OPS = []
def put(f):
    OPS.append(f)
list(map(put, [torch.stack]))  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: put into a list that a function gives
import torch
OPS = []
def ops():
    return OPS
ops().append(torch.stack)  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: put into a list whose name may be an import's
import torch
try:
    import nowhere as OPS
except ImportError:
    OPS = []
OPS.append(torch.stack)  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: put into a list that is another's sum
import torch
OPS = []
SAME = OPS
SAME += [torch.stack]  # ✗
def stack(tensors, dim=0):
    return OPS[0](tensors, dim)
=== stack: a method under another name
import torch
class Ways:
    def library(self, tensors, dim):
        return torch.stack(tensors, dim)  # ✗
    forbidden = library
def stack(tensors, dim=0):
    return Ways().forbidden(tensors, dim)
=== stack: a method by a text
import torch
class Ways:
    def library(self, tensors, dim):
        return torch.stack(tensors, dim)  # ✗
def stack(tensors, dim=0):
    return getattr(Ways(), "lib" + "rary")(tensors, dim)
=== stack: a method that a pattern takes
import torch
class Ways:
    def library(self, tensors, dim):
        return torch.stack(tensors, dim)  # ✗
def stack(tensors, dim=0):
    match Ways():
        case Ways(library=go):
            return go(tensors, dim)
=== stack: a method that another class calls
import torch
class Base:
    def go(self, tensors, dim):
        return self.step(tensors, dim)
class Ways(Base):
    def step(self, tensors, dim):
        return torch.stack(tensors, dim)  # ✗
def stack(tensors, dim=0):
    return Ways().go(tensors, dim)
=== stack: under a guard that holds
import torch
__name__ = "__main__"
def stack(tensors, dim=0):
    return tensors
if __name__ == "__main__":
    stack = torch.stack  # ✗
=== stack: under the other side of the guard
import torch
def stack(tensors, dim=0):
    return tensors
if __name__ == "__main__":
    print("by hand")
else:
    stack = torch.stack  # ✗
=== sigmoid: a self that may be of a subclass
class Own:
    def sigmoid(self):
        return self
class A:
    def v(self):
        return Own()
    def go(self):
        return self.v().sigmoid()  # ✗
class B(A):
    def __init__(self, z):
        self.z = z
    def v(self):
        return self.z
def sigmoid(z):
    return B(z).go()
=== sigmoid: a self that is none, by a text
class Own:
    def sigmoid(self):
        return self
class A(Own):
    def go(self):
        return self.sigmoid()  # ✗
def sigmoid(z):
    return getattr(A, "g" + "o")(z)
=== sigmoid: a self that is none, by a type
class Own:
    def sigmoid(self):
        return self
class A(Own):
    def go(self):
        return self.sigmoid()  # ✗
def sigmoid(z):
    return type(A()).go(z)
=== sigmoid: a helper that is called by another name as well
class Own:
    def sigmoid(self):
        return self
def go(x):
    return x.sigmoid()  # ✗
def sigmoid(z):
    go(Own())
    f = go
    return f(z)
=== sigmoid: a helper that is called with who knows what
class Own:
    def sigmoid(self):
        return self
def go(x):
    return x.sigmoid()  # ✗
def sigmoid(z):
    go(Own())
    return go(*[z])
=== sigmoid: a helper that is given both
class Own:
    def sigmoid(self):
        return self
def go(x, y):
    return y.sigmoid()  # ✗
def sigmoid(z):
    return go(y=z, x=Own())
=== sigmoid: a list with another in it
class Own:
    def sigmoid(self):
        return self
def sigmoid(z):
    layers = [Own()]
    layers.append(z)
    for layer in layers:
        out = layer.sigmoid()  # ✗
    return out
=== sigmoid: a list that somebody else may fill
class Own:
    def sigmoid(self):
        return self
def sigmoid(z):
    layers = [Own()]
    put = layers.append
    put(z)
    return [layer.sigmoid() for layer in layers]  # ✗
=== sigmoid: a list that a text may fill
class Own:
    def sigmoid(self):
        return self
class Net:
    def __init__(self):
        self.layers = [Own()]
def sigmoid(z):
    net = Net()
    getattr(net, "layers").append(z)
    return net.layers[1].sigmoid()  # ✗
=== sigmoid: the keys of a dict
class Own:
    def sigmoid(self):
        return self
def sigmoid(z):
    for key in {z: Own()}:
        return key.sigmoid()  # ✗
=== sigmoid: the other part of a pair
class Own:
    def sigmoid(self):
        return self
def sigmoid(z):
    for number, (own, other) in enumerate(zip([Own()], [z])):
        return other.sigmoid()  # ✗
=== sigmoid: the other part of a match
class Own:
    def sigmoid(self):
        return self
def sigmoid(z):
    match [Own(), z]:
        case [own, other]:
            return other.sigmoid()  # ✗
=== sigmoid: a sum that the right side makes
class Own:
    def sigmoid(self):
        return self
class Sum(Own):
    def __add__(self, other):
        return self
class Other(Sum):
    def __init__(self, z):
        self.z = z
    def __radd__(self, other):
        return self.z
def sigmoid(z):
    return (Sum() + Other(z)).sigmoid()  # ✗
=== sigmoid: a with that gives another
class Own:
    def sigmoid(self):
        return self
class Other(Own):
    def __init__(self, z):
        self.z = z
    def __enter__(self):
        return self.z
    def __exit__(self, *why):
        pass
def sigmoid(z):
    with Other(z) as own:
        return own.sigmoid()  # ✗
=== sigmoid: an attribute that a function sets
class Own:
    def sigmoid(self):
        return self
class Box:
    def __init__(self):
        self.v = Own()
def put(box, v):
    box.v = v
def sigmoid(z):
    box = Box()
    put(box, z)
    return box.v.sigmoid()  # ✗
=== sigmoid: an object made by its class's other name
class Own:
    def sigmoid(self):
        return self
class Box:
    def __init__(self, v):
        self.v = v
def sigmoid(z):
    Box(Own())
    return type(Box(Own()))(z).v.sigmoid()  # ✗
=== sigmoid: a tensor class whose method may be inherited
class Own:
    def sigmoid(self):
        return self
import torch
class T(torch.Tensor):
    if 0:
        def exp(self):
            return Own()
def sigmoid(z):
    return T(z).exp().sigmoid()  # ✗
"""

FREE = r'''
=== stack: by hand
import torch
def stack(tensors, dim=0):
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
=== stack: it calls itself
import torch
def stack(tensors, dim=0):
    if dim < 0:
        return stack(tensors, dim + tensors[0].dim() + 1)
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
=== stack: comments and strings
import torch
def stack(tensors, dim=0):
    """Like torch.stack(tensors), by hand; see np.stack."""
    # torch.stack(tensors, dim)
    print("torch.stack is not used", f"nor torch.hstack {dim}")
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
=== stack: own names
import torch
def hstack(tensors):
    return torch.cat(tensors, 1)
def stack(tensors, dim=0):
    vstack = hstack
    return vstack([t.unsqueeze(dim) for t in tensors])
=== stack: a parameter of that name
import torch
def glue(stack, dim):
    return torch.cat(stack, dim)
def stack(tensors, dim=0):
    return glue([t.unsqueeze(dim) for t in tensors], dim)
=== stack: a keyword and a dict's key
import torch
def glue(stack=None, dim=0):
    return torch.cat(stack, dim)
def stack(tensors, dim=0):
    parts = {"stack": [t.unsqueeze(dim) for t in tensors]}
    return glue(stack=parts["stack"], dim=dim)
=== stack: an own class with such a method
import torch
class Pile:
    def __init__(self, tensors):
        self.stack = list(tensors)
    def hstack(self, dim):
        return torch.cat([t.unsqueeze(dim) for t in self.stack], dim)
def stack(tensors, dim=0):
    return Pile(tensors).hstack(dim)
=== stack: an own class, inherited
import torch
class Base:
    def vstack(self, parts, dim):
        return torch.cat(parts, dim)
class Pile(Base):
    def glue(self, parts, dim):
        return self.vstack(parts, dim)
def stack(tensors, dim=0):
    pile = Pile()
    return pile.glue([t.unsqueeze(dim) for t in tensors], dim)
=== stack: a record
from types import SimpleNamespace
import torch
def stack(tensors, dim=0):
    ops = SimpleNamespace(stack=lambda parts: torch.cat(parts, dim))
    return ops.stack([t.unsqueeze(dim) for t in tensors])
=== stack: a named tuple
from collections import namedtuple
import torch
Job = namedtuple("Job", "stack dim")
def stack(tensors, dim=0):
    job = Job(tensors, dim)
    return torch.cat([t.unsqueeze(job.dim) for t in job.stack], job.dim)
=== stack: a dataclass
from dataclasses import dataclass
import torch
@dataclass
class Job:
    stack: list
    dim: int = 0
def stack(tensors, dim=0):
    job = Job(tensors, dim)
    return torch.cat([t.unsqueeze(job.dim) for t in job.stack], job.dim)
=== stack: another exercise uses it
import torch
def outer_sum(a, b):
    return torch.stack([b + v for v in a])
def stack(tensors, dim=0):
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
=== stack: imported and shadowed by the student's own
from torch import stack, hstack
import torch
def stack(tensors, dim=0):
    if dim < 0:
        return stack(tensors, dim + tensors[0].dim() + 1)
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
=== stack: a star and the student's own
from torch import *
def stack(tensors, dim=0):
    return cat([t.unsqueeze(dim) for t in tensors], dim)
=== stack: tried out below
import torch
def stack(tensors, dim=0):
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
if __name__ == "__main__":
    a = torch.ones(2)
    print(stack([a, a]), torch.stack([a, a]))
    assert torch.equal(stack([a, a]), torch.stack([a, a]))
=== stack: a new tensor that is filled
import torch
def stack(tensors, dim=0):
    out = torch.empty(len(tensors), *tensors[0].shape, dtype=tensors[0].dtype)
    for i, t in enumerate(tensors):
        out[i] = t
    return out.movedim(0, dim)
=== stack: a getattr that is plain
import torch
def stack(tensors, dim=0):
    rank = getattr(tensors[0], "ndim", 0)
    return torch.cat([getattr(t, "unsqueeze")(dim) for t in tensors], dim % (rank + 1))
=== stack: a lambda
import torch
stack = lambda tensors, dim=0: torch.cat([t.unsqueeze(dim) for t in tensors], dim)
=== stack: a partial
from functools import partial
import torch
def glue(tensors, dim, flag):
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
stack = partial(glue, flag=True)
=== stack: globals elsewhere
import torch
print(sorted(globals()), eval("1 + 1"))
exec("three = 3")
def stack(tensors, dim=0):
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
=== stack: a copy by pickling, in another function
import pickle, torch
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
def copy(x):
    return pickle.loads(pickle.dumps(x))
=== stack: no such name
import torch
x = torch.stack
=== stack: still a stub
def stack(tensors, dim=0):
    raise NotImplementedError
=== broadcast_shape: by hand
def broadcast_shape(a, b):
    broadcast = []
    for i in range(1, max(len(a), len(b)) + 1):
        m, n = a[-i] if i <= len(a) else 1, b[-i] if i <= len(b) else 1
        if m != n and 1 not in (m, n):
            raise ValueError(f"cannot broadcast_shapes {a} and {b}")
        broadcast.append(n if m == 1 else m)
    return tuple(reversed(broadcast))
=== broadcast_shape: by the sum of two tensors
import torch
def broadcast_shape(a, b):
    try:
        return tuple((torch.empty(a) + torch.empty(b)).shape)
    except RuntimeError as error:
        raise ValueError("no broadcast") from error
=== broadcast_shape: expand
import torch
def broadcast_shape(a, b):
    return tuple(torch.zeros(a).expand(*b).shape)
=== cost: by hand
import torch
def cost(prediction, y):
    return torch.mean((prediction - y) ** 2)
=== cost: own function of that name
import torch
def mse_loss(p, y):
    return ((p - y) ** 2).mean()
def cost(prediction, y):
    return mse_loss(prediction, y)
=== cost: own class of that name
from torch import nn
class MSELoss(nn.Module):
    def forward(self, p, y):
        return ((p - y) ** 2).mean()
def cost(prediction, y):
    return MSELoss()(prediction, y)
=== cost: a variable of that name
def cost(prediction, y):
    mse_loss = ((prediction - y) ** 2).mean()
    return mse_loss
=== cost: an annotation
from torch import nn, Tensor
Loss = nn.MSELoss
def cost(prediction: Tensor, y: Tensor, like: nn.MSELoss | None = None) -> "nn.MSELoss":
    total: nn.MSELoss = ((prediction - y) ** 2).mean()
    return total
=== cost: the training uses it
import torch.nn.functional as F
def cost(prediction, y):
    return ((prediction - y) ** 2).mean()
def train_model(model, x, y):
    return F.mse_loss(model(x), y)
=== cost: another loss
import torch.nn.functional as F
def cost(prediction, y):
    return F.pad((prediction - y) ** 2, (0, 0)).mean()
=== gradient: by hand
import torch
import torch.optim as optim
def hypothesis(x, W):
    return x * W
def gradient(W, x, y):
    return 2 * torch.mean((hypothesis(x, W) - y) * x)
=== gradient: without grad
import torch
@torch.no_grad()
def gradient(W, x, y):
    with torch.autograd.no_grad(), torch.enable_grad():
        return 2 / len(x) * ((W * x - y) * x).sum()
=== gradient: no_grad by import
from torch.autograd import no_grad, Variable
def gradient(W, x, y):
    with no_grad():
        return 2 * (((W * x - y) * Variable(x)).mean())
=== gradient: a variable called backward
def gradient(W, x, y):
    backward = (W * x - y) * x
    func, autograd = 2, backward.mean()
    return func * autograd
=== gradient: own backward
def backward(error, x):
    return 2 * (error * x).mean()
def gradient(W, x, y):
    return backward(W * x - y, x)
=== gradient: a class with its own backward
class Model:
    def forward(self, W, x):
        return W * x
    def backward(self, error, x):
        return 2 * (error * x).mean()
def gradient(W, x, y):
    m = Model()
    return m.backward(m.forward(W, x) - y, x)
=== gradient: compared with autograd below
import torch
def cost(W, x, y):
    return ((W * x - y) ** 2).mean()
def gradient(W, x, y):
    return 2 * ((W * x - y) * x).mean()
W = torch.tensor([1.0], requires_grad=True)
x = y = torch.ones(3, 1)
cost(W, x, y).backward()
print(gradient(W, x, y), W.grad, torch.autograd.grad(cost(W, x, y), W))
=== gradient: finite differences
def cost(W, x, y):
    return ((W * x - y) ** 2).mean()
def gradient(W, x, y, h=1e-4):
    return (cost(W + h, x, y) - cost(W - h, x, y)) / (2 * h)
=== gradient: torch in odd places
import torch
import functools
def gradient(W, x, y):
    print(torch, torch.__version__, type(torch), hasattr(torch, "autograd"))
    total = functools.reduce(torch.add, [2 * (W * a - b) * a for a, b in zip(x, y)])
    return total / x.shape[0]
=== gradients: by hand
def gradients(W, b, x, y):
    error = x @ W + b - y
    return 2 / len(x) * x.T @ error, 2 * error.mean(0)
=== train_manual: by hand
import torch
from torch import optim
def gradient(W, x, y):
    return 2 * torch.mean((x * W - y) * x)
def train_manual(x, y, lr=0.1, epochs=10):
    W, history = torch.zeros(1), []
    for step in range(epochs):
        history.append((W.item(), ((x * W - y) ** 2).mean().item()))
        W = W - lr * gradient(W, x, y)
    return W, history
def train_optim(x, y, lr=0.1, epochs=10):
    W = torch.zeros(1, requires_grad=True)
    sgd = optim.SGD([W], lr=lr)
    ((x * W - y) ** 2).mean().backward()
    return W, []
=== gradient: training by hand below
import torch
def gradient(W, x, y):
    return 2 * ((W.data * x - y) * x).mean()
W = torch.tensor([1.0], requires_grad=True)
x = y = torch.ones(3, 1)
W.data = W.data - 0.1 * torch.autograd.grad(((W * x - y) ** 2).mean(), W)[0]
W.data -= 0.1 * torch.autograd.grad(((W * x - y) ** 2).mean(), W)[0]
=== gradient: a look at the graph
def gradient(W, x, y):
    assert W.grad_fn is None
    return 2 * ((W * x - y) * x).mean()
=== stack: a class that has the library's way as well
import torch
class Ways:
    calls = 0
    @staticmethod
    def library(tensors, dim):
        return torch.stack(tensors, dim)
    def forbidden(self, tensors, dim):
        self.calls += 1
        return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
def stack(tensors, dim=0):
    return Ways().forbidden(tensors, dim)
=== stack: a class that inherits the library's way
from abc import ABC, abstractmethod
from dataclasses import dataclass
import torch
class Way(ABC):
    @abstractmethod
    def run(self, tensors, dim): ...
    def check(self, tensors, dim):
        return torch.stack(tensors, dim)
@dataclass
class ByHand(Way):
    calls: int = 0
    def run(self, tensors, dim):
        return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
def stack(tensors, dim=0):
    return ByHand().run(tensors, dim)
=== stack: one of several ways, by its key
import torch
def forbidden(tensors, dim):
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
WAYS = {"hand": forbidden, "torch": torch.stack}
def stack(tensors, dim=0):
    return WAYS["hand"](tensors, dim)
def compare(tensors):
    return [way(tensors, 0) for way in WAYS.values()]
=== stack: names of the main guard
import torch
def stack(tensors, dim=0):
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
if __name__ == "__main__":
    import pickle, sys
    stack = torch.stack
    pickle.dumps(sys.modules)
    exec("stack = torch.stack")
=== stack: a decorator that others use
import functools, torch
TIMES = {}
def timed(f):
    @functools.wraps(f)
    def inner(*args):
        TIMES[f.__name__] = len(args)
        return f(*args)
    return inner
def check(mine, theirs):
    return mine is theirs
@timed
def stack(tensors, dim=0):
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)
print(check(stack, torch.stack))
@timed
def quick(tensors):
    return torch.stack(tensors)
=== stack: a helper that others use
import torch
EPS = 1e-7
HISTORY = []
def log(value):
    HISTORY.append(value)
def clip(x, low):
    return x.clamp(min=low)
def stack(tensors, dim=0):
    log(len(tensors))
    return clip(torch.cat([t.unsqueeze(dim) for t in tensors], dim), EPS)
def other(tensors):
    log(torch.stack(tensors))
    return clip(torch.stack(tensors), EPS)
=== stack: a record that is given to a helper
from dataclasses import dataclass
import torch
@dataclass
class Job:
    stack: list
    dim: int = 0
def run(job: Job):
    return torch.cat([t.unsqueeze(job.dim) for t in job.stack], job.dim)
def stack(tensors, dim=0):
    return run(Job(tensors, dim))
=== gradient: own layers, one after the other
class Layer:
    def __init__(self, x):
        self.x = x
    def forward(self, W):
        return W * self.x
    def backward(self, error):
        return 2 * (error * self.x).mean()
class Net:
    def __init__(self, first):
        self.first = first
        self.layers = [Layer(2)]
        self.layers.append(Layer(3))
    def backward(self, error):
        for layer in reversed(self.layers):
            error = layer.backward(error)
        return self.first.backward(error)
def slope(net, error):
    return net.backward(error)
def gradient(W, x, y):
    layers = [Layer(x) for _ in range(1)]
    for number, layer in enumerate(layers):
        error = layer.forward(W) - y
    slope(Net(Layer(x)), error)
    return [layer.backward(error) for layer in layers[:1]][0] + layers[0].backward(error)
=== gradient: own layers in a dict
class Layer:
    def backward(self, error, x):
        return 2 * (error * x).mean()
def gradient(W, x, y):
    layers = {"one": Layer()}
    for name, layer in layers.items():
        print(name, layer.backward(W * x - y, x))
    return layers["one"].backward(W * x - y, x)
=== gradient: own sums, own context, own chain
class Value:
    def __init__(self, v, inner=None):
        self.v, self.inner = v, inner
    def __add__(self, other):
        return Value(self.v)
    def __enter__(self):
        return self
    def __exit__(self, *why):
        pass
    def backward(self):
        if self.inner:
            self.inner.backward()
        return self.v
def gradient(W, x, y):
    with Value(0, Value(1)) as value:
        value.backward()
    (Value(1) + value).backward()
    return 2 * ((W * x - y) * x).mean()
=== gradient: a model that another exercise fits by autograd
class Model:
    def __init__(self, W):
        self.W = W
    def slope(self, x, y):
        return 2 * ((self.W * x - y) * x).mean()
    def fit(self, x, y):
        loss = ((self.W * x - y) ** 2).mean()
        loss.backward()
        self.W = self.W - self.W.grad
        return self
def gradient(W, x, y):
    return Model(W).slope(x, y)
=== sigmoid: the lecture's line
import torch
def sigmoid(z):
    return 1 / (1 + torch.exp(-z))
=== sigmoid: with masks
import torch
def sigmoid(z):
    e = torch.exp(-z.abs())
    return torch.where(z >= 0, 1 / (1 + e), e / (1 + e))
=== sigmoid: a network next to it
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.sigmoid = nn.Sigmoid()
    def forward(self, x):
        return torch.sigmoid(x)
def sigmoid(z):
    return 1 / (1 + torch.exp(-z))
=== sigmoid: own attribute
import torch
class Gate:
    def __init__(self):
        self.sigmoid = lambda z: 1 / (1 + torch.exp(-z))
    def __call__(self, z):
        return self.sigmoid(z)
sigmoid = Gate()
=== sigmoid: own module
import torch
from torch import nn
class Sigmoid(nn.Module):
    def forward(self, z):
        return self.tanh(z)
    def tanh(self, z):
        return 1 / (1 + torch.exp(-z))
def sigmoid(z):
    return Sigmoid()(z)
=== bce_losses: by hand
import torch
def bce_losses(h, y):
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h))
=== bce_cost: the mean of own losses
def bce_losses(h, y):
    return -(y * h.log() + (1 - y) * (1 - h).log())
def bce_cost(h, y):
    binary_cross_entropy = bce_losses(h, y)
    return binary_cross_entropy.mean()
=== bce_with_logits: by hand
import torch
def bce_with_logits(z, y):
    return (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs()))).mean()
=== bce_with_logits: softplus
import torch.nn.functional as F
def bce_with_logits(z, y):
    return (F.softplus(z) - z * y).mean()
=== softmax: by hand
def softmax(z, dim=1):
    e = (z - z.max(dim, keepdim=True).values).exp()
    return e / e.sum(dim, keepdim=True)
=== softmax: a helper with a longer name
def softmax_rows(z):
    e = (z - z.amax(1, keepdim=True)).exp()
    return e / e.sum(1, keepdim=True)
def softmax(z, dim=1):
    return softmax_rows(z.transpose(1, dim)).transpose(1, dim)
=== softmax: by logsumexp
import torch
def softmax(z, dim=1):
    return torch.exp(z - torch.logsumexp(z, dim, keepdim=True))
=== softmax: a test of types
import torch
from torch import nn
KINDS = (nn.Softmax, nn.LogSoftmax)
def softmax(z, dim=1):
    if isinstance(z, nn.Softmax) or isinstance(z, (nn.LogSoftmax, list)) or isinstance(z, KINDS):
        raise TypeError
    if type(z) is nn.Softmax or type(z) == nn.Softmax or z.__class__ in (nn.Softmax,):
        raise TypeError
    match z:
        case nn.Softmax():
            raise TypeError
    e = (z - z.max()).exp()
    return e / e.sum(dim, keepdim=True)
=== softmax: an own package of functions
class F:
    @staticmethod
    def softmax(z, dim):
        e = (z - z.max()).exp()
        return e / e.sum(dim, keepdim=True)
def softmax(z, dim=1):
    return F.softmax(z, dim)
=== softmax: a record taken apart by a pattern
from dataclasses import dataclass
@dataclass
class Job:
    softmax: bool
def softmax(z, dim=1):
    match Job(True):
        case Job(softmax=wanted):
            e = (z - z.max()).exp()
            return e / e.sum(dim, keepdim=wanted)
=== softmax: a class method and a property
class Rows:
    def __init__(self, z):
        self.z = z
    @classmethod
    def of(cls, z):
        return cls(z)
    @property
    def softmax(self):
        e = (self.z - self.z.max()).exp()
        return e / e.sum(1, keepdim=True)
def softmax(z, dim=1):
    return Rows.of(z).softmax
=== softmax: a function that makes the helper
def make():
    class Helper:
        def softmax(self, z, dim):
            e = (z - z.max()).exp()
            return e / e.sum(dim, keepdim=True)
    return Helper()
def softmax(z, dim=1):
    return make().softmax(z, dim)
=== softmax: nested scopes
def softmax(z, dim=1):
    softmax = (z - z.max()).exp()
    def log_softmax():
        nonlocal softmax
        softmax = softmax / softmax.sum(dim, keepdim=True)
        return softmax
    return log_softmax()
=== cross_entropy: by hand, with the student's own softmax
import torch
def softmax(z, dim=1):
    e = (z - z.max(dim, keepdim=True).values).exp()
    return e / e.sum(dim, keepdim=True)
def cross_entropy(logits, target):
    return -torch.log(softmax(logits)[torch.arange(len(target)), target]).mean()
=== cross_entropy: with log_softmax, which its row allows
import torch.nn.functional as F
def cross_entropy(logits, target):
    return -F.log_softmax(logits, 1).gather(1, target[:, None]).mean()
=== cross_entropy: the training uses it
import torch.nn as nn
def cross_entropy(logits, target):
    return (logits.logsumexp(1) - logits[range(len(target)), target]).mean()
def train(model, x, y):
    return nn.CrossEntropyLoss()(model(x), y)
'''

UNCLEAR = (
    r"""
=== stack: a computed getattr
import torch
def stack(tensors, dim=0):
    name = "kcats"[::-1]
    return getattr(torch, name)(tensors, dim)  # ?
=== stack: a getattr with a parameter
import torch
def call(name, *args):
    return getattr(torch, name)(*args)  # ?
def stack(tensors, dim=0):
    return call("st" "ack", tensors, dim)
=== stack: a getattr with unpacked arguments
import torch
def stack(tensors, dim=0):
    pair = (torch, "st" + chr(97) + "ck")
    return getattr(*pair)(tensors, dim)  # ?
=== stack: getattr handed on
import functools, torch
def stack(tensors, dim=0):
    return functools.reduce(getattr, ["stack"], torch)(tensors, dim)  # ?
=== stack: a partial getattr
from functools import partial
import torch
take = partial(getattr, torch)  # ?
def stack(tensors, dim=0):
    return take("stack")(tensors, dim)  # ?
=== stack: eval
def stack(tensors, dim=0):
    return eval("torch." + "stack")(tensors, dim)  # ?
=== stack: eval under another name
run = eval  # ?
def stack(tensors, dim=0):
    return run("torch.stack")(tensors, dim)  # ?
=== stack: exec
def stack(tensors, dim=0):
    exec("out = torch.stack(tensors)")  # ?
=== stack: compile
def stack(tensors, dim=0):
    return compile("torch.stack", "", "eval")  # ?
=== stack: a computed import
def stack(tensors, dim=0):
    return __import__("hcrot"[::-1])  # ?
=== stack: importlib with a computed name
import importlib
def stack(tensors, dim=0):
    return importlib.import_module("to" + chr(114) + "ch")  # ?
=== stack: a module's dict
import torch
def stack(tensors, dim=0):
    return torch.__dict__["stack"](tensors, dim)  # ?
=== stack: vars
import torch
def stack(tensors, dim=0):
    return vars(torch)["stack"](tensors, dim)  # ?
=== stack: globals
from torch import *
def stack(tensors, dim=0):
    return globals()["hs" + "tack"](tensors)  # ?
=== stack: locals
def stack(tensors, dim=0):
    return locals()["tensors"]  # ?
=== stack: sys.modules
import sys
def stack(tensors, dim=0):
    return sys.modules["torch"]  # ?
=== stack: the C module
import torch
def stack(tensors, dim=0):
    return torch._C._VariableFunctions  # ?
=== stack: an operator by name
import torch
def stack(tensors, dim=0):
    return torch.ops.aten  # ?
=== stack: a table of torch's own functions
import torch
def stack(tensors, dim=0):
    for f in torch.overrides.get_overridable_functions()[torch]:  # ?
        pass
=== stack: jit
import torch
@torch.jit.script  # ?
def stack(tensors, dim=0):
    return tensors
=== stack: ctypes
import ctypes
def stack(tensors, dim=0):
    return ctypes.py_object  # ?
=== stack: a pickle
import pickle
def stack(tensors, dim=0):
    return pickle.loads(b"ctorch\nstack\n.")(tensors)  # ?
=== stack: its own annotations
import torch
def note(x: torch.stack): pass
def stack(tensors, dim=0):
    return note.__annotations__["x"](tensors, dim)  # ?
=== stack: its own globals
import torch
def stack(tensors, dim=0):
    return stack.__globals__["torch"]  # ?
=== stack: code that is exchanged
import torch
def theirs(tensors, dim=0):
    return torch.cat(tensors, dim)
def stack(tensors, dim=0):
    return None
stack.__code__ = theirs.__code__  # ?
=== stack: an attribute by the object's own lookup
import torch
def stack(tensors, dim=0):
    return torch.__getattribute__("stack")(tensors, dim)  # ?
=== stack: a frame
import sys
def stack(tensors, dim=0):
    return sys._getframe(0)  # ?
=== stack: the builtins module
def stack(tensors, dim=0):
    return __builtins__["eval"]("torch.stack")  # ?
=== stack: inspect
import inspect, torch
def stack(tensors, dim=0):
    return dict(inspect.getmembers(torch))["stack"](tensors)  # ?
=== stack: written as text
exec("import torch\ndef stack(tensors, dim=0):\n    return torch.stack(tensors, dim)")  # ?
=== stack: written as text, and as a decoy
import torch
TEXT = open("more.py").read()
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
exec(TEXT)  # ?
=== stack: a space that a text fills
import torch
SPACE = {}
exec("from torch import s" + "tack as pile", SPACE)  # ?
def stack(tensors, dim=0):
    return SPACE["pile"](tensors, dim)
=== stack: a module that is given another class
import sys, torch
class Other(type(sys)):
    @property
    def stack(self):
        return getattr(torch, "kcats"[::-1])  # ?
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
sys.modules[__name__].__class__ = Other  # ?
=== stack: torch that is told to call something else
import torch
from torch.overrides import TorchFunctionMode  # ?
class Other(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        return torch.stack(*args)
Other().__enter__()
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
=== stack: a name that only a dict binds
import torch
globals()["pile"] = len
def stack(tensors, dim=0):
    return pile(tensors, dim)  # ?
=== stack: a name that only an exec binds
exec("from torch import " + "kcats"[::-1] + " as pile")  # ?
def stack(tensors, dim=0):
    return pile(tensors, dim)  # ?
=== stack: put there through a frame
import sys, torch
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
sys._getframe().f_globals["stack"] = torch.vstack  # ?
=== stack: put there through a frame, when another function is called
import inspect, torch
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
def double(x):
    inspect.currentframe().f_globals["stack"] = torch.vstack  # ?
    return 2 * x
=== stack: put there by what collects garbage
import gc, torch
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
gc.get_referrers(stack)[0]["stack"] = torch.vstack  # ?
=== stack: put there by C
import ctypes, torch
SPACE = {}
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
ctypes.pythonapi.PyDict_SetItem(SPACE, "stack", torch.vstack)  # ?
=== stack: put there by a pickle, in a function that the file calls
import pickle, torch
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
def prepare():
    pickle.load(open("more", "rb"))  # ?
prepare()
=== stack: a trace of all calls
import sys, torch
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
sys.settrace(print)  # ?
=== stack: an operator that is told to do something else
import torch
torch.library.Library("aten", "IMPL").impl("cat", torch.vstack, "CPU")  # ?
def stack(tensors, dim=0):
    return torch.cat(tensors, dim)
=== gradient: a module handed on
import torch
def take(lib):
    return lib.autograd.grad
def gradient(W, x, y):
    return take(torch)((W * x).sum(), W)  # ?
=== gradient: a module in a list
import torch
LIBS = [torch]  # ?
def gradient(W, x, y):
    return LIBS[0].autograd.grad((W * x).sum(), W)
=== gradient: a module given back
import torch
def lib():
    return torch  # ?
def gradient(W, x, y):
    pick = [lib][0]
    return pick().autograd.grad((W * x).sum(), W)
=== gradient: a module kept in an attribute
import torch
class Box:
    pass
def gradient(W, x, y):
    box = Box()
    box.lib = torch  # ?
    return 0
=== stack: a pickle that numpy reads
import io, numpy
pile = numpy.load(io.BytesIO(b"..."), allow_pickle=True)  # ?
def stack(tensors, dim=0):
    return pile(tensors, dim)
=== stack: a pickle that torch reads
import io, torch
pile = torch.serialization.load(io.BytesIO(b"..."), weights_only=False)  # ?
def stack(tensors, dim=0):
    return pile(tensors, dim)
=== stack: a format's field
import string, torch
def stack(tensors, dim=0):
    return string.Formatter().get_field("0.stack", (torch,), {})[0](tensors, dim)  # ?
=== stack: a graph that is put together
import torch.fx
def stack(tensors, dim=0):
    return torch.fx.Graph().call_method("kcats"[::-1], tensors)  # ?
=== sigmoid: a computed method
def sigmoid(z):
    return getattr(z, "sig" + "x".replace("x", "moid"))()  # ?
=== sigmoid: a computed methodcaller
from operator import methodcaller
def sigmoid(z, name="x"):
    return methodcaller(name + str(1))(z)  # ?
=== softmax: an own lookup that is passed on
class Wrap:
    def __init__(self, z):
        self.z = z
    def __getattr__(self, name):
        return getattr(self.z, name)  # ?
def softmax(z, dim=1):
    return Wrap(z).soft(dim)
=== softmax: a chain of calls that is too long
def softmax(z, dim=1):
    return z"""
    + ".abs()" * 60
    + r""".exp()  # ?
"""
)


def cases(table: str):
    for case in table.split("\n=== ")[1:]:
        title, _, text = case.partition("\n")
        yield pytest.param(title.partition(":")[0], text, id=title)


def marked(text: str, mark: str) -> set[int]:
    return {number for number, line in enumerate(text.split("\n"), 1) if line.endswith(mark)}


@pytest.mark.parametrize(("name", "text"), [*cases(USES), *cases(FREE), *cases(UNCLEAR)])
def test_a_use_is_found_and_nothing_else_is(name, text):
    source = Source(text, f"{name}.py")
    assert source.problem is None
    found = breaches(source, name, BANNED[name], {name: source})
    assert {breach.line for breach in found if breach.certain} == marked(text, "# ✗"), found
    assert {breach.line for breach in found if not breach.certain} == marked(text, "# ?"), found
