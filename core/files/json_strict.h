// SPDX-License-Identifier: Apache-2.0
// JSON from strangers: RFC 8259 and nothing more. No comments, no NUL, no text after the value, no invalid UTF-8, no
// duplicate keys, bounded depth. nlohmann-json reads the tokens, without recursion.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace tessera::core {

struct JsonLimits {
    std::size_t depth = 32;
    std::size_t values = 1'000'000;   ///< in a tree; events are not counted
    std::size_t tokenBytes = 1 << 16; ///< of one string or number
    bool byteOrderMark = false;       ///< skipped where allowed, refused elsewhere
};

/// Told of each part of a text in its order; throws what it does not want. Duplicate keys are its own care.
class JsonEvents {
public:
    virtual ~JsonEvents() = default;
    virtual void beginObject() = 0;
    virtual void endObject() = 0;
    virtual void beginArray() = 0;
    virtual void endArray() = 0;
    virtual void key(std::string& text) = 0;
    virtual void string(std::string& text) = 0;
    virtual void unsignedInteger(std::uint64_t value) = 0;
    /// Everything else: null, booleans, negative and fractional numbers.
    virtual void other(const nlohmann::json& value) = 0;
};

/// Reads `text`. Throws FormatError: "line 3, column 7: unexpected ...".
void readJson(std::string_view text, const JsonLimits& limits, JsonEvents& events);

/// nlohmann-json asks for memory where it destroys what holds something, and ends the program where it gets none. This
/// takes a tree apart from its leaves on, which asks for nothing.
struct JsonEnd {
    void operator()(const nlohmann::json* tree) const noexcept;
};
using JsonTree = std::unique_ptr<const nlohmann::json, JsonEnd>;

/// The whole text as a tree, duplicate keys refused. Never null.
JsonTree parseJson(std::string_view text, const JsonLimits& limits);

/// Is it that string? (nlohmann-json's own comparison takes memory, and ends the program where it gets none.)
bool isText(const nlohmann::json& value, std::string_view text);

/// A value as a message shows it: one line, elided.
std::string toMessage(const nlohmann::json& value);

} // namespace tessera::core
