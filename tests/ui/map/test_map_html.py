"""The map as HTML: light, escaped, the same as a list."""

import base64
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from rag.map.paper_map import MapPoint, MapTopic, PaperMap
from ui.map.map_html import map_html

EVIL = "</script></div><img src=x onerror=alert(1)> {{value}} ${alert(2)} & \"'"
CSS = Path(__file__).parents[3] / "ui" / "static" / "map.css"

# How colours look to those who see no red, no green, no blue (Machado, Oliveira and Fernandes 2009), and to all others.
SIGHTS = np.array([
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
])  # fmt: skip


def some_map(count: int = 3, words: tuple[str, ...] = ("kettles", "copper")) -> PaperMap:
    points = tuple(MapPoint(f"p{n}", n / count, 1 - n / count, (None, 2019, 2021)[n % 3], n % 2) for n in range(count))
    return PaperMap("000001-abc", points, (MapTopic(words, count - count // 2), MapTopic(("cats",), count // 2)))


def data_of(markup: str) -> dict:
    class Reader(HTMLParser):
        text, inside = "", False

        def handle_starttag(self, tag, attributes):
            self.inside = ("class", "map-points") in attributes

        def handle_data(self, data):
            self.text += data if self.inside else ""

        def handle_endtag(self, tag):
            self.inside = False

    reader = Reader()
    reader.feed(markup)
    return json.loads(reader.text)


def test_the_points_come_back_as_they_were() -> None:
    numbers = np.frombuffer(base64.b64decode(data_of(map_html(some_map()))["points"]), dtype="<u2")
    assert numbers[:6].tolist() == [0, 65535, 21845, 43690, 43690, 21845]
    assert numbers[6:9].tolist() == [0, 2019, 2021]
    assert numbers[9:].tolist() == [0, 1, 0]


def test_ten_thousand_papers_are_light() -> None:
    assert len(map_html(some_map(10_000))) < 150_000


def test_words_are_text_wherever_they_stand() -> None:
    markup = map_html(some_map(words=(EVIL,)))
    assert data_of(markup)["topics"][0] == [EVIL]
    assert "<img" not in markup
    assert "<script" not in markup
    assert "</script" not in markup


def test_the_list_tells_words_papers_and_years_and_sets_the_scope() -> None:
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", map_html(some_map(6)))
    assert [re.sub(r"(<[^>]+>)+", "|", row) for row in rows] == [
        "kettles, copper|3|2019–2021|Ask only these|",
        "cats|3|2019–2021|Ask only these|",
    ]
    assert 'data-topic="1"' in rows[1]


def test_no_papers_are_a_sentence() -> None:
    assert "no papers yet" in map_html(PaperMap("i", (), ()))


@pytest.mark.parametrize(("scheme", "paper"), [("body, ", "#ffffff"), ("body.dark, ", "#1b222a")])
def test_colours_stay_apart_for_all_eyes_and_stand_out(scheme: str, paper: str) -> None:
    [block] = re.findall(rf"^{re.escape(scheme)}.*?\}}", CSS.read_text(), re.DOTALL | re.MULTILINE)
    named = dict(re.findall(r"--([a-z]+-\w+): (#\w{6})", block))
    assert len(named) == 10
    assert all(contrast(colour, paper) >= 3 for colour in named.values())
    topics = [colour for name, colour in named.items() if name.startswith("topic")]
    for sight in SIGHTS:
        seen = [oklab(sight @ linear(colour)) for colour in topics]
        assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)) > 0.12


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    light = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def oklab(rgb: np.ndarray) -> np.ndarray:
    cones = np.array([
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ])  # fmt: skip
    axes = np.array([
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
    ])  # fmt: skip
    return axes @ np.cbrt(cones @ np.clip(rgb, 0, 1))
