"""Texts about the gradebook: runs, grades, adjustments, late policy."""

from collections.abc import Mapping

from grader.texts.marks import Plural

MESSAGES: Mapping[str, str | Plural] = {}
