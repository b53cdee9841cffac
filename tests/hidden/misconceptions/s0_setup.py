"""Slips that students make in s0_setup, as code: the suites must catch each, and its hint is what they are told."""

import platform
import random
import sys

import numpy as np
import torch

from grader.suite import misconception

# first_tensor


@misconception(of="first_tensor", hint="Some of your numbers lie outside 0 to 1. `randn` and `rand` draw differently.")
def normal_numbers(n=5):
    return torch.randn(n)


@misconception(of="first_tensor", hint="You always make five numbers. What is `n` for?")
def always_five(n=5):
    return torch.rand(5)


@misconception(of="first_tensor", hint="Those are the lecture's numbers. Yours are random, and others each time.")
def the_numbers_of_the_slide(n=5):
    return torch.tensor([0.7948, 0.1786, 0.9381, 0.3884, 0.4286])


@misconception(
    of="first_tensor", hint="A seed of its own, set inside, makes every call the same. Who should choose the seed?"
)
def seeds_inside(n=5):
    torch.manual_seed(0)
    return torch.rand(n)


@misconception(
    of="first_tensor", hint="Your numbers come from NumPy's generator. `torch.manual_seed` does not reach it."
)
def drawn_by_numpy(n=5):
    return torch.from_numpy(np.random.rand(n)).float()


@misconception(
    of="first_tensor", hint="Your numbers come from Python's generator. `torch.manual_seed` does not reach it."
)
def drawn_by_python(n=5):
    return torch.tensor([random.random() for _ in range(n)])


@misconception(
    of="first_tensor", hint="A seed of its own, set inside, makes every call the same. Who should choose the seed?"
)
def own_generator(n=5):
    return torch.rand(n, generator=torch.Generator().manual_seed(0))


@misconception(of="first_tensor", hint="A fresh seed at each call: the same `torch.manual_seed` no longer helps.")
def new_seed_each_time(n=5):
    torch.seed()
    return torch.rand(n)


@misconception(of="first_tensor", hint="Your answer has two axes. How many should a row of `n` numbers have?")
def a_matrix(n=5):
    return torch.rand(n, n)


@misconception(of="first_tensor", hint="Your answer stands upright: it has two axes, one is enough.")
def upright(n=5):
    return torch.rand(n, 1)


@misconception(of="first_tensor", hint="Nothing random here: the numbers are evenly spaced.")
def evenly_spaced(n=5):
    return torch.linspace(0, 1, n)


@misconception(of="first_tensor", hint="All your numbers are zero. Nothing has been drawn yet.")
def zeros(n=5):
    return torch.zeros(n)


@misconception(of="first_tensor", hint="You draw whole numbers. Between 0 and 1 there are many more.")
def zeros_and_ones(n=5):
    return torch.randint(0, 2, (n,)).float()


@misconception(of="first_tensor", hint="One number, repeated. Is each of them drawn by itself?")
def one_number_repeated(n=5):
    return torch.rand(1).repeat(n)


@misconception(of="first_tensor", hint="Your numbers are from -1 to 1. Where should they begin?")
def from_minus_one(n=5):
    return torch.rand(n) * 2 - 1


@misconception(of="first_tensor", hint="Your numbers reach beyond 1. What is the largest that is allowed?")
def up_to_ten(n=5):
    return torch.rand(n) * 10


@misconception(of="first_tensor", hint="Inside 0 to 1, but they crowd: all numbers should be equally likely.")
def crowded(n=5):
    return torch.sigmoid(torch.randn(n))


@misconception(of="first_tensor", hint="A plain list is no tensor yet.")
def a_list(n=5):
    return torch.rand(n).tolist()


@misconception(of="first_tensor", hint="Printing shows a value; returning hands it on.")
def printed(n=5):
    print(torch.rand(n))


@misconception(of="first_tensor", hint="The dtype should be torch's ordinary one, float32.")
def in_float64(n=5):
    return torch.rand(n, dtype=torch.float64)


@misconception(of="first_tensor", hint="Only a few values ever come. Between 0 and 1 there are many more.")
def hundredths(n=5):
    return torch.randint(0, 100, (n,)) / 100


@misconception(of="first_tensor", hint="Your numbers come in order. Leave them as they are drawn.")
def in_order(n=5):
    return torch.rand(n).sort().values


@misconception(of="first_tensor", hint="Where one number stands, no other can. Is each drawn by itself?")
def places_shuffled(n=5):
    return torch.randperm(n) / n


@misconception(of="first_tensor", hint="The first of your numbers is always the same. Is each of them drawn?")
def first_is_zero(n=5):
    numbers = torch.rand(n)
    numbers[0] = 0
    return numbers


# versions


@misconception(of="versions", hint="`sys.version` says more than the version. The number alone is asked for.")
def the_whole_story():
    return {"python": sys.version, "numpy": np.__version__, "torch": torch.__version__}


@misconception(of="versions", hint="Python's version has three parts, like 3.11.7.")
def two_parts():
    return {
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "numpy": np.__version__,
        "torch": torch.__version__,
    }


