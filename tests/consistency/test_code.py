"""The code keeps the house's rules that no linter knows."""

import ast
from collections.abc import Iterator

from tests.consistency.reading import modules, text, tree

LONGEST = 400

# -- The doors -----------------------------------------------------------------------------------
BEHIND_DOORS = {"Child", "Review", "ChildView"}
ROOMS = ("access", "selectors", "models", "actions", "management", "deadlines", "duties", "tasks")
"""The rooms of an app that may ask the tables themselves: the doors, what stands behind them, and what has no asker."""
OTHERS = {
    "insight/measures.py": "counts a whole authority for its managers; names no child",
    "insight/demo/facts.py": "makes the demo",
    "insight/demo/past.py": "makes the demo",
    "insight/demo/live.py": "makes the demo",
    "insight/national/make.py": "makes the synthetic England",
}


def behind(module: str) -> bool:
    """Whether a module stands behind the doors."""
    return any(part.removesuffix(".py") in ROOMS for part in module.split("/"))


def asked(module: str) -> Iterator[str]:
    """Where a module asks a guarded table without going through a door."""
    for node in ast.walk(tree(module)):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ("objects", "_default_manager", "_base_manager")
            and isinstance(node.value, ast.Name)
            and node.value.id in BEHIND_DOORS
        ):
            yield f"{module}:{node.lineno} {node.value.id}.{node.attr}"


def test_a_childs_rows_are_reached_by_the_doors_alone() -> None:
    found = [
        place
        for module in modules()
        if not behind(module) and module not in OTHERS
        for place in asked(module)
    ]

    assert found == []


def test_the_exceptions_are_still_needed() -> None:
    assert [module for module in OTHERS if not list(asked(module))] == []


# -- Actions -------------------------------------------------------------------------------------
BY_THE_CLOCK = {
    "reviews/actions/reminders.py sweep",
    "reviews/actions/reminders.py sweep_if_due",
}
"""Acts that nobody does: beat wakes them."""


def public_functions(module: str) -> Iterator[ast.FunctionDef]:
    """What a module itself defines for others."""
    for node in tree(module).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def acts() -> dict[str, ast.FunctionDef]:
    """Public functions among the actions that open a transaction: the things that happen."""
    return {
        f"{module} {function.name}": function
        for module in modules()
        if module.split("/")[1] in ("actions", "actions.py")
        for function in public_functions(module)
        if any(
            name in ast.unparse(one)
            for one in function.decorator_list
            for name in ("atomic", "in_its_authority")
        )
    }


def test_there_are_acts() -> None:
    assert {"accounts/actions/people.py add_person", "reviews/actions/decisions.py issue_decisions"} <= set(
        acts()
    )


def test_an_act_takes_named_arguments_only() -> None:
    loose = [
        name
        for name, act in acts().items()
        if act.args.posonlyargs or act.args.args or act.args.vararg is not None
    ]

    assert loose == []


def test_an_act_says_by_whom() -> None:
    silent = {name for name, act in acts().items() if "by" not in {one.arg for one in act.args.kwonlyargs}}

    assert silent == BY_THE_CLOCK


def test_by_is_never_given_by_position() -> None:
    found = [
        f"{module} {function.name}"
        for module in modules()
        if module.split("/")[1] in ("actions", "actions.py")
        for function in public_functions(module)
        if "by" in {one.arg for one in (*function.args.posonlyargs, *function.args.args)}
    ]

    assert found == []


# -- Size and words ------------------------------------------------------------------------------
def test_no_module_is_too_long_to_read() -> None:
    found = {module: text(module).count("\n") for module in modules()}

    assert {module: lines for module, lines in found.items() if lines > LONGEST} == {}


def test_every_module_says_what_it_is() -> None:
    assert [
        module for module in modules() if text(module).strip() and not ast.get_docstring(tree(module))
    ] == []


def test_public_classes_and_functions_say_what_they_are() -> None:
    silent = [
        f"{module} {node.name}"
        for module in modules()
        for node in tree(module).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and not (isinstance(node, ast.ClassDef) and module.endswith("/apps.py"))
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_public_functions_are_typed() -> None:
    bare = [
        f"{module} {function.name}"
        for module in modules()
        for function in public_functions(module)
        if function.returns is None
        or any(
            one.annotation is None
            for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        )
    ]

    assert bare == []
