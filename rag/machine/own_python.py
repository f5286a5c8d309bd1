"""Another Python process that imports what this one imports, wherever it was started from."""

import os
import sys

# How long threads wait for each other actively. By libgomp's default, 300,000, a third busy thread on two cores makes
# a model 10 times slower and more; this costs nothing when nothing else runs.
SPINS = "20000"
# glibc gives large tensors fresh memory each time, which is a third of the time a prompt takes to read; up to these
# sizes it keeps what it has. In bytes; no other allocator looks at them.
MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(32 * 2**20), "MALLOC_TRIM_THRESHOLD_": str(512 * 2**20)}


def command_of(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of ours; a folder of the user named like one of them does not matter."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment(**more: str) -> dict[str, str]:
    """Return the environment for it: this one's, the places this one imports from, and no model hub."""
    ours = {
        "PYTHONPATH": os.pathsep.join(os.path.abspath(place) for place in sys.path),
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    return {"GOMP_SPINCOUNT": SPINS, **MEMORY, **os.environ, **ours, **more}
