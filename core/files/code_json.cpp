// SPDX-License-Identifier: Apache-2.0
#include "core/files/code_json.h"

#include "core/error.h"
#include "core/files/json_strict.h"
#include "core/text.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <set>
#include <utility>

namespace tessera::core {

namespace {

constexpr std::string_view kFormat = "tessera-codes";
constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kMostLevels = 3;

/// Nested lists of whole numbers, as an array: all lists of one level have one length.
class Nest {
public:
    bool isOpen() const { return !m_counts.empty(); }

    void begin()
    {
        if (m_counts.size() == kMostLevels || (m_depth > 0 && m_counts.size() == m_depth))
            throw FormatError(here() + " is a list; expected a code");
        m_counts.push_back(0);
        if (m_counts.size() > m_array.shape.size())
            m_array.shape.push_back(-1);
    }

    void end()
    {
        if (m_depth == 0)
            m_depth = m_counts.size(); // an empty list is the deepest there is
        const std::size_t level = m_counts.size() - 1;
        std::int64_t& side = m_array.shape[level];
        if (side >= 0 && side != m_counts.back())
            throw FormatError(std::string(level + 1 == m_depth ? "a row" : "a list") + " of \"codes\" has "
                              + std::to_string(m_counts.back()) + " entries and another has " + std::to_string(side)
                              + "; expected rows of one length");
        side = m_counts.back();
        m_counts.pop_back();
        if (isOpen())
            ++m_counts.back();
    }

    void add(std::uint64_t value)
    {
        if (m_depth == 0)
            m_depth = m_counts.size();
        if (m_counts.size() != m_depth)
            throw FormatError(here() + " is a number; expected a list");
        if (!std::in_range<std::int64_t>(value))
            refuse(std::to_string(value));
        if (m_array.values.size() == std::size_t{kMostCells})
            throw FormatError("there are more than " + grouped(kMostCells) + " codes");
        m_array.values.push_back(static_cast<std::int64_t>(value));
        ++m_counts.back();
    }

    [[noreturn]] void refuse(const std::string& found) const
    {
        throw FormatError("the index at " + here() + " is " + found + "; expected a whole number from 0 to "
                          + std::to_string(std::numeric_limits<std::int32_t>::max()));
    }

    CodeArray take() { return std::move(m_array); }

private:
    std::string here() const
    {
        std::string text;
        constexpr std::string_view kNames[] = {"map ", "row ", "column "};
        if (m_counts.size() < 2)
            return "position " + std::to_string(m_counts.empty() ? 0 : m_counts.back());
        for (std::size_t i = 0; i < m_counts.size(); ++i)
            text += std::string(i > 0 ? ", " : "") + std::string(kNames[kMostLevels - m_counts.size() + i])
                + std::to_string(m_counts[i]);
        return text;
    }

    CodeArray m_array;
    std::vector<std::int64_t> m_counts; ///< of each open list: what it holds so far
    std::size_t m_depth = 0; ///< of the lists that hold numbers; 0: not known yet
};

class Reader final : public JsonEvents {
public:
    CodeArray take()
    {
        for (const char* key : {"format", "version", "codes"})
            if (m_isObject && !m_seen.contains(key))
                throw FormatError("the object lacks " + inQuotes(key)
                                  + "; expected codes as Tessera writes them, or a plain list");
        CodeArray array = m_nest.take();
        array.origin = std::move(m_origin);
        return array;
    }

    void beginObject() override
    {
        if (m_nest.isOpen())
            m_nest.refuse("an object");
        if (m_isObject)
            unexpected("an object");
        m_isObject = true;
    }
    void endObject() override {}

    void beginArray() override
    {
        if (!m_nest.isOpen() && m_isObject && m_key != "codes")
            unexpected("a list");
        m_nest.begin();
    }
    void endArray() override { m_nest.end(); }

    void key(std::string& text) override
    {
        static const std::set<std::string> kKeys{"format", "version", "model", "codebook_size", "factor", "codes"};
        if (!kKeys.contains(text))
            throw FormatError("the key " + inQuotes(text)
                              + " is unknown; expected format, version, model, codebook_size, factor and codes");
        if (!m_seen.insert(text).second)
            throw FormatError("the key " + inQuotes(text) + " occurs twice");
        m_key = std::move(text);
    }

    void string(std::string& text) override
    {
        if (m_nest.isOpen())
            m_nest.refuse(inQuotes(text));
        if (m_key == "format" && text != kFormat)
            throw FormatError(R"("format" is )" + inQuotes(text) + "; expected " + inQuotes(kFormat));
        if (m_key == "model")
            m_origin.model = std::move(text);
        else if (m_key != "format")
            unexpected(inQuotes(text));
    }

    void unsignedInteger(std::uint64_t value) override
    {
        if (m_nest.isOpen())
            m_nest.add(value);
        else if (m_key == "version" && value != kVersion)
            throw FormatError("\"version\" is " + std::to_string(value) + "; this program reads version "
                              + std::to_string(kVersion));
        else if ((m_key == "codebook_size" || m_key == "factor") && value <= std::numeric_limits<std::int32_t>::max())
            (m_key == "factor" ? m_origin.factor : m_origin.codes) = static_cast<std::int64_t>(value);
        else if (m_key != "version")
            unexpected(std::to_string(value));
    }

    void other(const nlohmann::json& value) override
    {
        if (m_nest.isOpen())
            m_nest.refuse(toMessage(value));
        unexpected(toMessage(value));
    }

private:
    [[noreturn]] void unexpected(const std::string& found) const
    {
        if (m_key.empty())
            throw FormatError("the text is " + found + "; expected an object or a list of codes");
        throw FormatError(inQuotes(m_key) + " is " + found + ", which it cannot be");
    }

    Nest m_nest;
    CodeOrigin m_origin;
    bool m_isObject = false;
    std::string m_key; ///< the newest
    std::set<std::string> m_seen;
};

} // namespace

std::string codesToJson(const IndexMap& codes, const CodeOrigin& origin)
{
    std::string text = "{\n\"format\": \"" + std::string(kFormat) + "\",\n\"version\": " + std::to_string(kVersion);
    if (!origin.model.empty())
        text += ",\n\"model\": "
            + nlohmann::json(origin.model).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (origin.codes > 0)
        text += ",\n\"codebook_size\": " + std::to_string(origin.codes);
    if (origin.factor > 0)
        text += ",\n\"factor\": " + std::to_string(origin.factor);
    text += ",\n\"codes\": [";
    for (std::int64_t n = 0; n < codes.count; ++n) {
        text += codes.count > 1 ? n > 0 ? ",\n[" : "\n[" : "";
        for (std::int64_t row = 0; row < codes.rows; ++row) {
            text += row > 0 ? ",\n[" : "\n[";
            for (std::int64_t col = 0; col < codes.cols; ++col)
                text += (col > 0 ? ", " : "") + std::to_string(codes.at(row, col, n));
            text += ']';
        }
        text += codes.count > 1 ? "]" : "";
    }
    return text + "\n]\n}\n";
}

CodeArray codesFromJson(std::string_view text)
{
    Reader reader;
    readJson(text, {.depth = kMostLevels + 1, .tokenBytes = 4096, .byteOrderMark = true}, reader);
    return reader.take();
}

} // namespace tessera::core
