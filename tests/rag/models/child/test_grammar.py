"""Answers kept to a JSON schema, and states kept for a prompt's beginning, on the smallest real model."""

import json
from pathlib import Path

import pytest

from rag.models.child.chat_writer import DecoderWriter
from rag.models.runtimes.int8_model import Int8Model
from rag.models.runtimes.transformers_model import TransformersModel
from rag.plan.plan import SCHEMA, Plan

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


def test_any_plan_that_ends_can_be_read(writer: DecoderWriter) -> None:
    written = "".join(writer.write(prompt(writer, "Read it into JSON, shortly."), 160, SCHEMA))
    assert written.startswith('{"about": "')
    if written.endswith("}"):
        assert Plan.from_dict(json.loads(written))


def test_the_state_of_instructions_is_kept_while_others_are_read(writer: DecoderWriter) -> None:
    first = prompt(writer, "You answer in one short sentence.")
    wanted = "".join(writer.write(first, 12))
    for task in ("You translate into French.", "You count letters."):
        "".join(writer.write(prompt(writer, task), 4))
    assert "".join(writer.write(first, 12)) == wanted
    kept = writer._decoder._kept
    assert len(kept) >= 3
    assert all(writer._decoder._model.state()[0][0].shape[1] for _ in kept)


def test_the_state_after_a_prompt_is_the_same_whatever_was_read_before(writer: DecoderWriter) -> None:
    messages = [{"role": "system", "content": "You plan."}, {"role": "user", "content": ASKED}]
    *_, fresh = writer.state(messages)
    "".join(writer.write(prompt(writer, "You sing."), 4))
    *_, again = writer.state(messages)
    assert fresh == again
    assert fresh
