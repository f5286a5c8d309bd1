"""Start another Python process with the same modules and fitting environment variables."""

import os
import sys

# How often threads poll before they sleep. With libgomp's default, 300,000, a third busy thread on two cores makes a
# model over 10 times slower; this value costs nothing on an idle machine.
SPIN_COUNT = "20000"
# glibc maps fresh memory for each large tensor, which is a third of the time of reading a prompt; below these sizes
# (bytes) it reuses memory. Other allocators ignore them.
MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(32 * 2**20), "MALLOC_TRIM_THRESHOLD_": str(512 * 2**20)}


def command_of(module: str, *arguments: str) -> list[str]:
    """Return the command that runs one of our modules; files in the working folder cannot shadow it."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment(**more: str) -> dict[str, str]:
    """Return the environment for it: this process's, its import path, no model hub, and `more`."""
    ours = {
        "PYTHONPATH": os.pathsep.join(os.path.abspath(place) for place in sys.path),
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    return {"GOMP_SPINCOUNT": SPIN_COUNT, **MEMORY, **os.environ, **ours, **more}
