// SPDX-License-Identifier: Apache-2.0
#include "core/files/torch_tensors.h"

#include "core/error.h"
#include "core/files/safetensors_header.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace tessera::core {

namespace {

using Kind = PickleValue::Kind;

constexpr std::array<std::string_view, 3> kStateDicts{"state_dict", "model_state_dict", "model"};

bool holdsTensors(const Pickle& pickle, const PickleValue& dict)
{
    for (std::size_t i = 1; dict.kind == Kind::dict && i < dict.items.size(); i += 2)
        if (pickle[dict.items[i]].kind == Kind::tensor)
            return true;
    return false;
}

const PickleValue& stateDict(const Pickle& pickle)
{
    const PickleValue& root = pickle[pickle.root];
    for (const std::string_view key : kStateDicts)
        if (const PickleValue* dict = pickle.find(root, key); dict && holdsTensors(pickle, *dict))
            return *dict;
    if (holdsTensors(pickle, root))
        return root;
    const char* const what = root.kind == Kind::dict ? "a dict without tensors"
        : root.kind == Kind::list                    ? "a list"
        : root.kind == Kind::tensor                  ? "a single tensor"
        : root.kind == Kind::opaque                  ? "an object of a program, not its weights"
                                                     : "a plain value";
    throw FormatError(std::string("no tensors found: the checkpoint holds ") + what
                      + "; expected names with tensors, as model.state_dict() gives them");
}

std::uint64_t notNegative(const std::string& what, std::int64_t number)
{
    if (number < 0)
        throw FormatError(what + " is " + std::to_string(number) + "; expected no negative number");
    return static_cast<std::uint64_t>(number);
}

std::vector<std::int64_t> numbers(const Pickle& pickle, PickleValue::Ref tuple, const std::string& what)
{
    std::vector<std::int64_t> all;
    for (const PickleValue::Ref ref : pickle[tuple].items) {
        notNegative(what, pickle[ref].integer);
        all.push_back(pickle[ref].integer);
    }
    return all;
}

/// The tensor's numbers must all be within the storage, and be no more than it has.
void checkWindow(const TorchTensor& tensor)
{
    if (tensor.shape.size() != tensor.strides.size())
        throw FormatError("has " + std::to_string(tensor.shape.size()) + " sizes and "
                          + std::to_string(tensor.strides.size()) + " strides");
    if (tensor.shape.size() > kMostDimensions)
        throw FormatError("has " + std::to_string(tensor.shape.size()) + " dimensions; expected at most "
                          + std::to_string(kMostDimensions));
    std::uint64_t count = 1, last = tensor.offset;
    bool overflow = false;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        const auto side = static_cast<std::uint64_t>(tensor.shape[i]);
        std::uint64_t reach = 0;
        overflow |= __builtin_mul_overflow(count, side, &count);
        overflow |= side > 0
            && (__builtin_mul_overflow(side - 1, static_cast<std::uint64_t>(tensor.strides[i]), &reach)
                || __builtin_add_overflow(last, reach, &last));
    }
    // A product that wraps may come to 0 or to any other number.
    const bool isEmpty = std::ranges::find(tensor.shape, 0) != tensor.shape.end();
    if (isEmpty)
        count = 0;
    const bool outside = !isEmpty && (overflow || last >= tensor.storageCount);
    if (outside || count > tensor.storageCount || tensor.offset > tensor.storageCount)
        throw FormatError("of shape " + shapeToString(tensor.shape) + " with strides " + shapeToString(tensor.strides)
                          + " at " + grouped(tensor.offset) + " does not lie in its storage of "
                          + grouped(tensor.storageCount) + " numbers: fetch the file once more");
}

TorchTensor describe(const Pickle& pickle, const PickleValue& value)
{
    const PickleValue& storage = pickle[value.items[0]];
    TorchTensor tensor;
    tensor.dtype = storageDtype(pickle[storage.items[0]].text);
    tensor.storage = pickle[storage.items[1]].text;
    tensor.storageCount = notNegative("the count of its storage", pickle[storage.items[3]].integer);
    tensor.offset = notNegative("its offset", pickle[value.items[1]].integer);
    tensor.shape = numbers(pickle, value.items[2], "a size");
    tensor.strides = numbers(pickle, value.items[3], "a stride");
    checkWindow(tensor);
    return tensor;
}

} // namespace

std::uint64_t TorchTensor::count() const
{
    std::uint64_t count = 1;
    for (const std::int64_t side : shape)
        count *= static_cast<std::uint64_t>(side);
    return count;
}

std::uint64_t TorchTensor::span() const
{
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < shape.size(); ++i)
        last += static_cast<std::uint64_t>((shape[i] - 1) * strides[i]);
    return count() == 0 ? 0 : last + 1;
}

bool TorchTensor::isContiguous() const
{
    std::int64_t expected = 1;
    for (std::size_t i = shape.size(); i-- > 0; expected *= shape[i])
        if (shape[i] != 1 && strides[i] != expected)
            return false;
    return true;
}

std::vector<TorchTensor> torchTensors(const Pickle& pickle)
{
    const PickleValue& dict = stateDict(pickle);
    std::vector<TorchTensor> tensors;
    std::set<std::string_view> names;
    std::map<std::string, std::pair<std::string, std::uint64_t>> storages; // what each was declared as
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        const PickleValue& key = pickle[dict.items[i]];
        const PickleValue& value = pickle[dict.items[i + 1]];
        if (value.kind != Kind::tensor)
            continue; // "epoch": 3
        if (key.kind != Kind::text)
            throw FormatError("a tensor's name is no text; expected names with tensors");
        if (!names.insert(key.text).second)
            throw FormatError("tensor " + inQuotes(key.text) + " occurs twice");
        if (tensors.size() >= kMostTensors)
            throw FormatError("more than " + grouped(kMostTensors) + " tensors, the most allowed");
        withContext("tensor " + inQuotes(key.text), [&] {
            tensors.push_back(describe(pickle, value));
            TorchTensor& tensor = tensors.back();
            tensor.name = key.text;
            const auto [known, isNew] = storages.try_emplace(tensor.storage, tensor.dtype, tensor.storageCount);
            if (!isNew && known->second != std::pair(tensor.dtype, tensor.storageCount))
                throw FormatError("its storage " + inQuotes(tensor.storage) + " is " + tensor.dtype + " of "
                                  + grouped(tensor.storageCount) + " numbers here and " + known->second.first + " of "
                                  + grouped(known->second.second) + " elsewhere");
        });
    }
    return tensors;
}

} // namespace tessera::core
