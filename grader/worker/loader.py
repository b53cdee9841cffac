"""A student's modules, built from source text that arrives by message: no file of theirs is ever read here."""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import sys
from collections.abc import Sequence
from types import ModuleType

from grader.wire.cells import cell_lines
from grader.wire.messages import ModuleSource
from grader.worker.cells import Ended, run_cells


class SubmissionLoader(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    """Finds and runs the submission's modules; asked last, so that no file of theirs hides the real library's.

    What a package of theirs does not have is looked for beside the package: `from exercises.s3 import cost` is what an
    editor writes that has the folder above open. And what is not at the top is looked for in the folders there: a path
    that a file adds to `sys.path` leads nowhere here.
    """

    def __init__(self) -> None:
        self._sources: dict[str, ModuleSource] = {}
        self._packages: set[str] = set()
        self._inner: dict[str, str] = {}
        self.built: dict[str, ModuleType] = {}
        """The modules whose top level ran, by name."""
        self.ended: dict[str, SystemExit] = {}
        """What ended the top level of a module: `exit()` ends the file, and what was defined until then is there."""
        self.cells: dict[str, list[Ended]] = {}
        """The cells of a notebook that raised something."""
        self.filenames: set[str] = set()

    @property
    def names(self) -> Sequence[str]:
        """The names of the modules that are known."""
        return [*self._sources]

    def add(self, source: ModuleSource) -> None:
        """Know of a file; nothing of it runs yet."""
        module = source.module.removesuffix(".__init__")
        self._sources[module] = source
        parts = source.module.split(".")
        if len(parts) > 1:
            self._inner[parts[-1]] = module
        self._packages.update(".".join(parts[:end]) for end in range(1, len(parts)))
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

    def why_undefined(self, module: str, name: str) -> BaseException | None:
        """What kept the module, or the cell of a notebook, from defining that name."""
        if module in self.ended:
            return self.ended[module]
        cell = next((cell for cell in self.cells.get(module, ()) if name in cell.names), None)
        return cell.error.with_traceback(cell.traceback) if cell else None

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
        if path:
            return None  # in a library's package, whatever a folder of theirs is called
        package = fullname in self._packages
        if fullname in self._sources:
            origin = self._sources[fullname].filename
            return importlib.machinery.ModuleSpec(fullname, self, origin=origin, is_package=package)
        if package or self._elsewhere(fullname) in self._sources:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=package)
        return None

    def _elsewhere(self, name: str) -> str:
        """Another name for what cannot be found by its own; "" where there is none."""
        package, _, rest = name.partition(".")
        if not rest:
            return self._inner.get(name, "")
        return rest if package in self._packages else ""

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        source = self._sources.get(name)
        if source is None:
            if name not in self._packages:
                sys.modules[name] = importlib.import_module(self._elsewhere(name))
            return
        module.__file__ = source.filename
        if marks := cell_lines(source.text):
            self.cells[name] = run_cells(source.text, source.filename, marks, module.__dict__)
            self.built[name] = module
            return
        code = compile(source.text, source.filename, "exec", dont_inherit=True)
        try:
            exec(code, module.__dict__)  # the student's own code, in the student's own process
        except SystemExit as end:
            self.ended[name] = end
        self.built[name] = module
