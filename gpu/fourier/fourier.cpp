// SPDX-License-Identifier: Apache-2.0
#include "gpu/fourier/fourier.h"

#include "core/error.h"

#include <algorithm>
#include <cassert>

namespace tessera::gpu {
namespace {

/// The sizes of a picture, and some to go back to.
constexpr std::size_t kPlans = 4;

} // namespace

VulkanFourier::VulkanFourier(std::unique_ptr<Context> context)
    : m_context(std::move(context))
{
}

std::vector<std::complex<float>> VulkanFourier::forward(std::span<const float> values, int width, int height)
{
    assert(values.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    return planFor(width, height).run(values);
}

FftPlan& VulkanFourier::planFor(int width, int height)
{
    const auto found = std::ranges::find_if(
        m_plans, [&](const FftPlan& plan) { return plan.width() == width && plan.height() == height; });
    if (found != m_plans.end()) {
        m_plans.splice(m_plans.begin(), m_plans, found);
        return m_plans.front();
    }
    const std::string size = std::to_string(width) + "x" + std::to_string(height);
    if (width < 2 || height < 2)
        throw core::DeviceError("a transform of " + size + " has only one dimension");
    if (!core::isSmooth(width) || !core::isSmooth(height))
        throw core::DeviceError("a transform of " + size + " has sides that are no products of 2, 3, 5 and 7");
    if (FftPlan::bytes(width, height) > m_context->limits().storageRange)
        throw core::DeviceError("a transform of " + size + " is larger than the device can bind");
    if (m_plans.size() >= kPlans)
        m_plans.pop_back();
    m_plans.emplace_front(*m_context, width, height);
    return m_plans.front();
}

} // namespace tessera::gpu
