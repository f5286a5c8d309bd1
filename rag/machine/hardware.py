"""The number format that this machine computes fast."""

import torch


def fast_dtype() -> torch.dtype:
    """Return bfloat16 where the processor computes in it, else float32 (emulated bfloat16 is many times slower)."""
    amx = getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)()
    avx512 = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)()
    return torch.bfloat16 if amx or avx512 else torch.float32
