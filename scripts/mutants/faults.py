"""The small faults that can be put into a module: text in, text with one fault out. Pure."""

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
COMPUTED: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "+",
    ast.FloorDiv: "*",
    ast.Mod: "*",
    ast.BitAnd: "|",
    ast.BitOr: "&",
}
NARROWING = {"filter", "exclude", "get", "update", "aggregate"}
"""Calls whose every argument narrows or changes what is reached; elsewhere only named arguments are dropped."""
SHAPING = {"dataclass", "property", "staticmethod", "classmethod", "contextmanager", "overload"}
"""Decorators without which a module does not work at all, so that dropping them asks nothing of the tests."""
SPOKEN = {"logger"}
"""What only tells the operator something. Its calls are left alone."""


@dataclass(frozen=True)
class Fault:
    """One change of one module."""

    module: str
    line: int
    kind: str
    start: int
    end: int
    old: str
    new: str
    shown: str
    """What the fault does, in one line; without the line's number, so that it holds when lines move."""

    @property
    def key(self) -> str:
        """What tells this fault from every other of the module."""
        return f"{self.start}:{self.end}:{hashlib.sha256(self.new.encode()).hexdigest()[:8]}"

    def applied(self, source: str) -> str:
        """The module's text with the fault."""
        text = source.encode()
        return (text[: self.start] + self.new.encode() + text[self.end :]).decode()


def faults_in(module: str, source: str) -> list[Fault]:
    """Every fault of a module, in the order of its lines; none that does not compile, none twice."""
    found: dict[str, Fault] = {}
    for fault in Finder(module, source).all():
        try:
            compile(fault.applied(source), module, "exec")
        except SyntaxError:
            continue
        found.setdefault(fault.key, fault)
    return sorted(found.values(), key=lambda fault: (fault.start, fault.end, fault.new))


