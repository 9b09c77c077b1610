// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/memory_notice.h"

#include "core/memory.h"

#include <QCoreApplication>

namespace tessera::app {

QString notEnoughMemory(const QString& what)
{
    const auto say = [](const char* text) { return QCoreApplication::translate("Memory", text); };
    const std::optional<std::uint64_t> available = core::availableMemory();
    const QString found = available
        ? say("There is not enough memory %1: %2 are available.").arg(what, QString::fromStdString(core::mebibytes(*available)))
        : say("There is not enough memory %1.").arg(what);
    return found + QLatin1Char(' ') + say("Close other pictures or programs, or use a smaller picture.");
}

} // namespace tessera::app
