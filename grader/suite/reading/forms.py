"""Forms of expressions and definitions that can be told by looking at them alone."""

import ast


def is_named(node: ast.expr) -> bool:
    """Whether an expression only names things: `nn.Softmax`, `(int, float)`, `int | float`."""
    todo = [node]
    while todo:
        match todo.pop():
            case ast.Attribute(value=value):
                todo.append(value)
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                todo.extend(parts)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                todo.extend([left, right])
            case ast.Name() | ast.Constant():
                pass
            case _:
                return False
    return True


def is_type(node: ast.expr) -> bool:
    """Whether an expression is a type by its form: `type(x)`, `x.__class__`."""
    match node:
        case ast.Call(func=ast.Name(id="type"), args=[_]) | ast.Attribute(attr="__class__"):
            return True
    return False


def is_main_guard(node: ast.AST) -> bool:
    """Whether a statement is `if __name__ == "__main__":`."""
    match node:
        case ast.If(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right])):
            names = [part.id for part in (left, right) if isinstance(part, ast.Name)]
            texts = [part.value for part in (left, right) if isinstance(part, ast.Constant)]
            return names == ["__name__"] and texts == ["__main__"]
    return False


def defaults(args: ast.arguments) -> list[ast.expr]:
    """The default values of parameters."""
    return [default for default in [*args.defaults, *args.kw_defaults] if default]


def marks(node: ast.AST) -> set[str]:
    """The names of a definition's decorators, "" for one that is no plain name."""
    return {mark.id if isinstance(mark, ast.Name) else "" for mark in getattr(node, "decorator_list", [])}


def pieces(node: ast.expr) -> list[ast.expr]:
    """The expressions whose strings an expression puts together: `a + b`, `f"{a}b"`, `"".join((a, b))`."""
    match node:
        case ast.BinOp(op=ast.Add()):
            parts: list[ast.expr] = []
            while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
                parts.insert(0, node.right)
                node = node.left
            return [node, *parts]
        case ast.JoinedStr(values=values):
            plain = [v.value if isinstance(v, ast.FormattedValue) and not v.format_spec else v for v in values]
            return [] if any(isinstance(v, ast.FormattedValue) and v.conversion != -1 for v in values) else plain
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=""), attr="join"),
            args=[ast.List(elts=parts) | ast.Tuple(elts=parts)],
        ):
            return parts
    return []


def root_of(node: ast.expr | None) -> ast.expr | None:
    """What an expression begins with: `x` in `x.a[0]`, in `x.get(k).append` and in `vars(x)`."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred, ast.NamedExpr, ast.Call)):
        inner = node.func if isinstance(node, ast.Call) else node.value
        node = node.args[0] if isinstance(node, ast.Call) and isinstance(inner, ast.Name) and node.args else inner
    return node


def last_of(function: ast.expr) -> str:
    """The last part of a dotted name."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
