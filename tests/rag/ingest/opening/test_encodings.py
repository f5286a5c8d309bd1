"""Encodings: read where the bytes tell which it is, refused where they do not; never letters that nobody wrote."""

from pathlib import Path

import pytest

from index_store.errors import AbstractQAError
from rag.ingest.raw_record import RawRecord
from rag.ingest.readers import read_records

TEXTS = {
    "Chinese": "title,abstract\n基于深度学习的洪水预测,我们提出了一种用于河流水位时间序列的稀疏编码器。误差为11。\n",
    "Russian": "title,abstract\nПредсказание паводков,Мы предлагаем разреженный кодировщик. Ошибка 11.4 см.\n",
    "Czech": "title,abstract\nŘíční průtoky,Předpovídáme povodně v řekách a měříme chyby při učení. Žluťoučký kůň.\n",
    "German": "title,abstract\nFlüsse – Größe,Die Überflutung ist „groß“ für Müllers Käfer: 5 °C in naïven Häusern.\n",
    "French": "title,abstract\nL’évaluation,« À l’été les élèves » étaient où? Une œuvre de 5 µm ± 2.\n",
    "English": "title,abstract\nBeetles,It’s a “test” — of 5 µm ± 2 × 3 at 14 °C … in peat.\n",
}
READ = {
    *((language, encoding) for language in TEXTS for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")),
    *((language, encoding) for language in ("German", "French", "English") for encoding in ("cp1252", "utf-16-le")),
    ("English", "utf-16-be"),
    ("Chinese", "gbk"),
}
UNSURE = {
    ("Russian", "cp1251"),
    ("Russian", "koi8-r"),
    ("Czech", "cp1250"),
    ("German", "mac-roman"),
    ("German", "cp850"),
}


def read_title(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    ((_, record),) = read_records([path])
    assert isinstance(record, RawRecord)
    return str(record.fields["title"])


@pytest.mark.parametrize(("language", "encoding"), sorted(READ))
def test_an_encoding_is_told(tmp_path: Path, language: str, encoding: str) -> None:
    title = TEXTS[language].split("\n")[1].split(",")[0]
    assert read_title(tmp_path / "x.csv", TEXTS[language].encode(encoding, "replace")) == title


@pytest.mark.parametrize(("language", "encoding"), sorted(UNSURE))
def test_an_unsure_encoding_is_refused(tmp_path: Path, language: str, encoding: str) -> None:
    with pytest.raises(AbstractQAError, match="save it as UTF-8"):
        read_title(tmp_path / "x.csv", TEXTS[language].encode(encoding, "replace"))


def test_a_letter_far_down_still_decides(tmp_path: Path) -> None:
    text = "title,abstract\nPeat,It grows.\n" + "Moss,It does not.\n" * 10_000 + "Käfer,It crawls.\n"
    (tmp_path / "x.csv").write_bytes(text.encode("cp1252"))
    *_, (_, last) = read_records([tmp_path / "x.csv"])
    assert isinstance(last, RawRecord)
    assert last.fields["title"] == "Käfer"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'title,abstract\n"Peat","We present\0 a raw nul."\n', "it holds a NUL"),
        (b"\xff\xfet\x00\x00\xd8a\x00", "its beginning says UTF-16"),
        (b"\x93\x01caf\xe9", "save it as UTF-8"),
    ],
)
def test_damage_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(AbstractQAError, match=reason):
        read_title(tmp_path / "x.csv", content)
