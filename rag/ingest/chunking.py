"""Group the sentences of an abstract into chunks that carry the title and fit the embedder's window."""

from collections.abc import Callable, Sequence

from index_store.records import Chunk, Paper, Sentence

TOKEN_LIMIT = 256  # the window all-MiniLM-L6-v2 was trained with
SPECIAL_TOKENS = 2
TITLE_TOKENS = 64
RULE = f"chunks-1-{TOKEN_LIMIT}"

CountTokens = Callable[[str], int]


def chunks_of(paper: Paper, sentences: Sequence[Sentence], count_tokens: CountTokens) -> list[Chunk]:
    """Return chunks of at most TOKEN_LIMIT tokens, as few and as even as whole sentences allow.

    Args:
        paper: the paper, for its title.
        sentences: its sentences in order; none makes one chunk of the title alone.
        count_tokens: the embedder's count for a text, special tokens not included.
    """
    title = _shorten(paper.title, TITLE_TOKENS, count_tokens)
    room = TOKEN_LIMIT - SPECIAL_TOKENS - count_tokens(title) - 1
    lengths = [min(count_tokens(sentence.text), room) for sentence in sentences]
    groups = _even_groups(lengths, room) or [(0, 0)]
    return [
        _chunk(paper, title, number, sentences[first:last], room, count_tokens)
        for number, (first, last) in enumerate(groups)
    ]


def _even_groups(lengths: Sequence[int], room: int) -> list[tuple[int, int]]:
    """Return half-open ranges with sums within `room`: the fewest, then cut where they come out most even."""
    fewest = len(_greedy_groups(lengths, room))
    for limit in range(-(-sum(lengths) // max(fewest, 1)), room):
        groups = _greedy_groups(lengths, limit)
        if len(groups) == fewest and all(sum(lengths[a:b]) <= limit for a, b in groups):
            return groups
    return _greedy_groups(lengths, room)


def _greedy_groups(lengths: Sequence[int], limit: int) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    start, filled = 0, 0
    for position, length in enumerate(lengths):
        if position > start and filled + length > limit:
            groups.append((start, position))
            start, filled = position, 0
        filled += length
    return [*groups, (start, len(lengths))] if lengths else []


def _chunk(
    paper: Paper, title: str, number: int, sentences: Sequence[Sentence], room: int, count_tokens: CountTokens
) -> Chunk:
    body = " ".join(sentence.text for sentence in sentences)
    text = f"{title}\n{_shorten(body, room, count_tokens)}".strip()
    first, last = (sentences[0].number, sentences[-1].number) if sentences else (0, 0)
    return Chunk(f"{paper.paper_id}#{number}", paper.paper_id, text, first, last)


def _shorten(text: str, limit: int, count_tokens: CountTokens) -> str:
    """Drop words from the end until the text has at most `limit` tokens."""
    if count_tokens(text) <= limit:
        return text
    words = text.split(" ")
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count_tokens(" ".join(words[:middle])) <= limit else (low, middle - 1)
    return " ".join(words[:low])
