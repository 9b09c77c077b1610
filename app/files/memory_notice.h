// SPDX-License-Identifier: GPL-3.0-or-later
// What a person is told where memory runs out.
#pragma once

#include <QString>

namespace tessera::app {

/// "There is not enough memory to measure this picture: 700 MiB are available. Close other pictures or programs, or use
/// a smaller picture." `what` is "to measure this picture".
QString notEnoughMemory(const QString& what);

} // namespace tessera::app
