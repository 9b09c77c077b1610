# SPDX-License-Identifier: Apache-2.0
"""Turns the raw results of compare_torch.py into the text of gpu/PERFORMANCE.md."""
import goals
from timings import (best_layout, best_variant, by_shape, decode_of, is_product, largest, medians, ops_time, rounds_of,
                     sizes_of)

TOP_OPS = 12
QUIET = 0.03
MEGABYTE = 1e6


def number(value, digits=3):
    """With so many significant digits and no exponent."""
    if value is None:
        return "-"
    if value == 0 or abs(value) >= 10 ** digits:
        return f"{value:.0f}"
    return f"{value:#.{digits}g}".rstrip(".")


def gain(ratio):
    return "-" if ratio is None else f"{number(ratio)}x"


def megabytes(count):
    return "-" if count is None else number(count / MEGABYTE)


def table(titles, rows):
    lines = ["| " + " | ".join(titles) + " |", "|" + " --- |" * len(titles)]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows] + [""]


def both(times):
    return f"{number(times['min'])}, {number(times['median'])}"


def method(results):
    return [
        "## Method", "",
        "`tests/bench/compare_torch.py` starts `tessera bench` and torch by turns, a new process each time. Rounds:"
        f" {results['rounds']}; repeats in each, after warming up: {results['repeat']}. A minimum is that of all"
        " rounds, a median the median of the rounds' medians; ratios are of medians.", "",
        "- Ops: one thread each (`LP_NUM_THREADS=1`, `torch.set_num_threads(1)`), CPU time of the process, so that"
        " other programs on the machine count less. GFLOP/s count a direct convolution, also where Winograd computes"
        " it.",
        "- Passes: two threads each, wall time, replayed: codes in host memory to floats in host memory;"
        " encoding ends with latents. Encoding is exact, decoding fast.",
        "- torch takes oneDNN convolutions and OpenBLAS products, no_grad, the better of NCHW and channels last"
        " for every row. Its model is `tests/bench/torch_vqmodel.py`, the same as diffusers' VQModel to 1e-4"
        " (`--self-check`), with activations and residuals in place.",
        "- The probe is a loop of multiply-adds, timed by the program in the same process. The two cores may be"
        " siblings of one physical core: then two threads have less than twice the strength of one, and load on one"
        " slows the other.",
        "- A decode's convolutions and products are the rows of its profile that convolve or multiply matrices,"
        " attention included.",
        "- ncnn is not measured here. Its best Vulkan mode was measured once beside a prototype on another machine,"
        " same driver, and torch beside the same prototype; Tessera's ratio to ncnn is its ratio to torch today times"
        " torch's to ncnn then. The 1x1 convolution goes by the share of the probe, as torch had a slow BLAS then.",
        *(["- All programs were kept to vectors of 256 bits (`--avx2`) on a processor that has wider ones: what"
           " processors without them do, but for their clocks and caches."] if results.get("avx2") else []),
        f"- \"{goals.BIG}\" is a model with random weights, made by the script: channels 128, 256, 512, two resnets per"
        " level, 8192 codes of 3, attention in the middle.", "",
    ]


def machine(results):
    cpu, torch = results["cpu"], results.get("torch") or {}
    blas = torch.get("openblas")
    rows = [
        ("date", results["date"]),
        ("processor", f"{cpu['name']} (family {cpu['family']}, model {cpu['model']}, {cpu['widest']}),"
         f" cores: {cpu['cpus']}"),
        ("device", next((run["device"] for run in goals.all_runs(results)), "-")),
        ("driver", results["driver"] or "-"),
    ]
    if torch:
        rows.append(("torch", f"{torch['version']}, oneDNN {torch['onednn']}, {torch['capability']}"))
        rows.append(("BLAS", f"{blas['config']}, kernels: {blas['core']}" if blas else "not OpenBLAS"))
    probes = [run["probe_gflops"] for run in goals.all_runs(results) if run.get("probe_gflops")]
    for threads in ("one", "two"):
        values = [probe[threads] for probe in probes]
        if values:
            rows.append((f"probe, threads: {threads}",
                         f"{number(min(values))} to {number(max(values))} GFLOP/s in {len(values)} processes"))
    others = results.get("others")
    if others:
        rows.append(("other programs' share of the cores", f"{sum(others) / len(others):.1%} on average,"
                     f" {max(others):.1%} at most, while one of the processes measured"))
    lines = ["## Machine", ""] + table(("what", "which"), rows)
    if others and max(others) > QUIET:
        lines += ["**The machine was not quiet.** Wall times with two threads mean little then: a thread that waits for"
                  " another one that does not run makes torch up to ten times as slow, Tessera less so.", ""]
    return lines


def goal_table(results):
    def reached(goal):
        return "not measured" if goal.reached is None else goal.show(goal.reached)

    def verdict(goal, bound):
        return "-" if goal.reached is None or bound is None else "yes" if goal.meets(bound) else "**no**"

    def bound(goal, value):
        return "-" if value is None else goal.show(value)
    rows = [(goal.what, bound(goal, goal.floor), bound(goal, goal.aim), reached(goal), verdict(goal, goal.floor),
             verdict(goal, goal.aim)) for goal in goals.goals(results)]
    return ["## Goals", ""] + table(("what", "floor", "aim", "reached", "floor met", "aim met"), rows)


