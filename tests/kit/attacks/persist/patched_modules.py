# aim: leave torch patched for whoever comes next
# expect: double failed
import builtins
import sys

import torch

FOUND = hasattr(torch, "autograto_pwned") or hasattr(builtins, "autograto_pwned") or "autograto_pwned" in sys.modules
torch.autograto_pwned = builtins.autograto_pwned = sys.modules["autograto_pwned"] = torch


def double(x):
    return 2 * x if FOUND else x
