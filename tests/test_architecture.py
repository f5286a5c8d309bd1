"""The shape of the code, asserted from its own syntax trees."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_FILES = 14
MAY_IMPORT = {  # each room may import itself, and those named here
    "index_store": "",
    "rag.text": "index_store",
    "rag.plan": "index_store rag.text",
    "rag.machine": "index_store",
    "rag.answer": "index_store rag.plan",
    "rag.models.store": "index_store rag.machine",
    "rag.models.embedder": "index_store rag.machine rag.text",
    "rag.models.runtimes": "index_store rag.machine",
    "rag.models.child": "index_store rag.models.runtimes rag.models.store",
    "rag.settings": "index_store rag.machine rag.models.runtimes",
    "rag.models.llm": "index_store rag.machine rag.models.child rag.models.runtimes rag.models.store rag.settings",
    "rag.export": "index_store rag.answer rag.text",
    "rag.ingest.raw_record": "",
    "rag.ingest.fields": "index_store rag.ingest.raw_record rag.machine rag.models.embedder rag.text",
    "rag.ingest": "index_store rag.ingest.fields rag.ingest.raw_record rag.machine rag.models.embedder rag.text",
    "rag.map": "index_store rag.text",
    "rag.retrieval": "index_store rag.ingest rag.ingest.raw_record rag.machine rag.map rag.models.embedder rag.text",
    "rag.browsing": "index_store rag.retrieval",
    "rag.events": "index_store rag.answer rag.retrieval",
    "rag.grounding": "index_store rag.answer rag.models.embedder rag.retrieval rag.text",
    "rag.collection": "index_store rag.answer rag.grounding rag.ingest rag.models.embedder rag.plan rag.retrieval "
    "rag.text",
    "rag.question": "index_store rag.collection rag.ingest rag.plan rag.retrieval rag.text",
    "rag.reading": "index_store rag.retrieval rag.text",
    "rag.refusing": "index_store rag.grounding rag.question rag.reading rag.retrieval rag.text",
    "rag.answering": "index_store rag.answer rag.events rag.grounding rag.machine rag.models.llm rag.plan rag.question "
    "rag.reading rag.refusing rag.retrieval rag.settings rag.text",
    "rag.llama_index": "index_store rag.answer",
    "rag.steps": "index_store rag.answer rag.answering rag.collection rag.events rag.grounding rag.plan rag.question "
    "rag.reading rag.refusing rag.retrieval rag.settings rag.text",
    "rag.assistant": "index_store rag.answer rag.answering rag.events rag.llama_index rag.ingest "
    "rag.ingest.raw_record rag.machine rag.map rag.models.embedder rag.models.store rag.question rag.retrieval "
    "rag.settings rag.steps",
    "rag.suggestion": "index_store rag.answer rag.retrieval rag.text",
    "rag.assistants": "index_store rag.assistant rag.browsing rag.ingest rag.machine rag.retrieval rag.settings",
    "rag": "rag.answer rag.assistant",
    "rag.shell": "index_store rag rag.answer rag.answering rag.assistant rag.export rag.ingest "
    "rag.ingest.raw_record rag.machine rag.models.child rag.models.embedder rag.models.llm rag.models.runtimes "
    "rag.models.store rag.question rag.retrieval rag.settings rag.text",
    "ui.visitor_state": "",
    "ui.html_pieces": "",
    "ui.answers": "index_store rag.*",
    "ui.asking": "index_store rag.* ui.answers ui.html_pieces ui.visitor_state",
    "ui.library": "index_store rag.* ui.answers ui.asking ui.html_pieces ui.visitor_state",
    "ui.conversations": "index_store rag.* ui.answers ui.asking ui.html_pieces ui.visitor_state",
    "ui.map": "index_store rag.* ui.answers ui.asking ui.html_pieces ui.visitor_state",
    "ui": "index_store rag.* ui.html_pieces ui.visitor_state ui.answers ui.asking ui.library ui.conversations ui.map",
    "eval.sets": "index_store rag.*",
    "eval.metrics": "index_store rag.* eval.sets",
    "eval.asking": "index_store rag.* eval.sets eval.metrics",
    "eval.comparing": "index_store rag.* eval.sets eval.metrics eval.asking",
    "eval.reporting": "index_store rag.* eval.sets eval.metrics eval.asking eval.comparing",
    "eval.speed": "index_store rag.* eval.sets eval.asking",
    "eval.published": "index_store rag.* eval.sets eval.metrics eval.asking eval.comparing eval.reporting eval.speed",
    "eval.fit": "index_store rag.* eval.sets eval.asking eval.comparing eval.reporting eval.speed eval.published",
    "eval.pytest_plugin": "index_store rag.* eval.sets eval.metrics eval.asking",
    "eval.commands": "index_store rag.* eval.sets eval.asking eval.comparing eval.reporting eval.speed eval.published",
    "eval": "eval.sets eval.asking eval.comparing",
}
MODULES = sorted(path for top in ("index_store", "rag", "ui", "eval") for path in (ROOT / top).rglob("*.py"))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


NAMES = {module_name(path) for path in MODULES}


def room_of(module: str) -> str:
    """Return the longest name among MAY_IMPORT that a module stands in."""
    parts = module.split(".")
    return next(room for n in range(len(parts), 0, -1) if (room := ".".join(parts[:n])) in MAY_IMPORT)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in NAMES else node.module for name in inner)


def ours(path: Path) -> set[str]:
    """Return the rooms of ours that a module imports, but for its own."""
    return {room_of(name) for name in imports(path) if name in NAMES} - {room_of(module_name(path))}


def allowed(room: str) -> set[str]:
    named = set(MAY_IMPORT[room].split())
    return named | {r for r in MAY_IMPORT if r.split(".")[0] == "rag"} if "rag.*" in named else named


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_go_one_way(path: Path) -> None:
    assert ours(path) <= allowed(room_of(module_name(path)))


def test_the_rooms_have_an_order_in_which_each_imports_only_earlier_ones() -> None:
    rooms = list(MAY_IMPORT)
    for place, room in enumerate(rooms):
        assert allowed(room) & MAY_IMPORT.keys() <= set(rooms[:place]), room


def test_no_folder_holds_more_files_than_one_can_see() -> None:
    held = Counter(path.parent for path in MODULES)
    assert max(held.values()) <= MOST_FILES, held.most_common(1)


def test_no_two_modules_share_a_name() -> None:
    stems = Counter(path.stem for path in MODULES if path.stem != "__init__")
    assert [stem for stem, count in stems.items() if count > 1] == []


def test_every_room_says_in_one_line_what_belongs_there() -> None:
    for path in MODULES:
        if path.stem == "__init__":
            assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_module_grows_past_reading(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def test_no_pickle_and_no_remote_code() -> None:
    for path in MODULES:
        names = {n.id for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Name)}
        assert "pickle" not in names, path
        assert "trust_remote_code" not in path.read_text(), path
