"""What the zygote imports and runs once, so that no worker pays for it."""

import torch


def warm() -> None:
    """Warm torch."""
    torch.set_num_threads(1)
