"""Texts about statistics of a class, and similar submissions."""

from collections.abc import Mapping

from grader.texts.marks import Plural

MESSAGES: Mapping[str, str | Plural] = {}
