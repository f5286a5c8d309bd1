"""Papers as CSV and as JSON Lines: all that a reader may be told of a paper, under the names that ours knows."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from index_store.records import Paper
from rag.export.exported_names import OTHERS, has_others, is_plain
from rag.text.notation.spreadsheet_cell import guarded

_COLUMNS = (
    "id", "title", "abstract", "published", "authors", "author_count", "url", "upvotes", "doi", "arxiv_id", "venue",
    "keywords",
)  # fmt: skip


def to_csv(papers: Iterable[Paper]) -> str:
    """Return a header and a row a paper, in the given order; lists are `A; B`, or JSON where that could be misread.

    A cell that a spreadsheet would run as a formula is guarded, see `rag.text.notation.spreadsheet_cell`.
    """
    table = io.StringIO()
    writer = csv.DictWriter(table, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in _record(paper).items()} for paper in papers)
    return table.getvalue()


def to_jsonl(papers: Iterable[Paper]) -> str:
    """Return an object a line a paper, in the given order, without the fields that it lacks.

    A name that a reader could cut or turn round is `{"literal": name}`, as in CSL.
    """
    return "".join(json.dumps(_record(paper), ensure_ascii=False) + "\n" for paper in papers)


def _record(paper: Paper) -> dict[str, Any]:
    names = [name if is_plain(name) else {"literal": name} for name in paper.authors]
    values = {
        "id": paper.paper_id,
        **{name: getattr(paper, name) for name in _COLUMNS[1:]},
        # Names without a count are not all there are.
        "authors": [*names, OTHERS] if has_others(paper) and paper.author_count is None else names,
        "keywords": list(paper.keywords),
    }
    return {name: value for name, value in values.items() if value not in (None, [])}


def _cell(value: Any) -> str:
    if not isinstance(value, list):
        return guarded(str(value))
    return guarded("; ".join(value)) if _is_simple(value) else json.dumps(value, ensure_ascii=False)


def _is_simple(values: Sequence[Any]) -> bool:
    """Return whether texts can be told apart when `; ` joins them, and a single one is not taken for many."""
    joined = "; ".join(value for value in values if isinstance(value, str))
    marks = "[;" if len(values) > 1 else "[;,|"
    return all(isinstance(value, str) and not any(mark in value for mark in marks) for value in values) and bool(joined)
