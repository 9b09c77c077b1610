// SPDX-License-Identifier: Apache-2.0
// Python's pickles as torch writes them, read without Python: a stack machine that knows the opcodes of data, a list of
// names that it understands, and a list of names that may stand there and mean nothing. It has no way to run anything;
// whatever is on neither list is refused by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::core {

/// A value of the pickle. Values are shared by number and never copied, so that a small pickle stays small.
struct PickleValue {
    using Ref = std::uint32_t;
    enum class Kind {
        none,
        truth, ///< integer: 0 or 1
        integer, ///< of 64 bits; larger ones are opaque
        real, ///< nothing asks for the number
        text, ///< UTF-8 as far as the file is honest; also the byte strings of Python 2
        tuple, ///< items; also torch.Size
        list, ///< items
        dict, ///< items: key, value, key, value ...
        name, ///< text: "torch FloatStorage"
        storage, ///< items: class (a name), key, location, count of elements
        tensor, ///< items: storage, offset, sizes, strides
        opaque, ///< anything else that is harmless and not looked into; text: what made it
    };
    Kind kind = Kind::none;
    std::int64_t integer = 0;
    std::string_view text{}; ///< in the pickle's own bytes, or in the program
    std::vector<Ref> items{};
};

/// The bytes of the pickle must outlive it.
struct Pickle {
    std::vector<PickleValue> values;
    PickleValue::Ref root = 0;

    const PickleValue& operator[](PickleValue::Ref ref) const { return values[ref]; }
    /// Of a dict: the value of this text as key, the last one where there are several; null where there is none.
    const PickleValue* find(const PickleValue& dict, std::string_view key) const;

    /// A text that no byte of the pickle holds; the view stays good wherever the pickle moves.
    std::string_view keep(std::string text);

private:
    std::set<std::string> m_names;
};

inline constexpr std::uint64_t kMostPickleBytes = 64 << 20;
inline constexpr std::size_t kMostPickleValues = 1'000'000; ///< also of memo places
inline constexpr std::size_t kMostPickleItems = 4'000'000; ///< in all containers together
inline constexpr std::size_t kMostPickleMarks = 256; ///< containers begun within each other

/// Throws FormatError naming the byte and what is wrong there: an opcode or a name that no model needs, a stack that
/// does not hold what an opcode takes, a length beyond the end, a limit above, bytes after the end.
Pickle parsePickle(std::span<const std::byte> bytes);

/// What a name in a pickle is good for.
enum class PickleName {
    refused,
    dict, ///< collections.OrderedDict and its like
    size, ///< torch.Size
    tensor, ///< torch._utils._rebuild_tensor_v2
    parameter, ///< torch._utils._rebuild_parameter
    storage, ///< torch.FloatStorage and the other kinds
    opaque, ///< settings of trainers, random states, dtypes: read past
};

/// By the very letters: no prefix but those of whole packages, no other case.
PickleName pickleName(std::string_view module, std::string_view name);

/// "F32" for "torch FloatStorage"; empty for what is no storage that is known.
std::string_view storageDtype(std::string_view name);

} // namespace tessera::core
