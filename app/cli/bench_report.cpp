// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_report.h"

namespace tessera::app::cli {
namespace {

double gigaflops(double flops, double milliseconds) { return milliseconds > 0 ? flops / milliseconds * 1e-6 : 0; }

const char* modeName(const BenchSubject& subject) { return subject.exact ? "exact" : "fast"; }

std::string sizeText(const Size& size) { return std::to_string(size.width) + "x" + std::to_string(size.height); }

Json spread(const core::Spread& spread) { return {{"min", spread.min}, {"median", spread.median}}; }
Json spread(const std::vector<double>& readings) { return spread(core::spreadOf(readings)); }

std::string row(const std::string& name, const core::Readings& readings)
{
    const core::Spread spread = core::spreadOf(readings.wall);
    return padded(name, 16) + padded(fixed(spread.min, 1), 10, true) + padded(fixed(spread.median, 1), 10, true)
        + padded(fixed(core::spreadOf(readings.cpu).median, 1), 10, true) + "\n";
}

std::string mebibytes(std::uint64_t bytes) { return fixed(static_cast<double>(bytes) / (1 << 20), 1) + " MiB"; }

std::string localRows(const core::PassTimes& times)
{
    if (!times.local)
        return "local preview   none: this device gives none of this size\n";
    return row("local preview", times.local->milliseconds) + "                at most "
        + fixed(times.local->largestError, 2) + "/255 off, " + fixed(times.local->meanError, 3) + "/255 on average\n";
}

Json probeReport(const core::FmaProbe& probe) { return {{"one", probe.one()}, {"two", probe.two()}}; }

std::string probeRow(const core::FmaProbe& probe)
{
    return "FMA probe       " + fixed(probe.one(), 1) + " GFLOP/s on one thread, " + fixed(probe.two(), 1)
        + " on two\n";
}

std::string opRows(const std::vector<core::OpTiming>& ops)
{
    std::string text = "\nthe last decode, op by op\n        ms   GFLOP/s  op\n";
    for (const core::OpTiming& op : ops)
        text += padded(fixed(op.milliseconds, 2), 10, true)
            + padded(fixed(gigaflops(op.flops, op.milliseconds), 1), 10, true) + "  " + op.name + "  " + op.shape
            + (op.variant.empty() ? "" : "  [" + op.variant + "]") + "\n";
    return text;
}

} // namespace

Json benchReport(const BenchSubject& subject, const core::PassTimes& times, const core::FmaProbe& probe)
{
    const core::Profile& profile = times.profile;
    const bool isMeasured = !profile.ops.empty();
    Json report;
    report["device"] = subject.device;
    report["mode"] = modeName(subject);
    report["size"] = sizeText(subject.size);
    report["model"] = subject.model;
    report["encode_ms"] = spread(times.encode.wall);
    report["encode_cpu_ms"] = spread(times.encode.cpu);
    report["decode_ms"] = spread(times.decode.wall);
    report["decode_cpu_ms"] = spread(times.decode.cpu);
    report["first_decode_ms"] = times.firstDecode;
    report["local_ms"] = nullptr;
    report["local_cpu_ms"] = nullptr;
    report["local_error"] = nullptr;
    if (times.local) {
        report["local_ms"] = spread(times.local->milliseconds.wall);
        report["local_cpu_ms"] = spread(times.local->milliseconds.cpu);
        report["local_error"] = {{"max", times.local->largestError}, {"mean", times.local->meanError}};
    }
    report["peak_bytes"] = isMeasured ? Json(profile.peakBytes) : Json();
    report["weights_bytes"] = isMeasured ? Json(profile.weightsBytes) : Json();
    report["ops"] = Json::array();
    for (const core::OpTiming& op : profile.ops)
        report["ops"].push_back({{"name", op.name},
                                 {"shape", op.shape},
                                 {"variant", op.variant},
                                 {"ms", op.milliseconds},
                                 {"gflops", gigaflops(op.flops, op.milliseconds)}});
    report["probe_gflops"] = probeReport(probe);
    return report;
}

std::string benchTable(const BenchSubject& subject, const core::PassTimes& times, const core::FmaProbe& probe)
{
    std::string text = subject.model + " on " + subject.device + ", " + sizeText(subject.size) + ", "
        + modeName(subject) + " arithmetic\n\nmilliseconds           min    median  CPU time\n";
    text += row("encode", times.encode) + row("decode", times.decode);
    text += padded("first decode", 16) + padded(fixed(times.firstDecode, 1), 10, true) + "\n";
    text += localRows(times);
    text += "\n" + probeRow(probe);
    if (times.profile.ops.empty())
        return text + "memory, ops     this device does not measure them\n";
    text += "memory          " + mebibytes(times.profile.peakBytes) + " at most in a decode, weights "
        + mebibytes(times.profile.weightsBytes) + "\n";
    return text + opRows(times.profile.ops);
}

Json kernelReport(const gpu::KernelTimings& timings, const core::FmaProbe& probe)
{
    Json report;
    report["device"] = timings.device;
    report["probe_gflops"] = probeReport(probe);
    report["kernels"] = Json::array();
    for (const gpu::KernelTiming& kernel : timings.kernels)
        report["kernels"].push_back({{"op", kernel.op},
                                     {"shape", kernel.shape},
                                     {"variant", kernel.variant},
                                     {"ms", spread(kernel.milliseconds)},
                                     {"cpu_ms", spread(kernel.cpuMilliseconds)},
                                     {"gflops", gigaflops(kernel.flops, kernel.milliseconds.min)},
                                     {"error", kernel.error}});
    return report;
}

std::string kernelTable(const gpu::KernelTimings& timings, const core::FmaProbe& probe)
{
    std::string text = "single ops on " + timings.device + "\n" + probeRow(probe)
        + "\n    min ms    median  CPU time   GFLOP/s     error  op\n";
    for (const gpu::KernelTiming& kernel : timings.kernels)
        text += padded(fixed(kernel.milliseconds.min, 2), 10, true)
            + padded(fixed(kernel.milliseconds.median, 2), 10, true)
            + padded(fixed(kernel.cpuMilliseconds.median, 2), 10, true)
            + padded(fixed(gigaflops(kernel.flops, kernel.milliseconds.min), 1), 10, true)
            + padded(significant(kernel.error, 2), 10, true) + "  " + kernel.op + "  " + kernel.shape + "  ["
            + kernel.variant + "]\n";
    return text;
}

} // namespace tessera::app::cli
