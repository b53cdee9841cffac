"""What a stub's docstring says of an exercise: its text, its formulas, what there is to read, what is to do."""

import ast
import inspect
import re
from dataclasses import dataclass

from grader.course.reset import exercises_in

CODE = re.compile(r"``([^`]+)``")
FORMULA = re.compile(r"[=*/+@Σ²]| - ")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
TODO = re.compile(r"#\s*TODO:\s*(\S.*)")


@dataclass(frozen=True)
class Explanation:
    """An exercise in its author's words; each part is "" or () where the stub does not have it."""

    text: str = ""
    formulas: tuple[str, ...] = ()
    reading: str = ""
    todo: str = ""


def explanation(stub: str, exercise: str) -> Explanation:
    """What the stub says of the exercise."""
    lines = exercises_in(stub).get(exercise)
    if lines is None:
        return Explanation()
    source = "\n".join(stub.split("\n")[lines[0] : lines[1]])
    found = next((part for part in ast.parse(source).body if isinstance(part, DEFINITIONS)), None)
    text = inspect.cleandoc((ast.get_docstring(found) if found else None) or "")
    paragraphs = text.split("\n\n")
    reading = next((" ".join(part.split()) for part in paragraphs if part.startswith("Read:")), "")
    formulas = [code for code in CODE.findall(text) if FORMULA.search(code)]
    todo = TODO.search(source)
    return Explanation(
        text="\n\n".join(_flowing(part) for part in paragraphs if not part.startswith("Read:")),
        formulas=tuple(dict.fromkeys(formulas)),
        reading=reading.removeprefix("Read:").strip(),
        todo=todo[1] if todo else "",
    )


def _flowing(paragraph: str) -> str:
    """Prose as one line, for whoever shows it to break; examples and lists as they stand."""
    lines = paragraph.split("\n")
    as_it_stands = any(line.startswith((">>>", " ", "- ", "* ", "|")) for line in lines)
    return paragraph if as_it_stands else " ".join(line.strip() for line in lines)
