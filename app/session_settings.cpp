// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session_settings.h"

#include "app/documents/document.h"
#include "app/files/settings.h"
#include "core/files/history_log.h"

#include <algorithm>

namespace tessera::app {

core::Fit chosenFit()
{
    return core::fitFromName(openSettings().value(settings_key::kFit).toString().toStdString()).value_or(core::Fit::pad);
}

std::size_t chosenHistoryLimit()
{
    constexpr qulonglong kMebibyte = 1 << 20;
    const qulonglong asked = openSettings().value(settings_key::kHistoryLimit, Document::kHistoryBytes / kMebibyte).toULongLong();
    return std::min<qulonglong>(asked, core::kMostHistoryBytes / kMebibyte) * kMebibyte;
}

} // namespace tessera::app
