// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/eval_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace tessera::app::cli {
namespace {

/// A figure of a picture by its name in JSON and CSV, in that order.
struct Column {
    const char* name;
    std::optional<double> (*value)(const core::PictureFigures&);
    int digits; ///< in the table
    bool isWhole = false;
};

constexpr std::array kColumns{
    Column{"mse", [](const core::PictureFigures& f) { return std::optional(f.quality.mse); }, 3},
    Column{"mae", [](const core::PictureFigures& f) { return std::optional(f.quality.mae); }, 3},
    Column{"psnr", [](const core::PictureFigures& f) { return std::optional(f.quality.psnr); }, 2},
    Column{"ssim", [](const core::PictureFigures& f) { return std::optional(f.quality.ssim); }, 4},
    Column{"psnr_unquantized", [](const core::PictureFigures& f) { return std::optional(f.psnrUnquantized); }, 2},
    Column{"commit_loss", [](const core::PictureFigures& f) { return std::optional(f.commitLoss); }, 4},
    Column{"entropy_bits", [](const core::PictureFigures& f) { return std::optional(f.entropyBits); }, 3},
    Column{"bits_per_pixel", [](const core::PictureFigures& f) { return std::optional(f.bitsPerPixel); }, 4},
    Column{"codes_used", [](const core::PictureFigures& f) { return std::optional(static_cast<double>(f.codesUsed)); },
           0, true},
    Column{"cutoff", [](const core::PictureFigures& f) { return f.cutoff; }, 3},
};

core::MeanAndDeviation statistics(const Evaluation& evaluation, const Column& column)
{
    core::MeanAndDeviation result;
    for (const Evaluated& picture : evaluation.pictures)
        if (const std::optional<double> value = column.value(picture.figures))
            result.add(*value);
    return result;
}

std::string quoted(const std::string& field)
{
    if (field.find_first_of(",\"\r\n") == std::string::npos)
        return field;
    std::string text = "\"";
    for (const char c : field)
        text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

std::string shown(std::optional<double> value, int digits)
{
    if (!value)
        return "-";
    return std::isinf(*value) ? "inf" : fixed(*value, digits);
}

constexpr std::size_t kFigureWidth = 10;

/// Of a model's column: `least`, or what the longest name takes.
std::size_t columnWidth(const std::vector<Evaluation>& evaluations, std::size_t least)
{
    for (const Evaluation& evaluation : evaluations)
        least = std::max(least, evaluation.model.size() + 2);
    return least;
}

std::string pictureRows(const std::vector<Evaluation>& evaluations)
{
    std::map<std::string, std::vector<const core::PictureFigures*>> rows;
    std::vector<std::string> order;
    for (std::size_t model = 0; model < evaluations.size(); ++model)
        for (const Evaluated& picture : evaluations[model].pictures) {
            auto& row = rows[picture.path];
            if (row.empty())
                order.push_back(picture.path);
            row.resize(evaluations.size());
            row[model] = &picture.figures;
        }
    const std::size_t width = columnWidth(evaluations, 3 * kFigureWidth);
    std::string text;
    for (const Evaluation& evaluation : evaluations)
        text += "  " + padded(evaluation.model, width - 2);
    text += "\n";
    const auto cell = [width](const std::string& psnr, const std::string& ssim, const std::string& bits) {
        return padded(padded(psnr, kFigureWidth, true) + padded(ssim, kFigureWidth, true)
                          + padded(bits, kFigureWidth, true),
                      width);
    };
    for (std::size_t i = 0; i < evaluations.size(); ++i)
        text += cell("PSNR", "SSIM", "bits/px");
    text += "  picture\n";
    for (const std::string& path : order) {
        for (const core::PictureFigures* figures : rows[path])
            text += figures ? cell(shown(figures->quality.psnr, 2), fixed(figures->quality.ssim, 4),
                                   fixed(figures->bitsPerPixel, 3))
                            : cell("-", "-", "-");
        text += "  " + path + "\n";
    }
    return text;
}

constexpr std::size_t kNameWidth = 18;
constexpr std::size_t kLeastModelWidth = 24;

template <class Value>
std::string totalRow(const std::string& name, const std::vector<Evaluation>& evaluations, Value&& value)
{
    std::string text = padded(name, kNameWidth);
    const std::size_t width = columnWidth(evaluations, kLeastModelWidth);
    for (const Evaluation& evaluation : evaluations)
        text += padded(value(evaluation), width, true);
    return text + "\n";
}

} // namespace

Json numberOrNull(std::optional<double> value) { return value && std::isfinite(*value) ? Json(*value) : Json(); }

Json failedReport(const std::vector<Failure>& failed)
{
    Json list = Json::array();
    for (const Failure& failure : failed)
        list.push_back({{"path", failure.path}, {"why", failure.why}});
    return list;
}

Json evalReport(const Evaluation& evaluation)
{
    Json report{{"model", evaluation.model}, {"device", evaluation.device}, {"recipe", evaluation.recipe}};
    report["pictures"] = Json::array();
    for (const Evaluated& picture : evaluation.pictures) {
        Json row{{"path", picture.path}, {"width", picture.figures.width}, {"height", picture.figures.height}};
        for (const Column& column : kColumns) {
            const std::optional<double> value = column.value(picture.figures);
            row[column.name] = column.isWhole && value ? Json(static_cast<std::int64_t>(*value)) : numberOrNull(value);
        }
        report["pictures"].push_back(std::move(row));
    }
    Json means = Json::object(), deviations = Json::object();
    for (const Column& column : kColumns) {
        const core::MeanAndDeviation figures = statistics(evaluation, column);
        means[column.name] = numberOrNull(figures.mean());
        deviations[column.name] = numberOrNull(figures.deviation());
    }
    const core::UsageFigures usage = evaluation.usage.figures();
    report["total"] = {{"mean", std::move(means)},       {"std", std::move(deviations)},
                       {"codes_used", usage.used},       {"entropy_bits", usage.entropyBits},
                       {"perplexity", usage.perplexity}, {"pictures", evaluation.pictures.size()},
                       {"tokens", usage.tokens}};
    report["failed"] = failedReport(evaluation.failed);
    return report;
}

std::string evalCsv(const std::vector<Evaluation>& evaluations)
{
    std::string text = "model,path,width,height";
    for (const Column& column : kColumns)
        text += std::string(",") + column.name;
    text += ",recipe\n"; // in each row: readers of CSV know no comments
    for (const Evaluation& evaluation : evaluations)
        for (const Evaluated& picture : evaluation.pictures) {
            text += quoted(evaluation.model) + "," + quoted(picture.path) + "," + std::to_string(picture.figures.width)
                + "," + std::to_string(picture.figures.height);
            for (const Column& column : kColumns) {
                const std::optional<double> value = column.value(picture.figures);
                text += "," + (value ? significant(*value, std::numeric_limits<double>::max_digits10) : std::string());
            }
            text += "," + quoted(evaluation.recipe) + "\n";
        }
    return text;
}

std::string evalTable(const std::vector<Evaluation>& evaluations)
{
    std::string text = pictureRows(evaluations) + "\n"
        + totalRow("mean (std)", evaluations, [](const Evaluation& e) { return e.model; });
    for (const Column& column : kColumns)
        text += totalRow(column.name, evaluations, [&](const Evaluation& evaluation) {
            const core::MeanAndDeviation figures = statistics(evaluation, column);
            return shown(figures.mean(), column.digits) + " (" + shown(figures.deviation(), column.digits) + ")";
        });
    text += "\n" + totalRow("all together", evaluations, [](const Evaluation&) { return std::string(); });
    const auto usage = [&](const char* name, auto&& value) {
        text += totalRow(name, evaluations, [&](const Evaluation& e) { return value(e.usage.figures()); });
    };
    text += totalRow("pictures", evaluations, [](const Evaluation& e) { return std::to_string(e.pictures.size()); });
    usage("tokens", [](const core::UsageFigures& u) { return std::to_string(u.tokens); });
    usage("codes used", [](const core::UsageFigures& u) {
        return std::to_string(u.used) + " of " + std::to_string(u.used + u.dead);
    });
    usage("entropy", [](const core::UsageFigures& u) { return fixed(u.entropyBits, 3) + " bits"; });
    usage("perplexity", [](const core::UsageFigures& u) { return fixed(u.perplexity, 1); });
    std::string recipe;
    for (const Evaluation& evaluation : evaluations) {
        text += "\n" + evaluation.model + " on " + evaluation.device;
        if (recipe != evaluation.recipe)
            text += "\nmeasured on: " + evaluation.recipe;
        text += "\n";
        recipe = evaluation.recipe;
    }
    return text;
}

} // namespace tessera::app::cli
