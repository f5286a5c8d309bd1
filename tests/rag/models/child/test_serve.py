"""What the language model's program says to what it is asked: a real process, and a writer that counts."""

import json
import select
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

WRITES_NUMBERS = """
import os, sys, time
from rag.models.child.serve import serve

class Numbers:
    def __init__(self):
        print("a library prints")
        os.system("echo so does a program that it calls")
        if sys.argv[1:] == ["broken"]:
            raise OSError("no such\\nfile")

    def prompt(self, messages):
        return messages[-1]["content"]

    def tokens(self, text):
        print("and again")
        return text.split()

    def write(self, prompt, max_tokens, schema=None):
        for number in range(1, max_tokens + 1):
            if number == 3 and prompt == "fail":
                raise RuntimeError("out of\\nmemory")
            time.sleep(0.002)
            yield f"{number} "

serve(Numbers)
"""
ENDLESS = 10**9


class Program:
    """The process; `said` reads its next message."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WRITES_NUMBERS, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
        )  # fmt: skip

    def ask(self, **message: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message).encode() + b"\n")

    def said(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def falls_silent(self) -> bool:
        """Read what it says until it says nothing for half a second; return False if it came to its end."""
        while select.select([self.process.stdout], [], [], 0.5)[0]:
            if "piece" not in self.said():
                return False
        return True

    def rest(self) -> list[dict[str, Any]]:
        """Return what it says until it says something else than pieces, that included."""
        said = [self.said()]
        while "piece" in said[-1]:
            said.append(self.said())
        return said


@pytest.fixture
def program() -> Iterator[Program]:
    with_numbers = Program()
    with with_numbers.process as process:
        assert with_numbers.said() == {"ready": True}
        yield with_numbers
        process.kill()


def test_requests_are_answered_in_order_and_what_libraries_print_is_not_among_it(program: Program) -> None:
    program.ask(write=[{"role": "user", "content": "two words"}], max_tokens=3)
    program.ask(write="one", max_tokens=1)
    counts = {"prompt_tokens": 2, "completion_tokens": 3}
    assert program.rest() == [{"piece": "1 "}, {"piece": "2 "}, {"piece": "3 "}, {"done": counts}]
    assert program.rest() == [{"piece": "1 "}, {"done": {"prompt_tokens": 1, "completion_tokens": 1}}]


def test_a_stop_ends_the_writing_but_not_the_next(program: Program) -> None:
    program.ask(write="x", max_tokens=ENDLESS)
    assert program.said() == {"piece": "1 "}
    program.ask(stop=True)
    assert "done" in program.rest()[-1]
    program.ask(stop=True)  # too late
    program.ask(write="x", max_tokens=2)
    assert program.rest()[-1]["done"]["completion_tokens"] == 2


def test_the_writing_waits_and_goes_on_where_it_was(program: Program) -> None:
    program.ask(write="x", max_tokens=500)
    program.ask(pause=True)
    assert program.falls_silent()
    program.ask(pause=False)
    assert program.rest()[-1]["done"]["completion_tokens"] == 500


def test_a_paused_request_can_be_stopped(program: Program) -> None:
    program.ask(pause=True)
    program.ask(write="x", max_tokens=ENDLESS)
    program.ask(stop=True)
    assert program.rest() == [{"done": {"prompt_tokens": 1, "completion_tokens": 0}}]


def test_a_failure_is_one_line_and_the_next_request_is_served(program: Program) -> None:
    program.ask(write="fail", max_tokens=5)
    program.ask(write="x", max_tokens=1)
    assert program.rest() == [
        {"piece": "1 "},
        {"piece": "2 "},
        {"failed": "RuntimeError: out of memory. Check it: abstract-qa doctor"},
    ]
    assert program.rest()[0] == {"piece": "1 "}


def test_a_model_that_cannot_be_loaded_is_told_and_the_process_ends() -> None:
    broken = Program("broken")
    assert broken.said() == {"failed": "OSError: no such file. Check it: abstract-qa doctor"}
    broken.process.communicate(timeout=60)


def test_it_ends_with_its_input_also_while_it_writes_and_after_half_a_line(program: Program) -> None:
    program.ask(write="x", max_tokens=ENDLESS)
    program.said()
    assert program.process.stdin is not None
    program.process.stdin.write(b'{"write": "half a')
    program.process.stdin.close()
    program.process.wait(timeout=60)
