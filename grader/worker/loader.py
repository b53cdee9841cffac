"""A student's modules, built from source text that arrives by message: no file of theirs is ever read here."""

import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import sys
from collections.abc import Sequence
from types import ModuleType

from grader.wire.messages import ModuleSource


class SubmissionLoader(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    """Finds and runs the submission's modules; asked last, so that no file of theirs hides the real library's."""

    def __init__(self) -> None:
        self._sources: dict[str, ModuleSource] = {}
        self.built: dict[str, ModuleType] = {}
        """The modules whose top level ran, by name."""
        self._made = 0
        self.filenames: set[str] = set()

    def add(self, source: ModuleSource) -> None:
        """Know of a file; nothing of it runs yet."""
        self._sources[source.module] = source
        self.filenames.add(source.filename)
        linecache.cache[source.filename] = (
            len(source.text), None, source.text.splitlines(keepends=True), source.filename
        )  # fmt: skip

    def module(self, name: str) -> ModuleType:
        """The module of that name, its top level run once; raises what the student's code raises."""
        if name not in self.built:
            spec = self.find_spec(name)
            if spec is None:
                raise ModuleNotFoundError(f"No module named {name!r}")
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            try:
                self.exec_module(module)
            except BaseException:
                del sys.modules[name]  # as an import does: whoever asks next meets the error, not half a module
                raise
        return self.built[name]

    def define(self, name: str, text: str) -> None:
        """Build a module of the suite's own, again whenever its text has changed."""
        known = self._sources.get(name)
        if known is None or known.text != text:
            self.built.pop(name, None)
            self.add(ModuleSource(name, f"<{name}>", text))
        self.module(name)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self._sources:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, origin=self._sources[fullname].filename)

    def exec_module(self, module: ModuleType) -> None:
        source = self._sources[module.__name__]
        module.__file__ = source.filename
        code = compile(source.text, source.filename, "exec", dont_inherit=True)
        exec(code, module.__dict__)  # the student's own code, in the student's own process
        self.built[module.__name__] = module
