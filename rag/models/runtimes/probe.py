"""Time, for a second or two, the matrix products that a language model consists of.

`python -m rag.models.runtimes.probe` prints JSON. It is a process of its own, because most commands do without torch.
"""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import torch
from torch.nn import functional

from rag.machine.hardware import fast_dtype
from rag.models.runtimes.int8_model import Int8Linear, largest_activation

INPUTS, OUTPUTS = 1536, 8960  # the largest matrices of the default model
COPIES = 10  # together larger than a processor's cache
ROUNDS = 16
READ_TOKENS = 128

Product = Callable[[torch.Tensor], object]


def main() -> None:
    """Print, for each number of threads, the microseconds a token takes to be read and to be written."""
    weight = torch.randn(OUTPUTS, INPUTS)
    floats = [weight.to(fast_dtype()) for _ in range(COPIES)]
    products: dict[str, Product] = {
        "transformers": lambda states: [functional.linear(states.to(fast_dtype()), matrix) for matrix in floats]
    }
    with suppress(RuntimeError):  # a machine without 8-bit products
        largest_activation()
        scale = weight.abs().amax(dim=1) / 127
        whole = (weight / scale[:, None]).round().to(torch.int8)
        integers = [Int8Linear(whole, scale) for _ in range(COPIES)]
        products["int8"] = lambda states: [matrix(states) for matrix in integers]
    timings = [
        {"threads": threads, **timing}
        for threads in sorted({torch.get_num_threads(), os.cpu_count() or 1})
        for timing in _timings(products, threads)
    ]
    print(json.dumps({"dtype": str(fast_dtype()).removeprefix("torch."), "timings": timings}))  # noqa: T201


@torch.inference_mode()
def _timings(products: dict[str, Product], threads: int) -> list[dict[str, Any]]:
    """Return the quickest of some rounds, taken in turns: other work of the machine only makes them slower."""
    torch.set_num_threads(threads)
    states = {"read": torch.randn(READ_TOKENS, INPUTS), "written": torch.randn(1, INPUTS)}
    taken: dict[tuple[str, str], list[float]] = {(runtime, kind): [] for runtime in products for kind in states}
    for _ in range(ROUNDS):
        for (runtime, kind), seconds in taken.items():
            started = time.perf_counter()
            products[runtime](states[kind])
            seconds.append((time.perf_counter() - started) / len(states[kind]) / COPIES)
    return [
        {"runtime": runtime, **{kind: round(min(taken[runtime, kind]) * 1e6, 1) for kind in states}}
        for runtime in products
    ]


if __name__ == "__main__":
    main()
