"""Which language the grader speaks: what GRADER_LANGUAGE says, which is read here and nowhere else."""

import os

from grader.texts import ENGLISH, Translator, translator


def language() -> str:
    """The language that was asked for, such as `ko`; one without a catalog is English."""
    return os.environ.get("GRADER_LANGUAGE") or ENGLISH


def spoken() -> Translator:
    """The translator into it."""
    return translator(language())
