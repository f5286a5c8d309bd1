"""What this machine can do at best: real measurements, and the arithmetic on them by hand."""

import math
import os
import subprocess
import sys

from eval.asking.machine_facts import machine, peak_memory
from eval.speed.limits import Limits, measure_limits
from rag.machine.hardware import fast_dtype


def test_measured_limits_are_positive_and_finite() -> None:
    measured = measure_limits()
    figures = [measured.bandwidth, *measured.arithmetic.values()]
    assert all(math.isfinite(figure) and figure > 1e6 for figure in figures)
    assert str(fast_dtype()) in {f"torch.{kind}" for kind in measured.arithmetic}


def test_tokens_a_second_follow_from_weights() -> None:
    limits = Limits(bandwidth=12e9, arithmetic={"bfloat16": 600e9, "int8": 1200e9})
    assert limits.tokens_read(1_500_000_000) == {"bfloat16": 200.0, "int8": 400.0}
    assert limits.tokens_written(1_500_000_000) == {"bfloat16": 4.0, "int8": 8.0}


def test_the_machine_is_described() -> None:
    described = machine()
    assert described["processor"]
    assert described["cores"] >= 1
    assert isinstance(described["instructions"], list)


def test_memory_of_a_child_counts_also_after_it_was_given_back() -> None:
    code = "numbers = bytearray(200_000_000); del numbers; print('held', flush=True); input()"
    before = peak_memory()
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ}
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"held"
        held = peak_memory() - before
        child.communicate(b"\n")
    assert held > (200_000_000 if sys.platform == "linux" else 0)
