// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/code_filter.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <vector>

namespace tessera::app {
namespace {

using Test = std::function<bool(const CodeFacts&)>;

/// Numbers and ranges; null for other text.
Test numberTest(const QString& word)
{
    static const QRegularExpression range(QStringLiteral("^(\\d{1,9})-(\\d{1,9})$")),
        half(QStringLiteral("^([<>])(\\d{1,9})$")), digits(QStringLiteral("^\\d{1,9}$"));
    if (const auto match = range.match(word); match.hasMatch())
        return [from = match.captured(1).toInt(), to = match.captured(2).toInt()](const CodeFacts& facts) {
            return facts.code >= std::min(from, to) && facts.code <= std::max(from, to);
        };
    if (const auto match = half.match(word); match.hasMatch())
        return [above = match.captured(1) == QLatin1String(">"), limit = match.captured(2).toInt()](
                   const CodeFacts& facts) { return above ? facts.code > limit : facts.code < limit; };
    if (digits.match(word).hasMatch())
        return [word](const CodeFacts& facts) { return QString::number(facts.code).startsWith(word); };
    return {};
}

/// In English and in the language of the window.
Test wordTest(const QString& word)
{
    const auto is = [&word](const char* english) {
        return word == QLatin1String(english) || word == QCoreApplication::translate("CodeFilter", english).toLower();
    };
    if (is("used"))
        return [](const CodeFacts& facts) { return facts.isUsed; };
    if (is("unused"))
        return [](const CodeFacts& facts) { return !facts.isUsed; };
    if (is("favourite") || is("favourites") || word == QLatin1String("*"))
        return [](const CodeFacts& facts) { return facts.isFavourite; };
    return [](const CodeFacts&) { return false; };
}

} // namespace

std::function<bool(const CodeFacts&)> codeFilter(const QString& text)
{
    static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
    std::vector<Test> numbers, words;
    for (const QString& word : text.toLower().split(between, Qt::SkipEmptyParts)) {
        if (Test test = numberTest(word))
            numbers.push_back(std::move(test));
        else
            words.push_back(wordTest(word));
    }
    return [numbers, words](const CodeFacts& facts) {
        const auto fits = [&facts](const Test& test) { return test(facts); };
        return (numbers.empty() || std::ranges::any_of(numbers, fits)) && std::ranges::all_of(words, fits);
    };
}

} // namespace tessera::app
