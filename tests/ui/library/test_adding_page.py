"""Papers of one's own from the page: dropped or pasted, looked at, kept, asked, removed, brought back."""

import re
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rag.ingest.formats.known import NAMES
from rag.settings import Settings
from ui.app import build_page

pytestmark = pytest.mark.browser

BIB = """
@article{fish, title={Fish That Fly}, author={Doe, Jane and Roe, Richard}, year={2021},
  abstract={Flying fish glide for 40 metres over the sea. They are of the family Exocoetidae.}}
@article{owls, title={Owls at Noon}, author={Poe, Ann}, year={2019},
  abstract={Owls hunt at night. At noon an owl rests for 6 hours.}}
@article{none, title={A Title Alone}, year={2020}}
"""


def never(prompt: str):
    yield from ()


def dropped(name: str, text: str) -> dict:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


@pytest.fixture
def own_assistant(make_assistant, own_library):
    assistant = make_assistant(never, own_library)
    assistant.settings = Settings(llm="scripted", collection="mine")
    return assistant


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def drop(page: Page, *files: dict) -> None:
    if not page.locator("#adding").is_visible():
        page.locator("#add-papers").click()
    page.locator("#dropped input[type=file]").set_input_files(list(files))


def held(folder: Path) -> list[Path]:
    return [path for path in folder.glob("abstract-qa-*") if path.is_dir()]


def test_from_nothing_to_a_cited_answer(own_assistant, open_page, temporary: Path) -> None:
    page = open_page(own_assistant)
    expect(page.locator("#papers .count")).to_have_text("No papers yet.")
    drop(page, dropped("refs.bib", BIB))
    preview = page.locator("#preview")
    expect(preview).to_contain_text("2 papers to keep in “mine”, 1 refused.")
    expect(preview).to_contain_text("Jane Doe, Richard Roe")
    expect(preview).to_contain_text("refs.bib, entry none: no abstract")
    assert len(held(temporary)) == 1
    page.locator("#keep").click()
    expect(preview).to_contain_text("Kept.")
    assert held(temporary) == []
    page.keyboard.press("Escape")
    expect(page.locator("#adding")).to_have_count(0)
    expect(page.locator("#papers .count")).to_have_text("2 papers")
    page.get_by_label("Quote only").check()
    page.locator("#question textarea").fill("How far do flying fish glide?")
    page.locator("#question textarea").press("Enter")
    page.locator("a.cite").first.click()
    expect(page.locator("#sources mark.lit")).to_contain_text("Flying fish glide for 40 metres over the sea.")


def test_what_is_discarded_is_not_stored_and_its_files_are_gone(own_assistant, open_page, temporary: Path) -> None:
    page = open_page(own_assistant)
    drop(page, dropped("refs.bib", BIB))
    expect(page.locator("#preview")).to_contain_text("2 papers to keep")
    page.locator("#discard").click()
    expect(page.locator("#preview")).to_be_empty()
    assert held(temporary) == []
    page.locator("#pasted textarea").fill("these are just some words")
    page.locator("#show-preview").click()
    expect(page.locator("#preview")).to_contain_text("pasted text is in no format I know")
    expect(page.locator("#keep")).to_be_hidden()
    page.locator("#close-adding").click()
    expect(page.locator("#papers .count")).to_have_text("No papers yet.")


def test_the_sheet_keeps_the_focus_until_it_is_closed(own_assistant, open_page) -> None:
    page = open_page(own_assistant)
    named = page.locator("#add-papers").inner_text()
    assert all(name in NAMES for name in re.findall(r"\w+", named.split("(")[1]))
    page.locator("#add-papers").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#adding :focus")).to_have_count(1)
    assert page.locator("#columns").evaluate("(columns) => columns.inert")
    page.keyboard.press("Escape")
    expect(page.locator("#adding")).to_have_count(0)
    expect(page.locator("#add-papers")).to_be_focused()


def test_papers_are_removed_and_brought_back(own_assistant, open_page) -> None:
    page = open_page(own_assistant)
    page.locator("#add-papers").click()
    page.locator("#pasted textarea").fill(BIB)
    page.locator("#show-preview").click()
    page.locator("#keep").click()
    expect(page.locator("#preview")).to_contain_text("Kept.")
    page.locator("#close-adding").click()
    expect(page.locator("#papers .count")).to_have_text("2 papers")
    remove = page.locator("#remove-papers button")
    expect(remove).to_have_text("Remove ticked")
    expect(remove).to_be_disabled()
    page.get_by_role("button", name="Tick all").click()
    expect(remove).to_have_text("Remove these 2")
    page.get_by_role("button", name="Untick all").click()
    page.locator("#papers [data-paper]").first.check()
    page.get_by_role("button", name="Remove this one").click()
    expect(page.locator("#papers .count")).to_have_text("1 paper")
    expect(page.locator("#library-note")).to_contain_text("1 removed")
    page.locator("#undo-papers").click()
    expect(page.locator("#papers .count")).to_have_text("2 papers")
    expect(page.locator("#library-note")).to_contain_text("back to 2 papers")


