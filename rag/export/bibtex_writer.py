r"""Papers as BibTeX, escaped so that BibTeX itself and our own reader see the same text.

Maths stays as it is; everything else that LaTeX would take for a command is escaped.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import count, product
from string import ascii_lowercase

from index_store.records import Paper
from rag.export.exported_names import family_first, has_others, is_plain
from rag.text.notation.maths import with_maths

_ESCAPES = {character: f"\\{character}" for character in "{}%&_$#"} | {
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}
# A brace without its other half ends an entry for BibTeX, escaped or not.
_BRACES = {"{": "\\textbraceleft{}", "}": "\\textbraceright{}"}
_SMALL_WORDS = frozenset("a an and for from in of on the to with".split())


def to_bibtex(papers: Iterable[Paper]) -> str:
    """Return an entry a paper, in the given order, under keys such as `doe2021karnival`.

    BibTeX cannot say upvotes, a keyword with a semicolon, nor how many authors there are besides those named
    (`and others` stands for them).
    """
    used: set[str] = set()
    return "\n".join(_entry(paper, _key(paper, used)) for paper in papers)


def _entry(paper: Paper, key: str) -> str:
    kind = "article" if paper.venue else "misc"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(paper))
    return f"@{kind}{{{key},\n{fields}}}\n"


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{_escaped(paper.title)}}}"  # in braces twice, so that no style changes its capitals
    if paper.authors:
        names = [name if is_plain(name) else f"{{{_escaped(name)}}}" for name in paper.authors]
        yield "author", " and ".join([*names, "others"] if has_others(paper) else names)
    if paper.published:
        yield "year", paper.published[:4]
        yield "date", paper.published
    if paper.venue:
        yield "journal", _escaped(paper.venue)
    if paper.doi:
        yield "doi", paper.doi
    if paper.arxiv_id:
        yield "eprint", paper.arxiv_id
        yield "archiveprefix", "arXiv"
    if paper.url:
        yield "url", paper.url
    if paper.keywords:
        yield "keywords", _escaped("; ".join(paper.keywords)) + (";" if len(paper.keywords) == 1 else "")
    yield "abstract", _escaped(paper.abstract)


def _escaped(text: str) -> str:
    return with_maths(text, _escaped_text, lambda maths: maths if _is_safe(maths) else _escaped_text(maths))


def _escaped_text(text: str) -> str:
    escapes = _ESCAPES if _is_balanced(text) else _ESCAPES | _BRACES
    escaped = "".join(escapes.get(character, character) for character in text)
    return re.sub(r"-(?=-)", "-{}", escaped)  # two hyphens would print a dash


def _is_safe(maths: str) -> bool:
    """Return whether maths ends no entry and begins none: its braces are balanced, and no `@name{` is in it."""
    return _is_balanced(maths) and not re.search(r"@\w*\s*\{", maths)


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _key(paper: Paper, used: set[str]) -> str:
    """Return a key that is not used yet: first author's family name, year and first word of the title."""
    author = family_first(paper.authors[0]).split(",")[0] if paper.authors else ""
    words = [word for word in re.findall(r"[^\W_]+", paper.title) if word.lower() not in _SMALL_WORDS]
    stem = _plain(author) + (paper.published or "")[:4] + _plain(words[0] if words else "") or "paper"
    endings = ("".join(letters) for length in count() for letters in product(ascii_lowercase, repeat=length))
    key = next(key for ending in endings if (key := stem + ending) not in used)
    used.add(key)
    return key


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).lower())
