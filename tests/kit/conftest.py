"""What the engine's own tests share: a cache of their own, and one nursery for all of them.

Tests that are marked `slow` run with `-m slow` (alone) or `-m "slow or not slow"` (with all others).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

collect_ignore = ["toy"]

hypothesis.settings.register_profile("kit", deadline=None, database=None)
hypothesis.settings.load_profile("kit")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: more of the same, for a long night; left out unless -m asks for it")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.option.markexpr:
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Recordings go to a folder of this run, and so do those of the commands that it starts."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def nursery() -> Iterator[Any]:
    """Where all workers of these tests come from; it imports torch once."""
    from grader.boundary.nursery import open_nursery

    opened = open_nursery("process")
    yield opened
    opened.close()
