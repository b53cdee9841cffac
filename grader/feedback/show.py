"""Values as a student reads them: small tensors in full, large ones by their shape and first rows."""

import math
from typing import Any

import numpy as np
import torch

FULL = 24
ROWS = 3
ITEMS = 8
TEXT = 200
USUAL = (torch.float32, torch.int64, torch.bool)


def show(value: Any, depth: int = 0) -> str:
    """`value` in a line, or a few lines where it is a large tensor."""
    if isinstance(value, torch.Tensor):
        return _tensor(value.detach())
    if isinstance(value, np.ndarray):
        text = _tensor(torch.from_numpy(np.array(value, order="C")))
        return f"np.array({text.removesuffix(' (float64)')})"  # float64 is what NumPy makes by itself
    if isinstance(value, (float, np.floating)):
        return number(float(value))
    if isinstance(value, torch.Size):
        return f"torch.Size({list(value)})"
    if isinstance(value, (tuple, list)) and depth < 4:
        return _sequence(value, depth)
    if isinstance(value, dict) and depth < 4:
        inside = [f"{show(key, depth + 1)}: {show(item, depth + 1)}" for key, item in list(value.items())[:ITEMS]]
        return "{" + ", ".join(inside + ["…"] * (len(value) > ITEMS)) + "}"
    text = repr(value)
    return text if len(text) <= TEXT else text[:TEXT] + "…"


def number(value: float) -> str:
    """A float as short as it can be told apart from its neighbours in float32, always with a point."""
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.7g}"
    return text if any(char in text for char in ".en") else text + ".0"


def kind(value: Any) -> str:
    """What sort of thing a value is, in words: "a (3, 1) tensor of float32", "a float", "None"."""
    if isinstance(value, torch.Tensor):
        name = str(value.dtype).removeprefix("torch.")
        return f"a 0-d tensor of {name}" if value.dim() == 0 else f"a {tuple(value.shape)} tensor of {name}"
    if isinstance(value, np.ndarray):
        return f"a NumPy array of shape {value.shape}"
    if value is None:
        return "None"
    if type(value).__name__ == "Handle":
        return repr(value)
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _sequence(value: Any, depth: int) -> str:
    inside = [show(item, depth + 1) for item in value[:ITEMS]]
    if len(value) > ITEMS:
        inside.append(f"… {len(value)} in all")
    if isinstance(value, list):
        return "[" + ", ".join(inside) + "]"
    return "(" + ", ".join(inside) + ("," if len(value) == 1 else "") + ")"


def _tensor(tensor: torch.Tensor) -> str:
    note = "" if tensor.dtype in USUAL else f" ({str(tensor.dtype).removeprefix('torch.')})"
    if tensor.numel() == 0:
        return f"an empty tensor of shape {tuple(tensor.shape)}{note}"
    if tensor.numel() <= FULL:
        return _nested(_listed(tensor)) + note
    if tensor.dim() == 1:
        return f"[{', '.join(_nested(item) for item in _listed(tensor[:ITEMS]))}, … {tensor.numel()} in all]{note}"
    first = tensor[:ROWS].reshape(min(ROWS, tensor.shape[0]), -1)[:, :ITEMS]
    return f"a {tuple(tensor.shape)} tensor{note} that begins {_nested(_listed(first))}"


def _listed(tensor: torch.Tensor) -> Any:
    if tensor.dtype.is_floating_point and tensor.element_size() < 4:
        tensor = tensor.float()
    return tensor.tolist()


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_nested(item) for item in value) + "]"
    return (
        number(value).removesuffix("0")
        if isinstance(value, float) and number(value).endswith(".0")
        else (number(value) if isinstance(value, float) else str(value))
    )
