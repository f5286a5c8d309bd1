"""Which records are of one paper: by an id that both have, or by title and abstract together."""

from dataclasses import replace

import pytest

from index_store.records import Paper, Source
from rag.ingest.identity import are_one_paper, shared_id

MOSS = (
    "Moss beetles are poor dispersers. We sequenced 48 individuals from 9 bogs and found that gene flow stops at 14 km."
)
YARN = (
    "We pulled thirty kinds of yarn until they broke. Linen held 71 N, which is twice as much as wool of that weight."
)


def paper(
    title: str = "Gene flow in moss beetles", abstract: str = MOSS, file: str = "a.csv", **fields: object
) -> Paper:
    record_id = fields.pop("record_id", None)
    source = Source(file, "line 2", record_id=record_id)  # type: ignore[arg-type]
    return Paper("x", title, abstract, sources=(source,), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (paper(), paper("GENE FLOW  in moss-beetles."), True),
        (paper(), paper("Gene flow in moss beetles (v1)"), True),
        (paper(), paper("Editorial"), False),
        (paper("Editorial"), paper("Editorial", YARN), False),
        (paper(), paper(abstract=MOSS.replace("48", "52") + " It matters."), True),
        (paper(), paper("Gene flow of beetles in moss", MOSS.replace("48", "52")), False),
        (paper(doi="10.1/a"), paper("Gene flow of beetles in moss", MOSS.replace("48", "52"), doi="10.1/a"), True),
        (paper(doi="10.1/a"), paper("Linen is strong", YARN, doi="10.1/a"), False),
        (paper(arxiv_id="2401.1"), paper("How linen breaks", arxiv_id="2401.1"), True),
        (paper(record_id="7"), paper("Beetles of moss bogs", record_id="7"), True),
        (paper(record_id="7"), paper("Linen is strong", YARN, record_id="7"), False),
        (paper(record_id="7"), paper("Linen is strong", record_id="7", file="b.csv"), False),
        (paper(published="2018"), paper("Gene flow in mosses", published="2019"), False),
        (paper("Proceedings, part one", doi="10.1/a"), paper("Proceedings, part two", YARN, doi="10.1/a"), False),
        (paper("Editorial, volume 12", doi="10.1/a"), paper("Editorial, volume 13", doi="10.1/b"), False),
        (paper(doi="10.1/a"), paper(doi="10.1/b"), True),
        (paper(abstract=MOSS[:60] + " ...", truncated=True), paper(), True),
    ],
)
def test_one_paper_or_two(one: Paper, other: Paper, same: bool) -> None:
    assert are_one_paper(one, other) is same
    assert are_one_paper(other, one) is same


def test_an_id_of_a_file_means_nothing_in_another() -> None:
    seven = paper(record_id="7")
    assert shared_id(seven, paper("Linen is strong", YARN, record_id="7")) == "id 7 of its file"
    assert shared_id(seven, paper("Linen is strong", YARN, "b.csv", record_id="7")) is None
    assert shared_id(replace(seven, doi="10.1/a"), paper(doi="10.1/a")) == "DOI 10.1/a"
