#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `tessera bench` untuned and tuned, and torch on CUDA where there is one, on a machine with a graphics processor,
alternating, and writes gpu/PERFORMANCE-GPU.md.

    compare_gpu.py --save RESULTS.json [--rounds 3] [--sizes 256 512 1024] [--tests FOLDER_OF_TEST_PROGRAMS]
    compare_gpu.py --load RESULTS.json     measures nothing; writes the report

A few minutes. The tests, where their folder is named, run first; the report says what they said.
"""
import argparse
import concurrent.futures
import datetime
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
MODELS = ("photo-f8-1024", "photo-f4-512", "vq-f4 size")
TESTS = ("test_kernels", "test_ops", "test_limits", "test_plans", "test_previews", "test_tuning", "test_goldens",
         "test_samples")
LONGEST = 240  # seconds that one process may take


def say(text):
    print(f"{datetime.datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


def run(command, environment=None):
    """What a process printed, or None where it failed or took too long; its errors go where ours go."""
    say(" ".join(map(str, command[:6])))
    try:
        done = subprocess.run(list(map(str, command)), env={**os.environ, **(environment or {})},
                              stdout=subprocess.PIPE, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        say("  took too long")
        return None
    if done.returncode != 0:
        say(f"  ended with {done.returncode}")
        return None
    return done.stdout.decode()


def run_json(command, environment=None):
    text = run(command, environment)
    return json.loads(text) if text else None


def test_of(program):
    """What one test program counted; None where it did not end."""
    try:
        done = subprocess.run([str(program)], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LONGEST, check=False)
        text = done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as late:
        text = (late.stdout or b"").decode(errors="replace")
    totals = re.findall(r"Totals: (\d+) passed, (\d+) failed, (\d+) skipped", text)
    if not totals or totals[0][1] != "0":
        print(text[-3000:], file=sys.stderr)
    return dict(zip(("passed", "failed", "skipped"), map(int, totals[0]))) if totals else None


def tests_of(folder):
    """All at once; they say nothing about time."""
    programs = {name: next(pathlib.Path(folder).rglob(name), None) for name in TESTS}
    programs = {name: program for name, program in programs.items() if program}
    with concurrent.futures.ThreadPoolExecutor(len(TESTS)) as pool:
        return dict(zip(programs, pool.map(test_of, programs.values())))


def measure(arguments):
    import torch_vqmodel
    from compare_torch import BIG_CONFIG

    results = {"date": f"{datetime.date.today()}", "rounds": arguments.rounds, "repeat": arguments.repeat,
               "devices": run_json([arguments.tessera, "devices", "--json"])}
    keep = lambda: arguments.save.write_text(json.dumps(results), encoding="utf-8")
    if arguments.tests:
        results["tests"] = tests_of(arguments.tests)
        keep()
    try:
        import torch
        cuda = torch.cuda.is_available()
        results["torch"] = f"{torch.__version__}, {torch.cuda.get_device_name()}" if cuda else None
    except ImportError:
        cuda = False
    with tempfile.TemporaryDirectory() as big, tempfile.TemporaryDirectory() as plain, \
            tempfile.TemporaryDirectory() as tuned:
        torch_vqmodel.write_random_model(big, BIG_CONFIG)
        folders = dict(zip(MODELS, (ROOT / "resources/models" / MODELS[0], ROOT / "resources/models" / MODELS[1], big)))
        bench = lambda name, size, cache: run_json(
            [arguments.tessera, "bench", "-m", folders[name], "--size", size, "--repeat", arguments.repeat, "--json"],
            {"XDG_CACHE_HOME": cache})
        peer = lambda name, size, *flags: run_json(
            [sys.executable, HERE / "torch_times.py", "--threads", 8, "--repeat", arguments.repeat, "--cuda", *flags,
             "passes", folders[name], size, size])
        results["kernels"] = run_json([arguments.tessera, "bench", "--kernels", "--repeat", arguments.repeat, "--json"],
                                      {"XDG_CACHE_HOME": plain})
        keep()
        results["tuned_ops"] = {name: run_json([arguments.tessera, "tune", "-m", folders[name], "--json"],
                                               {"XDG_CACHE_HOME": tuned}) for name in MODELS}
        keep()
        results["passes"] = []
        for size in arguments.sizes:
            for name in MODELS:
                row = {"model": name, "size": size, "rounds": []}
                results["passes"].append(row)
                for _ in range(arguments.rounds):
                    row["rounds"].append({"untuned": bench(name, size, plain), "tuned": bench(name, size, tuned),
                                          "float32": peer(name, size) if cuda else None,
                                          "TF32": peer(name, size, "--tf32") if cuda else None})
                    keep()
    return results


def median(rounds, who, what):
    """(least, median of medians) in ms over the rounds in which a program gave a time; torch's better layout."""
    times = []
    for row in rounds:
        times += [min(row[who][what].values(), key=lambda layout: layout["ms"]["median"])["ms"]
                  if who in ("float32", "TF32") else row[who][f"{what}_ms"]] if row.get(who) else []
    if not times:
        return None
    return min(time["min"] for time in times), statistics.median(time["median"] for time in times)


