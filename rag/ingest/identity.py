"""When two records are of one paper: by DOI or arXiv id, or else by title and abstract together.

An id that a file gives its records counts in that file alone. No id is believed where title and abstract both differ.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from index_store.records import Paper, Source

ALIKE = 0.5  # share of the letter triples of two texts that both have (Jaccard); two unrelated abstracts share 0.2
CLOSE = 0.9  # texts made of one template, of other years or parts of a volume, come to 0.8
NEARLY_SAME = 0.99


def identities_of(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield the kind and value of everything by which a paper is found when it is read again."""
    yield "title", flat(paper.title)
    yield "abstract", _digest(flat(paper.abstract))
    if paper.doi:
        yield "doi", paper.doi
    if paper.arxiv_id:
        yield "arxiv", paper.arxiv_id
    for source in paper.sources:
        if source.record_id:
            yield "source", id_in_file(source)
        if source.digest:
            yield "record", source.digest


def id_in_file(source: Source) -> str:
    """Return the id of a record together with its file."""
    return f"{source.file}\n{source.record_id}"


def shared_id(one: Paper, other: Paper) -> str | None:
    """Return the id that two papers have in common, in words: a DOI, an arXiv id, or an id in the same file."""
    ids = dict(set(identities_of(one)) & set(identities_of(other)))
    named = {"doi": "DOI {}", "arxiv": "arXiv id {}", "source": "id {} of its file"}
    return next((text.format(ids[kind].split("\n")[-1]) for kind, text in named.items() if kind in ids), None)


def are_one_paper(one: Paper, other: Paper) -> bool:
    """Return whether two records are of one paper.

    With an id in common their abstracts must be alike, or their titles close. Else one must be the same and the other
    alike, or close where the years differ; both must be the same where their DOIs or arXiv ids differ.
    """
    titles, abstracts = likeness(one.title, other.title), likeness(one.abstract, other.abstract)
    if _has_other_id(one, other):
        return titles == abstracts == 1
    if shared_id(one, other):
        return abstracts >= ALIKE or titles >= CLOSE
    years = {paper.published[:4] for paper in (one, other) if paper.published}
    return max(titles, abstracts) == 1 and min(titles, abstracts) >= (CLOSE if len(years) == 2 else ALIKE)


def _has_other_id(one: Paper, other: Paper) -> bool:
    ids = ((one.doi, other.doi), (one.arxiv_id, other.arxiv_id))
    return not any(a and a == b for a, b in ids) and any(a and b and a != b for a, b in ids)


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, 0..1.

    It is 1 for those that differ in case, spacing and punctuation alone, and nearly 1 where one begins with the other,
    as what a source cut off does.
    """
    short, long = sorted((flat(one), flat(other)), key=len)
    if short == long:
        return 1.0
    if long.startswith(short):
        return NEARLY_SAME
    triples = [{text[i : i + 3] for i in range(len(text) - 2)} for text in (short, long)]
    return min(len(triples[0] & triples[1]) / max(len(triples[0] | triples[1]), 1), NEARLY_SAME)


def flat(text: str) -> str:
    """Return the words of a text in one case, whatever its spacing and punctuation; the text itself if it has none."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())) or text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
