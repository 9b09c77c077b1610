// SPDX-License-Identifier: Apache-2.0
// Events of a history as bytes, one record after the other: length and CRC-32 of the payload (32 bits each), then the
// payload, packed by zlib where that makes it smaller. What `history.bin` of a project and the recovery journal are.
#pragma once

#include "core/edit/history.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tessera::core {

/// A record of any content: length, CRC-32, content.
std::vector<std::byte> framed(std::span<const std::byte> content);
/// The content of the first record; nothing where that is cut or damaged.
std::optional<std::span<const std::byte>> firstFrame(std::span<const std::byte> log);

/// One event as a record.
std::vector<std::byte> toRecord(const HistoryEvent& event);

struct HistoryLog {
    std::vector<HistoryEvent> events;
    std::size_t bytes = 0; ///< that hold them: less than all where the log is cut or damaged
};

/// The events of all records up to the first that is cut or damaged.
HistoryLog readLog(std::span<const std::byte> bytes);

/// A whole history as a log: its steps, then how many of them are undone.
std::vector<std::byte> toLog(const History& history);
/// Back. Throws FormatError for a log that is cut, damaged, or in another order.
History toHistory(std::span<const std::byte> log);

} // namespace tessera::core
