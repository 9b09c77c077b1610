// SPDX-License-Identifier: Apache-2.0
#include "core/files/history_log.h"

#include "core/files/byte_stream.h"
#include "core/files/deflate.h"
#include "core/text.h"

#include <zlib.h>

#include <algorithm>

namespace tessera::core {
namespace {

constexpr std::size_t kRecordHead = 8;
constexpr std::size_t kMostLabel = 1024;
constexpr std::size_t kMostPath = 4096;
constexpr std::size_t kWorthPacking = 512;
enum class Packing : std::uint8_t { plain = 0, deflated = 1 };

void writeRect(ByteWriter& to, const CellRect& rect)
{
    for (const int side : {rect.top, rect.left, rect.rows, rect.cols})
        to.number(static_cast<std::int32_t>(side));
}

/// Inside the grid, so that no memory is taken for cells that the picture does not have.
CellRect readRect(ByteReader& from, const CellRect& grid)
{
    CellRect rect;
    for (int* side : {&rect.top, &rect.left, &rect.rows, &rect.cols}) {
        *side = from.number<std::int32_t>();
        if (*side < 0 || *side > kMostCells)
            throw FormatError("a side of " + std::to_string(*side) + " cells");
    }
    if ((rect.rows == 0) != (rect.cols == 0) || (!rect.isEmpty() && rect.intersected(grid) != rect))
        throw FormatError("a rectangle of " + std::to_string(rect.rows) + " x " + std::to_string(rect.cols)
                          + " cells, which does not lie in a picture of " + std::to_string(grid.rows) + " x "
                          + std::to_string(grid.cols));
    return rect;
}

std::size_t cellsOf(const CellRect& rect) { return static_cast<std::size_t>(rect.rows) * static_cast<std::size_t>(rect.cols); }

void writeRegion(ByteWriter& to, const Region& region)
{
    writeRect(to, region.bounds);
    if (!region.isEmpty())
        to.bytes(std::as_bytes(std::span(region.mask)));
}

Region readRegion(ByteReader& from, const CellRect& grid)
{
    Region region{readRect(from, grid), {}};
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

HistoryEvent fromPayload(std::span<const std::byte> payload, const CellRect& grid)
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
        patch.rect = readRect(from, grid);
        patch.before = readCodes(from, cellsOf(patch.rect));
        patch.after = readCodes(from, cellsOf(patch.rect));
        if (from.number<std::uint8_t>() != 0) {
            SelectionChange& selection = event.step.edit.selection.emplace();
            selection.before = readRegion(from, grid);
            selection.after = readRegion(from, grid);
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

/// The most bytes that an event on this grid can have: codes before and after, the selection before and after.
std::size_t mostPayload(const CellRect& grid)
{
    constexpr std::size_t kBesides = 8192; // path or label, and the sides of all rectangles
    return kBesides + cellsOf(grid) * (2 * sizeof(std::int32_t) + 2);
}

/// What it takes in memory once it is read, told without unpacking it.
std::size_t costOf(std::span<const std::byte> body)
{
    std::size_t size = body.size();
    if (ByteReader from(body); size > 5 && from.number<std::uint8_t>() == static_cast<std::uint8_t>(Packing::deflated))
        size = from.number<std::uint32_t>();
    return sizeof(HistoryStep) + size;
}

HistoryEvent unpacked(std::span<const std::byte> bytes, const CellRect& grid)
{
    ByteReader from(bytes);
    const auto packing = static_cast<Packing>(from.number<std::uint8_t>());
    if (packing == Packing::plain)
        return fromPayload(from.bytes(from.left()), grid);
    if (packing != Packing::deflated)
        throw FormatError("an unknown packing");
    const std::size_t size = from.number<std::uint32_t>();
    const std::span<const std::byte> deflated = from.bytes(from.left());
    if (size > mostPayload(grid) || size > deflated.size() * kMostDeflated)
        throw FormatError("it should unpack to " + grouped(size) + " bytes; expected at most "
                          + grouped(std::min(mostPayload(grid), deflated.size() * kMostDeflated)));
    std::vector<std::byte> payload(size);
    auto got = static_cast<uLongf>(size);
    const int result = uncompress(reinterpret_cast<Bytef*>(payload.data()), &got,
                                  reinterpret_cast<const Bytef*>(deflated.data()), static_cast<uLong>(deflated.size()));
    if (result != Z_OK || got != size)
        throw FormatError("it cannot be unpacked");
    return fromPayload(payload, grid);
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

std::size_t readLog(std::span<const std::byte> bytes, const CellRect& grid, const std::function<bool(HistoryEvent)>& take)
{
    std::size_t done = 0;
    while (const auto body = firstFrame(bytes.subspan(done))) {
        try {
            if (!take(unpacked(*body, grid)))
                break;
        } catch (const FormatError&) {
            break;
        }
        done += kRecordHead + body->size();
    }
    return done;
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

History toHistory(std::span<const std::byte> bytes, const CellRect& grid)
{
    std::size_t records = 0, cost = 0, last = 0, end = 0;
    while (const auto body = firstFrame(bytes.subspan(end))) {
        ++records;
        cost += costOf(*body);
        last = end;
        end += kRecordHead + body->size();
    }
    const auto numbered = [](std::size_t i) { return "step " + std::to_string(i + 1) + " of the history"; };
    if (end != bytes.size() || records == 0)
        throw FormatError("the history is cut or damaged after step " + std::to_string(records));
    History history;
    for (std::size_t i = 0, at = 0; at < last; ++i) {
        const std::span<const std::byte> body = firstFrame(bytes.subspan(at)).value();
        at += kRecordHead + body.size();
        if (cost > kMostHistoryBytes) { // its oldest steps are forgotten, as everywhere
            cost -= costOf(body);
            continue;
        }
        HistoryEvent event = withContext(numbered(i), [&] { return unpacked(body, grid); });
        if (event.kind != HistoryEvent::Kind::step)
            throw FormatError(numbered(i) + ": it is something else than a step");
        history.steps.push_back(std::move(event.step));
    }
    const HistoryEvent undone = unpacked(firstFrame(bytes.subspan(last)).value(), grid);
    if (undone.kind != HistoryEvent::Kind::undo || undone.count > records - 1)
        throw FormatError("the history does not say how many of its steps are undone");
    if (undone.count > history.steps.size()) // the first of what was undone is forgotten: none can be done again
        history.steps.clear();
    else
        history.position = history.steps.size() - undone.count;
    return history;
}

} // namespace tessera::core
