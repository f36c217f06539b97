"""CIFAR-10 from the official binary files."""

from pathlib import Path

import torch

RECORD_BYTES = 1 + 3 * 32 * 32  # a label and its image


def read_images(paths, count):
    """The first images of the files together, as the notebook normalises them: [count, 3, 32, 32], and labels [count]."""
    content = b"".join(Path(path).read_bytes() for path in paths)[: count * RECORD_BYTES]
    rows = torch.frombuffer(bytearray(content), dtype=torch.uint8).view(count, RECORD_BYTES)
    images = rows[:, 1:].reshape(count, 3, 32, 32)
    return (images.float() / 255 - 0.5) / 0.5, rows[:, 0].long()
