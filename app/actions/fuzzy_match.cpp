// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/fuzzy_match.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace tessera::app {
namespace {

constexpr int kLetter = 1, kInARow = 8, kWordBegins = 6, kTextBegins = 4;
constexpr int kNone = -1;

/// Small letters without accents.
QString folded(const QString& text)
{
    QString plain;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD))
        if (!c.isMark())
            plain += c.toCaseFolded();
    return plain;
}

int worth(const QString& text, qsizetype at)
{
    const bool begins = at == 0 || !text[at - 1].isLetterOrNumber();
    return kLetter + (begins ? kWordBegins : 0) + (at == 0 ? kTextBegins : 0);
}

/// The best of all ways to find the letters of `word` in `text` in their order: a row of the table per letter, a column
/// per place where it may be found.
int best(const QString& word, const QString& text)
{
    const auto width = static_cast<std::size_t>(text.size());
    std::vector<int> before(width, kNone), now(width, kNone);
    for (qsizetype letter = 0; letter < word.size(); ++letter) {
        int bestBefore = letter == 0 ? 0 : kNone; // of the letters before this one, anywhere further left
        for (std::size_t i = 0; i < width; ++i) {
            const bool isHere = text[qsizetype(i)] == word[letter];
            const int row = letter > 0 && i > 0 && before[i - 1] != kNone ? before[i - 1] + kInARow : kNone;
            const int most = std::max(bestBefore, row);
            now[i] = isHere && most != kNone ? most + worth(text, qsizetype(i)) : kNone;
            if (letter > 0)
                bestBefore = std::max(bestBefore, before[i]);
        }
        std::swap(before, now);
    }
    return width == 0 ? kNone : *std::ranges::max_element(before);
}

} // namespace

std::optional<int> fuzzyMatch(const QString& query, const QString& text)
{
    const QString in = folded(text);
    int sum = 0;
    const QStringList words = folded(query).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        const int found = best(word, in);
        if (found == kNone)
            return std::nullopt;
        sum += found;
    }
    constexpr int kScale = 100; // so that length decides between equals only
    return words.isEmpty() ? 0 : sum * kScale - static_cast<int>(std::min<qsizetype>(in.size(), kScale - 1));
}

} // namespace tessera::app
