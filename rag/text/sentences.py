"""Cut an abstract into sentences with exact offsets."""

import re

from index_store.records import Paper, Sentence

RULE = "sentences-1"

_END = re.compile(r"""[.!?]+["'”’)\]]*(?=\s+["'“‘(\[]*[A-Z0-9À-Þ$])""")
_NOT_AN_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|viz|al|resp|approx|ca|Fig|Figs|Eq|Eqs|Sec|Tab|Ref|No|Dr|Prof|Mr|Mrs|Ms|St|Jr)\."
    r"|(?<![A-Za-z0-9])[A-Z]\.|\b[A-Z]\.[A-Z]\.)$"
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence; between them lies only white space, and none is lost."""
    ends = [match.end() for match in _END.finditer(text) if not _NOT_AN_END.search(text[: match.start() + 1][-12:])]
    spans, start = [], 0
    for end in [*ends, len(text)]:
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            first = start + piece.index(stripped)
            spans.append((first, first + len(stripped)))
        start = end
    return spans


def sentences_of(paper: Paper) -> list[Sentence]:
    """Return the sentences of a paper's abstract in order."""
    return [
        Sentence(paper.paper_id, number, paper.abstract[start:end], start, end)
        for number, (start, end) in enumerate(split_sentences(paper.abstract))
    ]
