"""The limits of this machine, measured: memory bandwidth and arithmetic.

Writing a token reads every weight from memory once; reading a token multiplies and adds every weight once.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from rag.machine.hardware import fast_dtype

BANDWIDTH_BYTES = 1_500_000_000  # the size of a language model, larger than any cache
TOKENS, INPUTS, OUTPUTS = 400, 1536, 8960  # a prompt, and the largest matrix of the default model
TRIES = 5
BYTES = {"float32": 4, "bfloat16": 2, "int8": 1}


@dataclass(frozen=True)
class Limits:
    """Bytes read per second, and operations per second for each number type of weights."""

    bandwidth: float
    arithmetic: dict[str, float]

    def tokens_read(self, weights: int) -> dict[str, float]:
        """Return, by number type, the prompt tokens per second that arithmetic allows for so many weights."""
        return {kind: operations / (2 * weights) for kind, operations in self.arithmetic.items()}

    def tokens_written(self, weights: int) -> dict[str, float]:
        """Return, by number type, the written tokens per second that bandwidth allows for so many weights."""
        return {kind: self.bandwidth / (BYTES[kind] * weights) for kind in self.arithmetic}


def measure_limits() -> Limits:
    """Measure for about two seconds; each figure is the best of some tries, because other programs may be running."""
    fast = fast_dtype()
    products = {str(fast).removeprefix("torch."): _float_product(fast), "int8": _int8_product()}
    operations = 2 * TOKENS * INPUTS * OUTPUTS
    arithmetic = {kind: operations / _seconds(product) for kind, product in products.items() if product}
    return Limits(_bandwidth(), arithmetic)


def _bandwidth() -> float:
    numbers = torch.ones(BANDWIDTH_BYTES // 4)
    return BANDWIDTH_BYTES / _seconds(lambda: numbers.sum())


def _float_product(dtype: torch.dtype) -> Callable[[], torch.Tensor]:
    inputs, weights = torch.rand(TOKENS, INPUTS, dtype=dtype), torch.rand(OUTPUTS, INPUTS, dtype=dtype)
    return lambda: torch.nn.functional.linear(inputs, weights)


def _int8_product() -> Callable[[], torch.Tensor] | None:
    """Return oneDNN's product of 8-bit integers, or None where this build of torch lacks it.

    Activations are unsigned, as in rag/models/runtimes/int8_model.py: signed ones take minutes without AMX.
    """
    inputs = torch.randint(0, 255, (TOKENS, INPUTS), dtype=torch.uint8)
    weights = torch.randint(-127, 127, (OUTPUTS, INPUTS), dtype=torch.int8)
    scales, zeros = torch.ones(OUTPUTS), torch.zeros(OUTPUTS, dtype=torch.int64)
    try:
        packed = torch.ops.onednn.qlinear_prepack(weights, [TOKENS, INPUTS])
    except (AttributeError, RuntimeError):
        return None
    return lambda: torch.ops.onednn.qlinear_pointwise(
        inputs, 1.0, 128, packed, scales, zeros, None, 1.0, 0, torch.float32, "none", [], ""
    )


@torch.inference_mode()
def _seconds(work: Callable[[], object]) -> float:
    """Return the shortest time of some tries."""
    work()
    times = []
    for _ in range(TRIES):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)
