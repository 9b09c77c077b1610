// SPDX-License-Identifier: GPL-3.0-or-later
// Which codes a line of text asks for.
#pragma once

#include <QString>

#include <functional>

namespace tessera::app {

struct CodeFacts {
    int code = 0;
    bool isUsed = false; ///< in the picture in front
    bool isFavourite = false;
};

/// Words between spaces or commas; a code is wanted where one of the numbers and ranges, if there are any, and all of
/// the words fit: "42" is every code whose number begins so, "100-200" a range, ">900" and "<10" half of one; "used",
/// "unused" and "favourite" (or "*") are words. Nothing fits text that is none of these; an empty one wants all.
std::function<bool(const CodeFacts&)> codeFilter(const QString& text);

} // namespace tessera::app
