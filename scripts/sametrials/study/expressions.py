"""Constraints on points: expressions such as `batch_size * units <= 8192`.

They have numbers, texts, names of hyper-parameters, `+ - * / // % **`, comparisons, `and or not`,
and `in [...]`; no calls, attributes or other names. A power is computed as a float, so that none of
them takes long.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

LONGEST = 1000
"""Most letters of an expression."""

Value = Callable[[Mapping[str, Any]], Any]
"""Computes a part of an expression at a point."""

_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: lambda base, exponent: float(base) ** float(exponent),
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda value, values: value in values,
    ast.NotIn: lambda value, values: value not in values,
}
_SIGNS: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}
_ERRORS = (ArithmeticError, TypeError)
"""What computing an expression may raise: a division by zero, a text times a number."""


class Expression:
    """A constraint.

    Parameters
    ----------
    text
        As in config.yaml.

    Attributes
    ----------
    names
        The names in it.

    Raises
    ------
    ValueError
        It is no expression of this kind; the message says what was found and what was expected.
    """

    def __init__(self, text: str):
        self.text = text
        if len(text) > LONGEST:
            raise ValueError(f"found {len(text)} letters, expected {LONGEST} at most")
        try:
            tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise ValueError(
                f"found {text!r}, expected an expression such as 'batch_size * units <= 8192'"
            ) from None
        if not isinstance(tree, ast.Compare | ast.BoolOp) and not _is_not(tree):
            raise ValueError(f"found {text!r}, expected a comparison, which is true or false")
        self.names: set[str] = set()
        self._value = self._read(tree)

    def __reduce__(self) -> tuple:
        return type(self), (self.text,)  # its functions cannot go to another process

    def __call__(self, point: Mapping[str, Any]) -> bool:
        """Tell whether it is true at a point, which has a value for each of its names.

        Raises
        ------
        ValueError
            It cannot be computed there; the message says why.
        """
        try:
            return bool(self._value(point))
        except _ERRORS as error:
            raise ValueError(str(error)) from None

    def _read(self, node: ast.AST) -> Value:
        """Turn a part into a function of the point."""
        match node:
            case ast.Constant(value=bool() | int() | float() | str() | None as value):
                return lambda _: value
            case ast.Name(id=name):
                self.names.add(name)
                return lambda point: point[name]
            case ast.UnaryOp(op=op, operand=operand):
                if type(op) in _SIGNS:
                    return _applied(_SIGNS[type(op)], self._read(operand))
            case ast.BinOp(left=left, op=op, right=right):
                if type(op) in _ARITHMETIC:
                    both = self._read(left), self._read(right)
                    return _applied(_ARITHMETIC[type(op)], *both)
            case ast.BoolOp(op=op, values=parts):
                values = list(map(self._read, parts))
                return _all(values) if isinstance(op, ast.And) else _any(values)
            case ast.Compare(left=left, ops=ops, comparators=others):
                if all(type(op) in _COMPARISONS for op in ops):
                    terms = list(map(self._read, [left, *others]))
                    return _chain([_COMPARISONS[type(op)] for op in ops], terms)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return _listed(list(map(self._read, parts)))
        raise ValueError(
            f"found {ast.unparse(node)!r}, expected hyper-parameters, numbers, texts, arithmetic, "
            "comparisons, and, or, not, in [...]"
        )


def _is_not(tree: ast.AST) -> bool:
    return isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not)


def _applied(function: Callable[..., Any], *arguments: Value) -> Value:
    return lambda point: function(*(argument(point) for argument in arguments))


def _all(values: list[Value]) -> Value:
    return lambda point: all(value(point) for value in values)


def _any(values: list[Value]) -> Value:
    return lambda point: any(value(point) for value in values)


def _listed(values: list[Value]) -> Value:
    return lambda point: [value(point) for value in values]


def _chain(comparisons: list[Callable[[Any, Any], bool]], terms: list[Value]) -> Value:
    """Compare each term with the next one, as in `1 < x <= 3`."""

    def compare(point: Mapping[str, Any]) -> bool:
        values = [term(point) for term in terms]
        pairs = zip(comparisons, values, values[1:], strict=False)
        return all(holds(left, right) for holds, left, right in pairs)

    return compare
