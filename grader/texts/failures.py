"""failures"""

from grader.texts.marks import Plural, _

MESSAGES: dict[str, str | Plural] = {
}
