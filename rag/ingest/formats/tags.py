"""How the formats of tagged lines are written: RIS, PubMed's nbib, Web of Science's plain text and EndNote's enw."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.ingest.raw_record import Field


@dataclass(frozen=True)
class Tags:
    """How one of the formats is written: its tagged and its continued lines, the tag that opens a record, its fields.

    A field is taken from the first of its tags that says something. A continued line of a tag in `lists` is an
    item of its own.
    """

    line: re.Pattern[str]
    continued: re.Pattern[str]
    first: str
    last: str
    fields: Mapping[Field, str]
    lists: str = ""


RIS = Tags(
    line=re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|$)"),
    continued=re.compile(r"(.*)"),
    first="TY",
    last="ER",
    fields={
        "id": "AN ID",
        "title": "TI T1 CT BT",
        "abstract": "AB N2",
        "published": "DA PY Y1",
        "authors": "AU A1",
        "url": "UR L2",
        "doi": "DO",
        "venue": "T2 JF JO JA J2",
        "keywords": "KW",
    },
)
NBIB = Tags(
    line=re.compile(r"([A-Z]{2,4}) *-(?<=^.{5})(?: ?(.*))"),
    continued=re.compile(r" {2,}(.*)"),
    first="PMID",
    last="",
    fields={
        "id": "PMID",
        "title": "TI BTI TT",
        "abstract": "AB",
        "published": "DP DEP",
        "authors": "FAU AU",
        "venue": "JT TA",
        "keywords": "OT MH",
    },
)
ISI = Tags(
    line=re.compile(r"([A-Z][A-Z0-9])(?: (.*)|$)"),
    continued=re.compile(r" {3}(.*)"),
    first="PT",
    last="ER",
    fields={
        "id": "UT",
        "title": "TI",
        "abstract": "AB",
        "published": "PY",
        "authors": "AF AU",
        "doi": "DI",
        "venue": "SO",
        "keywords": "DE ID",
    },
    lists="AF AU",
)
ENW = Tags(
    line=re.compile(r"%(\S)(?: (.*)|$)"),
    continued=re.compile(r"(.*)"),
    first="0",
    last="",
    fields={
        "title": "T",
        "abstract": "X",
        "published": "8 D",
        "authors": "A",
        "url": "U",
        "doi": "R",
        "venue": "J B",
        "keywords": "K",
    },
    lists="A K",
)
