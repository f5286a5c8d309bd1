"""Questions that ask several things, cut into parts on the bundled papers; and those that are to be left whole."""

import pytest

from rag.question.asked import understand
from rag.question.part import Part, evidence_of, passages_of
from rag.question.parts import parts_of
from rag.question.question_names import names_in
from rag.retrieval.library import Library
from rag.retrieval.search import PaperFilter, SearchResult, find_evidence


@pytest.fixture
def cut(shared_library: Library):  # type: ignore[no-untyped-def]
    def find(text: str, among: PaperFilter = None) -> SearchResult:
        return find_evidence(shared_library, text, 6, 400, among)

    def cut(asked: str, history: tuple = ()) -> list[Part]:
        question = understand(asked, history)
        return parts_of(question, find(question.standalone), find, shared_library.names)

    return cut


def titles(parts: list[Part]) -> list[str]:
    return [part.found.evidence[0].paper.title.split(":")[0] for part in parts]


def test_two_clauses_about_two_papers_are_asked_one_by_one(cut) -> None:  # type: ignore[no-untyped-def]
    parts = cut("How many Python tasks does CoderEval contain, and to what precision can GLM-130B be quantized?")
    assert [part.prompt_question for part in parts] == [
        "How many Python tasks does CoderEval contain?",
        "To what precision can GLM-130B be quantized?",
    ]
    assert titles(parts) == ["CoderEval", "GLM-130B"]


@pytest.mark.parametrize(
    "asked",
    [
        "What do SPRINT and DIONYSUS each train on?",
        "sprint vs dionysus: what is the training data?",
        "On which data do SPRINT and DIONYSUS train?",
    ],
)
def test_what_is_asked_of_two_systems_is_asked_of_each(asked: str, cut) -> None:  # type: ignore[no-untyped-def]
    parts = cut(asked)
    assert titles(parts) == ["SPRINT", "DIONYSUS"]
    assert all(part.prompt_question.startswith(asked) for part in parts)
    assert "dionysus" not in parts[0].question.standalone.lower()
    assert {e.paper.title.split(":")[0] for e in parts[1].found.evidence} == {"DIONYSUS"}


@pytest.mark.parametrize(
    "asked",
    [
        "How do the pre-training tasks of CodeBERT and CodeT5 differ?",
        "What is the difference between the pre-training tasks of CodeBERT and CodeT5?",
        "How do the pre-training tasks of CodeBERT compare with CodeT5?",
    ],
)
def test_a_difference_is_asked_for_as_what_is_said_of_each(asked: str, cut) -> None:  # type: ignore[no-untyped-def]
    one, other = cut(asked)
    assert (
        one.prompt_question
        == "What is said of the pre-training tasks of CodeBERT and CodeT5? Answer only for CodeBERT."
    )
    assert other.found.passages[0].chunk.paper_id.startswith("codet5")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (
            "How many parameters have the TTM forecaster and the DPOT PDE model each?",
            ["Tiny Time Mixers (TTMs)", "DPOT"],
        ),
        ("What share of parameters do Point-PEFT and DVPT each train?", ["Point-PEFT", "DVPT"]),
        ("On what were MacBERT and Mengzi put to the test, respectively?", ["Revisiting Pre-Trained Models", "Mengzi"]),
        (
            "SVFit and Moment Probing both tune cheaply. What does each work with?",
            ["SVFit", "Tuning Pre-trained Model via Moment Probing"],
        ),
        (
            "SFPrompt vs. Approximated Prompt Tuning: what does each save?",
            ["SFPrompt", "Approximated Prompt Tuning"],
        ),
        (
            "CLIPTrans and UPC's IWSLT submission share a text model. What is it combined with in each?",
            ["CLIPTrans", "End-to-End Speech Translation with Pre-trained Models and Adapters"],
        ),
    ],
)
def test_names_beside_each_other_or_with_a_hyphen_are_one(asked: str, found: list[str], cut) -> None:  # type: ignore[no-untyped-def]
    assert [title.split(" for ")[0] for title in titles(cut(asked))] == found


@pytest.mark.parametrize(
    "asked",
    [
        "share of trainable parameters: DVPT against Point-PEFT?",
        "Which trains the smaller share of its parameters, DVPT or Point-PEFT?",
        "DVPT / Point-PEFT: what share of the parameters is trained?",
        "DVPT: share of trained parameters; Point-PEFT: share of trained parameters",
    ],
)
def test_systems_are_set_against_each_other_in_many_ways(asked: str, cut) -> None:  # type: ignore[no-untyped-def]
    assert titles(cut(asked)) == ["DVPT", "Point-PEFT"]


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (
            "IndicBART / AlephBERTGimmel: number of Indic languages in the first, vocabulary size of the second?",
            ["Number of Indic languages in IndicBART?", "Vocabulary size of AlephBERTGimmel?"],
        ),
        (
            "PatrickStar model scale over DeepSpeed, plus the segmentation gain in Test-Time Training on Video Streams",
            [
                "PatrickStar model scale over DeepSpeed?",
                "The segmentation gain in Test-Time Training on Video Streams?",
            ],
        ),
        (
            "One translation paper pairs pre-training with back-translation, another with random initialisation. "
            "Which language pairs does each test?",
            [
                "One translation paper pairs pre-training with back-translation. Which language pairs does it test?",
                "One translation paper with random initialisation. Which language pairs does it test?",
            ],
        ),
        (
            "One paper feeds raw sensor photos to a vision model, another recognizes places from pictures. "
            "On which levels does the first put its adapters, and how much retrieval time does the second need?",
            [
                "One paper feeds raw sensor photos to a vision model. On which levels does it put its adapters?",
                "One paper recognizes places from pictures. How much retrieval time does it need?",
            ],
        ),
    ],
)
def test_what_is_asked_of_each_alone_is_asked_of_it_alone(asked: str, parts: list[str], cut) -> None:  # type: ignore[no-untyped-def]
    found = cut(asked)
    assert [part.prompt_question for part in found] == parts


