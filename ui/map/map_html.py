"""The map as HTML: what the canvas draws from, its tools, and the topics as a list; all text escaped.

A point is eight bytes: its place in 65,536 steps each way, its year (0: not known) and its topic, in stored order. What
a paper is called is asked for when it is pointed at.
"""

import base64
import json
from collections import defaultdict
from html import escape

import numpy as np

from rag.map.paper_map import PaperMap

STEPS = 65535
WAITING = '<p class="map-said" role="status">The map is being drawn …</p>'
_HINT = "Drag around papers to ask only these. Click a paper to open it. Wheel, + and − zoom."


def map_html(drawn: PaperMap) -> str:
    """Return the panel of a map."""
    if not drawn.points:
        return '<p class="map-said">There are no papers yet.</p>'
    return (
        f'<div class="paper-map" data-index="{escape(drawn.index)}">{_tools()}'
        f'<div class="map-plane"><canvas tabindex="0" role="img" aria-label="{_about(drawn)}"></canvas>'
        '<p class="map-tip" hidden></p></div><div class="map-legend" aria-hidden="true"></div>'
        f'<p class="map-said" role="status"></p><p class="map-hint">{_HINT}</p>'
        f"<details><summary>The topics as a list</summary>{_table(drawn)}</details>"
        f'<div class="map-points" hidden>{escape(_points(drawn), quote=False)}</div></div>'
    )


def _tools() -> str:
    zooms = "".join(
        f'<button type="button" data-zoom="{by}" aria-label="{said}">{shown}</button>'
        for by, said, shown in (("1.5", "Zoom in", "+"), ("0.667", "Zoom out", "−"), ("0", "Show the whole map", "⤢"))
    )
    return (
        '<div class="map-tools"><label>Colour by <select class="map-colour"><option value="topic">topic</option>'
        f'<option value="year">year</option></select></label><span class="map-zoom">{zooms}</span>'
        '<button type="button" class="map-drag" aria-pressed="true">Drag to select</button>'
        '<button type="button" class="map-all" hidden>Ask all papers</button></div>'
    )


def _about(drawn: PaperMap) -> str:
    return f"Map of {len(drawn.points):,} papers in {len(drawn.topics)} topics. The same stands below as a list."


def _points(drawn: PaperMap) -> str:
    places = np.array([(point.x, point.y) for point in drawn.points]) * STEPS
    columns = [np.rint(places).astype("<u2").reshape(-1)]
    columns += [np.array([getattr(p, name) or 0 for p in drawn.points], dtype="<u2") for name in ("year", "topic")]
    coded = base64.b64encode(b"".join(column.tobytes() for column in columns)).decode()
    return json.dumps({"points": coded, "topics": [topic.words for topic in drawn.topics]})


def _table(drawn: PaperMap) -> str:
    years = defaultdict(set)
    for point in drawn.points:
        years[point.topic].add(point.year)
    rows = "".join(
        f'<tr><th scope="row">{escape(", ".join(topic.words))}</th><td>{topic.count:,}</td>'
        f"<td>{_span(years[number])}</td>"
        f'<td><button type="button" data-topic="{number}">Ask only these</button></td></tr>'
        for number, topic in enumerate(drawn.topics)
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Topic", "Papers", "Years", "Scope"))
    return f'<table class="map-topics"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _span(years: set[int | None]) -> str:
    known = sorted(year for year in years if year)
    if not known:
        return "not known"
    return f"{known[0]}–{known[-1]}" if known[0] != known[-1] else str(known[0])
