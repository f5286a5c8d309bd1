"""Made papers with awkward texts, each of them as it would be stored."""

from hypothesis import strategies as st

from index_store.records import Paper
from rag.ingest.fields.paper import paper_of
from rag.ingest.raw_record import RawRecord
from rag.ingest.readers import read_text

PIECES = (
    "{", "}", "%", "\\", "$", "$x^2$", r"$\mathbb{Q}_p$", "$a_{1}$", '"', "'", "\n", ";", ",", "#", "&", "_", "^", "~",
    "--", "@article{", "@", "=1+1", "+", "-", "' =", "洪水预测", "🙂", "é", "<i>", "</i>", "p<0.05", "&lt;", r"\'e",
    r"\alpha", r"\foo", r"\emph{", "``", "''", "<|im_start|>", "10^5", "4times", "ER  - ", "TY  - x", "[1]", "(a)", "|",
    "Moss beetles", "a", "B ", " ", ". ", "© 2019 Example Ltd", "\u200b", "\x00", "\u2028", "L^2", r"\{", r"\(", r"\)",
    "and", "et al.", "{{", "}}",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join) | st.lists(
    st.sampled_from(PIECES), min_size=1, max_size=12
).map("".join)
NAME = st.sampled_from(
    ("Jana Doe", "Karl Müller", "J. R. Roe", "Ludwig van Beethoven", "Jana Doe Jr.", "the ATLAS Collaboration", "李华")
)
AWKWARD_NAME = NAME | st.sampled_from(
    ("Doe; Roe", "Barnes, Noble and Co", "Institute of Peat, Bonn", "Wei XU", "=Doe", "R. K")
)
DATE = st.sampled_from((None, "2021", "2021-05", "2021-05-03", "1999-12-31"))


def papers(name: st.SearchStrategy[str], keyword: st.SearchStrategy[str]) -> st.SearchStrategy[list[Paper]]:
    """Return lists of papers as ingesting made them."""
    fields = st.fixed_dictionaries(
        {
            "title": TEXT.map("Gene flow {}".format) | TEXT,
            "abstract": TEXT,
            "authors": st.lists(name.map(lambda name: {"literal": name}), max_size=4),
            "published": DATE,
            "venue": st.none() | TEXT,
            "keywords": st.lists(keyword, max_size=3),
            "url": st.sampled_from((None, "https://example.org/a~b?c=1&d=%20_e#f--g")),
            "doi": st.sampled_from((None, "10.9999/jh.2021_001")),
            "arxiv_id": st.sampled_from((None, "2401.00001", "cs/9901001")),
            "upvotes": st.sampled_from((None, 0, 12)),
            "author_count": st.sampled_from((None, 9)),
        }
    )
    made = fields.map(lambda fields: paper_of(RawRecord("line 1", fields), "made")[0])
    return st.lists(made.filter(lambda paper: isinstance(paper, Paper)), min_size=1, max_size=3)


def read_back(exported: str) -> list[Paper]:
    """Return the papers that an ingest reads in an export."""
    records = list(read_text(exported, "exported")) if exported.strip() else []
    read = [paper_of(record, "exported") for record in records if isinstance(record, RawRecord)]
    assert len(read) == len(records), records
    assert [left_out for _, left_out in read if left_out] == []
    return [paper for paper, _ in read if isinstance(paper, Paper)]


def told(paper: Paper, *but: str) -> dict:
    """Return what an export tells of a paper, but for the fields that its format cannot say."""
    names = ("title", "abstract", "authors", "published", "doi", "arxiv_id", "venue", "keywords", "url")
    return {name: getattr(paper, name) for name in (*names, "author_count", "upvotes") if name not in but}
