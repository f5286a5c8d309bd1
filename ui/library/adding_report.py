"""What files hold, before it is kept, and what became of it, as HTML."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from index_store.records import Paper
from rag.ingest.incoming import IngestReport, Preview
from rag.ingest.raw_record import Unreadable
from rag.ingest.removing import Removed
from ui.answers.paper_card import first_authors
from ui.answers.text_markup import counted

SHOWN = 100  # papers, and problems of each kind


def preview_of(preview: Preview, collection: str) -> str:
    """Return what was understood of files: the papers, and what was refused and why."""
    report, put = preview.report, len(preview.papers)
    known = f" {counted(len(report.unchanged), 'paper')} known already." if report.unchanged else ""
    said = f"{counted(put, 'paper')} to keep in “{escape(collection)}”, {len(report.failed):,} refused.{known}"
    new = set(report.added)
    rows = "".join(_paper_row(paper, paper.paper_id in new) for paper in preview.papers[:SHOWN])
    head = "<tr><th>Title</th><th>Authors</th><th>Date</th><th></th></tr>"
    table = f'<div class="understood-papers"><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>'
    more = f"<p>and {put - SHOWN:,} more</p>" if put > SHOWN else ""
    return f'<h3 role="status">{said}</h3>{table if rows else ""}{more}{_problems(report)}'


def report_of(report: IngestReport) -> str:
    """Return what became of the records that were kept."""
    kinds = ("added", "updated", "merged", "unchanged", "failed")
    counts = "".join(f"<dt>{kind}</dt><dd>{len(getattr(report, kind)):,}</dd>" for kind in kinds)
    return f'<h3 role="status">Kept.</h3><dl class="counts">{counts}</dl>{_problems(report)}'


def removed_of(removed: Removed) -> str:
    """Return what was removed."""
    return problem(f"{removed}.")


def progress_of(done: int, total: int) -> str:
    """Return a bar; how far it is, is not known for a total of 0."""
    if not total:
        return '<p>Reading … <progress aria-label="Reading"></progress></p>'
    bar = f'<progress aria-label="Indexing abstracts" value="{done}" max="{total}"></progress>'
    return f"<p>Indexing abstracts: {done:,} of {total:,} texts {bar}</p>"


def problem(text: str) -> str:
    """Return a calm line."""
    return f'<p class="notice" role="status">{escape(text)}</p>'


def _paper_row(paper: Paper, is_new: bool) -> str:
    authors = first_authors(paper.authors, len(paper.authors))
    cells = (paper.title, authors, paper.published or "", "new" if is_new else "known: completed or updated")
    return "<tr>" + "".join(f'<td dir="auto">{escape(cell)}</td>' for cell in cells) + "</tr>"


def _problems(report: IngestReport) -> str:
    return "".join((*_listed("Refused", report.failed), *_listed("Left out or noted", report.notes)))


def _listed(heading: str, problems: Sequence[Unreadable]) -> Iterator[str]:
    if problems:
        more = f"<li>and {len(problems) - SHOWN:,} more</li>" if len(problems) > SHOWN else ""
        summary = f"<summary>{heading} ({len(problems):,})</summary>"
        yield f"<details open>{summary}<ul>{_lines(problems)}{more}</ul></details>"


def _lines(problems: Iterable[Unreadable]) -> str:
    shown = list(problems)[:SHOWN]
    return "".join(f'<li dir="auto">{escape(f"{each.file}, {each.place}: {each.reason}")}</li>' for each in shown)
