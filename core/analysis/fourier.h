// SPDX-License-Identifier: Apache-2.0
// The discrete Fourier transform of real planes: by whatever computes it.
#pragma once

#include <complex>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tessera::core {

/// One thread at a time uses one.
class FourierTransform {
public:
    virtual ~FourierTransform() = default;

    /// Who computes, or has computed the newest transform, for people: "cv::dft on the processor".
    virtual std::string name() const = 0;

    /// Of real values (h, w): the bins (h, w / 2 + 1), F(v, u) = sum over y, x of f(y, x) exp(-2 pi i (v y / h + u x /
    /// w)), not normalised. The other bins are these, conjugated: F(h - v, w - u). Sides need not be smooth where the
    /// implementation does not say so. May throw DeviceError.
    virtual std::vector<std::complex<float>> forward(std::span<const float> values, int width, int height) = 0;
};

/// cv::dft in double precision: the reference, and what is there on every machine. Any sides.
std::unique_ptr<FourierTransform> makeCpuFourier();

/// `first`, but where it throws DeviceError the processor computes; name() then says so and why.
std::unique_ptr<FourierTransform> withCpuFallback(std::unique_ptr<FourierTransform> first);

/// Has `side` no prime factors but 2, 3, 5 and 7?
bool isSmooth(int side);

/// The largest such number that is at most `side`, which is at least 1.
int smoothSide(int side);

} // namespace tessera::core
