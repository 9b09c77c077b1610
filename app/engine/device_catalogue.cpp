// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/device_catalogue.h"

#include "core/cpu/cpu_device.h"

#include <utility>

namespace tessera::app {

Engine::DeviceFactory DeviceCatalogue::factory()
{
    return [this](const QString& choice, const gpu::DeviceOptions& options) -> std::unique_ptr<core::Device> {
        const bool isCpu = choice.compare(QLatin1String("cpu"), Qt::CaseInsensitive) == 0;
        tell([this, list = gpu::listDevices()] { m_list = list; });
        auto device = isCpu ? core::makeCpuDevice() : gpu::openDevice(choice.toStdString(), options);
        tell([this, choice] { m_choice = choice; });
        return device;
    };
}

template <class Change>
void DeviceCatalogue::tell(Change&& change)
{
    QMetaObject::invokeMethod(
        this,
        [this, change = std::forward<Change>(change)] {
            change();
            emit changed();
        },
        Qt::QueuedConnection);
}

} // namespace tessera::app
