// SPDX-License-Identifier: Apache-2.0
#include "core/files/safetensors_header.h"

#include "core/error.h"
#include "core/files/json_strict.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_set>

namespace tessera::core {

namespace {

struct Dtype {
    std::string_view name;
    std::uint64_t bytes;
};

constexpr std::array kDtypes{
    Dtype{"F64", 8}, Dtype{"F32", 4}, Dtype{"F16", 2}, Dtype{"BF16", 2}, Dtype{"I64", 8},
    Dtype{"I32", 4}, Dtype{"I16", 2}, Dtype{"I8", 1}, Dtype{"U64", 8}, Dtype{"U32", 4},
    Dtype{"U16", 2}, Dtype{"U8", 1}, Dtype{"BOOL", 1}, Dtype{"F8_E4M3", 1}, Dtype{"F8_E5M2", 1},
};

/// Reads the header event by event: a tree of 100 MB of JSON would take gigabytes.
class HeaderReader final : public JsonEvents {
public:
    std::vector<SafetensorsEntry> take() { return std::move(m_entries); }

    void beginObject() override
    {
        if (m_place == Place::start)
            m_place = Place::root;
        else if (m_place == Place::root)
            m_place = m_inMetadata ? Place::metadata : Place::tensor;
        else
            refuse("an object");
        m_fields = {};
    }

    void endObject() override
    {
        if (m_place == Place::tensor)
            finishTensor();
        m_place = m_place == Place::root ? Place::start : Place::root;
    }

    void beginArray() override
    {
        if (m_place != Place::tensor || m_field == Field::dtype)
            refuse("a list");
        m_place = m_field == Field::shape ? Place::shape : Place::offsets;
    }

    void endArray() override { m_place = Place::tensor; }

    void key(std::string& text) override
    {
        if (m_place == Place::root)
            beginMember(text);
        else if (m_place == Place::metadata)
            beginMetadata(text);
        else
            beginField(text);
    }

    void string(std::string& text) override
    {
        if (m_place == Place::metadata)
            return;
        if (m_place != Place::tensor || m_field != Field::dtype)
            refuse(inQuotes(text));
        if (dtypeBytes(text) == 0)
            fail("dtype is " + inQuotes(text) + "; expected F64, F32, F16, BF16, an integer type, BOOL or an F8 type");
        current().entry.dtype = std::move(text);
    }

    void unsignedInteger(std::uint64_t value) override
    {
        if (m_place == Place::shape) {
            if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
                fail("a dimension of " + std::to_string(value) + " is too large");
            if (current().entry.shape.size() == kMostDimensions)
                fail("has more than " + std::to_string(kMostDimensions) + " dimensions");
            current().entry.shape.push_back(static_cast<std::int64_t>(value));
        } else if (m_place == Place::offsets) {
            if (m_offsets == 2)
                fail("data_offsets has more than two numbers");
            (m_offsets++ == 0 ? current().begin : current().end) = value;
        } else {
            refuse(std::to_string(value));
        }
    }

    void other(const nlohmann::json& value) override { refuse(toMessage(value)); }

private:
    enum class Place { start, root, metadata, tensor, shape, offsets };
    enum class Field { dtype, shape, offsets };

    SafetensorsEntry& current() { return m_entries.back(); }

    [[noreturn]] void fail(const std::string& problem) const
    {
        throw FormatError("tensor " + inQuotes(m_entries.back().entry.name) + ": " + problem);
    }

    /// Something stands where it may not.
    [[noreturn]] void refuse(const std::string& found) const
    {
        switch (m_place) {
        case Place::start:
            throw FormatError("the header is " + found + "; expected an object");
        case Place::metadata:
            throw FormatError("__metadata__ holds " + found + "; expected only texts");
        case Place::shape:
            fail("shape holds " + found + "; expected whole numbers, none negative");
        case Place::offsets:
            fail("data_offsets holds " + found + "; expected whole numbers, none negative");
        case Place::root:
            if (m_inMetadata)
                throw FormatError("__metadata__ is " + found + "; expected an object of texts");
            fail("is " + found + "; expected an object with dtype, shape and data_offsets");
        case Place::tensor:
            break;
        }
        switch (m_field) {
        case Field::dtype:
            fail("dtype is " + found + R"(; expected a text like "F32")");
        case Field::shape:
            fail("shape is " + found + "; expected a list of whole numbers");
        case Field::offsets:
            break;
        }
        fail("data_offsets is " + found + "; expected a list of two whole numbers");
    }

    void beginMember(std::string& name)
    {
        if (!m_names.insert(name).second)
            throw FormatError("the name " + inQuotes(name) + " occurs twice");
        m_inMetadata = name == "__metadata__";
        if (m_inMetadata)
            return;
        if (m_entries.size() == kMostTensors)
            throw FormatError("more than " + grouped(kMostTensors) + " tensors");
        m_entries.emplace_back().entry.name = std::move(name);
        m_offsets = 0;
    }

