# SPDX-License-Identifier: Apache-2.0
"""The engine's goals, and what the results of compare_torch.py say about each."""
import statistics
from dataclasses import dataclass
from typing import Callable, Optional

from timings import (best_layout, best_variant, by_shape, decode_of, is_product, largest, medians, ops_time, rounds_of,
                     sizes_of)

BIG = "vq-f4 size"
EMBEDDED_F8 = "photo-f8-1024"
LARGEST_CONV_ERROR = 1e-4
MEBIBYTE = 1 << 20
# Measured once in one run on a Zen 4 core with Mesa 22.3.6, GFLOP/s of 3x3 convolutions by (channels, side):
# ncnn 20260526 in its best Vulkan mode and a prototype beside it, then a prototype and torch (best layout) beside it.
NCNN = {
    (32, 256): (8.35, 53.8, 52.8, 103.5), (64, 128): (11.75, 84.5, 77.1, 106.8), (128, 64): (13.7, 112.4, 111.5, 107.7),
    (256, 64): (15.6, 126.8, 125.0, 108.2), (512, 32): (16.15, 151.9, 148.7, 111.3),
}
NCNN_1X1_OF_PROBE = 5.45 / 117


def times(value):
    return f"{value:.2f}x"


def plain(value):
    return f"{value:.2f}"


def part(value):
    return f"1/{1 / value:.3g}"


def error(value):
    return f"{value:.1e}"


@dataclass
class Goal:
    what: str
    floor: Optional[float]
    aim: Optional[float]
    reached: Optional[float]
    show: Callable[[float], str]
    at_least: bool = True  # or at most

    def meets(self, bound):
        return self.reached >= bound if self.at_least else self.reached <= bound


def all_runs(results):
    """Every answer of `tessera bench` that there is."""
    for run in results.get("kernels", []):
        yield run["tessera"]
    for passes in results.get("passes", {}).values():
        yield from rounds_of(passes, "tessera") + rounds_of(passes, "tessera_one")
    for runs in results.get("local", {}).values():
        yield from runs


def flops(op, s):
    """Of a direct computation; nothing where FLOPs say little."""
    if op in ("conv3x3", "conv1x1"):
        return 2 * s["C"] ** 2 * s["H"] * s["W"] * (9 if op == "conv3x3" else 1)
    if op == "gemm":
        return 2 * s["M"] * s["K"] * s["N"]
    if op == "attention" and {"T", "C"} <= s.keys():
        return 4 * s["T"] ** 2 * s["C"]
    return None


class Kernels:
    """Of each (op, shape) the best variant beside torch's best layout, by CPU time."""

    def __init__(self, rounds):
        ours, theirs = by_shape(rounds)
        self.rows = []
        for (op, shape), variants in ours.items():
            best, torch = best_variant(variants), best_layout(theirs.get((op, shape)), "cpu_ms")
            ours_ms = best["cpu_ms"]["median"]
            work = flops(op, sizes_of(shape))
            self.rows.append({
                "op": op, "sizes": sizes_of(shape), "error": best["error"],
                "against_torch": torch["cpu_ms"]["median"] / ours_ms if torch else None,
                "of_probe": work / ours_ms / 1e6 / best["probe"] if work else None,
            })

    def worst(self, op, key, channels=None):
        """The lowest value of `key` over the shapes of an op."""
        return min((row[key] for row in self.rows if row["op"] == op and row[key] is not None
                    and (channels is None or row["sizes"]["C"] in channels)), default=None)

    def conv_error(self):
        return largest(row["error"] for row in self.rows if row["op"].startswith("conv"))

    def against_ncnn(self):
        ratios = []
        for row in self.rows:
            s = row["sizes"]
            if row["op"] == "conv3x3" and (s["C"], s["H"]) in NCNN and row["against_torch"]:
                ncnn, beside_ncnn, beside_torch, torch = NCNN[s["C"], s["H"]]
                ratios.append(row["against_torch"] * (torch / beside_torch) * (beside_ncnn / ncnn))
            if row["op"] == "conv1x1" and row["of_probe"]:
                ratios.append(row["of_probe"] / NCNN_1X1_OF_PROBE)
        return ratios


def inverse(value):
    return None if value is None else 1 / value


