// SPDX-License-Identifier: Apache-2.0
// Events of a history as bytes, one record after the other: length and CRC-32 of the payload (32 bits each), then the
// payload, packed by zlib where that makes it smaller. What `history.bin` of a project and the recovery journal are.
#pragma once

#include "core/edit/history.h"
#include "core/geometry.h"

#include <cstddef>
#include <functional>
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

/// Of the steps of a history: of more, the oldest are forgotten. One of them takes at most 10 bytes a cell, and something.
inline constexpr std::size_t kMostHistoryBytes = std::size_t{256} << 20;

/// Hands over the events of all records up to the first that is cut, damaged, does not lie in `grid`, or for which `take`
/// returns false or throws FormatError. Never holds more than one. Returns how many bytes hold those that were taken: less
/// than all where the log ends early.
std::size_t readLog(std::span<const std::byte> bytes, const CellRect& grid, const std::function<bool(HistoryEvent)>& take);

/// A whole history as a log: its steps, then how many of them are undone.
std::vector<std::byte> toLog(const History& history);
/// Back, without its oldest steps where they take more than kMostHistoryBytes. Throws FormatError for a log that is cut,
/// damaged, in another order, or has a step that does not lie in `grid`; it takes memory for none of those.
History toHistory(std::span<const std::byte> log, const CellRect& grid);

} // namespace tessera::core
