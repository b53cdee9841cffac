"""What the engine's own tests share: a cache of their own, and one nursery for all of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

collect_ignore = ["toy"]

hypothesis.settings.register_profile("kit", deadline=None, database=None)
hypothesis.settings.load_profile("kit")


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
