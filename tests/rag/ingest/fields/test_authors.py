"""Authors from the forms that files have: every one of them, or no count at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.fields.authors import Authors, authors_of

KNOWN: list[tuple[Any, tuple[str, ...]]] = [
    ("Jana Doe", ("Jana Doe",)),
    ("Doe, Jana", ("Jana Doe",)),
    ("van der Berg, Jan", ("Jan van der Berg",)),
    ("Ada Kettle; Bo Lid", ("Ada Kettle", "Bo Lid")),
    ("Ada Kettle and Bo Lid", ("Ada Kettle", "Bo Lid")),
    ("Doe, Jana and Roe, R.", ("Jana Doe", "R. Roe")),
    ("Doe, Jana  and\n      Roe, Richard", ("Jana Doe", "Richard Roe")),
    ("Doe, Jana and Karl Müller", ("Jana Doe", "Karl Müller")),
    (r"Doe, Jana and M{\"u}ller, K. and {Rivers and Lakes}", ("Jana Doe", "K. Müller", "Rivers and Lakes")),
    ("King, Jr., Martin and Doe, Jana", ("Martin King Jr.", "Jana Doe")),
    ("Jana Doe|Richard Roe", ("Jana Doe", "Richard Roe")),
    ("Jana Doe\nRichard Roe", ("Jana Doe", "Richard Roe")),
    ("Jana Doe<br>Richard Roe", ("Jana Doe", "Richard Roe")),
    ("['Jana Doe', 'Richard Roe']", ("Jana Doe", "Richard Roe")),
    ("['Jana Doe' 'Richard Roe']", ("Jana Doe", "Richard Roe")),
    ("""['Doe, Jana', "O'Roe, R."]""", ("Jana Doe", "R. O'Roe")),
    ("[{'name': 'Jana Doe', 'authorId': None}]", ("Jana Doe",)),
    ("Jana Doe, Richard Roe", ("Jana Doe", "Richard Roe")),
    ("Jana Doe, Richard Roe, Petr Skoda", ("Jana Doe", "Richard Roe", "Petr Skoda")),
    (r"Jana Doe, Richard Roe, Karl M\"uller and Ann Other", ("Jana Doe", "Richard Roe", "Karl Müller", "Ann Other")),
    ("Jana Doe, Richard Roe, and Ann Other", ("Jana Doe", "Richard Roe", "Ann Other")),
    (["Jana Doe, Richard Roe and Ann Other"], ("Jana Doe", "Richard Roe", "Ann Other")),
    (r"P. \v{S}koda, R. Roe (Peat, Bonn), the ATLAS Collaboration", ("P. Škoda", "R. Roe", "the ATLAS Collaboration")),
    ("Roe R., Skoda P., Doe J.", ("R. Roe", "P. Skoda", "J. Doe")),
    ("Roe R, Skoda PJ", ("R Roe", "PJ Skoda")),
    ("Roe, R., Skoda, P., & Doe, J.", ("R. Roe", "P. Skoda", "J. Doe")),
    ("Roe, Richard (1); Skoda, Petr (2); Doe, Jana (3)", ("Richard Roe", "Petr Skoda", "Jana Doe")),
    ("Jana Doe1,2, Richard Roe1 and Ann Other*", ("Jana Doe", "Richard Roe", "Ann Other")),
    ("Jana Doe¹,²*; René Roe^1,2", ("Jana Doe", "René Roe")),
    ("Jana Doe<sup>1,2,*</sup>, Richard Roe1,*", ("Jana Doe", "Richard Roe")),
    ("Jana Doe, PhD, Richard Roe, M.D.", ("Jana Doe", "Richard Roe")),
    ("M&uuml;ller, K.; Doe, J.", ("K. Müller", "J. Doe")),
    ("王小明, 李华", ("王小明", "李华")),
    ("王小明；李华", ("王小明", "李华")),
    (["Doe, Jana", "Roe, R."], ("Jana Doe", "R. Roe")),
    (["Roe R", None, ""], ("R Roe",)),
    (["the ATLAS Collaboration"], ("the ATLAS Collaboration",)),
    ([["Doe", "Jana", ""], ['M\\"uller', "Karl", "Jr."]], ("Jana Doe", "Karl Müller Jr.")),
    ([["the H1 Collaboration", "", ""]], ("the H1 Collaboration",)),
    ([{"authorId": "1", "name": "Jana Doe"}, {"name": "Roe, R."}], ("Jana Doe", "R. Roe")),
    ([{"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}], ("Ludwig van Beethoven",)),
    ([{"last": "Doe", "first": "Jana"}, {"LastName": "Roe", "ForeName": "R"}], ("Jana Doe", "R Roe")),
    ([{"display_name": "Jana Doe"}, {"author": {"display_name": "R. Roe"}}], ("Jana Doe", "R. Roe")),
    ([{"literal": "Peat, Moss and Co"}, {"CollectiveName": "The Group"}], ("Peat, Moss and Co", "The Group")),
    ({"name": "Jana Doe"}, ("Jana Doe",)),
    (None, ()),
    ("nan", ()),
]  # fmt: skip

UNSURE: list[tuple[Any, tuple[str, ...]]] = [
    ("Doe et al.", ("Doe",)),
    ("Doe, Jana et al", ("Jana Doe",)),
    ("Jana Doe, Richard Roe, et al.", ("Jana Doe", "Richard Roe")),
    ("Doe, Jana and others", ("Jana Doe",)),
    (["Jana Doe", "et al."], ("Jana Doe",)),
    ("Jana Doe, Richard Roe, …", ("Jana Doe", "Richard Roe")),
    ("Doe, Jana; Roe, Richard...", ("Jana Doe", "Richard Roe")),
    (["Jana Doe", "Richard Roe et al…"], ("Jana Doe", "Richard Roe")),
    (["Jana Doe", "and 3 others"], ("Jana Doe",)),
    ("Doe, Roe and Smith", ()),
    ("Doe, Jana, Roe, Richard", ()),
    ("Doe, Roe, Smith", ()),
    ([{"name": "Jana Doe"}, {"affiliation": "Peat"}], ("Jana Doe",)),
    (["Jana Doe and Richard Roe"], ("Jana Doe and Richard Roe",)),
    (["Doe/Roe/Smith"], ("Doe/Roe/Smith",)),
]


@pytest.mark.parametrize(("value", "names"), KNOWN)
def test_every_author_is_named_and_counted(value: Any, names: tuple[str, ...]) -> None:
    assert authors_of(value) == Authors(names, is_whole=True)
    assert authors_of([{"literal": name} for name in names]).names == names


@pytest.mark.parametrize(("value", "names"), UNSURE)
def test_what_cannot_be_cut_for_sure_is_not_counted(value: Any, names: tuple[str, ...]) -> None:
    assert authors_of(value) == Authors(names, is_whole=False)


@pytest.mark.parametrize("value", [5, True, "x" * 200_000])
def test_what_is_no_list_of_names_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="expected"):
        authors_of(value)


@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_anything_is_read_or_refused(value: Any) -> None:
    try:
        authors = authors_of(value)
    except ValueError:
        return
    assert all(name == name.strip() and any(map(str.isalpha, name)) for name in authors.names)
