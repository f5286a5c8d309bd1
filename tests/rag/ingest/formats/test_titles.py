"""Titles: the rule on joins it has never seen; the shipped pages are in test_bundled_corpus."""

import pytest

from rag.ingest.formats.titles import split_title

JOINS = [
    # Title case, the abstract opening with a phrase of its own in title case.
    ("Learning to Fold Laundry with Soft Grippers", "Recent work on cloth has been slow. We fold."),
    ("KiteNet: A Wind-Aware Planner for Small Drones", "Small drones drift in gusts. We present KiteNet."),
    (
        "Towards Honest Calibration of Speech Recognizers",
        "Automatic Speech Recognition (ASR) is used widely.",
    ),
    ("Improving Graph Pooling", "Graph pooling (GP) is a common step in learning on molecules."),
    ("Does Chess Need Planning?", "Planning is thought to be necessary for strong play in chess."),
    ("Sparse Updates Are Enough for Edge Devices", "In this paper, we study training on small devices."),
    ("TORTOISE 3.1: Slow but Sure Optimization", "While fast optimizers are popular, they often diverge."),
    # Sentence case: only the first word of the abstract has a capital.
    ("A simple test for leakage in tabular benchmarks", "Leakage is a common problem of benchmarks."),
    ("Fine-grained retrieval of recipes from photographs", "We study the retrieval of recipes."),
    ("On Warnings in Code", "Disclaimer: This paper shows offensive code. Compilers warn."),
]


@pytest.mark.parametrize(("title", "abstract"), JOINS)
def test_title_and_abstract_come_apart_where_they_were_joined(title: str, abstract: str) -> None:
    assert split_title(f"{title} {abstract}") == (title, abstract)


@pytest.mark.parametrize("text", ["", "  ", "Word", "Two words", "no capital in the whole of this text at all"])
def test_text_without_a_boundary_is_all_title(text: str) -> None:
    assert split_title(text) == (text.strip(), "")


def test_white_space_inside_the_abstract_is_kept() -> None:
    abstract = "We keep  two spaces\tand a tab in this abstract."
    assert split_title(f"Keeping White Space {abstract}") == ("Keeping White Space", abstract)
