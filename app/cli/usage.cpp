// SPDX-License-Identifier: GPL-3.0-or-later
// tessera usage PICTURES|DIRS... [-m MODEL] [--json]
#include "app/cli/eval_report.h"
#include "app/cli/interrupt.h"
#include "app/cli/sub_commands.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tessera::app::cli {
namespace {

constexpr std::size_t kShownCodes = 10;

Json report(const Counted& counted)
{
    const core::UsageFigures figures = counted.usage.figures();
    return {{"counts", counted.usage.counts()},
            {"used", figures.used},
            {"dead", figures.dead},
            {"entropy_bits", figures.entropyBits},
            {"perplexity", figures.perplexity},
            {"pictures", counted.usage.pictures()},
            {"tokens", figures.tokens},
            {"recipe", core::usageRecipe()},
            {"failed", failedReport(counted.failed)}};
}

/// The codes that occur most, and how many cells have them.
std::string frequentCodes(const std::vector<std::int64_t>& counts, std::int64_t tokens)
{
    std::vector<std::size_t> codes(counts.size());
    std::iota(codes.begin(), codes.end(), std::size_t{0});
    std::ranges::stable_sort(codes, [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
    std::string text;
    for (std::size_t i = 0; i < std::min(kShownCodes, codes.size()); ++i) {
        const std::int64_t count = counts[codes[i]];
        if (count > 0)
            text += padded(std::to_string(codes[i]), 10, true) + padded(std::to_string(count), 12, true)
                + padded(fixed(100 * static_cast<double>(count) / static_cast<double>(tokens), 2) + " %", 10, true)
                + "\n";
    }
    return text;
}

std::string table(const Counted& counted, const Session& session)
{
    const core::UsageFigures figures = counted.usage.figures();
    const auto codes = static_cast<double>(counted.usage.counts().size());
    std::string text = session.model().name() + ": " + std::to_string(figures.used) + " of "
        + std::to_string(counted.usage.counts().size()) + " codes occur in " + std::to_string(counted.usage.pictures())
        + (counted.usage.pictures() == 1 ? " picture" : " pictures") + " of " + std::to_string(figures.tokens)
        + " tokens\n\n";
    const auto row = [&](const std::string& name, const std::string& value) {
        text += padded(name, 14) + value + "\n";
    };
    row("used", fixed(100 * static_cast<double>(figures.used) / codes, 1) + " %");
    row("dead codes", std::to_string(figures.dead));
    row("entropy", fixed(figures.entropyBits, 3) + " bits of at most " + fixed(std::log2(codes), 3));
    row("perplexity", fixed(figures.perplexity, 1));
    row("growth", "pictures seen: codes used");
    const std::vector<core::UsageGrowth> growth = counted.usage.growth();
    const std::size_t step = std::max<std::size_t>(1, growth.size() / kShownCodes);
    for (std::size_t i = 0; i < growth.size(); i += step)
        row("", std::to_string(growth[i].pictures) + ": " + std::to_string(growth[i].used));
    if (!growth.empty() && (growth.size() - 1) % step != 0)
        row("", std::to_string(growth.back().pictures) + ": " + std::to_string(growth.back().used));
    if (figures.tokens > 0)
        text += "\n      code       cells     share\n" + frequentCodes(counted.usage.counts(), figures.tokens);
    return text + "\ncounted: " + core::usageRecipe() + "\n";
}

void run(const std::vector<std::string>& inputs, const SharedOptions& shared)
{
    const Interrupt interrupt;
    const PictureList list = listPictures(inputs);
    Session session(shared);
    Counted counted;
    {
        ProgressLine line("counting");
        core::Progress progress = line.progress();
        progress.stop = interrupt.token();
        counted = countCodes(session, list, progress);
    }
    if (shared.json)
        printJson(report(counted));
    else
        print(table(counted, session));
    requireNoneFailed(counted.failed.size(), list);
}

} // namespace

Job setUpUsage(CLI::App& command, const SharedOptions& shared)
{
    const auto inputs = std::make_shared<std::vector<std::string>>();
    command.add_option("PICTURE", *inputs, "Pictures, and folders with all that is below them")->required();
    return [inputs, &shared] { run(*inputs, shared); };
}

} // namespace tessera::app::cli
