// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/usage_sheet.h"

#include "app/analysis/usage_survey.h"
#include "app/documents/document.h"
#include "app/panels/fact_sheet.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace tessera::app {
namespace {

constexpr std::size_t kShownFailures = 20;

QString tr(const char* text, int number = -1)
{
    return QCoreApplication::translate("UsagePanel", text, nullptr, number);
}

QString whole(std::int64_t number)
{
    return QLocale().toString(qlonglong(number));
}

/// Has %1 where the number goes, and "(s)" for more than one.
QString counted(const char* text, std::int64_t number)
{
    constexpr std::int64_t kMost = std::numeric_limits<int>::max();
    return tr(text, static_cast<int>(std::min(number, kMost))).arg(whole(number));
}

QString decimal(double number, int decimals)
{
    return QLocale().toString(number, 'f', decimals);
}

void addFigures(FactSheet& sheet, const core::CodeUsage& usage)
{
    const core::UsageFigures figures = usage.figures();
    const auto codes = static_cast<double>(usage.counts().size());
    sheet.fact(tr("Sample"),
               tr("%1, %2").arg(tr("%n picture(s)", static_cast<int>(usage.pictures())),
                                counted("%1 token(s)", figures.tokens)));
    sheet.fact(tr("Used"), counted("%1 code(s), %2 %", figures.used)
                               .arg(decimal(100 * static_cast<double>(figures.used) / codes, 1)));
    sheet.fact(tr("Dead codes"), whole(figures.dead));
    sheet.fact(tr("Entropy"), tr("%1 bits, at most log2 K = %2")
                                  .arg(decimal(figures.entropyBits, 3), decimal(std::log2(codes), 3)));
    sheet.fact(tr("Perplexity"), decimal(figures.perplexity, 1));
}

void addBits(FactSheet& sheet, const Document& document, const core::CodeUsage& usage)
{
    const core::Preparation& how = document.preparation();
    const bool isCropped = how.fit == core::Fit::crop;
    const QSize size = isCropped ? QSize(how.modelWidth, how.modelHeight) : document.pictureSize();
    const std::int64_t pixels = std::int64_t{size.width()} * size.height();
    const auto cells = static_cast<std::int64_t>(document.codes().codes.size());
    const auto bits = [&](double each) { return decimal(core::bitsPerPixel(each, cells, pixels), 3); };
    sheet.fact(tr("Bits per pixel"),
               tr("%1 by the entropy, %2 with log2 K bits a code")
                   .arg(bits(usage.figures().entropyBits),
                        bits(std::log2(static_cast<double>(usage.counts().size())))));
}

void addSizes(FactSheet& sheet, const core::Picture& picture, const std::vector<FileSize>& sizes)
{
    const double pixels = static_cast<double>(picture.width) * picture.height;
    for (const FileSize& size : sizes)
        sheet.fact(QString::fromStdString(size.format),
                   tr("%1, %2 bits per pixel")
                       .arg(QLocale().formattedDataSize(size.bytes),
                            decimal(8.0 * static_cast<double>(size.bytes) / pixels, 3)));
}

} // namespace

FactSheet* pictureUsageSheet(const Document& document, const core::CodeUsage& usage,
                             const std::optional<std::vector<FileSize>>& sizes)
{
    auto* sheet = new FactSheet;
    addFigures(*sheet, usage);
    addBits(*sheet, document, usage);
    if (document.hasPicture() && sizes)
        addSizes(*sheet, *document.original(), *sizes);
    else if (document.hasPicture())
        sheet->fact(tr("As a file"), tr("being measured …"));
    sheet->note(tr("Counted: the cells of this picture as they are now, padding and edits included; entropy in bits of "
                   "the codes' shares, perplexity 2^entropy."));
    sheet->end();
    return sheet;
}

FactSheet* folderUsageSheet(const UsageSurvey& survey)
{
    auto* sheet = new FactSheet;
    sheet->fact(tr("Model"), QString::fromStdString(survey.model()->name()));
    addFigures(*sheet, survey.usage());
    if (survey.passedOver() > 0)
        sheet->fact(tr("Passed over"), tr("%n other file(s)", survey.passedOver()));
    const std::vector<Failure>& failed = survey.failed();
    if (!failed.empty())
        sheet->fact(tr("Not counted"), tr("%n picture(s)", static_cast<int>(failed.size())));
    for (std::size_t i = 0; i < std::min(failed.size(), kShownFailures); ++i)
        sheet->note(QString::fromStdString(failed[i].path + ": " + failed[i].why));
    sheet->note(tr("Counted: %1.").arg(QString::fromStdString(core::usageRecipe())));
    sheet->end();
    return sheet;
}

CurvePlot::Curve usageCurve(const core::CodeUsage& usage, UsageCurve which)
{
    using Shape = CurvePlot::Shape;
    if (which == UsageCurve::growth) {
        CurvePlot::Curve curve{{{0, 0}}, tr("pictures seen"), tr("codes used"), Shape::steps};
        for (const core::UsageGrowth& point : usage.growth())
            curve.points.emplace_back(static_cast<double>(point.pictures), static_cast<double>(point.used));
        return curve;
    }
    const bool isSorted = which == UsageCurve::sorted;
    CurvePlot::Curve curve{{}, isSorted ? tr("codes, the most frequent first") : tr("code"), tr("cells"),
                           isSorted ? Shape::line : Shape::bars, isSorted};
    std::vector<std::int64_t> counts = usage.counts();
    if (isSorted)
        std::ranges::sort(counts, std::greater());
    for (std::size_t i = 0; i < counts.size(); ++i)
        curve.points.emplace_back(static_cast<double>(i), static_cast<double>(counts[i]));
    return curve;
}

} // namespace tessera::app
