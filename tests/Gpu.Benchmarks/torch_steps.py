"""PyTorch's side of the GPU engine's benchmark: torch_steps.py JOBS.json, on CUDA if PyTorch has it.

A line that has the time of a step ends with a tab, the work's label, a tab and the seconds. The samples lie on the device. The losses are
summed there and read once an epoch, so that the host waits for the device only at the end.
"""

import contextlib
import json
import statistics
import sys
import time

import torch
from torch_network import loss_of, network, optimizer_of, tensors

with open(sys.argv[1]) as file:
    TASK = json.load(file)
QUICK, BEGIN = TASK["quick"], time.perf_counter()
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def say(text):
    print(text, flush=True)


def wait():
    if DEVICE.type == "cuda":
        torch.cuda.synchronize()


def set_tf32(allowed):
    torch.backends.cuda.matmul.allow_tf32 = allowed
    torch.backends.cudnn.allow_tf32 = allowed


def median(work, warm=1, count=None):
    """The median seconds of a work, each ended by waiting for the device."""
    for _ in range(warm):
        work()
    wait()
    seconds = []
    for _ in range(count or (3 if QUICK else 11)):
        begin = time.perf_counter()
        work()
        wait()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def basics():
    length = TASK["length"]
    a, b, c = (torch.rand(length, device=DEVICE) for _ in range(3))
    seconds = median(lambda: [torch.add(a, b, alpha=2.0, out=c) for _ in range(10)]) / 10
    say(f"PyTorch, c = a + 2·b of {length:,} numbers: {12 * length / seconds / 1e9:.1f} GB/s")
    seconds = median(lambda: [c.copy_(a) for _ in range(10)]) / 10
    say(f"PyTorch, a copy: {8 * length / seconds / 1e9:.1f} GB/s")
    host = torch.rand(length // 4)
    there = median(lambda: a[: len(host)].copy_(host))
    back = median(lambda: host.copy_(a[: len(host)]))
    size = 4 * len(host) / 1e9
    say(f"PyTorch, host to device: {size / there:.2f} GB/s, device to host: {size / back:.2f} GB/s, usual memory")
    one = torch.rand(1, device=DEVICE)
    count = 200 if QUICK else 5000
    wait()
    begin = time.perf_counter()
    for _ in range(count):
        one.add_(one)
    host_seconds = time.perf_counter() - begin
    wait()
    all_seconds = time.perf_counter() - begin
    say(f"PyTorch, launch: {host_seconds / count * 1e6:.2f} µs of the host, {all_seconds / count * 1e6:.2f} µs until done")
    for tf32 in modes():
        set_tf32(tf32)
        for rows, inner, columns in TASK["products"]:
            x, y = torch.rand(rows, inner, device=DEVICE), torch.rand(inner, columns, device=DEVICE)
            out = torch.empty(rows, columns, device=DEVICE)
            seconds = median(lambda: [torch.mm(x, y, out=out) for _ in range(10)]) / 10
            say(f"PyTorch, {name(tf32)}, product {rows} × {inner} × {columns}: {2 * rows * inner * columns / seconds / 1e9:.0f} GFLOP/s, "
                f"{seconds * 1e6:.1f} µs")


def modes():
    return (False, True) if DEVICE.type == "cuda" else (False,)


def name(tf32):
    return "TF32" if tf32 else "float32"


def steps(job, compiled):
    """Trains, and returns the median seconds of a step over epochs after the first ones."""
    samples, labels = (t.to(DEVICE) for t in tensors(job["samples"], job["labels"], job["layers"], job["shape"], job["scale"]))
    torch.manual_seed(42)
    model = network(job["layers"]).to(DEVICE)
    # PyTorch's recurrent layers have a second bias.
    if sum(p.numel() for parameter, p in model.named_parameters() if "bias_hh" not in parameter) != job["trainable"]:
        sys.exit(f"{job['label']}: PyTorch's network has another number of parameters than ours.")
    optimizer = optimizer_of(model)

    def loss_of_rows(x, y):
        return loss_of(model(x), y)

    loss_function = torch.compile(loss_of_rows) if compiled else loss_of_rows

    def epoch():
        total = torch.zeros((), device=DEVICE)
        for rows in torch.randperm(len(samples), device=DEVICE).split(job["batch"]):
            optimizer.zero_grad()
            loss = loss_function(samples[rows], labels[rows])
            loss.backward()
            optimizer.step()
            total += loss.detach()
        if not torch.isfinite(total).item():
            sys.exit(f"{job['label']}: PyTorch's loss is not finite.")

    model.train()
    return median(epoch, warm=1 if QUICK else 2, count=1 if QUICK else 7) / (len(samples) // job["batch"])


def measure(job, compiled, tf32):
    set_tf32(tf32)
    kind = f"PyTorch {'compiled' if compiled else 'eager'}, {name(tf32)}, {job['label']}"
    if compiled and not hasattr(torch, "compile"):
        say(f"{kind}: left out, this PyTorch has no torch.compile")
    elif compiled and time.perf_counter() - BEGIN > TASK["seconds"]:
        say(f"{kind}: left out, the time for compiling was over (--torch-seconds {TASK['seconds']})")
    else:
        try:
            # What the compiler prints must not come between our lines.
            with contextlib.redirect_stdout(sys.stderr):
                seconds = steps(job, compiled)
        except Exception as fault:  # A compiler may be missing or fail; the other figures still count.
            say(f"{kind}: left out, {type(fault).__name__}: {str(fault).splitlines()[0] if str(fault) else ''}")
        else:
            say(f"{kind}: {seconds * 1e3:.3f} ms a step\t{job['label']}\t{seconds!r}")


where = torch.cuda.get_device_name() if DEVICE.type == "cuda" else f"the processor, {torch.get_num_threads()} threads: it has no CUDA here"
say(f"PyTorch {torch.__version__} on {where}; cudnn.deterministic {torch.backends.cudnn.deterministic}, "
    f"cudnn.benchmark {torch.backends.cudnn.benchmark}")
basics()
for compiled in (False, True):
    for job in TASK["jobs"]:
        for tf32 in modes():
            measure(job, compiled, tf32)
