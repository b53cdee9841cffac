"""Hand-ins with code that is the same or nearly the same: a list to look at, and never a verdict."""

from grader.gradebook.similar.pairs import Pair, Passage, SharedSection, Similar, find_similar
from grader.gradebook.similar.text import similar_record, similar_text

__all__ = ["Pair", "Passage", "SharedSection", "Similar", "find_similar", "similar_record", "similar_text"]
