// SPDX-License-Identifier: Apache-2.0
#include "core/files/history_log.h"

#include "core/files/byte_stream.h"

#include <zlib.h>

#include <algorithm>

namespace tessera::core {
namespace {

constexpr std::size_t kRecordHead = 8;
constexpr std::size_t kMostPayload = std::size_t{256} << 20;
constexpr std::size_t kMostLabel = 1024;
constexpr std::size_t kMostPath = 4096;
constexpr std::int64_t kMostCells = 16 << 20; ///< as of index maps
constexpr std::size_t kWorthPacking = 512;
constexpr std::size_t kMostDeflated = 1032; ///< the most that a byte of deflate can unpack to
enum class Packing : std::uint8_t { plain = 0, deflated = 1 };

void writeRect(ByteWriter& to, const CellRect& rect)
{
    for (const int side : {rect.top, rect.left, rect.rows, rect.cols})
        to.number(static_cast<std::int32_t>(side));
}

/// Inside any grid there can be, so that products of its sides mean something.
CellRect readRect(ByteReader& from)
{
    CellRect rect;
    for (int* side : {&rect.top, &rect.left, &rect.rows, &rect.cols}) {
        *side = from.number<std::int32_t>();
        if (*side < 0 || *side > kMostCells)
            throw FormatError("a side of " + std::to_string(*side) + " cells");
    }
    if (std::int64_t{rect.rows} * rect.cols > kMostCells || (rect.rows == 0) != (rect.cols == 0))
        throw FormatError("a rectangle of " + std::to_string(rect.rows) + " x " + std::to_string(rect.cols) + " cells");
    return rect;
}

std::size_t cellsOf(const CellRect& rect) { return static_cast<std::size_t>(rect.rows) * static_cast<std::size_t>(rect.cols); }

void writeRegion(ByteWriter& to, const Region& region)
{
    writeRect(to, region.bounds);
    if (!region.isEmpty())
        to.bytes(std::as_bytes(std::span(region.mask)));
}

Region readRegion(ByteReader& from)
{
    Region region{readRect(from), {}};
    const std::span<const std::byte> mask = from.bytes(cellsOf(region.bounds));
    region.mask.reserve(mask.size());
    for (const std::byte value : mask)
        region.mask.push_back(value != std::byte{0} ? 1 : 0);
    return region;
}

std::vector<std::int32_t> readCodes(ByteReader& from, std::size_t count)
{
    const std::span<const std::byte> bytes = from.bytes(count * sizeof(std::int32_t));
    std::vector<std::int32_t> codes(count);
    if (count > 0)
        std::memcpy(codes.data(), bytes.data(), bytes.size());
    return codes;
}

std::vector<std::byte> toPayload(const HistoryEvent& event)
{
    ByteWriter to;
    to.number(static_cast<std::uint8_t>(event.kind));
    using Kind = HistoryEvent::Kind;
    if (event.kind == Kind::saved || event.kind == Kind::unsaved) {
        to.text(event.path);
        return to.take();
    }
    if (event.kind == Kind::undo || event.kind == Kind::redo) {
        to.number(event.count);
        return to.take();
    }
    const HistoryStep& step = event.step;
    to.text(std::string_view(step.label).substr(0, kMostLabel));
    writeRect(to, step.edit.patch.rect);
    to.bytes(std::as_bytes(std::span(step.edit.patch.before)));
    to.bytes(std::as_bytes(std::span(step.edit.patch.after)));
    to.number(static_cast<std::uint8_t>(step.edit.selection ? 1 : 0));
    if (step.edit.selection) {
        writeRegion(to, step.edit.selection->before);
        writeRegion(to, step.edit.selection->after);
    }
    return to.take();
}

HistoryEvent fromPayload(std::span<const std::byte> payload)
{
    ByteReader from(payload);
    HistoryEvent event;
    event.kind = static_cast<HistoryEvent::Kind>(from.number<std::uint8_t>());
    switch (event.kind) {
    case HistoryEvent::Kind::unsaved:
    case HistoryEvent::Kind::saved:
        event.path = from.text(kMostPath);
        break;
    case HistoryEvent::Kind::undo:
    case HistoryEvent::Kind::redo:
        event.count = from.number<std::uint32_t>();
        break;
    case HistoryEvent::Kind::step:
    case HistoryEvent::Kind::more: {
        event.step.label = from.text(kMostLabel);
        Patch& patch = event.step.edit.patch;
        patch.rect = readRect(from);
        patch.before = readCodes(from, cellsOf(patch.rect));
        patch.after = readCodes(from, cellsOf(patch.rect));
        if (from.number<std::uint8_t>() != 0) {
            SelectionChange& selection = event.step.edit.selection.emplace();
            selection.before = readRegion(from);
            selection.after = readRegion(from);
        }
        break;
    }
    default:
        throw FormatError("an unknown kind of event");
    }
    if (from.left() > 0)
        throw FormatError("it is longer than it should be");
    return event;
}

std::vector<std::byte> packed(std::span<const std::byte> payload)
{
    ByteWriter to;
    if (payload.size() >= kWorthPacking) {
        uLongf size = compressBound(static_cast<uLong>(payload.size()));
        std::vector<std::byte> deflated(size);
        const int result = compress2(reinterpret_cast<Bytef*>(deflated.data()), &size,
                                     reinterpret_cast<const Bytef*>(payload.data()),
                                     static_cast<uLong>(payload.size()), Z_BEST_SPEED);
        if (result == Z_OK && size < payload.size()) {
            to.number(static_cast<std::uint8_t>(Packing::deflated));
            to.number(static_cast<std::uint32_t>(payload.size()));
            to.bytes(std::span(deflated).first(size));
            return to.take();
        }
    }
    to.number(static_cast<std::uint8_t>(Packing::plain));
    to.bytes(payload);
    return to.take();
}

HistoryEvent unpacked(std::span<const std::byte> bytes)
{
    ByteReader from(bytes);
    const auto packing = static_cast<Packing>(from.number<std::uint8_t>());
    if (packing == Packing::plain)
        return fromPayload(from.bytes(from.left()));
    if (packing != Packing::deflated)
        throw FormatError("an unknown packing");
    const std::size_t size = from.number<std::uint32_t>();
    const std::span<const std::byte> deflated = from.bytes(from.left());
    if (size > kMostPayload || size > deflated.size() * kMostDeflated)
        throw FormatError("it should unpack to " + std::to_string(size) + " bytes");
    std::vector<std::byte> payload(size);
    auto got = static_cast<uLongf>(size);
    const int result = uncompress(reinterpret_cast<Bytef*>(payload.data()), &got,
                                  reinterpret_cast<const Bytef*>(deflated.data()), static_cast<uLong>(deflated.size()));
    if (result != Z_OK || got != size)
        throw FormatError("it cannot be unpacked");
    return fromPayload(payload);
}

std::uint32_t crcOf(std::span<const std::byte> bytes)
{
    return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

} // namespace

std::vector<std::byte> framed(std::span<const std::byte> content)
{
    ByteWriter to;
    to.number(static_cast<std::uint32_t>(content.size()));
    to.number(crcOf(content));
    to.bytes(content);
    return to.take();
}

std::optional<std::span<const std::byte>> firstFrame(std::span<const std::byte> log)
{
    if (log.size() < kRecordHead)
        return {};
    ByteReader from(log);
    const std::size_t size = from.number<std::uint32_t>();
    const auto crc = from.number<std::uint32_t>();
    if (size > from.left())
        return {};
    const std::span<const std::byte> content = from.bytes(size);
    return crcOf(content) == crc ? std::optional(content) : std::nullopt;
}

std::vector<std::byte> toRecord(const HistoryEvent& event) { return framed(packed(toPayload(event))); }

HistoryLog readLog(std::span<const std::byte> bytes)
{
    HistoryLog log;
    while (const auto body = firstFrame(bytes.subspan(log.bytes))) {
        if (body->size() > kMostPayload)
            break;
        try {
            log.events.push_back(unpacked(*body));
        } catch (const FormatError&) {
            break;
        }
        log.bytes += kRecordHead + body->size();
    }
    return log;
}

std::vector<std::byte> toLog(const History& history)
{
    ByteWriter to;
    for (const HistoryStep& step : history.steps)
        to.bytes(toRecord({.step = step}));
    to.bytes(toRecord(
        {.kind = HistoryEvent::Kind::undo, .count = static_cast<std::uint32_t>(history.steps.size() - history.position)}));
    return to.take();
}

History toHistory(std::span<const std::byte> bytes)
{
    HistoryLog log = readLog(bytes);
    if (log.bytes != bytes.size() || log.events.empty())
        throw FormatError("the history is cut or damaged after step " + std::to_string(log.events.size()));
    History history;
    const auto undone = log.events.back();
    log.events.pop_back();
    for (HistoryEvent& event : log.events) {
        if (event.kind != HistoryEvent::Kind::step)
            throw FormatError("the history has something else than steps");
        history.steps.push_back(std::move(event.step));
    }
    if (undone.kind != HistoryEvent::Kind::undo || undone.count > history.steps.size())
        throw FormatError("the history does not say how many of its steps are undone");
    history.position = history.steps.size() - undone.count;
    return history;
}

} // namespace tessera::core
