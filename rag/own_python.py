"""Another Python process that imports what this one imports, wherever it was started from."""

import os
import sys

# Torch's threads spin while they wait for each other. Where anything else runs on the same cores, one step then takes
# up to fourteen times as long (measured with one busy process on two cores).
CALM = {"OMP_WAIT_POLICY": "passive"}


def command_of(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of ours; a folder of the user named like one of them does not matter."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment(**more: str) -> dict[str, str]:
    """Return the environment for it: this one's, the places this one imports from, and no model hub."""
    places = os.pathsep.join(os.path.abspath(place) for place in sys.path)
    return {
        **CALM,
        **os.environ,
        "PYTHONPATH": places,
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        **more,
    }