class Finder:
    """Walks through a module. Annotations, doc strings, imports and log lines are passed over."""

    def __init__(self, module: str, source: str) -> None:
        self.module = module
        self.text = source.encode()
        self.tree = ast.parse(source)
        self.lines = source.splitlines()
        self.line_starts = [0]
        for line in self.text.splitlines(keepends=True):
            self.line_starts.append(self.line_starts[-1] + len(line))

    def all(self) -> Iterator[Fault]:
        """Every fault, some perhaps twice."""
        yield from self._visit(self.tree)

    def _visit(self, node: ast.AST) -> Iterator[Fault]:
        if isinstance(node, ast.Import | ast.ImportFrom) or self._is_spoken(node):
            return
        yield from self._here(node)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "bases", "type_params"):
                continue
            if isinstance(node, ast.Assign) and name == "value" and self._is_exports(node):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not (name == "decorator_list" and self._is_shape(child)):
                    yield from self._visit(child)

    def _is_spoken(self, node: ast.AST) -> bool:
        call = node.value if isinstance(node, ast.Expr) else None
        return (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id in SPOKEN
        )

    def _is_shape(self, decorator: ast.AST) -> bool:
        """`@dataclass(frozen=True, slots=True)`: what its words forbid nobody does, so no test can tell."""
        return (
            isinstance(decorator, ast.Call)
            and isinstance(decorator.func, ast.Name)
            and decorator.func.id in SHAPING
        )

    def _is_exports(self, node: ast.Assign) -> bool:
        return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)

    def _here(self, node: ast.AST) -> Iterator[Fault]:
        match node:
            case ast.Compare(ops=[op]) if type(op) in COMPARED:
                left, right = self._of(node.left), self._of(node.comparators[0])
                yield self._fault(node, "comparison", f"{left} {COMPARED[type(op)]} {right}")
            case ast.Compare():
                yield from self._chain(node)
            case ast.BoolOp():
                other = " or " if isinstance(node.op, ast.And) else " and "
                yield self._fault(
                    node, "and/or", "(" + other.join(f"({self._of(v)})" for v in node.values) + ")"
                )
            case ast.BinOp() if type(node.op) in COMPUTED and not _is_text(node):
                left, right = self._of(node.left), self._of(node.right)
                yield self._fault(node, "operator", f"({left}) {COMPUTED[type(node.op)]} ({right})")
            case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
                yield self._fault(node, "sign", f"({self._of(node.operand)})")
            case ast.Constant(value=bool()):
                yield self._fault(node, "constant", str(not node.value))
            case ast.Constant(value=int() | float()):
                yield self._fault(node, "constant", str(node.value + 1))
            case ast.If() | ast.IfExp() | ast.While() if not _is_turned_already(node.test):
                yield self._fault(node.test, "condition", f"(not ({self._of(node.test)}))")
            case ast.Call():
                yield from self._arguments(node)
            case ast.Expr(value=ast.Call() | ast.Yield() as value) if isinstance(value, ast.Call):
                yield self._fault(node, "statement", "pass")
            case ast.Raise():
                yield self._fault(node, "statement", "pass")
            case ast.Return(value=ast.expr() as value) if not _is_none(value):
                yield self._fault(node, "statement", "return None")
            case ast.AugAssign() if type(node.op) in COMPUTED:
                yield self._fault(
                    node,
                    "operator",
                    f"{self._of(node.target)} {COMPUTED[type(node.op)]}= {self._of(node.value)}",
                )
            case ast.Continue():
                yield self._fault(node, "statement", "break")
            case ast.Break():
                yield self._fault(node, "statement", "continue")
            case ast.With():
                for item in node.items:
                    if item.optional_vars is None:
                        yield self._fault(item.context_expr, "with", '__import__("contextlib").nullcontext()')
            case ast.Set() | ast.List() | ast.Tuple() if isinstance(
                getattr(node, "ctx", ast.Load()), ast.Load
            ):
                yield from self._elements(node)
            case ast.FunctionDef() | ast.ClassDef():
                yield from self._decorators(node)

    def _chain(self, node: ast.Compare) -> Iterator[Fault]:
        """`a <= b <= c`: each of its signs by itself."""
        parts = [node.left, *node.comparators]
        for place, op in enumerate(node.ops):
            if type(op) not in COMPARED:
                continue
            start, end = self._span(parts[place])[1], self._span(parts[place + 1])[0]
            yield self._span_fault(start, end, node.lineno, "comparison", f" {COMPARED[type(op)]} ")

    def _arguments(self, call: ast.Call) -> Iterator[Fault]:
        """Each named argument dropped; where arguments narrow what is reached, the others too."""
        narrows = isinstance(call.func, ast.Attribute) and call.func.attr in NARROWING
        droppable: list[ast.AST] = [word for word in call.keywords if word.arg is not None]
        if narrows:
            droppable += call.args
        everything = sorted([*call.args, *call.keywords], key=lambda one: self._span(one)[0])
        for one in droppable:
            rest = ", ".join(self._of(other) for other in everything if other is not one)
            yield self._fault(
                call,
                "argument",
                f"{self._of(call.func)}({rest})",
                shown=f"without `{_on_one_line(self._of(one))}`",
            )

    def _elements(self, node: ast.Set | ast.List | ast.Tuple) -> Iterator[Fault]:
        """Each member of a written set, list or tuple dropped."""
        if len(node.elts) < 2:
            return
        opening, closing = {ast.Set: "{}", ast.List: "[]", ast.Tuple: "()"}[type(node)]
        for one in node.elts:
            rest = ", ".join(self._of(other) for other in node.elts if other is not one)
            yield self._fault(
                node, "member", f"{opening}{rest},{closing}", f"without `{_on_one_line(self._of(one))}`"
            )

    def _decorators(self, node: ast.FunctionDef | ast.ClassDef) -> Iterator[Fault]:
        for decorator in node.decorator_list:
            if not SHAPING & {part.id for part in ast.walk(decorator) if isinstance(part, ast.Name)}:
                yield self._fault(decorator, "decorator", "(lambda same: same)")

    def _span(self, node: ast.AST) -> tuple[int, int]:
        start = self.line_starts[node.lineno - 1] + node.col_offset
        return start, self.line_starts[node.end_lineno - 1] + node.end_col_offset

    def _of(self, node: ast.AST) -> str:
        start, end = self._span(node)
        return self.text[start:end].decode()

    def _fault(self, node: ast.AST, kind: str, new: str, shown: str = "") -> Fault:
        start, end = self._span(node)
        return self._span_fault(start, end, node.lineno, kind, new, shown)

    def _span_fault(self, start: int, end: int, line: int, kind: str, new: str, shown: str = "") -> Fault:
        old = _on_one_line(self.text[start:end].decode())
        there = _on_one_line(self.lines[line - 1])
        what = shown or f"`{old}` → `{_on_one_line(new)}`"
        return Fault(
            self.module,
            line,
            kind,
            start,
            end,
            old,
            new,
            what if old in what and old == there else f"{what} in `{there}`",
        )


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _is_text(node: ast.BinOp) -> bool:
    """Adding to a sentence: taking away from it cannot work, so nothing is learnt."""
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


def _is_turned_already(test: ast.expr) -> bool:
    """A condition that another fault turns round already."""
    if isinstance(test, ast.UnaryOp):
        return isinstance(test.op, ast.Not)
    turned = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)
    return isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], turned)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
