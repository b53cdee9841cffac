"""How a file can change what a name stands for without binding it, and change any call at all.

A name can be put into the module from outside (`globals()["f"] = …`, `setattr(sys.modules[__name__], "f", …)`); text
can be run that binds it; torch can be told to call something else. What is put there is followed; what cannot be
followed makes the file one that cannot be checked.
"""

import ast
from collections.abc import Iterable, Iterator

from grader.suite.reading.meaning import Meaning
from grader.suite.reading.names import DYNAMIC, Store
from grader.suite.reading.source import Source
from grader.suite.reading.values import SPACE, File, Library, Own

OF_ANY_CALL = ("TorchDispatchMode", "TorchFunctionMode", "register_module_forward_hook")
"""Names by which a file can have torch call something else than what is written."""

OF_ANYTHING = (
    *("_current_frames", "_getframe", "currentframe", "f_back", "f_builtins", "f_globals", "f_locals", "gi_frame"),
    *("get_objects", "get_referents", "get_referrers", "tb_frame", "setprofile", "settrace"),
)
"""Names by which a file can get hold of any name in it, or of any call."""

RUNNERS = frozenset(
    {"builtins.compile", "builtins.eval", "builtins.exec", "code", "codeop", "ctypes", "dill", "marshal", "pickle"}
    | {"runpy", "sys.modules", "torch.library", "types.CodeType", "types.FunctionType", "unittest.mock"}
)
"""Places from which text or bytes can be run as code, or another module be put in the place of this one."""

OF_ANY_NAME = ("__class__", "__dict__", "__getattr__", "__getattribute__")
"""Attributes of a module that decide what all its names stand for."""


def put_into_spaces(source: Source, meaning: Meaning) -> list[Store]:
    """What is put into the dict of the file's own names."""
    found: list[Store] = []
    for store in source.names.items:
        meaning.step()
        space = store.target.value if isinstance(store.target, (ast.Attribute, ast.Subscript)) else None
        if space and Library(SPACE) in meaning.of(space, source, True):
            found.append(store)
    return found


def put_there(name: str, source: Source, meaning: Meaning, spaces: Iterable[Store]) -> Iterator[Store]:
    """What is put under a module-level name from outside, and what may be."""
    for attribute in (name, *OF_ANY_NAME, None):
        for store in source.names.stores.get(attribute, []):
            if isinstance(store.target, ast.Attribute) and File(source) in meaning.of(store.target.value, source, True):
                yield store
    for store in spaces:
        if isinstance(store.target, (ast.Attribute, ast.Subscript)) and _key(store.target) in (name, None):
            yield store


def unfollowed(name: str, source: Source, meaning: Meaning) -> Iterator[tuple[ast.AST, str]]:
    """What may change the name, or any call, in a way that no reading can follow: where, and what it is."""
    for word in (*OF_ANY_CALL, *OF_ANYTHING):
        for node in source.names.words.get(word, [])[:1]:
            yield node, word
    followed = {call.func for call in source.names.calls_of_text}
    for use in _uses_at_import(source, meaning):
        for value in meaning.of(use, source, True):
            if isinstance(value, Library) and _runs_code(value.path) and use not in followed:
                yield use, value.path
    for call in source.names.calls_of_text:
        if (source.names.runs_at_import(call) or len(call.args) > 1) and _may_bind(name, call, source, meaning):
            yield call, "exec"


def _uses_at_import(source: Source, meaning: Meaning) -> Iterator[ast.Name | ast.Attribute]:
    """The names and attributes that are used while the file is read, in functions that it calls then as well."""
    called: set[ast.AST] = set()
    todo: list[ast.AST] = [source.names.module.node]
    while todo:
        for node in source.names.run_with(todo.pop()):
            meaning.step()
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                yield node
            elif isinstance(node, ast.Call):
                for function in meaning.of(node.func, source, True):
                    if isinstance(function, Own) and function.source is source and function.node not in called:
                        called.add(function.node)
                        todo.append(function.node)


def _runs_code(path: str) -> bool:
    parts = path.split(".")
    return any(".".join(parts[:end]) in RUNNERS for end in (1, 2))


def _may_bind(name: str, call: ast.Call, source: Source, meaning: Meaning) -> bool:
    """Whether the text that a call of `exec` runs may bind a name."""
    texts = meaning.texts(call.args[0], source, True) if call.args else None
    run = [Source(text, "") for text in texts or ()]
    return not run or any(one.problem or {name, *DYNAMIC} & one.names.words.keys() for one in run)


def _key(target: ast.Attribute | ast.Subscript) -> str | None:
    """The text between the brackets, None where there is no plain one."""
    key = target.slice if isinstance(target, ast.Subscript) else None
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
