"""Which of two a sentence puts first."""

import pytest

from rag.text.comparisons import sides_differ


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        (
            "Why did the offline pot, full to the rim, beat the online pot?",
            "Online pots also outperform the offline one.",
        ),
        ("Why are clay pots more brittle than glazed ones?", "Glazed pots are more brittle and dear than clay pots."),
        ("Clay is better than copper in winter.", "In winter, copper, an old metal, can outperform clay."),
        ("Clay is worse than copper.", "Copper is inferior to clay."),
        ("The clay model beats copper.", "The copper model beats clay."),
        ("Why does clay lose to copper?", "Clay offers significant outperformance over copper."),
        ("Why do clay pots fall behind copper pots?", "Clay pots beat copper pots."),
        ("Clay is less brittle than copper.", "Copper is less brittle than clay."),
        ("Copper is outperformed by clay.", "Clay underperforms copper."),
        ("Clay pots are smaller than copper pans.", "Clay pots are larger than copper pans."),
        (
            "Why does clay help the cook while copper helps the potter?",
            "Pots are old. Clay mainly serves the potter, whereas copper benefits the cook.",
        ),
    ],
)
def test_changed_sides_are_seen(sentence: str, held: str) -> None:
    assert sides_differ(sentence, held)
    assert sides_differ(held, sentence)


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("Clay is worse than copper.", "Clay is inferior to copper."),
        ("Clay pots are more brittle than copper.", "Copper pots are more dear than clay."),
        ("Clay is larger than copper.", "Copper is smaller than clay."),
        ("Clay is used rather than copper.", "Copper is used rather than clay."),
        ("Clay beats copper.", "Iron beats tin."),
        ("Clay is dearer, and copper is used more often.", "Copper is dearer, and clay is used more often."),
        ("Clay is better.", "Copper is better than clay."),
        ("How many times faster than copper does clay boil?", "Clay boils 4 times faster than copper."),
        ("Clay helps the potter while copper helps the cook.", "Clay serves the potter, but copper serves the cook."),
        ("How does clay heat water while saving wood?", "Clay saves wood while heating water."),
        ("Clay heats water while saving wood at home.", "At home, clay saves wood while heating water at home."),
    ],
)
def test_the_same_sides_or_another_matter_are_no_change(sentence: str, held: str) -> None:
    assert not sides_differ(sentence, held)