@misconception(of="versions", hint="These are the lecture's versions. Which are in use on your machine?")
def typed_in():
    return {"python": "3.7.3", "numpy": "1.16.2", "torch": "1.1.0"}


@misconception(of="versions", hint="NumPy is missing. Three packages are asked for.")
def without_numpy():
    return {"python": platform.python_version(), "torch": torch.__version__}


@misconception(of="versions", hint="Look at the keys: they are in small letters.")
def capital_keys():
    return {"Python": platform.python_version(), "NumPy": np.__version__, "PyTorch": torch.__version__}


@misconception(of="versions", hint="A dict is asked for: each version beside its name.")
def a_tuple():
    return platform.python_version(), np.__version__, torch.__version__


@misconception(of="versions", hint="A version is a string here, not a tuple of numbers.")
def numbers_for_strings():
    return {"python": tuple(sys.version_info[:3]), "numpy": np.__version__, "torch": torch.__version__}


@misconception(of="versions", hint="Two of the versions have changed places.")
def changed_places():
    return {"python": platform.python_version(), "numpy": torch.__version__, "torch": np.__version__}


@misconception(of="versions", hint="A version is a name for a release, not a number: keep all its parts.")
def major_numbers():
    return {
        "python": platform.python_version(),
        "numpy": np.__version__.split(".")[0],
        "torch": torch.__version__.split(".")[0],
    }


@misconception(of="versions", hint="That is the version of CUDA that torch was built for, not torch's own.")
def version_of_cuda():
    return {"python": platform.python_version(), "numpy": np.__version__, "torch": str(torch.version.cuda)}


@misconception(of="versions", hint="Printing shows a value; returning hands it on.")
def printed_versions():
    print({"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__})


# best_device


@misconception(of="best_device", hint="That is the device's name. A `torch.device` is asked for.")
def the_name():
    return "cuda" if torch.cuda.is_available() else "cpu"


@misconception(
    of="best_device",
    hint="Your answer is cuda on every machine. Is torch asked, with the parentheses that make it a question?",
)
def always_cuda():
    return torch.device("cuda")


@misconception(
    of="best_device",
    hint="Your answer is cpu on every machine. Is torch asked whether it has a graphics card, and its answer used?",
)
def always_cpu():
    return torch.device("cpu")


@misconception(of="best_device", hint="The two devices have changed places.")
def turned_round():
    return torch.device("cpu" if torch.cuda.is_available() else "cuda")


@misconception(
    of="best_device",
    hint="Your answer is cuda on every machine. Is torch asked, with the parentheses that make it a question?",
)
def not_called():
    return torch.device("cuda" if torch.cuda.is_available else "cpu")


@misconception(of="best_device", hint="You say whether there is a graphics card. Which device should be used, then?")
def yes_or_no():
    return torch.cuda.is_available()


@misconception(of="best_device", hint="Without a graphics card there is no answer. Which device is always there?")
def no_answer_without_cuda():
    if torch.cuda.is_available():
        return torch.device("cuda")
    return None


@misconception(of="best_device", hint="A tensor lives on a device; the device itself is asked for.")
def a_tensor_there():
    return torch.zeros(1, device="cuda" if torch.cuda.is_available() else "cpu")


@misconception(of="best_device", hint="Printing shows a value; returning hands it on.")
def printed_device():
    print(torch.device("cuda" if torch.cuda.is_available() else "cpu"))


@misconception(
    of="best_device",
    hint="Your answer is cpu on every machine. Is torch asked whether it has a graphics card, and its answer used?",
)
def where_tensors_are_made():
    return torch.empty(1).device


@misconception(of="best_device", hint="How many cards does it take? One is enough.")
def only_from_two_on():
    return torch.device("cuda" if torch.cuda.device_count() > 1 else "cpu")


@misconception(
    of="best_device",
    hint="Your answer is cpu on every machine. Is torch asked whether it has a graphics card, and its answer used?",
)
def asks_and_forgets():
    torch.cuda.is_available()
    return torch.device("cpu")


@misconception(
    of="best_device",
    hint="Your answer is cpu on every machine. Is torch asked whether it has a graphics card, and its answer used?",
)
def only_if_in_use():
    return torch.device("cuda" if torch.cuda.is_initialized() else "cpu")


@misconception(
    of="best_device",
    hint="You ask what torch was built for. A machine without a card can have that torch, too: is one found?",
)
def built_for_cuda():
    return torch.device("cuda" if torch.backends.cuda.is_built() else "cpu")


@misconception(
    of="best_device",
    hint="You ask what torch was built for. A machine without a card can have that torch, too: is one found?",
)
def built_with_a_version_of_cuda():
    return torch.device("cuda" if torch.version.cuda is not None else "cpu")


@misconception(of="best_device", hint="Your answer names the second card. What if there is one only?")
def the_second_card():
    return torch.device("cuda:1" if torch.cuda.is_available() else "cpu")


@misconception(of="first_tensor", hint="None of your numbers is near 0, and none near 1. The ends count, too.")
def cut_at_both_ends(n=5):
    return torch.rand(n).clamp(0.05, 0.95)
