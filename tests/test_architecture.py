"""The house rules that a machine can hold: rings, quarantine, no cycles, small modules, sorted names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kg"
STAGES = {"sources", "extract", "resolve", "graph", "query", "view"}
EDGE = {
    "api",
    "aside",
    "build_report",
    "builder",
    "building",
    "chart",
    "cli",
    "cluster_tasks",
    "dask_executor",
    "day_work",
    "deciding",
    "doctor",
    "evaluation",
    "evidence",
    "executor",
    "explanations",
    "extracting",
    "exporting",
    "gather",
    "graph_views",
    "lexicon_coverage",
    "most_named",
    "name_files",
    "asked_graph",
    "publishing",
    "remote",
    "picture",
    "record_files",
    "resolving",
    "reviewing",
    "rows",
    "serve",
    "shared_files",
    "sharing",
    "statement_files",
    "train",
    "verify",
    "version_files",
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_resources" not in path.parts)
QUARANTINE = {
    "spacy": {"extract"},
    "pyoxigraph": {"graph", "query"},
    "rdflib": {"graph", "query"},
    "oxrdflib": {"graph", "query"},
    "pyshacl": {"graph"},
    "bibtexparser": {"graph"},
    "pyarrow": {"graph"},
    "dask": {"dask_executor.py"},
    "distributed": {"dask_executor.py"},
    "fsspec": {"sources"},
    "pyvis": {"view"},
    "rapidfuzz": {"resolve"},
    "networkx": {"view"},
    "typer": {"cli"},
    "rich": {"cli"},
    "matplotlib": {"chart.py", "view"},
    "pycrfsuite": {"train"},
    "scipy": {"train"},
    "sklearn": {"train"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "jinja2": {"serve"},
}


def ring(module: str) -> str:
    part = module.split(".")[1] if "." in module else ""
    if part in STAGES:
        return part
    return "edge" if part in EDGE else "ground"


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield each imported module with whether the import stands inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside: set[ast.AST] = set()
    typing_only: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside.update(ast.walk(node))
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            typing_only.update(ast.walk(node))
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield (
                    (full if (ROOT / Path(*full.split("."))).with_suffix(".py").exists() else node.module),
                    node in inside,
                )


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_point_inward(path: Path) -> None:
    own = ring(dotted(path))
    if path == PACKAGE / "__init__.py":
        return
    for name, _ in imports(path):
        if name.split(".")[0] != "kg" or name == "kg":
            continue
        other = ring(name)
        allowed = {"ground": {"ground"}, "edge": STAGES | {"ground", "edge"}}.get(own, {"ground", own})
        assert other in allowed, f"{dotted(path)} ({own}) imports {name} ({other})"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_foreign_libraries_stay_in_their_rooms(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0]
    for name, _ in imports(path):
        rooms = QUARANTINE.get(name.split(".")[0])
        assert rooms is None or part in rooms, f"{dotted(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_no_import_of_ours_hides_in_a_function(path: Path) -> None:
    hidden = [name for name, inside in imports(path) if inside and name.split(".")[0] == "kg"]
    assert not hidden


def test_no_import_cycles() -> None:
    graph = {
        dotted(path): {n for n, _ in imports(path) if n.startswith("kg.")}
        for path in MODULES
        if path != PACKAGE / "__init__.py"
    }
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join([*trail, module])
        if module in done:
            return
        for other in sorted(graph.get(module, ())):
            visit(other, (*trail, module))
        done.add(module)

    for module in sorted(graph):
        visit(module, ())


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_modules_are_small_and_documented(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if not text.strip():
        return
    assert len(text.splitlines()) < 250
    assert ast.get_docstring(ast.parse(text))
    assert path.stem not in {"utils", "helpers", "common", "misc"}


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_exported_names_exist(path: Path) -> None:
    if not path.read_text(encoding="utf-8").strip() or path.name == "__main__.py":
        return
    module = import_module(dotted(path))
    assert hasattr(module, "__all__"), f"{dotted(path)} has no __all__"
    for name in module.__all__:
        assert getattr(module, name) is not None


def test_inner_packages_export_nothing() -> None:
    for path in PACKAGE.rglob("__init__.py"):
        if path.parent != PACKAGE and "_resources" not in path.parts:
            assert not path.read_text(encoding="utf-8").strip(), f"{path} should be empty"


def test_the_top_level_is_as_agreed() -> None:
    expected = {"kg", "ontologies", "data", "tests", "notebooks", "pyproject.toml", "README.md"}
    assert expected <= {path.name for path in ROOT.iterdir()}
