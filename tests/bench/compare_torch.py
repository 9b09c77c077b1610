#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `tessera bench` and torch side by side, alternating, and writes gpu/PERFORMANCE.md.

    compare_torch.py [--quick] [--parts kernels passes local scaling] [--sizes 256 512 1024 2048]
    compare_torch.py --self-check       shows that the torch model here computes what diffusers' does
    compare_torch.py --load RESULTS     writes the report again from what --save kept

Takes Debian's python3-torch and libopenblas0-pthread and a release build. Half an hour on two quiet cores; --quick
a few minutes, --no-big leaves out the 221 MB model.
"""
import argparse
import datetime
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

# Set on some machines for programs of their own; they slow OpenBLAS down. Gone before numpy and torch load it.
for _name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(_name, None)

import goals
import performance_report
import torch_check
import torch_vqmodel

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
PARTS = ("kernels", "passes", "local", "scaling")
EMBEDDED = ("photo-f8-1024", "photo-f4-512")
BIG = goals.BIG
BIG_CONFIG = {
    "block_out_channels": [128, 256, 512], "layers_per_block": 2, "latent_channels": 3, "vq_embed_dim": 3,
    "num_vq_embeddings": 8192, "norm_num_groups": 32, "norm_type": "group", "act_fn": "silu", "in_channels": 3,
    "out_channels": 3, "down_block_types": ["DownEncoderBlock2D"] * 3, "up_block_types": ["UpDecoderBlock2D"] * 3,
}
PASS_SIZE = 256
LOCAL_SIZE = 512
SHORTEST_FOR_SHARE = 0.5  # seconds; the kernel counts in hundredths
# What keeps the driver, torch, oneDNN and OpenBLAS to vectors of 256 bits on a processor that has wider ones.
AVX2_ONLY = {"LP_NATIVE_VECTOR_WIDTH": "256", "ATEN_CPU_CAPABILITY": "avx2", "DNNL_MAX_CPU_ISA": "AVX2",
             "ONEDNN_MAX_CPU_ISA": "AVX2", "OPENBLAS_CORETYPE": "Haswell"}


def say(text):
    print(f"{datetime.datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


def busy_seconds():
    """Of all cores since the machine started, time stolen by its host included."""
    with open("/proc/stat", encoding="utf-8") as file:
        user, nice, system, _idle, _wait, *interrupts = map(int, file.readline().split()[1:9])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Bench:
    """Starts one process per measurement, with so many threads."""

    def __init__(self, tessera, repeat):
        self.tessera, self.repeat, self.torch_version = tessera, repeat, None
        self.others = []  # of each process: the share of the cores that was not its own

    def output(self, command, environment):
        start, busy, own = time.monotonic(), busy_seconds(), children_seconds()
        done = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=False)
        if done.returncode != 0:
            sys.exit(f"compare_torch.py: '{' '.join(map(str, command))}' ended with {done.returncode}")
        seconds = time.monotonic() - start
        if seconds > SHORTEST_FOR_SHARE:
            others = (busy_seconds() - busy) - (children_seconds() - own)
            self.others.append(max(0, others / seconds / os.cpu_count()))
        return json.loads(done.stdout)

    def run_tessera(self, threads, *arguments):
        say(f"tessera {' '.join(map(str, arguments))}, threads: {threads}")
        return self.output([self.tessera, *map(str, arguments), "--json"], {"LP_NUM_THREADS": str(threads)})

    def bench_model(self, threads, model, size, repeat=None):
        return self.run_tessera(threads, "bench", "-m", model, "--size", size, "--repeat", repeat or self.repeat)

    def torch(self, threads, *arguments):
        say(f"torch {arguments[0]}, threads: {threads}")
        result = self.output([sys.executable, HERE / "torch_times.py", "--threads", str(threads),
                              "--repeat", str(self.repeat), *map(str, arguments)],
                             {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)})
        self.torch_version = result.pop("torch")
        return result


def measure_kernels(bench, rounds):
    results = []
    for _ in range(rounds):
        ours = bench.run_tessera(1, "bench", "--kernels", "--repeat", bench.repeat)
        cases = sorted({(row["op"], row["shape"]) for row in ours["kernels"]})
        results.append({"tessera": ours, "torch": bench.torch(1, "ops", json.dumps(cases))["ops"]})
    return results


def measure_passes(bench, rounds, models):
    results = {}
    for name, folder in models.items():
        config = torch_vqmodel.read_config(folder)
        results[name] = {"size": PASS_SIZE, **torch_vqmodel.cost(config, PASS_SIZE, PASS_SIZE), "rounds": []}
        for _ in range(rounds):
            results[name]["rounds"].append({
                "tessera": bench.bench_model(2, folder, PASS_SIZE),
                "torch": bench.torch(2, "passes", folder, PASS_SIZE, PASS_SIZE),
                "tessera_one": bench.bench_model(1, folder, PASS_SIZE),
            })
    return results


def measure_local(bench, rounds, models):
    return {name: [bench.bench_model(2, models[name], LOCAL_SIZE) for _ in range(rounds)] for name in EMBEDDED}


def measure_scaling(bench, rounds, folder, name, sizes):
    config = torch_vqmodel.read_config(folder)
    results = {"model": name, "sizes": [{"size": size, **torch_vqmodel.cost(config, size, size), "rounds": []}
                                        for size in sizes]}
    for _ in range(rounds):
        for row in results["sizes"]:
            repeat = max(1, min(bench.repeat, round(bench.repeat * (LOCAL_SIZE / row["size"]) ** 2)))
            ours = bench.bench_model(2, folder, row["size"], repeat)
            row["rounds"].append({key: ours[key] for key in ("decode_ms", "encode_ms", "peak_bytes", "probe_gflops")})
    return results


def cpu_model():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        entries = dict(line.split(":", 1) for line in file.read().split("\n\n")[0].splitlines() if ":" in line)
    entries = {key.strip(): value.strip() for key, value in entries.items()}
    widest = "AVX-512" if "avx512f" in entries.get("flags", "") else "AVX2"
    return {"name": entries.get("model name"), "family": entries.get("cpu family"), "model": entries.get("model"),
            "widest": widest, "cpus": len(os.sched_getaffinity(0))}


def measure(arguments):
    bench = Bench(arguments.tessera, arguments.repeat)
    devices = bench.run_tessera(2, "devices")["devices"]
    results = {"date": f"{datetime.date.today()}", "cpu": cpu_model(), "driver": devices[0].get("driver"),
               "rounds": arguments.rounds, "repeat": arguments.repeat, "avx2": arguments.avx2}
    models = {name: ROOT / "resources" / "models" / name for name in EMBEDDED}

    def keep(part, result):
        results[part], results["torch"], results["others"] = result, bench.torch_version, bench.others
        if arguments.save:
            arguments.save.write_text(json.dumps(results), encoding="utf-8")

    with tempfile.TemporaryDirectory() as folder:
        if "passes" in arguments.parts and arguments.big:
            say(f"making a random model of {BIG}")
            torch_vqmodel.write_random_model(folder, BIG_CONFIG)
            models[BIG] = pathlib.Path(folder)
        if "kernels" in arguments.parts:
            keep("kernels", measure_kernels(bench, arguments.rounds))
        if "passes" in arguments.parts:
            keep("passes", measure_passes(bench, arguments.rounds, models))
    if "local" in arguments.parts:
        keep("local", measure_local(bench, arguments.rounds, models))
    if "scaling" in arguments.parts:
        keep("scaling", measure_scaling(bench, arguments.rounds, models[arguments.scaling_model],
                                        arguments.scaling_model, arguments.sizes))
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--self-check", action="store_true")
    parser.add_argument("--tessera", type=pathlib.Path, default=ROOT / "build" / "release" / "tessera",
                        help="the program (default: build/release/tessera)")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "gpu" / "PERFORMANCE.md")
    parser.add_argument("--save", type=pathlib.Path, help="keep the raw results as JSON, after every part")
    parser.add_argument("--load", type=pathlib.Path, help="measure nothing; write the report from these results")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--rounds", type=int, default=3, help="tessera, torch, tessera, torch ... so many times")
    parser.add_argument("--repeat", type=int, default=5, help="repeats inside a process")
    parser.add_argument("--quick", action="store_true", help="1 round of 2 repeats, no sizes above 512")
    parser.add_argument("--no-big", dest="big", action="store_false", help=f"without the model of {BIG}")
    parser.add_argument("--sizes", nargs="+", type=int, default=[256, 512, 1024, 2048], help="for time per FLOP")
    parser.add_argument("--scaling-model", choices=EMBEDDED, default=EMBEDDED[0])
    parser.add_argument("--avx2", action="store_true", help="keep all programs to vectors of 256 bits")
    arguments = parser.parse_args()
    if arguments.avx2:
        os.environ.update(AVX2_ONLY)
    if arguments.quick:
        arguments.rounds, arguments.repeat = 1, 2
        arguments.sizes = [size for size in arguments.sizes if size <= 512]

    if arguments.self_check:
        sys.exit(0 if torch_check.check(ROOT) else 1)
    results = json.loads(arguments.load.read_text(encoding="utf-8")) if arguments.load else measure(arguments)
    arguments.output.write_text(performance_report.written(results), encoding="utf-8")
    say(f"wrote {arguments.output}")


if __name__ == "__main__":
    main()
