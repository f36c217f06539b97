"""The benchmark's optional peer: the notebook's network in PyTorch, timed like `worker.ts` times an engine.

Started by `measure.ts` with an assignment (JSON) as its argument; answers in lines of JSON on standard output:
`ready` after the warm-up, then, told to go by a line on standard input, `measured`.
"""

import json
import resource
import sys
import time
from pathlib import Path


def answer(**content):
    print(json.dumps(content), flush=True)


try:
    import torch
    from torch import nn

    sys.path.insert(0, str(Path(__file__).parents[2] / "tools" / "pytorch"))
    from notebook_network import Network
except ImportError as error:
    answer(status="absent", reason=f"Python cannot import torch ({error}); PYTHON=<interpreter> names one that can")
    sys.exit()

CLASSES = 10
SIDE = 32


def training_step(width, depth, batch, memory_format):
    """Forward, backward and Adam on a batch in memory."""
    network = Network(depth, width=width).to(memory_format=memory_format).train()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    images = (2 * torch.rand(batch, 3, SIDE, SIDE) - 1).contiguous(memory_format=memory_format)
    labels = torch.randint(0, CLASSES, (batch,))

    def step():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        loss.item()

    return step


def repeat(step, seconds):
    began = time.perf_counter()
    steps = 0
    while True:
        step()
        steps += 1
        elapsed = time.perf_counter() - began
        if elapsed >= seconds:
            return steps, elapsed


def peak_megabytes():
    """As `worker.ts`: VmHWM where there is one, for getrusage counts the parent's memory at the fork."""
    try:
        with open("/proc/self/status") as status:
            kibibytes = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        kibibytes = peak / 1024 if sys.platform == "darwin" else peak
    return round(kibibytes * 1.024e-3)


def main(assignment):
    torch.manual_seed(1)
    torch.set_num_threads(assignment["threads"])
    formats = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}
    sizes = [assignment[name] for name in ("width", "depth", "batch")]
    step = training_step(*sizes, formats[assignment["configuration"]])
    repeat(step, assignment["seconds"] / 5)
    answer(status="ready")
    sys.stdin.readline()
    steps, seconds = repeat(step, assignment["seconds"])
    answer(
        status="measured",
        images=steps * assignment["batch"],
        seconds=seconds,
        peakMegabytes=peak_megabytes(),
        identity=f"torch {torch.__version__}, Python {sys.version.split()[0]}, {torch.get_num_threads()} threads",
    )


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
