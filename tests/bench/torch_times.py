# SPDX-License-Identifier: Apache-2.0
"""Times torch in a process of its own, and prints JSON: the peer's half of compare_torch.py.

    torch_times.py --threads N --repeat R ops '[["conv3x3", "C=128 H=64 W=64"], ...]'
    torch_times.py --threads N --repeat R passes MODEL_FOLDER WIDTH HEIGHT

With --cuda on a graphics processor, in float32; --tf32 lets it round the operands of products to ten bits. Every time is {"ms": {min, median}, "cpu_ms": {min, median}}, one for each memory layout that makes a difference.
"""
import argparse
import ctypes
import json
import math
import os
import re
import statistics
import time

import torch
import torch.nn.functional as F

import torch_vqmodel
from timings import sizes_of

LAYOUTS = {"NCHW": torch.contiguous_format, "channels last": torch.channels_last}
WARM_UPS = 2


def finish():
    """Waits for what a graphics processor was given."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def timed(work, repeat, warm_ups=WARM_UPS):
    for _ in range(warm_ups):
        work()
    finish()
    wall, cpu = [], []
    for _ in range(repeat):
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        work()
        finish()
        cpu.append((time.process_time() - cpu_start) * 1e3)
        wall.append((time.perf_counter() - wall_start) * 1e3)
    return {what: {"min": min(times), "median": statistics.median(times)}
            for what, times in (("ms", wall), ("cpu_ms", cpu))}


def convolution(s, kernel):
    x = torch.randn(1, s["C"], s["H"], s["W"])
    weight, bias = torch.randn(s["C"], s["C"], kernel, kernel) / math.sqrt(s["C"]) / kernel, torch.randn(s["C"])
    for name, layout in LAYOUTS.items():
        xs, ws = x.contiguous(memory_format=layout), weight.contiguous(memory_format=layout)
        yield name, lambda xs=xs, ws=ws: F.conv2d(xs, ws, bias, padding=kernel // 2)


def norm_silu(s):
    x = torch.randn(1, s["C"], s["H"], s["W"])
    weight, bias = torch.randn(s["C"]), torch.randn(s["C"])
    for name, layout in LAYOUTS.items():
        xs = x.contiguous(memory_format=layout)
        yield name, lambda xs=xs: F.silu(F.group_norm(xs, s["groups"], weight, bias, 1e-6), inplace=True)


def gemm(s):
    a, b = torch.randn(s["M"], s["K"]), torch.randn(s["K"], s["N"])
    yield "mm", lambda: torch.mm(a, b)


def nearest_code(s):
    rows, codes = torch.randn(s["N"], s["E"]), torch.randn(s["K"], s["E"])
    yield "cdist + argmin", lambda: torch.cdist(rows, codes).argmin(1)


def attention(s):
    q, k, v = (torch.randn(1, s["T"], s["C"]) for _ in range(3))
    scale, empty = 1 / math.sqrt(s["C"]), torch.empty(1)
    yield "bmm", lambda: torch.bmm(torch.baddbmm(empty, q, k.transpose(1, 2), beta=0, alpha=scale).softmax(-1), v)


OPS = {
    "conv3x3": lambda s: convolution(s, 3), "conv1x1": lambda s: convolution(s, 1), "norm_silu": norm_silu,
    "gemm": gemm, "nearest_code": nearest_code, "attention": attention,
}


def time_ops(cases, repeat):
    """A row per case that torch has a counterpart for."""
    rows = []
    for op, shape in cases:
        if op in OPS:
            times = {name: timed(work, repeat) for name, work in OPS[op](sizes_of(shape))}
            rows.append({"op": op, "shape": shape, "layouts": times})
    return rows


def time_passes(folder, width, height, repeat, device):
    """Decode from codes to floats and encode from floats to latents, in host memory, with weights loaded."""
    config = torch_vqmodel.read_config(folder)
    state = {name: value.to(device) for name, value in torch_vqmodel.read_state(folder).items()}
    encode, decode = {}, {}
    for name, layout in LAYOUTS.items():
        model = torch_vqmodel.VQModel(config, state, layout)
        factor = 2 ** (len(model.channels) - 1)
        codes = torch.randint(model.config["num_vq_embeddings"], (1, height // factor, width // factor), device="cpu")
        picture = torch.rand(1, model.config["in_channels"], height, width, device="cpu") * 2 - 1
        decode[name] = timed(lambda: model.decode_codes(codes.to(device)).cpu(), repeat, warm_ups=1)
        encode[name] = timed(lambda: model.encode(picture.to(device)).cpu(), repeat, warm_ups=1)
    return {"encode": encode, "decode": decode}


def openblas():
    """What the OpenBLAS in this process says of itself; nothing where there is none."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        paths = {line.split()[-1] for line in maps if re.search(r"libopenblas[^/]*\.so", line)}
    for path in paths:
        library = ctypes.CDLL(path)
        library.openblas_get_config.restype = library.openblas_get_corename.restype = ctypes.c_char_p
        return {"config": library.openblas_get_config().decode(), "core": library.openblas_get_corename().decode(),
                "threads": library.openblas_get_num_threads()}
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--repeat", type=int, required=True)
    parser.add_argument("--cuda", action="store_true")
    parser.add_argument("--tf32", action="store_true")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("ops").add_argument("cases", type=json.loads)
    passes = commands.add_parser("passes")
    passes.add_argument("model")
    passes.add_argument("width", type=int)
    passes.add_argument("height", type=int)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = arguments.tf32
    torch.backends.cudnn.benchmark = arguments.cuda
    device = "cuda" if arguments.cuda else "cpu"
    if arguments.cuda:
        torch.set_default_device(device)
    with torch.no_grad():
        if arguments.command == "ops":
            result = {"ops": time_ops(arguments.cases, arguments.repeat)}
        else:
            result = time_passes(arguments.model, arguments.width, arguments.height, arguments.repeat, device)
    onednn = re.search(r"MKL-DNN v([\d.]+)", torch.__config__.show())
    capability = re.search(r"CPU capability usage: (.*)", torch.__config__.show())
    result["torch"] = {"version": torch.__version__, "onednn": onednn[1] if onednn else None,
                       "capability": capability[1] if capability else None, "openblas": openblas(),
                       "threads": torch.get_num_threads(), "cpus": os.cpu_count()}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
