// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/fourier.h"

#include "core/error.h"

#include <opencv2/core.hpp>

#include <cassert>

namespace tessera::core {
namespace {

class CpuFourier final : public FourierTransform {
public:
    std::string name() const override { return "cv::dft on the processor"; }

    std::vector<std::complex<float>> forward(std::span<const float> values, int width, int height) override
    {
        assert(values.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
        const cv::Mat source(height, width, CV_32F, const_cast<float*>(values.data()));
        cv::Mat real, bins;
        source.convertTo(real, CV_64F);
        cv::dft(real, bins, cv::DFT_COMPLEX_OUTPUT);
        const auto half = static_cast<std::size_t>(width / 2 + 1);
        std::vector<std::complex<float>> result(half * static_cast<std::size_t>(height));
        for (int y = 0; y < height; ++y) {
            const auto* row = bins.ptr<cv::Vec2d>(y);
            for (std::size_t x = 0; x < half; ++x)
                result[static_cast<std::size_t>(y) * half + x] = {static_cast<float>(row[x][0]),
                                                                  static_cast<float>(row[x][1])};
        }
        return result;
    }
};

class Fallback final : public FourierTransform {
public:
    explicit Fallback(std::unique_ptr<FourierTransform> first)
        : m_first(std::move(first))
    {
    }

    std::string name() const override
    {
        return m_why.empty() ? m_first->name() : m_second.name() + ", because " + m_why;
    }

    std::vector<std::complex<float>> forward(std::span<const float> values, int width, int height) override
    {
        try {
            std::vector<std::complex<float>> bins = m_first->forward(values, width, height);
            m_why.clear();
            return bins;
        } catch (const DeviceError& error) {
            m_why = error.what();
        }
        return m_second.forward(values, width, height);
    }

private:
    std::unique_ptr<FourierTransform> m_first;
    CpuFourier m_second;
    std::string m_why;
};

} // namespace

std::unique_ptr<FourierTransform> withCpuFallback(std::unique_ptr<FourierTransform> first)
{
    return std::make_unique<Fallback>(std::move(first));
}

std::unique_ptr<FourierTransform> makeCpuFourier() { return std::make_unique<CpuFourier>(); }

bool isSmooth(int side)
{
    if (side < 1)
        return false;
    for (const int prime : {2, 3, 5, 7})
        while (side % prime == 0)
            side /= prime;
    return side == 1;
}

int smoothSide(int side)
{
    assert(side >= 1);
    while (!isSmooth(side))
        --side;
    return side;
}

} // namespace tessera::core