def kernel_goals(rounds):
    kernels = Kernels(rounds)
    for title, channels, floor, aim in (
            ("128 and 256 channels", (128, 256), 1.0, 1.3), ("512 channels", (512,), 1.0, 1.6),
            ("64 channels", (64,), 0.70, 0.95), ("32 channels", (32,), 0.50, 0.75), ("16 channels", (16,), 0.25, 0.45)):
        yield Goal(f"conv 3x3, {title}, against torch (worst shape)", floor, aim,
                   kernels.worst("conv3x3", "against_torch", channels), times)
    yield Goal("GEMM, share of the probe", 0.40, 0.50, kernels.worst("gemm", "of_probe"), plain)
    yield Goal("conv 1x1, share of the probe", 0.40, 0.50, kernels.worst("conv1x1", "of_probe"), plain)
    yield Goal("GroupNorm + SiLU, of torch's time", 1 / 3, 1 / 7, inverse(kernels.worst("norm_silu", "against_torch")),
               part, at_least=False)
    yield Goal("nearest code, of the time of torch.cdist + argmin", 1 / 40, 1 / 60,
               inverse(kernels.worst("nearest_code", "against_torch")), part, at_least=False)
    ratios = kernels.against_ncnn()
    yield Goal("ncnn's best Vulkan mode, by the bridge (worst shape)", 6, None, min(ratios, default=None), times)
    yield Goal("the same, geometric mean", None, 10, statistics.geometric_mean(ratios) if ratios else None, times)
    yield Goal("largest error of a convolution, fast", LARGEST_CONV_ERROR, LARGEST_CONV_ERROR, kernels.conv_error(),
               error, at_least=False)


def against_torch(passes):
    torch = best_layout([run["decode"] for run in rounds_of(passes, "torch")], "ms")
    return torch["ms"]["median"] / decode_of(passes["rounds"])["median"]


def against_products(passes):
    """Round by round, as a profile belongs to its process."""
    ratios = []
    for run in rounds_of(passes, "tessera"):
        products = ops_time(op for op in run["ops"] if is_product(op))
        if products:
            ratios.append(run["decode_ms"]["median"] / products)
    return statistics.median(ratios) if ratios else None


def thread_gain(passes):
    """Gain of a second thread over that of the probe."""
    two, one = (medians([run["decode_ms"] for run in rounds_of(passes, who)])["median"]
                for who in ("tessera", "tessera_one"))
    probes = [run["probe_gflops"] for run in rounds_of(passes, "tessera")]
    return (one / two) / statistics.median(probe["two"] / probe["one"] for probe in probes)


def pass_goals(passes):
    for model in (BIG, EMBEDDED_F8):
        yield Goal(f"decode at 256x256, {model}, against torch", 1.2, 1.7 if model == BIG else 2.0,
                   against_torch(passes[model]) if model in passes else None, times)
    for model, of_model in passes.items():
        yield Goal(f"decode, {model}, against its convolutions and products", 1.25, 1.12, against_products(of_model),
                   times, at_least=False)
    for model, of_model in passes.items():
        yield Goal(f"two threads against one, {model}, beside the probe's gain", 0.9, 1.0, thread_gain(of_model), plain)
    for model, of_model in passes.items():
        allowed = 2.5 + 32 * MEBIBYTE / of_model["largest_bytes"]
        peak = largest(run["peak_bytes"] for run in rounds_of(of_model, "tessera"))
        yield Goal(f"peak memory of a decode, {model}, in largest activations (2.5 + 32 MiB)", allowed, allowed,
                   None if peak is None else peak / of_model["largest_bytes"], plain, at_least=False)


def local_goals(local):
    for model, runs in local.items():
        found = [run for run in runs if run["local_ms"]]
        share = medians([run["local_ms"] for run in found])["median"] / decode_of(runs)["median"] if found else None
        yield Goal(f"local preview at 512x512, {model}, of the decode's time", 1 / 6, 1 / 12, share, part,
                   at_least=False)
        yield Goal("its largest error, in 1/255", 2, 1, largest(run["local_error"]["max"] for run in found),
                   plain, at_least=False)


def scaling_goals(scaling):
    per_flop = [decode_of(row["rounds"])["median"] / row["decode_flops"] for row in scaling["sizes"]]
    span = f"{scaling['sizes'][0]['size']}² to {scaling['sizes'][-1]['size']}²"
    yield Goal(f"time per FLOP of a decode, {scaling['model']}, {span}, most against least", 1.3, 1.1,
               max(per_flop) / min(per_flop), times, at_least=False)


def goals(results):
    for name, make in (("kernels", kernel_goals), ("passes", pass_goals), ("local", local_goals),
                       ("scaling", scaling_goals)):
        if name in results:
            yield from make(results[name])
