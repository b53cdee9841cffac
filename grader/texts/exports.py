"""Texts about exports and feedback files."""

from collections.abc import Mapping

from grader.texts.marks import Plural

MESSAGES: Mapping[str, str | Plural] = {}
