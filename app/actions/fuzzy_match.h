// SPDX-License-Identifier: GPL-3.0-or-later
// How well what somebody types fits the name of something.
#pragma once

#include <QString>

#include <optional>

namespace tessera::app {

/// Every word of `query` must occur in `text` letter by letter in its order, perhaps with others between. Higher is
/// better: letters in a row, at the beginnings of words and of the text count for more, and a shorter text wins. Case
/// and accents make no difference. Nothing where a word does not occur; 0 for an empty query.
std::optional<int> fuzzyMatch(const QString& query, const QString& text);

} // namespace tessera::app
