// SPDX-License-Identifier: Apache-2.0
// The names that a pickle may hold. The door is in pickle.h.
#include "core/files/pickle.h"

#include <algorithm>
#include <array>

namespace tessera::core {

namespace {

struct Known {
    std::string_view name; ///< "module name"
    PickleName use;
};

constexpr std::array kKnown{
    Known{"collections OrderedDict", PickleName::dict},
    Known{"collections defaultdict", PickleName::dict},
    Known{"torch Size", PickleName::size},
    Known{"torch._utils _rebuild_tensor_v2", PickleName::tensor},
    Known{"torch._utils _rebuild_parameter", PickleName::parameter},
    Known{"torch._utils _rebuild_parameter_with_state", PickleName::parameter},
    // What training leaves beside the weights. None of it is called, whatever it is.
    Known{"collections Counter", PickleName::opaque},
    Known{"collections deque", PickleName::opaque},
    Known{"argparse Namespace", PickleName::opaque},
    Known{"types SimpleNamespace", PickleName::opaque},
    Known{"datetime date", PickleName::opaque},
    Known{"datetime datetime", PickleName::opaque},
    Known{"datetime timedelta", PickleName::opaque},
    Known{"datetime timezone", PickleName::opaque},
    Known{"pathlib Path", PickleName::opaque},
    Known{"pathlib PosixPath", PickleName::opaque},
    Known{"pathlib PurePosixPath", PickleName::opaque},
    Known{"pathlib PureWindowsPath", PickleName::opaque},
    Known{"pathlib WindowsPath", PickleName::opaque},
    Known{"typing Any", PickleName::opaque},
    Known{"_codecs encode", PickleName::opaque},
    Known{"numpy dtype", PickleName::opaque},
    Known{"numpy ndarray", PickleName::opaque},
    Known{"numpy.core.multiarray scalar", PickleName::opaque},
    Known{"numpy.core.multiarray _reconstruct", PickleName::opaque},
    Known{"numpy._core.multiarray scalar", PickleName::opaque},
    Known{"numpy._core.multiarray _reconstruct", PickleName::opaque},
    Known{"numpy.core.numeric _frombuffer", PickleName::opaque},
    Known{"torch device", PickleName::opaque},
    Known{"torch float16", PickleName::opaque},
    Known{"torch float32", PickleName::opaque},
    Known{"torch float64", PickleName::opaque},
    Known{"torch bfloat16", PickleName::opaque},
    Known{"torch int64", PickleName::opaque},
    Known{"torch int32", PickleName::opaque},
    Known{"torch uint8", PickleName::opaque},
    Known{"torch bool", PickleName::opaque},
};

/// Types without deeds; in Python 2 and 3 the module has other names.
constexpr std::array<std::string_view, 12> kPlainTypes{"set",   "frozenset", "list", "dict",      "tuple",   "int",
                                                       "float", "bool",      "str",  "bytearray", "complex", "object"};

/// Whole packages of what trainers keep: callbacks as keys, settings.
constexpr std::array<std::string_view, 7> kTrainers{
    "pytorch_lightning", "lightning", "lightning_fabric", "omegaconf", "taming", "ldm", "lightning_utilities"};

struct StorageKind {
    std::string_view name;
    std::string_view dtype;
};

constexpr std::array kStorages{
    StorageKind{"torch FloatStorage", "F32"},     StorageKind{"torch HalfStorage", "F16"},
    StorageKind{"torch BFloat16Storage", "BF16"}, StorageKind{"torch DoubleStorage", "F64"},
    StorageKind{"torch LongStorage", "I64"},      StorageKind{"torch IntStorage", "I32"},
    StorageKind{"torch ShortStorage", "I16"},     StorageKind{"torch CharStorage", "I8"},
    StorageKind{"torch ByteStorage", "U8"},       StorageKind{"torch BoolStorage", "BOOL"},
};

bool isTrainers(std::string_view module)
{
    return std::ranges::any_of(kTrainers, [&](std::string_view package) {
        return module == package || (module.starts_with(package) && module[package.size()] == '.');
    });
}

/// A class of one word: "a.b" as a name walks through attributes, which is how block lists were got around.
bool isOneWord(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

} // namespace

std::string_view storageDtype(std::string_view name)
{
    const auto found = std::ranges::find(kStorages, name, &StorageKind::name);
    return found == kStorages.end() ? std::string_view() : found->dtype;
}

PickleName pickleName(std::string_view module, std::string_view name)
{
    const std::string whole = std::string(module) + ' ' + std::string(name);
    if (!storageDtype(whole).empty())
        return PickleName::storage;
    if (const auto found = std::ranges::find(kKnown, whole, &Known::name); found != kKnown.end())
        return found->use;
    if (!isOneWord(name))
        return PickleName::refused;
    if ((module == "builtins" || module == "__builtin__") && std::ranges::find(kPlainTypes, name) != kPlainTypes.end())
        return PickleName::opaque;
    return isTrainers(module) ? PickleName::opaque : PickleName::refused;
}

} // namespace tessera::core
