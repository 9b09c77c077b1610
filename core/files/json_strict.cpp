// SPDX-License-Identifier: Apache-2.0
#include "core/files/json_strict.h"

#include "core/error.h"
#include "core/text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace tessera::core {

namespace {

using Json = nlohmann::json;

std::string positionIn(std::string_view text, std::size_t offset)
{
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto lines = std::count(before.begin(), before.end(), '\n');
    if (lines == 0)
        return "character " + grouped(before.size() + 1);
    return "line " + std::to_string(lines + 1) + ", column " + std::to_string(before.size() - before.rfind('\n'));
}

bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// What the tokenizer would let pass or need much memory for: NUL (an end to it) and tokens without end.
void checkTokens(std::string_view text, const JsonLimits& limits)
{
    bool inString = false;
    std::size_t begin = 0; // of the token, or just behind what separates tokens
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\0')
            throw FormatError(positionIn(text, i) + ": a NUL byte; expected JSON text");
        if (c == '"' || (!inString && (isSpace(c) || c == ',' || c == ':' || c == '[' || c == '{'))) {
            inString = inString != (c == '"');
            begin = i + 1;
        } else if (i - begin >= limits.tokenBytes) {
            throw FormatError(positionIn(text, begin) + ": a string or number of more than "
                              + grouped(limits.tokenBytes) + " characters");
        } else if (inString && c == '\\' && i + 1 < text.size() && text[i + 1] != '\0') {
            ++i;
        }
    }
}

/// nlohmann's events as ours, with the depth counted.
class Adapter final : public nlohmann::json_sax<Json> {
public:
    Adapter(std::string_view text, const JsonLimits& limits, JsonEvents& events)
        : m_text(text), m_limits(limits), m_events(events)
    {
    }

    bool null() override { return other(nullptr); }
    bool boolean(bool value) override { return other(value); }
    bool number_integer(number_integer_t value) override { return other(value); }
    bool number_unsigned(number_unsigned_t value) override { return m_events.unsignedInteger(value), true; }
    bool number_float(number_float_t value, const string_t&) override { return other(value); }
    bool string(string_t& text) override { return m_events.string(text), true; }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return descend(), m_events.beginObject(), true; }
    bool key(string_t& text) override { return m_events.key(text), true; }
    bool end_object() override { return --m_depth, m_events.endObject(), true; }
    bool start_array(std::size_t) override { return descend(), m_events.beginArray(), true; }
    bool end_array() override { return --m_depth, m_events.endArray(), true; }

    bool parse_error(std::size_t position, const std::string& token, const nlohmann::detail::exception& error) override
    {
        const std::string_view what = error.what();
        const auto says = [&](std::string_view words) { return what.find(words) != what.npos; };
        const std::string at = positionIn(m_text, position > 0 ? position - 1 : 0) + ": ";
        if (position > m_text.size())
            throw FormatError("not complete: it ends after " + grouped(m_text.size())
                              + (m_text.size() == 1 ? " character" : " characters"));
        if (says("UTF-8"))
            throw FormatError(at + "not valid UTF-8");
        if (says("surrogate"))
            throw FormatError(at + "half of a surrogate pair");
        if (says("control character"))
            throw FormatError(at + "a raw control character in a string");
        if (error.id == 406)
            throw FormatError(at + "the number " + printable(token, 24) + " is too large");
        const std::size_t first = token.find_first_not_of(" \t\r\n");
        throw FormatError(at + "unexpected "
                          + inQuotes(printable(first == token.npos ? token : token.substr(first), 24))
                          + "; not valid JSON");
    }

private:
    bool other(const Json& value) { return m_events.other(value), true; }

    void descend()
    {
        if (++m_depth > m_limits.depth)
            throw FormatError("nested deeper than " + std::to_string(m_limits.depth) + " levels");
    }

    std::string_view m_text;
    const JsonLimits& m_limits;
    JsonEvents& m_events;
    std::size_t m_depth = 0;
};

/// As deep as the limits let a text be.
void takeApart(Json& tree) noexcept
{
    for (Json& child : tree)
        if (child.is_structured())
            takeApart(child);
    if (tree.is_structured())
        tree.clear();
}

class TreeBuilder final : public JsonEvents {
public:
    explicit TreeBuilder(std::size_t mostValues) : m_mostValues(mostValues) {}

    JsonTree take() { return std::move(m_tree); }

    void beginObject() override { m_open.push_back(add(Json::object())); }
    void endObject() override { m_open.pop_back(); }
    void beginArray() override { m_open.push_back(add(Json::array())); }
    void endArray() override { m_open.pop_back(); }
    void string(std::string& text) override { add(std::move(text)); }
    void unsignedInteger(std::uint64_t value) override { add(value); }
    void other(const Json& value) override { add(value); }

    void key(std::string& text) override
    {
        if (m_open.back()->contains(text))
            throw FormatError("the key " + inQuotes(text) + " occurs twice");
        m_key = std::move(text);
    }

private:
    Json* add(Json value)
    {
        if (++m_values > m_mostValues)
            throw FormatError("more than " + grouped(m_mostValues) + " values");
        Json* place = m_tree.get();
        if (!m_open.empty() && m_open.back()->is_array())
            place = &m_open.back()->emplace_back();
        else if (!m_open.empty())
            place = &(*m_open.back())[m_key];
        *place = std::move(value);
        return place;
    }

    std::size_t m_mostValues;
    std::size_t m_values = 0;
    std::unique_ptr<Json, JsonEnd> m_tree{new Json};
    std::vector<Json*> m_open; ///< only the last grows, so the others stay where they are
    std::string m_key;
};

} // namespace

void readJson(std::string_view text, const JsonLimits& limits, JsonEvents& events)
{
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (text.starts_with(kMark)) {
        if (!limits.byteOrderMark)
            throw FormatError("character 1: a byte order mark; expected JSON text without one");
        text.remove_prefix(kMark.size());
        // The tokenizer would skip a second one.
        if (text.starts_with(kMark))
            throw FormatError("character 1: two byte order marks");
    }
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    if (text.empty())
        throw FormatError("nothing but white space; expected JSON text");
    checkTokens(text, limits);
    Adapter adapter(text, limits, events);
    if (!Json::sax_parse(text.begin(), text.end(), &adapter))
        throw FormatError("not valid JSON");
}

JsonTree parseJson(std::string_view text, const JsonLimits& limits)
{
    TreeBuilder builder(limits.values);
    readJson(text, limits, builder);
    return builder.take();
}

void JsonEnd::operator()(const Json* tree) const noexcept
{
    std::unique_ptr<Json> all(const_cast<Json*>(tree)); // made by parseJson
    if (all)
        takeApart(*all);
}

bool isText(const Json& value, std::string_view text)
{
    return value.is_string() && value.get_ref<const std::string&>() == text;
}

std::string toMessage(const Json& value)
{
    if (value.is_string())
        return inQuotes(value.get_ref<const std::string&>());
    if (value.is_array() && value.size() > 16)
        return "a list of " + grouped(value.size()) + " entries";
    return printable(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

} // namespace tessera::core