def cell(times):
    return f"{times[0]:.3g}, {times[1]:.3g}" if times else "-"


def written(results):
    lines = ["# Performance on a graphics processor", "",
             "Written by `tests/bench/compare_gpu.py`; change the script, not this file.", "",
             f"{results['date']}: {results['devices']['devices'][0]['name']}, driver "
             f"{results['devices']['devices'][0].get('driver', '?')}. torch {results.get('torch') or 'was not there'}. "
             f"Rounds: {results['rounds']}, by turns, a new process each; repeats in each: {results['repeat']}. Times are "
             "minimum, median in ms, from codes in host memory to floats in host memory and back. Tessera computes in "
             "float32 throughout; TF32 rounds the operands of products to ten bits.", "", "## Tests", ""]
    for name, counts in (results.get("tests") or {}).items():
        lines.append(f"- `{name}`: " + (f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} "
                                        f"skipped" if counts else "did not end"))
    lines += ["", "## Passes", "", "| model | size | pass | untuned | tuned | torch, float32 | torch, TF32 | untuned / tuned | "
              "float32 / tuned |", "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    for row in results.get("passes", []):
        for what in ("decode", "encode"):
            times = {who: median(row["rounds"], who, what) for who in ("untuned", "tuned", "float32", "TF32")}
            ratio = lambda a, b: f"{times[a][1] / times[b][1]:.2f}x" if times[a] and times[b] else "-"
            lines.append(f"| {row['model']} | {row['size']}² | {what} | " + " | ".join(cell(t) for t in times.values())
                         + f" | {ratio('untuned', 'tuned')} | {ratio('float32', 'tuned')} |")
    lines += ["", "## Ops, untuned", "", "| op | shape | variant | ms | GFLOP/s | error |",
              "| --- | --- | --- | --- | --- | --- |"]
    for row in (results.get("kernels") or {}).get("kernels", []):
        lines.append(f"| {row['op']} | {row['shape']} | {row['variant']} | {row['ms']['min']:.3g}, "
                     f"{row['ms']['median']:.3g} | {row.get('gflops') or 0:.0f} | {row.get('error') or 0:.1e} |")
    for row in results.get("passes", [])[-len(MODELS):]:
        ops = (row["rounds"][-1].get("tuned") or {}).get("ops") or []
        lines += ["", f"## Longest ops of a decode: {row['model']}, {row['size']}²", "",
                  "| op | shape | variant | ms | GFLOP/s |", "| --- | --- | --- | --- | --- |"]
        for op in sorted(ops, key=lambda op: -op["ms"])[:12]:
            lines.append(f"| {op['name']} | {op['shape']} | {op['variant']} | {op['ms']:.3g} | {op.get('gflops') or 0:.0f} |")
    lines += ["", "## What the tuner chose otherwise", "", "| op | instead of | chosen | gain |", "| --- | --- | --- | --- |"]
    seen = set()
    for tuned in (results.get("tuned_ops") or {}).values():
        for op in (tuned or {}).get("ops", []):
            if op["chosen"] != op["default"] and op["op"] not in seen:
                seen.add(op["op"])
                lines.append(f"| {op['op']} | {op['default']} | {op['chosen']} | {op['gain']:.2f}x |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tessera", type=pathlib.Path, default=ROOT / "build/release/tessera")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "gpu/PERFORMANCE-GPU.md")
    parser.add_argument("--save", type=pathlib.Path)
    parser.add_argument("--load", type=pathlib.Path)
    parser.add_argument("--tests", type=pathlib.Path, help="a folder in which to look for the test programs")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--sizes", nargs="+", type=int, default=[256, 512, 1024])
    arguments = parser.parse_args()
    if not arguments.load and not arguments.save:
        parser.error("--save says where the results are kept")
    results = json.loads(arguments.load.read_text(encoding="utf-8")) if arguments.load else measure(arguments)
    arguments.output.write_text(written(results), encoding="utf-8")
    say(f"wrote {arguments.output}")


if __name__ == "__main__":
    main()
