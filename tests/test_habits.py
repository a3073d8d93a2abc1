"""Rules of this code base that no off-the-shelf tool checks. A rule that no tool checks is a wish."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

PACKAGE = Path(__file__).parents[1] / "src" / "rafiq"
MODULES = {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text()) for path in PACKAGE.rglob("*.py")}
CAPABILITIES = (
    "accounts",
    "customers",
    "inbox",
    "knowledge",
    "channels",
    "feedback",
    "workforce",
    "promises",
    "routing",
    "insights",
    "automations",
    "practice",
    "board",
)
# The rooms of a capability that only itself may enter; services, queries, events, urls … are its doors.
PRIVATE = {"views", "forms", "subscribers", "jobs", "apps", "templatetags"}
# Where the clock may be read: at the edges, which pass the time on.
EDGES = re.compile(
    r"^(cli|bench|demo|gateway|web)/|^api/(auth|idempotency|routes/)|/(\w*views|forms|fields|editing|templatetags|jobs|worker|dispatcher|live\w*)(\.py|/)|live_domain|/management/"
)


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Every call of a method or function with this name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
            yield node


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported dotted name, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def broken(check) -> list[str]:
    """Where a check fails, as `file:line`."""
    return [f"{where}:{line}" for where, tree in MODULES.items() for line in check(where, tree)]


def test_a_capability_enters_no_private_room_of_another():
    def check(where, tree):
        for line, name in imports(tree):
            parts = name.split(".")
            is_private = parts[0] == "rafiq" and parts[1:2] and parts[1] in CAPABILITIES and PRIVATE & set(parts[2:])
            if is_private and not where.startswith(f"{parts[1]}/"):
                yield line

    assert broken(check) == []


def test_nothing_is_imported_inside_functions():
    def check(where, tree):
        functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        for function in functions:
            for node in ast.walk(function):
                # Django calls `ready` once the models are there, which is when these may be imported.
                if isinstance(node, ast.Import | ast.ImportFrom) and function.name != "ready":
                    yield node.lineno

    assert broken(check) == []


def test_row_locks_leave_room_for_rows_that_refer_to_them():
    def check(where, tree):
        for call in calls(tree, "select_for_update"):
            if not any(keyword.arg == "no_key" for keyword in call.keywords):
                yield call.lineno

    assert broken(check) == []


def test_related_rows_are_named_when_they_are_fetched():
    assert broken(lambda _, tree: [call.lineno for call in calls(tree, "select_related") if not call.args]) == []


def test_nothing_is_declared_safe_by_hand():
    assert broken(lambda _, tree: [call.lineno for call in calls(tree, "mark_safe")]) == []


def test_the_clock_is_read_only_at_the_edges():
    def check(where, tree):
        if not EDGES.search(where):
            for call in [*calls(tree, "now"), *calls(tree, "today"), *calls(tree, "utcnow")]:
                if getattr(getattr(call.func, "value", None), "id", "") in {"timezone", "datetime", "date"}:
                    yield call.lineno

    assert broken(check) == []


def files(*suffixes: str) -> list[Path]:
    return [path for path in PACKAGE.rglob("*") if path.suffix in suffixes and "vendor" not in path.parts]


def lines_with(pattern: str, *suffixes: str) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in files(*suffixes)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if found.search(line)
    ]


def test_nothing_is_left_to_do():
    assert lines_with(r"\b(TODO|FIXME|XXX)\b", ".py", ".html", ".js", ".css") == []


def test_pages_work_under_a_strict_content_security_policy():
    assert lines_with(r"""\s(style|on[a-z]+)=["']""", ".html") == []
    assert lines_with(r"<script(?![^>]*\b(src|nonce)=)", ".html") == []


def test_styles_work_in_both_directions():
    physical = r"(?<![\w-])((margin|padding|border)-(left|right)|left|right)\s*:|(text-align|float):\s*(left|right)"
    assert lines_with(physical, ".css") == []


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