def op_table(results):
    ours, theirs = by_shape(results["kernels"])
    rows = []
    for (op, shape), variants in ours.items():
        torch = best_layout(theirs.get((op, shape)), "cpu_ms")
        best = best_variant(variants)
        for variant in sorted(variants, key=lambda row: row is not best):
            times = variant["cpu_ms"]
            flops = goals.flops(op, sizes_of(shape))
            gflops = flops / times["median"] / 1e6 if flops else None
            ratio = torch["cpu_ms"]["median"] / times["median"] if torch else None
            rows.append((op, shape, variant["variant"], both(times), both(variant["ms"]),
                         f"{both(torch['cpu_ms'])} ({torch['layout']})" if torch else "-", gain(ratio),
                         number(gflops), number(gflops / variant["probe"]) if gflops else "-",
                         "-" if variant["error"] is None else f"{variant['error']:.1e}"))
    text = ["## Ops, one thread", "", "Milliseconds are minimum, median; the first row of a shape is its best.", ""]
    return text + table(
        ("op", "shape", "variant", "CPU ms", "wall ms", "torch CPU ms", "torch / Tessera", "GFLOP/s", "of the probe",
         "error"), rows)


def pass_table(results):
    rows = []
    for model, passes in results["passes"].items():
        runs = rounds_of(passes, "tessera")
        for what in ("decode", "encode"):
            times = medians([run[f"{what}_ms"] for run in runs])
            torch = best_layout([run[what] for run in rounds_of(passes, "torch")], "ms")
            one = medians([run[f"{what}_ms"] for run in rounds_of(passes, "tessera_one")])
            cpu = medians([run[f"{what}_cpu_ms"] for run in runs])["median"] if f"{what}_cpu_ms" in runs[0] else None
            flops = passes[f"{what}_flops"]
            rows.append((model, what, number(flops / 1e9), both(times), number(flops / times["median"] / 1e6),
                         f"{both(torch['ms'])} ({torch['layout']})", gain(torch["ms"]["median"] / times["median"]),
                         gain(torch["ms"]["min"] / times["min"]),
                         gain(torch["cpu_ms"]["median"] / cpu if cpu else None), both(one)))
    text = ["## Passes at 256x256, two threads", ""] + table(
        ("model", "pass", "GFLOP", "ms", "GFLOP/s", "torch ms", "torch / Tessera", "of minima", "of CPU time",
         "ms with one thread"), rows)
    memory = []
    for model, passes in results["passes"].items():
        run = rounds_of(passes, "tessera")[-1]
        memory.append((model, number(run["first_decode_ms"]), megabytes(run["peak_bytes"]),
                       megabytes(passes["largest_bytes"]), megabytes(run["weights_bytes"])))
    return text + table(("model", "first decode ms", "peak MB", "largest activation MB", "weights MB"), memory)


def profiles(results):
    lines = []
    for model, passes in results["passes"].items():
        run = rounds_of(passes, "tessera")[-1]
        ops, whole = run["ops"], ops_time(run["ops"])
        if not ops:
            continue
        products = ops_time(op for op in ops if is_product(op))
        median = decode_of(passes["rounds"])["median"]
        lines += [f"### {model}", "",
                  f"{len(ops)} ops, {number(whole)} ms in their sum, {number(products)} ms of it convolutions and"
                  f" products; the median decode takes {number(median)} ms.", ""]
        kinds = {}
        for op in ops:
            kinds.setdefault(op["name"], []).append(op)
        lines += table(("kind", "ops", "ms", "share"), [
            (name, len(group), number(ops_time(group)), f"{ops_time(group) / whole:.0%}")
            for name, group in sorted(kinds.items(), key=lambda item: -ops_time(item[1]))])
        lines += table(("longest ops", "shape", "variant", "ms", "share", "GFLOP/s"), [
            (op["name"], op["shape"], op["variant"], number(op["ms"]), f"{op['ms'] / whole:.0%}",
             number(op.get("gflops") or None))
            for op in sorted(ops, key=lambda op: -op["ms"])[:TOP_OPS]])
    return ["## Where a decode's time goes", ""] + lines if lines else []


def local_table(results):
    rows = []
    for model, runs in results["local"].items():
        decode = medians([run["decode_ms"] for run in runs])
        found = [run for run in runs if run["local_ms"]]
        if not found:
            rows.append((model, both(decode), "not offered", "-", "-", "-"))
            continue
        local = medians([run["local_ms"] for run in found])
        errors = [run["local_error"] for run in found]
        rows.append((model, both(decode), both(local), number(local["median"] / decode["median"]),
                     number(max(error["max"] for error in errors)), number(max(error["mean"] for error in errors))))
    text = ["## Local preview at 512x512, two threads", "", "Nine cells at random places set to random codes.", ""]
    return text + table(
        ("model", "decode ms", "preview ms", "of the decode", "largest error in 1/255", "mean error in 1/255"), rows)


def scaling_table(results):
    scaling = results["scaling"]
    rows = []
    for row in scaling["sizes"]:
        times = decode_of(row["rounds"])
        rows.append((f"{row['size']}x{row['size']}", number(row["decode_flops"] / 1e9), both(times),
                     number(times["median"] * 1e9 / row["decode_flops"]),
                     megabytes(largest(run["peak_bytes"] for run in row["rounds"]))))
    return [f"## Sizes: decode of {scaling['model']}, two threads", ""] + table(
        ("size", "GFLOP", "ms", "ps per FLOP", "peak MB"), rows)


def written(results):
    lines = ["# Performance", "", "Written by `tests/bench/compare_torch.py`; change the script, not this file.", ""]
    lines += method(results) + machine(results) + goal_table(results)
    for part, text in (("kernels", op_table), ("passes", pass_table), ("passes", profiles), ("local", local_table),
                       ("scaling", scaling_table)):
        if part in results:
            lines += text(results)
    return "\n".join(lines).rstrip() + "\n"
