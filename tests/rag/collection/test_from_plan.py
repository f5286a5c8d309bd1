"""Plans carried out on every record and abstract of the bundled papers, without a language model."""

import pytest

from rag.collection.from_plan import NO_CITATIONS, from_collection
from rag.plan.plan import Plan, Where
from rag.retrieval.library import Library

# A plan, what its answer must hold, and how many papers it cites. Counted by hand from the listing page.
PLANS = [
    (Plan("collection", where=(Where("date", "=", "2021"),)), ["6 of the 24", "PatrickStar"], 6),
    (Plan("collection", want="count"), ["118 papers"], 0),
    (Plan("collection", want="count", where=(Where("date", "unknown"),)), ["94 of the 118"], 0),
    (Plan("collection", want="first", order="newest"), ["PclGPT", "2024-09-30"], 1),
    (Plan("collection", order="newest", limit=3), ["PclGPT", "DPOT"], 3),
    (Plan("collection", want="per year"), ["2023: 10 papers"], 24),
    (Plan("collection", want="total", of="upvotes"), ["28 upvotes"], 7),
    (Plan("collection", mentions="CodeBERT"), ["Natural Attack"], 6),
    (Plan("records", papers=("PatrickStar",), fields=("date", "author_count", "doi")), ["2021-08-12", "no DOI"], 1),
    (Plan("records", papers=("UER", "ERNIE 2.0"), fields=("date",), order="oldest"), ["- ERNIE 2.0"], 2),
    (
        Plan("records", papers=("DPOT", "SongComposer"), fields=("date",), order="newest"),
        ["8 days apart", "- DPOT"],
        2,
    ),
]


@pytest.mark.parametrize(("plan", "held", "papers"), PLANS)
def test_a_plan_is_carried_out_whole(shared_library: Library, plan: Plan, held: list[str], papers: int) -> None:
    answer = from_collection(plan, shared_library)
    assert answer
    assert all(words in answer.text for words in held), answer.text
    assert len({citation.paper for citation in answer.citations}) == papers


def chosen(library: Library, plan: Plan) -> list[str]:
    answer = from_collection(plan, library)
    assert answer
    return list(dict.fromkeys(citation.paper.title for citation in answer.citations))


def test_what_a_list_leaves_out_is_taken_away(shared_library: Library) -> None:
    all_of_it = chosen(shared_library, Plan("collection", topic="forgetting"))
    without = chosen(shared_library, Plan("collection", topic="forgetting", not_topic="vision models"))
    on_vision = "Continual Forgetting for Pre-trained Vision Models"
    assert on_vision in all_of_it
    assert on_vision not in without
    assert "MOS: Model Surgery for Pre-Trained Model-Based Class-Incremental Learning" in without


def test_the_order_of_a_list_leaves_no_paper_out_and_puts_those_without_the_field_last(
    shared_library: Library,
) -> None:
    in_order, plain = (
        chosen(shared_library, Plan("collection", topic="music", order=order)) for order in ("newest", None)
    )
    assert set(in_order) == set(plain)
    answer = from_collection(Plan("collection", order="newest"), shared_library)
    assert answer
    items = answer.text.split("\n")[1:]
    assert [" – " in item for item in items] == [True] * 24 + [False] * 94


def test_what_abstracts_cannot_tell_is_said(shared_library: Library) -> None:
    answer = from_collection(Plan("collection", want="citing"), shared_library)
    assert answer
    assert (answer.text, answer.sentences) == (NO_CITATIONS, ())
    assert from_collection(Plan("records", papers=("Zyxwv",), fields=("date",)), shared_library) is None
