"""The machine of a measurement: processor, instructions, and the peak memory of processes."""

import platform
import re
from pathlib import Path
from typing import Any

import psutil
import torch

INSTRUCTIONS = ("avx2", "avx512_f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8")  # relevant for speed


def machine() -> dict[str, Any]:
    """Return processor, cores, instructions, memory and the version of torch as JSON values."""
    has = torch.cpu.get_capabilities()
    return {
        "processor": _processor(),
        "cores": psutil.cpu_count(logical=False),
        "threads": torch.get_num_threads(),
        "instructions": [name for name in INSTRUCTIONS if has.get(name)],
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "torch": torch.__version__,
    }


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*:\s*(.+)$", known.read_text(), re.MULTILINE) if known.exists() else None
    return named[1].strip() if named else platform.processor() or platform.machine()


def peak_memory() -> int:
    """Return the bytes of this process and its running children, each at its own peak."""
    this = psutil.Process()
    return sum(_peak(process) for process in (this, *this.children(recursive=True)))


def _peak(process: psutil.Process) -> int:
    """Return the peak memory of a process (Linux), elsewhere its current memory; 0 when it has ended."""
    status = Path(f"/proc/{process.pid}/status")
    try:
        peak = re.search(r"^VmHWM:\s*(\d+) kB", status.read_text(), re.MULTILINE) if status.exists() else None
        return int(peak[1]) * 1024 if peak else process.memory_info().rss
    except (OSError, psutil.NoSuchProcess):
        return 0
