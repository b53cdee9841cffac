"""Texts about what a class has handed in: layouts, rosters, archives, notebooks."""

from collections.abc import Mapping

from grader.texts.marks import Plural

MESSAGES: Mapping[str, str | Plural] = {}
