// SPDX-License-Identifier: Apache-2.0
// NumPy's .npy: versions 1 to 3, no pickles. The header is read by a tiny grammar of its own, nothing is evaluated.
#pragma once

#include "core/files/code_array.h"
#include "core/index_map.h"
#include "core/tensor.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tessera::core {

/// What a .npy file holds: "<f4", "<i8", "|u1", "<U7" ..., its shape, and the raw bytes in C order, little-endian.
struct NpyArray {
    std::string dtype;
    std::vector<std::int64_t> shape;
    std::vector<std::byte> bytes;

    bool isInteger() const; ///< signed or unsigned integers of 1 to 8 bytes
    bool isFloat() const;   ///< of 2, 4 or 8 bytes
};

/// The array without its bytes, to be judged before memory is taken for them. Throws as readNpy() does: the header is
/// compared with the file.
NpyArray readNpyHead(const std::filesystem::path& file);

/// Throws FileError or FormatError. Big-endian integers and floats are swapped; Fortran order of more than one
/// dimension is reordered.
NpyArray readNpy(const std::filesystem::path& file);
/// The same of a file's bytes. Only here, where the file is a member of a .npz, may an array also hold texts (`texts`).
NpyArray parseNpy(std::span<const std::byte> file, bool texts = false);

/// Float arrays (f2, f4, f8) of four dimensions as a tensor. Throws ShapeError naming the shape found.
Tensor toTensor(const NpyArray& array, const std::string& name);

/// Throws FormatError naming the type where it holds no integers; needs no bytes.
void checkHoldsCodes(const NpyArray& array, const std::string& name);
/// Throws ShapeError, or FormatError naming the type, where it is no float array of four dimensions; needs no bytes.
Shape checkHoldsTensor(const NpyArray& array, const std::string& name);

/// Integers of any type and shape. Throws FormatError for other types (named), and for numbers beyond 63 bits.
CodeArray toCodeArray(const NpyArray& array, const std::string& name);

/// Integer arrays of shape (h, w) or (N, h, w). Throws FormatError for other types (named), ShapeError for other
/// shapes, and FormatError with value and position for what does not fit 0..2^31-1.
IndexMap toIndexMap(const NpyArray& array, const std::string& name);

/// float32 (N, C, H, W), version 1.0, written atomically.
void writeNpy(const std::filesystem::path& file, const Tensor& tensor);
/// int64 (N, h, w), version 1.0, written atomically.
void writeNpy(const std::filesystem::path& file, const IndexMap& codes);
/// The bytes of that file.
std::vector<std::byte> npyBytes(const IndexMap& codes);
/// A single integer, shape (), int64.
std::vector<std::byte> npyBytes(std::int64_t number);
/// A single text, shape (), "<Un" for its n characters. `text` is UTF-8; what is not, becomes U+FFFD.
std::vector<std::byte> npyBytes(const std::string& text);

} // namespace tessera::core
