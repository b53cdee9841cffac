"""x"""
import sys

from .layers import Layer, Policy, is_whole, leftover, missing
from .places import readable

if sys.platform == "linux":
    from .entry import enter, harden_trusted, probe, settle
else:
    from .elsewhere import enter, harden_trusted, probe, settle

__all__ = ["Layer", "Policy", "enter", "harden_trusted", "is_whole", "leftover", "missing", "probe", "readable", "settle"]
