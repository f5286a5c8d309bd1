"""Answers kept to a JSON schema, and states kept for a prompt's beginning, on the smallest real model."""

import json
from pathlib import Path

import pytest

from rag.models.child.chat_writer import DecoderWriter
from rag.models.runtimes.int8_model import Int8Model
from rag.models.runtimes.transformers_model import TransformersModel
from rag.plan.plan import SHAPES, Plan

ASKED = "How many papers on music are there?"


@pytest.fixture(scope="module", params=["int8", "transformers"])
def writer(request: pytest.FixtureRequest, tiny_int8: Path, tiny_folder: Path) -> DecoderWriter:
    model = Int8Model(tiny_int8) if request.param == "int8" else TransformersModel(tiny_folder)
    return DecoderWriter(model, tiny_int8 if request.param == "int8" else tiny_folder)


def prompt(writer: DecoderWriter, task: str, asked: str = ASKED) -> str:
    return writer.prompt([{"role": "system", "content": task}, {"role": "user", "content": asked}])


def test_what_is_written_within_a_schema_is_json_of_it(writer: DecoderWriter) -> None:
    schema = {"type": "object", "properties": {"want": {"enum": ["list", "count"]}, "limit": {"type": "integer"}},
              "required": ["want"], "additionalProperties": False}  # fmt: skip
    written = json.loads("".join(writer.write(prompt(writer, "Read it into JSON."), 60, schema)))
    assert written["want"] in ("list", "count")
    assert set(written) <= {"want", "limit"}


def test_a_shape_without_a_choice_is_written_whole(writer: DecoderWriter) -> None:
    written = "".join(writer.write(prompt(writer, "Read it into JSON."), 60, SHAPES["contents"]))
    assert Plan.from_dict(json.loads(written)) == Plan()


def test_an_answer_within_a_schema_is_cut_where_it_is_too_long(writer: DecoderWriter) -> None:
    written = "".join(writer.write(prompt(writer, "Read it into JSON."), 8, SHAPES["several"]))
    assert written.startswith('{"about": "several"')
    assert not written.endswith("}")


def test_the_state_of_instructions_is_kept_while_others_are_read(writer: DecoderWriter) -> None:
    first = prompt(writer, "You answer in one short sentence.")
    wanted = "".join(writer.write(first, 12))
    instructions = writer.tokens(first[: first.index("<|im_end|>") + len("<|im_end|>")])
    "".join(writer.write(prompt(writer, "You translate into French."), 4))
    assert writer._decoder._kept.get(instructions)
    assert "".join(writer.write(first, 12)) == wanted


def test_the_state_after_a_prompt_is_the_same_whatever_was_read_before(writer: DecoderWriter) -> None:
    messages = [{"role": "system", "content": "You plan."}, {"role": "user", "content": ASKED}]
    *_, fresh = writer.state(messages)
    "".join(writer.write(prompt(writer, "You sing."), 4))
    *_, again = writer.state(messages)
    assert fresh == again
    assert fresh
