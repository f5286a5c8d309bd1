"""Whatever the bytes are: records, Unreadables or one AbstractQAError, and soon."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index_store.errors import AbstractQAError
from rag.ingest.formats.known import FORMATS, Format
from rag.ingest.opening.document import Document
from rag.ingest.raw_record import RawRecord, Unreadable
from rag.ingest.readers import read_records, read_text

CASES = sorted((Path(__file__).parents[1] / "cases").iterdir())
few = settings(max_examples=40, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEADS = st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08", b"\xff\xfe", b"<xml>"])
PIECES = st.sampled_from(
    [*'{}[]"\\,;|#@=<>()\n\t ', "\r", "\n@a{b, ", "TY  - ", "ER  - ", "AB  - ", "PMID- ", "TI ", "\x00", "\ud800", "é"]
)


def check(records: object) -> None:
    try:
        for record in records:  # type: ignore[attr-defined]
            assert isinstance(record, RawRecord | Unreadable)
            assert not isinstance(record, Unreadable) or "\n" not in record.reason
    except AbstractQAError as error:
        if "\n" in str(error):
            raise AssertionError("a reason of several lines") from error


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a valid file with a few pieces cut out, put in, or put twice."""
    text = draw(st.sampled_from(CASES)).read_text(encoding="utf-8", errors="replace")
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 60)))
        text = text[:start] + draw(PIECES | st.just(text[start:end] * 2) | st.just("")) + text[end:]
    return text


@few
@given(mutated())
def test_a_damaged_file_never_breaks_the_reading(text: str) -> None:
    check(read_text(text, "file"))


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
@few
@given(text=mutated() | st.text() | st.lists(PIECES).map("".join))
def test_no_reader_breaks_on_a_text_that_it_takes(known: Format, text: str) -> None:
    document = Document("file", lambda: io.StringIO(text, newline=None))
    assert 0 <= known.sureness(document) <= 1
    if known.sureness(document):
        check(known.read(document))


@few
@given(st.binary() | st.tuples(HEADS, st.binary()).map(b"".join))
def test_random_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    check(record for _, record in read_records([tmp_path / "file"]))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"title": "T", "abstract": ' + "[" * 900 + "]" * 900 + "}",
        "<feed>" + "<entry>" * 30_000,
        "@a{b, c = " + "{" * 100_000,
        "@a{b, " * 5_000,
        '"' * 200_000,
        "title,abstract\n" + '"' * 200_001,
        "1. a\n" * 50_000,
        "TY  - \n" * 50_000,
        "- " * 300_000,
        "<!--" * 50_000,
        "<?" * 50_000,
        "<!DOCTYPE [" * 50_000,
        "a" * 1_500_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_text_made_to_be_slow_is_not(text: str) -> None:
    check(read_text(text, "file"))
