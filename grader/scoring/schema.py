"""The JSON Schema of a result, for those who read one with other tools: `result.schema.json` beside this module.

Write it anew when the result has changed::

    python -m grader.scoring.schema > grader/scoring/result.schema.json
"""

import json
from typing import Any

import msgspec

from grader.scoring.record import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ROUNDED = {
    "Record": ("score", "max_score", "hidden_points"),
    "Section": ("score", "max_score", "hidden_points"),
    "Test": ("score", "max_score"),
}
"""What is not read back, as it is rounded: numbers from 0 on."""


def schema() -> dict[str, Any]:
    """What every result is; it may have more fields than these."""
    parts = msgspec.json.schema(Record)
    tables = parts["$defs"]
    for table, names in ROUNDED.items():
        tables[table]["properties"].update({name: {"type": "number", "minimum": 0} for name in names})
        tables[table]["required"].extend(names)
    tables["Test"]["properties"]["message"] = {"type": "string"}
    tables["Test"]["required"].append("message")
    return {"$schema": DIALECT, "title": "Result", **parts}


if __name__ == "__main__":
    print(json.dumps(schema(), indent=1, ensure_ascii=False))
