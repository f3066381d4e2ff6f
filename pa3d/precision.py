"""In which numbers matrix products are computed; known without torch on a processor."""

from __future__ import annotations

from pathlib import Path

from pa3d.errors import Pa3dError

FP32, BF16 = "fp32", "bf16"


def choose_precision(wanted: str, device: str) -> str:
    """Turn "auto" into "bf16" where the hardware multiplies that natively (AMX, some GPUs), else "fp32"."""
    if wanted in (FP32, BF16):
        return wanted
    if wanted != "auto":
        raise Pa3dError(f"--precision {wanted}: write auto, fp32 or bf16")
    if device.startswith("cuda"):
        import torch

        return BF16 if torch.cuda.is_bf16_supported() else FP32
    cpuinfo = Path("/proc/cpuinfo")
    return BF16 if cpuinfo.exists() and "amx_bf16" in cpuinfo.read_text() else FP32
