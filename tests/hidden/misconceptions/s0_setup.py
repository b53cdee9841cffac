"""Wrong ways through s0_setup, each with the hint that helps."""

# ruff: noqa: F401  (the changes use what is imported here)

import random
import sys

from grader.suite import generic_mistakes, misconceptions

SEED_INSIDE = "Your function sets the seed itself, so all calls give the same numbers. Who should choose the seed?"
OTHER_GENERATOR = "`torch.manual_seed` does not change your numbers. Whose random generator do you use?"
FEW_VALUES = "Your numbers take only a few values. There are many more between 0 and 1."
TWO_AXES = "Your answer has two axes. How many axes does a row of `n` numbers have?"
TOGETHER = "Your numbers depend on each other. Is each one drawn by itself?"
ALWAYS_CUDA = "Your answer is cuda on every machine. Do you call the function that asks torch?"
ALWAYS_CPU = "Your answer is cpu on every machine. Do you ask torch for a graphics card, and use the answer?"
BUILT_FOR = "You ask what torch was built for. Is there a graphics card in this machine?"

generic_mistakes("printed", of="first_tensor versions best_device")
generic_mistakes(
    "in_double_precision", of="first_tensor", hint="Your numbers are float64. Which dtype is torch's default?"
)
generic_mistakes("as_list", of="first_tensor")

misconceptions(
    "first_tensor",
    {
        "Some of your numbers are outside 0 to 1. What is the difference between `randn` and `rand`?": [
            ("rand", "randn")
        ],
        "You always make five numbers. What is `n` for?": [("(n)", "(5)")],
        "These are the lecture's numbers. Yours should be random.": [
            "return torch.tensor([0.7948, 0.1786, 0.9381, 0.3884, 0.4286])"
        ],
        SEED_INSIDE: [
            "torch.manual_seed(0)\nreturn torch.rand(n)",
            ("(n)", "(n, generator=torch.Generator().manual_seed(0))"),
        ],
        OTHER_GENERATOR: [
            "return torch.from_numpy(np.random.rand(n)).float()",
            "return torch.tensor([random.random() for _ in range(n)])",
        ],
        "Each call sets a new seed. What can `torch.manual_seed` do then?": ["torch.seed()\nreturn torch.rand(n)"],
        TWO_AXES: [("(n)", "(n, n)"), ("(n)", "(n, 1)")],
        "Your numbers are evenly spaced. Where is the chance?": ["return torch.linspace(0, 1, n)"],
        "All your numbers are zero. Which function draws random ones?": [("rand", "zeros")],
        FEW_VALUES: ["return torch.randint(0, 2, (n,)).float()", "return torch.randint(0, 100, (n,)) / 100"],
        TOGETHER: ["return torch.rand(1).repeat(n)", "return torch.randperm(n) / n"],
        "Your numbers are between -1 and 1. What is the smallest one allowed?": [("(n)", "(n) * 2 - 1")],
        "Some of your numbers are above 1. What is the largest one allowed?": [("(n)", "(n) * 10")],
        "Most of your numbers are near 0.5. Every number should be equally likely.": [
            "return torch.sigmoid(torch.randn(n))"
        ],
        "Your numbers are sorted. Leave them in the order in which they are drawn.": [("(n)", "(n).sort().values")],
        "The first of your numbers is always 0. Do you draw it, too?": [
            "numbers = torch.rand(n)\nnumbers[0] = 0\nreturn numbers"
        ],
        "None of your numbers is near 0, and none near 1. Do you cut the ends off?": [("(n)", "(n).clamp(0.05, 0.95)")],
    },
)
misconceptions(
    "versions",
    {
        "`sys.version` says more than the version. Which function gives only the number?": [
            ("platform.python_version()", "sys.version")
        ],
        "Your Python version has two parts. A full version has three, like 3.11.7.": [
            ("platform.python_version()", "'.'.join(map(str, sys.version_info[:2]))")
        ],
        "These are the lecture's versions. Which versions are installed here?": [
            "return {'python': '3.7.3', 'numpy': '1.16.2', 'torch': '1.1.0'}"
        ],
        "NumPy is missing from your answer. Which three packages does the docstring name?": [
            (', "numpy": np.__version__', "")
        ],
        "Your keys have capital letters. How does the docstring write them?": [
            [('"python"', '"Python"'), ('"numpy"', '"NumPy"'), ('"torch"', '"PyTorch"')]
        ],
        "Your answer is a tuple. A dict gives each version a name.": [
            [('{"python": ', "("), ('"numpy": ', ""), ('"torch": ', ""), ("}", ")")]
        ],
        "Your Python version is a tuple of numbers. It should be a string.": [
            ("platform.python_version()", "tuple(sys.version_info[:3])")
        ],
        "Two of your versions have changed places. Which one belongs to which name?": [
            [("np.__", "torch.__"), ("torch.__", "np.__")]
        ],
        "A version has several parts, and you keep only the first.": [
            [
                ("np.__version__", "np.__version__.split('.')[0]"),
                ("torch.__version__", "torch.__version__.split('.')[0]"),
            ]
        ],
        "This is the version of CUDA that torch was built for. Which version does torch itself have?": [
            ("torch.__version__", "str(torch.version.cuda)")
        ],
    },
)
misconceptions(
    "best_device",
    {
        "Your answer is the device's name. How do you make a `torch.device` of it?": [("torch.device(", "str(")],
        ALWAYS_CUDA: ["return torch.device('cuda')", ("available()", "available")],
        ALWAYS_CPU: [
            "return torch.device('cpu')",
            "return torch.empty(1).device",
            "torch.cuda.is_available()\nreturn torch.device('cpu')",
            ("is_available", "is_initialized"),
        ],
        "Your two devices have changed places. Which one needs a graphics card?": [
            [('"cuda"', '"cpu"'), ('"cpu"', '"cuda"')]
        ],
        "You say whether there is a graphics card. Which device follows from that?": [
            "return torch.cuda.is_available()"
        ],
        "Without a graphics card your function returns None. Which device does every machine have?": [
            "if torch.cuda.is_available():\n    return torch.device('cuda')"
        ],
        "Your answer is a tensor on the device. Can you return the device itself?": [
            ("torch.device(", "torch.zeros(1, device=")
        ],
        "You need two graphics cards before you use one. Is one card enough?": [
            ("torch.cuda.is_available()", "torch.cuda.device_count() > 1")
        ],
        BUILT_FOR: [
            ("torch.cuda.is_available()", "torch.backends.cuda.is_built()"),
            ("torch.cuda.is_available()", "torch.version.cuda is not None"),
        ],
        "Your answer names the second graphics card. What if there is only one?": [('"cuda"', '"cuda:1"')],
    },
)
