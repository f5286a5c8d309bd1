"""The names that files give the fields of a paper: one table for columns, for keys, and for paths of keys."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from rag.ingest.raw_record import Field

# Best first, in small letters without spaces and marks; `a.b` is the key `b` of what is under `a`, `a.0` its first.
_NAMES: dict[Field, str] = {
    "id": "paperid ut id key citationkey itemkey docid corpusid pmid pubmedid eid bibcode publicationid lensid forum",
    "title": "title papertitle articletitle documenttitle primarytitle dctitle ti displayname titles",
    "abstract": "abstract paperabstract abstractnote abstracttext abstractinvertedindex dcdescription descriptions "
    "ab text summary",
    "published": "published publicationdate publishedat publisheddate datepublished versions.0.created issued "
    "coverdate prismcoverdate firstpublicationdate date publicationyear publishedyear yearpublished pubyear year "
    "publishedprint publishedonline pubdate dateissued py dp pdate cdate created updatedate",
    "authors": "authorfullnames authorsparsed authors af author authornames authorlist.author authorlist authorships "
    "firstauthors creators creator dccreator authorstring authorsname au",
    "author_count": "authorcount",
    "url": "url link urls htmlurl abstracturl urlabs paperurl landingpageurl primarylocation.landingpageurl",
    "upvotes": "upvotes",
    "doi": "doi externalids.doi ids.doi prismdoi digitalobjectidentifier di",
    "arxiv_id": "arxivid externalids.arxiv arxiv",
    "venue": "venue journal journaltitle publicationtitle publicationname prismpublicationname sourcetitle "
    "containertitle booktitle secondarytitle journalname journalref proceeding conference "
    "primarylocation.source.displayname publicationvenue.name journalinfo.journal.title so",
    "keywords": "keywords keyword authorkeywords keywordlist.keyword manualtags tags subjects subject de",
}
# By the first step of a path: the fields that it leads to, its rank among their names, and its other steps.
_PATHS: dict[str, list[tuple[Field, int, tuple[str, ...]]]] = {}
for _field, _names in _NAMES.items():
    for _rank, (_first, *_others) in enumerate(path.split(".") for path in _names.split()):
        _PATHS.setdefault(_first, []).append((_field, _rank, tuple(_others)))
_YEAR = re.compile(r"\d{4}")


@lru_cache(maxsize=10_000)
def plain(name: str) -> str:
    """Return a name as the table has it: `Abstract Note`, `abstract_note` and `abstractNote` are one."""
    return re.sub(r"[\W_]+", "", name).casefold()


def named_fields(record: Mapping[str, Any], columns: Mapping[Field, str]) -> dict[Field, Any]:
    """Return our fields of a record, each under its best name that holds something; `columns` name fields first."""
    level = _plain_keys(record)
    said: dict[Field, list[tuple[int, Any]]] = {field: [(0, level.get(plain(name)))] for field, name in columns.items()}
    for name, value in level.items():
        for field, rank, path in _PATHS.get(name, ()):
            if field not in columns:
                said.setdefault(field, []).append((rank, _below(value, path)))
    best = {field: _best(field, values) for field, values in said.items()}
    return {field: value for field, value in best.items() if not is_empty(value)}


def _best(field: Field, values: list[tuple[int, Any]]) -> Any:
    """Return the value of the best name that says something; of dates one with a year, which `in press` has not."""

    def order(ranked: tuple[int, Any]) -> tuple[bool, bool, int]:
        rank, value = ranked
        return is_empty(value), field == "published" and not _YEAR.search(str(value)), rank

    return min(values, key=order)[1]


def is_empty(value: Any) -> bool:
    """Tell whether a value says nothing: None, or an empty text, list or object."""
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def _plain_keys(record: Mapping[str, Any]) -> dict[str, Any]:
    level: dict[str, Any] = {}
    for name, value in record.items():
        if is_empty(level.get(plain(name))):
            level[plain(name)] = value
    return level


def _below(value: Any, path: Sequence[str]) -> Any:
    """Return what stands at a path of plain keys below `value`; an object `{"value": x}` is x."""
    for step in path:
        if isinstance(value, list):
            value = value[0] if step == "0" and value else None
        else:
            value = _plain_keys(value).get(step) if isinstance(value, Mapping) else None
    return value["value"] if isinstance(value, Mapping) and "value" in value else value
