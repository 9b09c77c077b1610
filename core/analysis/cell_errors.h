// SPDX-License-Identifier: Apache-2.0
// How far decodes of index maps are from a picture, cell by cell.
#pragma once

#include "core/geometry.h"
#include "core/model/preprocess.h"
#include "core/tensor.h"

#include <cstdint>
#include <vector>

namespace tessera::core {

/// Sums of squared errors of values 0..1, clamped but not rounded, so that small gains are seen.
struct CellErrors {
    std::int64_t rows = 0, cols = 0;
    std::vector<double> sums; ///< row-major
    double total = 0;

    /// Of the cells at most `radius` cells from `cell` each way.
    double around(Cell cell, int radius) const;
};

/// The picture that decodes are compared with.
class CellTarget {
public:
    /// `seen` is Prepared::seen; of padded pictures only the original's own pixels count. Cells are `factor` pixels
    /// wide.
    CellTarget(const Picture& seen, const Preparation& how, std::int64_t factor);

    /// Of a decode (1, C, H, W), not clamped. Throws ShapeError where its channels are not those of the picture.
    CellErrors errors(const Tensor& decoded) const;
    /// PSNR in dB of 8-bit values; infinity for equal pictures.
    double psnr(const Tensor& decoded) const;

private:
    void check(const Tensor& decoded) const;

    Picture m_seen;
    int m_width, m_height; ///< of what counts
    std::int64_t m_factor;
};

} // namespace tessera::core
