// SPDX-License-Identifier: GPL-3.0-or-later
// The device that the engine computes on, in words, and what it is made ready for. Lives on the GUI thread.
#pragma once

#include "core/model/vq_model.h"

#include <QObject>
#include <QString>

#include <memory>

namespace tessera::app {

class Document;
class Engine;

class DeviceInUse : public QObject {
    Q_OBJECT
public:
    explicit DeviceInUse(Engine& engine);

    QString name() const { return m_name; } ///< empty before the first is open
    bool isExact() const { return m_isExact; } ///< does it decode as exactly as it can?
    QString arithmetic() const; ///< that in words: "exact arithmetic"

    /// So that neither the first picture nor the first stroke waits for what could have been done before: for the codes
    /// of `document`, or where there are none for a usual picture and `model`. Either may be null.
    void prepareFor(const Document* document, const std::shared_ptr<const core::VqModel>& model);

signals:
    void changed();

private:
    Engine& m_engine;
    QString m_name;
    bool m_isExact = false;
};

} // namespace tessera::app
