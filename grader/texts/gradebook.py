"""Texts about the gradebook: runs, grades, adjustments, late policy."""

from collections.abc import Mapping

from grader.texts.marks import Plural, _

MESSAGES: Mapping[str, str | Plural] = {
    # ── what was decided about a test
    "ruling_without_weights": _(
        "the results of %(section)s were kept without the weights of tests, so %(test)s cannot be dropped from them. "
        "To change that, grade it again."
    ),
    "ruling_leaves_nothing": _(
        "without %(test)s, an exercise of %(section)s would have no test left for its points. Give the test instead: "
        "then everybody has its points."
    ),
}