def test_a_change_that_others_have_built_on_is_not_undone(own_assistant, open_page, tmp_path: Path) -> None:
    page = open_page(own_assistant)
    drop(page, dropped("refs.bib", BIB))
    page.locator("#keep").click()
    expect(page.locator("#preview")).to_contain_text("Kept.")
    page.keyboard.press("Escape")
    (tmp_path / "more.bib").write_text("@article{x, title={Bees at Work}, abstract={Bees dance for 3 minutes.}}")
    own_assistant.ingest(tmp_path / "more.bib")
    page.locator("#undo-papers").click()
    expect(page.locator("#library-note")).to_contain_text("Not undone")
    assert len(own_assistant.papers()) == 3


def test_a_new_collection_is_made_and_chosen_and_the_first_is_as_it_was(make_assistant, open_page) -> None:
    page = open_page(make_assistant(never))
    page.locator("#add-papers").click()
    page.locator("#into input").fill("my-fish")
    page.locator("#into input").press("Enter")
    drop(page, dropped("refs.bib", BIB))
    expect(page.locator("#preview")).to_contain_text("2 papers to keep in “my-fish”")
    page.locator("#keep").click()
    expect(page.locator("#preview")).to_contain_text("Kept.")
    page.keyboard.press("Escape")
    expect(page.locator("#papers .count")).to_have_text("2 papers")
    expect(page.locator("#collection input")).to_have_value("my-fish")
    expect(page.locator("#map")).to_be_hidden()  # its papers are the first collection's
    other = page.context.browser.new_context().new_page()
    other.goto(page.url)
    expect(other.locator("#papers .count")).to_have_text("118 papers")
    other.context.close()
    page.locator("#collection input").click()
    page.get_by_role("option", name="seeds").click()
    expect(page.locator("#papers .count")).to_have_text("118 papers")
    expect(page.locator("#map")).to_be_visible()


def test_two_visitors_drop_the_same_file_and_see_only_their_own(own_assistant, open_page) -> None:
    page = open_page(own_assistant)
    other = page.context.browser.new_context().new_page()
    other.goto(page.url)
    other.locator("#question textarea").wait_for()
    drop(page, dropped("refs.bib", BIB))
    drop(other, dropped("refs.bib", BIB))
    for each in (page, other):
        expect(each.locator("#preview")).to_contain_text("2 papers to keep")
    page.locator("#discard").click()
    expect(page.locator("#preview")).to_be_empty()
    other.locator("#keep").click()
    expect(other.locator("#preview")).to_contain_text("Kept.")
    assert page.locator("#preview").inner_text().strip() == ""
    other.context.close()


def test_names_and_texts_of_files_are_inert(own_assistant, open_page) -> None:
    evil = "<img src=x onerror=alert(1)>"
    page = open_page(own_assistant)
    bib = f"@article{{a, title={{Kettles {evil}}}, author={{Doe {evil}, Jane}}, abstract={{They boil {evil}.}}}}"
    drop(page, dropped(f"..%2f{evil.replace('/', '')}.bib", bib), dropped("../../up.bib", "no papers"))
    expect(page.locator("#preview")).to_contain_text("1 paper to keep")
    assert page.locator("#preview img").count() == 0
    page.locator("#keep").click()
    expect(page.locator("#preview")).to_contain_text("Kept.")
    page.keyboard.press("Escape")
    page.locator("#papers [data-open]").click()
    expect(page.locator("dialog h2")).to_have_text(f"Kettles {evil}")
    assert page.locator("#library img, dialog img").count() == 0


@pytest.mark.parametrize("read_only", [True, False])
def test_a_shared_page_takes_no_papers(own_assistant, open_page, read_only: bool) -> None:
    own_assistant.settings = Settings(llm="scripted", collection="mine", read_only=read_only)
    page = open_page(own_assistant)
    expect(page.locator("#papers .count")).to_have_text("No papers yet.")
    assert page.locator("#add-papers").count() == (0 if read_only else 1)
    assert page.locator("#remove-papers").count() == (0 if read_only else 1)
    assert page.locator("#collection").count() == (0 if read_only else 1)


def test_where_papers_may_not_be_changed_nothing_changes_them(own_assistant) -> None:
    handlers = [build_page(own_assistant, local=True, may_change=may).fns for may in (True, False)]
    modules = [{fn.fn.__module__ for fn in of.values() if fn.fn} for of in handlers]
    changing = {"ui.library.adding_panel", "ui.library.changing_panel"}
    assert changing <= modules[0]
    assert not changing & modules[1]
