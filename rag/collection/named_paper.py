"""Which paper a name or a short description refers to: words of titles count most, then words of abstracts."""

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index_store.records import Paper
from rag.ingest.paper_names import names_of
from rag.text.wording import content_stems, names

FROM = 0.6  # share of the description's words, weighted by rarity, that the paper must have
IN_ABSTRACT = 0.75  # weight of a word that is only in the abstract
EVEN = 0.03  # papers whose share is this near the best count as equal
ONE_SLIP = 0.84  # difflib ratio of a long name and the same with one letter wrong
MOST = 3  # papers in the answer to a question about one

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class _Described:
    """The stems of one paper, and the names that it gives to what it presents."""

    paper: Paper
    title: frozenset[str]
    abstract: frozenset[str]
    own_names: set[str]

    def is_called(self, called: frozenset[str], alone: bool) -> bool:
        """Return whether the paper gives these names; unless they are `alone`, names in its title count too."""
        called = frozenset(next(iter(difflib.get_close_matches(n, self.own_names, 1, ONE_SLIP)), n) for n in called)
        return called <= self.own_names or (not alone and called <= names(self.paper.title) | self.own_names)


def papers_named(description: str, papers: Sequence[Paper]) -> list[Paper]:
    """Return the paper, or up to MOST equally good ones, that a description fits; none where that is not clear."""
    exact = [paper for paper in papers if _flat(paper.title) in _flat(description)]
    if exact:
        longest = max(len(paper.title) for paper in exact)
        return [paper for paper in exact if len(paper.title) > longest / 2 or len(paper.title.split()) > 3][:MOST]
    parts = re.split(r"\s*(?:,| and | or | vs\.? | versus )\s*", description)
    named = [bool(names(part)) or part.isupper() or part[:1].isupper() for part in parts]
    specific = [is_name or len(_stems(part)) > 1 for is_name, part in zip(named, parts, strict=True)]
    if 1 < len(parts) <= MOST and any(named) and all(specific):
        found = [_best(part, papers) for part in parts]
        if all(len(one) == 1 for one in found):
            return list(dict.fromkeys(paper for one in found for paper in one))
    return _best(description, papers)


def _best(description: str, papers: Sequence[Paper]) -> list[Paper]:
    described = [_described(paper) for paper in papers]
    asked = _stems(description) or {word.lower() for word in _WORD.findall(description)}
    asked = {_spelled(stem, described) for stem in asked}
    if not asked:
        return []
    weights = {stem: _rarity(stem, described) for stem in asked}
    called = names(description)
    scored = sorted(((_share(one, weights), i) for i, one in enumerate(described)), reverse=True)
    best = scored[0][0]
    chosen = [described[i] for score, i in scored if score >= max(FROM, best - EVEN)]
    chosen = [one for one in chosen if one.is_called(called, len(asked) == 1)]
    return [one.paper for one in chosen] if len(chosen) <= MOST else []


def _share(one: _Described, weights: dict[str, float]) -> float:
    found = sum(
        weight * (1.0 if stem in one.title else IN_ABSTRACT if stem in one.abstract else 0.0)
        for stem, weight in weights.items()
    )
    return found / sum(weights.values())


def _rarity(stem: str, described: Sequence[_Described]) -> float:
    papers = sum(stem in one.title or stem in one.abstract for one in described)
    return math.log(1 + len(described) / (papers + 0.5))


def _spelled(stem: str, described: Sequence[_Described]) -> str:
    """Return the title word that is one slip away from a stem that no paper has; the stem itself where none is."""
    if len(stem) < 5 or any(stem in one.title or stem in one.abstract for one in described):
        return stem
    known = {word for one in described for word in one.title}
    return next(iter(difflib.get_close_matches(stem, known, n=1, cutoff=ONE_SLIP)), stem)


@lru_cache(maxsize=2_000)
def _described(paper: Paper) -> _Described:
    own = (name.text for name in names_of(paper) if name.kind in ("beginning", "coined"))
    words = {word.strip("()") for name in own for word in name.split()}
    return _Described(paper, _stems(paper.title), _stems(paper.abstract), words)


def _stems(text: str) -> frozenset[str]:
    return content_stems(text) - {"model", "paper", "pre", "train", "pretrain", "pre-train"} or content_stems(text)


def _flat(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
