"""The JUnit format, as GitLab, Jenkins and GitHub's actions read it: a suite a section, a case a test.

GitLab drops a case whose class and name were there before, so names are made unique; it shows an element's text and
not its `message`, so both carry the message.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count
from xml.etree import ElementTree as ET

from grader.report.page import PLAIN, Layout, points
from grader.report.places import paths
from grader.report.words import messages
from grader.scoring import Result, SectionResult, TestResult
from grader.texts import Translator
from grader.verdict import Status

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ELEMENTS = {
    Status.FAILED: "failure",
    Status.ERROR: "error",
    Status.TIMEOUT: "error",
    Status.CRASHED: "error",
    Status.NOT_ATTEMPTED: "skipped",
}
COUNTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render(result: Result, layout: Layout = PLAIN) -> str:
    """The result as an XML document with a newline at its end."""
    tests = [test for section in result.sections for test in section.tests]
    root = ET.Element("testsuites", {"name": "grader", **_counts(tests), "time": f"{result.duration:.3f}"})
    said = messages(result, layout.translator)
    files = paths(result)
    for section in result.sections:
        root.append(_suite(section, files.get(section.id, f"{section.id}.py"), said, layout.translator))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(section: SectionResult, file: str, said: Mapping[str, str], translator: Translator) -> ET.Element:
    time = sum(test.duration for test in section.tests)
    suite = ET.Element("testsuite", {"name": section.id, **_counts(section.tests), "time": f"{time:.3f}"})
    taken: set[str] = set()
    for test in section.tests:
        plain = _clean(f"{test.exercise}: {test.title}")
        names = (plain if number == 1 else f"{plain} ({number})" for number in count(1))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        case = _case(test, section, file, name)
        _add_end(case, test, said[test.id], translator)
        suite.append(case)
    return suite


def _case(test: TestResult, section: SectionResult, file: str, name: str) -> ET.Element:
    time = f"{test.duration:.3f}"
    case = ET.Element("testcase", classname=section.id, name=name, file=_clean(file), time=time)
    properties = ET.SubElement(case, "properties")
    for key, value in [
        ("score", points(test.score)),
        ("max_score", points(test.max_score)),
        ("visibility", test.visibility),
    ]:
        ET.SubElement(properties, "property", name=key, value=value)
    return case


def _add_end(case: ET.Element, test: TestResult, message: str, translator: Translator) -> None:
    """How the test ended, where it did not pass."""
    status, word = test.status, translator.say(f"status_{test.status.value}")
    if status is Status.NOT_ATTEMPTED:
        ET.SubElement(case, "skipped", type=status.value, message=word).text = _clean(message)
    elif status is not Status.PASSED:
        hint = [translator.say("hint_line", hint=test.hint)] if test.hint else []
        text = _clean("\n".join([message or word, *hint]))
        ET.SubElement(case, ELEMENTS[status], type=status.value, message=text).text = text


def _counts(tests: Sequence[TestResult]) -> dict[str, str]:
    kinds = Counter(ELEMENTS.get(test.status) for test in tests)
    return {"tests": str(len(tests)), **{name: str(kinds[element]) for name, element in COUNTS.items()}}


def _clean(text: str) -> str:
    """XML 1.0 has no way to write most control characters: each becomes U+FFFD."""
    return ILLEGAL.sub("\ufffd", text)
