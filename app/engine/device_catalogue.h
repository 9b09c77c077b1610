// SPDX-License-Identifier: GPL-3.0-or-later
// The devices there are. Only the engine's thread touches Vulkan, so the list is made there, whenever a device is
// opened, and handed to the GUI thread.
#pragma once

#include "app/engine/engine.h"
#include "gpu/gpu.h"

#include <QObject>

namespace tessera::app {

class DeviceCatalogue : public QObject {
    Q_OBJECT
public:
    explicit DeviceCatalogue(QObject* parent = nullptr) : QObject(parent) {}

    /// For an engine that does not outlive this object. "cpu" is the CPU, all else a Vulkan device (gpu.h). The CPU
    /// computes exactly and in the memory of the machine, whatever the options say.
    Engine::DeviceFactory factory();

    const gpu::DeviceList& list() const { return m_list; }
    /// As what the newest device was asked for: "" for the best one.
    QString choice() const { return m_choice; }

signals:
    void changed();

private:
    /// Runs `change` on the GUI thread and says so.
    template <class Change>
    void tell(Change&& change);

    gpu::DeviceList m_list;
    QString m_choice;
};

} // namespace tessera::app