def test_what_is_asked_of_names_in_clauses_is_asked_whole_of_each(cut) -> None:  # type: ignore[no-untyped-def]
    asked = "EASE and MOS both adapt. How does EASE obtain features, and what does MOS do at inference?"
    assert [part.prompt_question for part in cut(asked)] == [f"{asked} Answer only for {n}." for n in ("EASE", "MOS")]


def test_names_are_told_in_their_order_though_one_is_the_end_of_another(shared_library: Library) -> None:
    asked = "GraphCodeBERT, DPOT and CodeBERT: how do they differ from BERT?"
    found = find_evidence(shared_library, asked, 6, 400)
    names = ["GraphCodeBERT", "DPOT", "CodeBERT", "BERT"]
    assert names_in(asked, found) == names


def test_a_title_is_a_name_too(cut) -> None:  # type: ignore[no-untyped-def]
    asked = "main trick of Model Spider versus Efficiently Robustify Pre-trained Models?"
    assert titles(cut(asked)) == ["Model Spider", "Efficiently Robustify Pre-trained Models"]


def test_an_ordinary_word_is_no_system_among_those_with_capitals(cut) -> None:  # type: ignore[no-untyped-def]
    parts = cut("MOS, EASE and ADAM all adapt a model to new classes; what does each do with the adapters?")
    assert [part.no_answer for part in parts] == [
        f"No answer was found for {name}." for name in ("MOS", "EASE", "ADAM")
    ]


def test_a_part_knows_what_else_the_same_is_asked_of(cut) -> None:  # type: ignore[no-untyped-def]
    assert [part.other_names for part in cut("Albertina PT-* and ViSoBERT: what is each built on?")] == [
        ("ViSoBERT",),
        ("Albertina",),
    ]
    of_papers = cut("Two papers ask how pre-training complements another technique in translation. What do both find?")
    assert [part.other_names for part in of_papers] == [
        (of_papers[1].found.evidence[0].paper.title,),
        (of_papers[0].found.evidence[0].paper.title,),
    ]
    clauses = cut("How many Python tasks does CoderEval contain, and to what precision can GLM-130B be quantized?")
    assert [part.other_names for part in clauses] == [(), ()]


def test_what_is_asked_of_two_papers_is_asked_of_each(cut) -> None:  # type: ignore[no-untyped-def]
    parts = cut("Two papers ask how pre-training complements another technique in translation. What does each find?")
    assert titles(parts) == [
        "On the Complementarity between Pre-Training and Back-Translation for Neural Machine Translation",
        "On the Complementarity between Pre-Training and Random-Initialization for Resource-Rich Machine Translation",
    ]


@pytest.mark.parametrize(
    "asked",
    [
        "How much smaller are Compressor's models?",
        "How does GraphCodeBERT compare with CodeBERT in learning control dependency?",  # one abstract holds both
        "How much faster is PatrickStar, and how large are the models it trains?",  # `it` leans on the first clause
        "What did ResNet50 reach on PTCGA200, and what does starting from ImageNet weights give?",
        "How were the German medical models trained further, and how many came from translated English sources?",
        "Which zeppelin crossed the Atlantic, and how many litres does a pot hold?",
        "The one on jobs linked to one sex more than to the other in language models: what is its advice?",
        "A model is fed one subject area after another and must stay useful. What gains were measured?",
        "On stained tissue, which accuracy do MoCov2 and ImageNet weights reach each?",  # imagenet2012
    ],
)
def test_a_question_is_left_whole_where_one_paper_answers_it_or_none(asked: str, cut) -> None:  # type: ignore[no-untyped-def]
    [part] = cut(asked)
    assert part.prompt_question == asked
    assert part.no_answer == ""


def test_a_question_of_many_clauses_and_names_is_searched_once(shared_library: Library) -> None:
    names = "CoderEval GLM-130B CodeGeeX MOS EASE SPRINT DIONYSUS SVFit DyLoRA".split()
    question = understand(" and ".join(f"what is the training data of {name}" for name in names) + "?")
    found = find_evidence(shared_library, question.standalone, 6, 400)
    assert len(parts_of(question, found, pytest.fail, shared_library.names)) == 1  # type: ignore[arg-type]


def test_a_follow_up_is_left_whole(cut) -> None:  # type: ignore[no-untyped-def]
    history = ({"question": "What is CoderEval?", "answer": "A benchmark."},)
    assert len(cut("And how many tasks does it have, and to what precision can GLM-130B be quantized?", history)) == 1


def test_parts_show_what_was_found_for_each_in_turn_and_once(cut) -> None:  # type: ignore[no-untyped-def]
    parts = cut("What do SPRINT and DIONYSUS each train on?")
    shown = passages_of(parts)
    best = [part.found.passages[0].chunk.paper_id for part in parts]
    assert [passage.chunk.paper_id for passage in shown[:2]] == best
    assert len({passage.chunk.paper_id for passage in shown}) == len(shown)
    assert len(set(evidence_of(parts))) == len(evidence_of(parts)) == sum(len(part.found.evidence) for part in parts)


def test_a_marker_typed_in_a_question_is_not_repeated_as_one(cut) -> None:  # type: ignore[no-untyped-def]
    parts = cut("How many Python tasks does CoderEval contain [7], and to what precision can GLM-130B be quantized?")
    assert parts[0].no_answer == "No answer was found to “How many Python tasks does CoderEval contain?”"
