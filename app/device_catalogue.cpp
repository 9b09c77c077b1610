// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/device_catalogue.h"

#include "core/cpu/cpu_device.h"

namespace tessera::app {

Engine::DeviceFactory DeviceCatalogue::factory()
{
    return [this](const QString& choice, const gpu::DeviceOptions& options) -> std::unique_ptr<core::Device> {
        const bool isCpu = choice.compare(QLatin1String("cpu"), Qt::CaseInsensitive) == 0;
        gpu::DeviceList list = gpu::listDevices();
        QMetaObject::invokeMethod(
            this,
            [this, choice, list = std::move(list)] {
                m_list = list;
                m_choice = choice;
                emit changed();
            },
            Qt::QueuedConnection);
        return isCpu ? core::makeCpuDevice() : gpu::openDevice(choice.toStdString(), options);
    };
}

} // namespace tessera::app
