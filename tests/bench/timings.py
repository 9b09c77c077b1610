# SPDX-License-Identifier: Apache-2.0
"""What the rounds of compare_torch.py add up to."""
import re
import statistics

FAST_ERROR = 1e-4
# Ops of a profile that convolve or multiply matrices.
PRODUCTS = re.compile(r"conv|linear|gemm|product|attention", re.IGNORECASE)


def sizes_of(shape):
    """{"C": 128, "H": 64} of "C=128 H=64"."""
    return {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", shape)}


def medians(rounds):
    """Of {min, median} a round: the least and the median of the medians."""
    return {"min": min(times["min"] for times in rounds),
            "median": statistics.median(times["median"] for times in rounds)}


def best_layout(rounds, clock):
    """{"layout", "ms", "cpu_ms"} of the layout with the lowest median of this clock; nothing where torch has none."""
    if not rounds:
        return None
    layouts = [{"layout": layout, **{what: medians([times[layout][what] for times in rounds])
                                     for what in ("ms", "cpu_ms")}} for layout in rounds[0]]
    return min(layouts, key=lambda row: row[clock]["median"])


def by_shape(rounds):
    """(op, shape) -> rows of Tessera's variants, each over all rounds with the median probe; the same -> what torch
    took, a round each."""
    ours, theirs, probe = {}, {}, statistics.median(run["tessera"]["probe_gflops"]["one"] for run in rounds)
    for run in rounds:
        for row in run["tessera"]["kernels"]:
            ours.setdefault((row["op"], row["shape"]), {}).setdefault(row["variant"], []).append(row)
        for row in run["torch"]:
            theirs.setdefault((row["op"], row["shape"]), []).append(row["layouts"])
    return {key: [{"variant": variant, "probe": probe, "error": largest(row.get("error") for row in rows),
                   **{what: medians([row[what] for row in rows]) for what in ("ms", "cpu_ms")}}
                  for variant, rows in variants.items()] for key, variants in ours.items()}, theirs


def largest(values):
    """Of those that there are."""
    return max((value for value in values if value is not None), default=None)


def best_variant(variants):
    """The fastest that is accurate enough for fast mode."""
    accurate = [row for row in variants if row["error"] is None or row["error"] <= FAST_ERROR]
    return min(accurate or variants, key=lambda row: row["cpu_ms"]["median"])


def rounds_of(passes, who):
    return [run[who] for run in passes["rounds"]]


def decode_of(rounds):
    """The decode's times over rounds that are runs, or hold one as "tessera"."""
    return medians([run.get("tessera", run)["decode_ms"] for run in rounds])


def is_product(op):
    return PRODUCTS.search(op["name"]) is not None


def ops_time(ops):
    return sum(op["ms"] for op in ops)
