"""The features of each evidence sentence, from which the reader tells whether it is part of the answer."""

import re
from collections import defaultdict

import numpy as np

from index_store.index import Index
from rag.reading.reading import Reading
from rag.retrieval.late_interaction import WordMatch
from rag.retrieval.search import SearchResult
from rag.text.wording import QUESTION_WORD, YES_NO

OF_ATTENTION = ("share", "share_behind", "paper_share")
LEAST_SHARE = 1e-4  # of attention; the logarithm of less says no more


def sentence_features(found: SearchResult, index: Index, reading: Reading | None) -> dict[str, np.ndarray]:
    """Return the features (evidence,) of each evidence sentence; without a reading none of the model's attention.

    All but the place compare it with the best of the evidence: a question in other words is near to nothing.
    `share` is the log-odds of its share of the attention, and `paper_share` the logarithm of that of its paper; `place`
    is where it ends in the abstract, 0..1, and `place_decides` the same for a question that wants a yes or no.
    """
    evidence = found.evidence
    cosines = np.array([e.score for e in evidence])
    rows = [index.table.sentence_row(e.paper.paper_id, e.sentence.number) for e in evidence]
    words = WordMatch(index, found.question).sentence_scores(rows)
    score_of = {passage.chunk.paper_id: passage.score for passage in found.passages}
    papers = np.array([score_of.get(e.paper.paper_id, 0.0) for e in evidence])
    place = np.array([e.sentence.end / len(e.paper.abstract) for e in evidence])
    features = {
        "cosine_behind": cosines.max() - cosines,
        "words_behind": words.max() - words,
        "paper_behind": papers.max() - papers,
        "place": place,
        "place_decides": place * wants_yes_or_no(found.question.text),
    }
    shares = reading.shares if reading else None
    return features if shares is None else features | _of_attention(np.maximum(shares, LEAST_SHARE), found)


def _of_attention(shares: np.ndarray, found: SearchResult) -> dict[str, np.ndarray]:
    papers = [e.paper.paper_id for e in found.evidence]
    of_paper: defaultdict[str, float] = defaultdict(float)
    for paper, share in zip(papers, shares, strict=True):
        of_paper[paper] += share
    return {
        "share": np.log(shares / np.maximum(1 - shares, LEAST_SHARE)),
        "share_behind": np.log(shares.max() / shares),
        "paper_share": np.log([of_paper[paper] for paper in papers]),
    }


def wants_yes_or_no(question: str) -> bool:
    """Return whether a question, or a claim in its place, wants a yes or no."""
    return bool(re.search(YES_NO, question, re.IGNORECASE) or not re.search(QUESTION_WORD, question, re.IGNORECASE))
