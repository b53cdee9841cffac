"""Texts about grading a class: jobs, clusters, progress."""

from collections.abc import Mapping

from grader.texts.marks import Plural

MESSAGES: Mapping[str, str | Plural] = {}
