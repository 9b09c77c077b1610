// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/device_ladder.h"

#include "core/cpu/cpu_device.h"

#include <utility>

namespace tessera::app {
namespace {

/// A device that is lost more often in this time is not worth another try.
constexpr std::chrono::minutes kOfLate{1};
constexpr std::size_t kMostOfLate = 2;
/// Of a device that ran out of memory; then each time a quarter, down to the least with which work gets on.
constexpr std::uint64_t kFirstBudget = 512U << 20U, kLeastBudget = 64U << 20U;

QString cpu() { return QStringLiteral("cpu"); }

} // namespace

OpenedDevice DeviceLadder::open(const QString& choice, const gpu::DeviceOptions& options)
{
    OpenedDevice opened{m_devices(choice, options), false, {}};
    m_choice = choice;
    m_options = options;
    m_isCpu = choice.compare(cpu(), Qt::CaseInsensitive) == 0;
    opened.exact = options.exact || core::isCpuDevice(*opened.device);
    return opened;
}

OpenedDevice DeviceLadder::openInsteadOf(const QString& choice, const gpu::DeviceOptions& options, const QString& reason)
{
    QString why = reason;
    if (!choice.isEmpty()) {
        try {
            return open({}, options);
        } catch (const std::exception& error) {
            why = QString::fromUtf8(error.what());
        }
    }
    OpenedDevice opened = open(cpu(), options);
    opened.notice = Engine::tr("No Vulkan device can be used, so Tessera computes on the CPU: with the same "
                               "results, but slowly. (%1)")
                        .arg(why);
    return opened;
}

bool DeviceLadder::mayOpenAnew()
{
    const Clock::time_point now = Clock::now();
    std::erase_if(m_openedAnew, [now](Clock::time_point time) { return now - time > kOfLate; });
    if (m_openedAnew.size() >= kMostOfLate)
        return false;
    m_openedAnew.push_back(now);
    return true;
}

OpenedDevice DeviceLadder::replace(const QString& name, const core::DeviceError& failure, int tries)
{
    const QString reason = QString::fromUtf8(failure.what());
    const bool hadTooLittle = dynamic_cast<const core::OutOfDeviceMemory*>(&failure) != nullptr;
    gpu::DeviceOptions options = m_options;
    if (hadTooLittle)
        options.memoryBudget = options.memoryBudget == 0 ? kFirstBudget : options.memoryBudget / 4;
    const bool worthATry = hadTooLittle ? options.memoryBudget >= kLeastBudget : mayOpenAnew();
    if (tries == 0 && worthATry) {
        OpenedDevice opened;
        try {
            opened = open(m_choice, options);
        } catch (const std::exception& error) {
            opened = openInsteadOf(m_choice, options, QString::fromUtf8(error.what()));
        }
        if (!opened.notice.isEmpty())
            return opened;
        opened.notice = hadTooLittle
            ? Engine::tr("%1 ran out of memory, so a pass may take %2 MiB of it from now on: with the same results, but more "
                         "slowly. (%3)")
                  .arg(name, QString::number(options.memoryBudget >> 20U), reason)
            : Engine::tr("%1 failed and was started again. Nothing of your work is lost. (%2)").arg(name, reason);
        return opened;
    }
    OpenedDevice opened = open(cpu(), m_options);
    opened.notice = Engine::tr("%1 failed, so Tessera computes on the CPU now: with the same results, but slowly. Nothing of "
                               "your work is lost; Model › Device starts it again. (%2)")
                        .arg(name, reason);
    return opened;
}

std::unique_ptr<core::Device> DeviceLadder::openCpu() const { return m_devices(cpu(), m_options); }

OpenedDevice DeviceLadder::distrust(const QString& name, std::unique_ptr<core::Device> device)
{
    m_choice = cpu();
    m_isCpu = true;
    return {std::move(device), true,
            Engine::tr("%1 gave a result that cannot be right, so Tessera computes on the CPU now: slowly. Nothing of your work "
                       "is lost. Update its driver, or choose another device in Model › Device.")
                .arg(name)};
}

} // namespace tessera::app
