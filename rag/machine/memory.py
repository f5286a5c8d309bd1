"""Memory that is not needed any more, given back to the system."""

import ctypes
import sys


def release_memory() -> None:
    """Give back what the C library keeps; many small arrays leave it twice what they took. Only glibc can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)
