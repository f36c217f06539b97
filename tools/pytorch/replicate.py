"""Trains a study's networks in PyTorch alone, on a GPU if there is one: an independent replication of a scale.

Nothing here comes from the engine but the numbers of a committed record's settings. The network is the notebook's
class; images are read from the official binary files; initialisation, order of images and every kernel are PyTorch's
own, so seeds name other draws than ours. Batch norm's statistics are recomputed, for the second evaluation, by PyTorch's
`update_bn`.

    python tools/pytorch/replicate.py --settings reports/relu-versus-sigmoid/runs/quick/relu-depth-1-seed-1.json \
        --images ~/.cache/relu-versus-sigmoid/cifar-10 --output replication.json

It prints how many networks are done and nothing of how they do.
"""

import argparse
import json
import platform
import queue
import time
from pathlib import Path

import torch
from cifar10 import read_images
from notebook_network import Network
from torch import multiprocessing, nn


@torch.no_grad()
def accuracy(network, images, labels, batch):
    network.eval()
    found = torch.cat([network(part).argmax(1) for part in images.split(batch)])
    return (found == labels).float().mean().item()


def recomputed_accuracy(network, statistics_images, images, labels, batch):
    """By batch norm's statistics over these training images; the running ones are put back."""
    kept = {name: value.clone() for name, value in network.state_dict().items()}
    torch.optim.swa_utils.update_bn(statistics_images.split(batch), network)
    found = accuracy(network, images, labels, batch)
    network.load_state_dict(kept)
    return found


def train(settings, activation, depth, seed, data):
    (images, labels), (test_images, test_labels) = data
    batch = settings["batchSize"]
    torch.manual_seed(seed)
    network = Network(depth, activation, settings["width"]).to(images.device)
    optimizer = torch.optim.Adam(network.parameters(), lr=settings["learningRate"])
    tensors = list(network.parameters())
    sizes = torch.tensor([tensor.numel() for tensor in tensors], device=images.device)
    epochs = []
    for _ in range(settings["epochs"]):
        network.train()
        gradients, right = [], []
        for chosen in torch.randperm(len(images), device=images.device).split(batch):
            optimizer.zero_grad()
            outputs = network(images[chosen])
            nn.functional.cross_entropy(outputs, labels[chosen]).backward()
            sums = torch.stack(torch._foreach_norm([tensor.grad for tensor in tensors], 1))
            gradients.append((sums / sizes).mean())
            right.append((outputs.argmax(1) == labels[chosen]).sum())
            optimizer.step()
        statistics_images = images[: settings["statisticsImages"]]
        epochs.append(
            {
                "trainAccuracy": torch.stack(right).sum().item() / len(images),
                "testAccuracy": accuracy(network, test_images, test_labels, batch),
                "recomputedTestAccuracy": recomputed_accuracy(
                    network, statistics_images, test_images, test_labels, batch
                ),
                "gradientAverage": torch.stack(gradients).mean().item(),
            }
        )
    return {"activation": activation, "depth": depth, "seed": seed, "epochs": epochs}


def work(options, settings, device, deadline, jobs, results):
    folder = Path(options.images)
    parts = [
        ([folder / f"data_batch_{number}.bin" for number in range(1, 6)], settings["trainImages"], settings["trainDigest"]),
        ([folder / "test_batch.bin"], settings["testImages"], settings["testDigest"]),
    ]
    data = [[tensor.to(device) for tensor in read_images(*part)] for part in parts]
    while (job := jobs.get()) is not None:
        if time.monotonic() < deadline:
            results.put(train(settings, *job, data))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--settings", required=True, help="a committed run's record: scale and protocol are taken from it")
    parser.add_argument("--images", required=True, help="folder of the official binary files")
    parser.add_argument("--output", required=True, help="a new file")
    parser.add_argument("--depths", nargs="+", type=int, default=[8, 6, 4, 2, 1])
    parser.add_argument("--activations", nargs="+", choices=["relu", "sigmoid"], default=["relu", "sigmoid"])
    parser.add_argument("--seeds", type=int, default=3, help="how many")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e9, help="no network is begun after these")
    options = parser.parse_args()
    if Path(options.output).exists():
        parser.error(f"--output {options.output} exists already: move it away or name another")
    settings = json.loads(Path(options.settings).read_text())["settings"]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    convolutions = "TF32" if device == "cuda" and torch.backends.cudnn.allow_tf32 else "float32"
    name = torch.cuda.get_device_name() if device == "cuda" else "cpu"
    computed_by = f"torch {torch.__version__}, {name}, convolutions in {convolutions}, Python {platform.python_version()}"
    context = multiprocessing.get_context("spawn")
    jobs, results = context.Queue(), context.Queue()
    for seed in range(options.first_seed, options.first_seed + options.seeds):
        for depth in options.depths:
            for activation in options.activations:
                jobs.put((activation, depth, seed))
    began = time.monotonic()
    arguments = (options, settings, device, began + 60 * options.minutes, jobs, results)
    workers = [context.Process(target=work, args=arguments) for _ in range(options.processes)]
    for worker in workers:
        jobs.put(None)
        worker.start()
    runs = []
    while True:
        alive = any(worker.is_alive() for worker in workers)
        try:
            runs.append(results.get(timeout=1))
        except queue.Empty:
            if alive:
                continue
            break
        runs.sort(key=lambda run: (run["seed"], -run["depth"], run["activation"]))
        content = {"settings": settings, "computedBy": computed_by, "runs": runs}
        Path(options.output).write_text(json.dumps(content, indent=1, allow_nan=False) + "\n")
        print(f"{len(runs)} networks done after {time.monotonic() - began:.0f} s", flush=True)
    if any(worker.exitcode for worker in workers):
        raise SystemExit("replicate.py: a process failed, see above")


if __name__ == "__main__":
    main()