    void beginMetadata(const std::string& key)
    {
        if (m_metadataKeys.size() == kMostTensors)
            throw FormatError("__metadata__ holds more than " + grouped(kMostTensors) + " entries");
        if (!m_metadataKeys.insert(key).second)
            throw FormatError("__metadata__ has the key " + inQuotes(key) + " twice");
    }

    void beginField(const std::string& name)
    {
        m_field = name == "dtype" ? Field::dtype : name == "shape" ? Field::shape : Field::offsets;
        if (m_field == Field::offsets && name != "data_offsets")
            fail("has a field " + inQuotes(name) + "; expected dtype, shape and data_offsets");
        bool& seen = m_fields[static_cast<std::size_t>(m_field)];
        if (seen)
            fail("has the field " + inQuotes(name) + " twice");
        seen = true;
    }

    void finishTensor() const
    {
        constexpr std::array kNames{"dtype", "shape", "data_offsets"};
        for (std::size_t i = 0; i < kNames.size(); ++i)
            if (!m_fields[i])
                fail(std::string("has no ") + kNames[i]);
        if (m_offsets != 2)
            fail("data_offsets has " + std::to_string(m_offsets) + (m_offsets == 1 ? " number" : " numbers")
                 + "; expected two");
    }

    Place m_place = Place::start;
    Field m_field = Field::dtype;
    std::array<bool, 3> m_fields{};
    int m_offsets = 0;
    bool m_inMetadata = false;
    std::vector<SafetensorsEntry> m_entries;
    std::unordered_set<std::string> m_names;
    std::unordered_set<std::string> m_metadataKeys;
};

/// Its length as shape and dtype give it, against the one of its range.
void checkLength(const SafetensorsEntry& tensor, std::uint64_t dataBytes)
{
    const std::string name = "tensor " + inQuotes(tensor.entry.name);
    if (tensor.begin > tensor.end || tensor.end > dataBytes)
        throw FormatError(name + ": data_offsets are [" + std::to_string(tensor.begin) + ", "
                          + std::to_string(tensor.end) + "]; expected a range within the "
                          + grouped(dataBytes) + " bytes of data (is the file cut?)");
    std::uint64_t bytes = dtypeBytes(tensor.entry.dtype);
    bool overflow = false;
    for (const std::int64_t side : tensor.entry.shape)
        overflow = __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(side), &bytes) || overflow;
    if (overflow || bytes != tensor.end - tensor.begin)
        throw FormatError(name + ": " + grouped(tensor.end - tensor.begin) + " bytes of data; its shape "
                          + shapeToString(tensor.entry.shape) + " of " + tensor.entry.dtype + " needs "
                          + (overflow ? "more than a file can hold" : grouped(bytes)));
}

/// Every byte belongs to one tensor: nothing hides in holes, nothing is used twice.
void checkCover(const std::vector<SafetensorsEntry>& tensors, std::uint64_t dataBytes)
{
    std::vector<const SafetensorsEntry*> sorted;
    sorted.reserve(tensors.size());
    for (const SafetensorsEntry& tensor : tensors)
        sorted.push_back(&tensor);
    std::sort(sorted.begin(), sorted.end(), [](const SafetensorsEntry* a, const SafetensorsEntry* b) {
        return a->begin != b->begin ? a->begin < b->begin : a->end < b->end;
    });
    std::uint64_t covered = 0;
    for (const SafetensorsEntry* tensor : sorted) {
        if (tensor->begin != covered)
            throw FormatError("tensor " + inQuotes(tensor->entry.name) + ": begins at byte " + grouped(tensor->begin)
                              + " of the data; expected byte " + grouped(covered) + ", where the one before ends ("
                              + (tensor->begin < covered ? "they overlap)" : "there is a hole)"));
        covered = tensor->end;
    }
    if (covered != dataBytes)
        throw FormatError(grouped(dataBytes - covered) + " bytes after the last tensor; expected the file's end there");
}

} // namespace

std::uint64_t dtypeBytes(std::string_view dtype)
{
    for (const Dtype& known : kDtypes)
        if (known.name == dtype)
            return known.bytes;
    return 0;
}

std::vector<SafetensorsEntry> parseSafetensorsHeader(std::string_view header, std::uint64_t dataBytes)
{
    if (!header.starts_with('{'))
        throw FormatError("the header does not begin with {; expected a JSON object");
    HeaderReader reader;
    readJson(header, {.depth = 8}, reader);
    std::vector<SafetensorsEntry> tensors = reader.take();
    for (const SafetensorsEntry& tensor : tensors)
        checkLength(tensor, dataBytes);
    checkCover(tensors, dataBytes);
    return tensors;
}

} // namespace tessera::core
