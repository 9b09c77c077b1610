// SPDX-License-Identifier: GPL-3.0-or-later
// Which models are the same one, though they were opened twice: by the SHA-256 of their weight files, computed on a
// worker once somebody has to know. Lives on the GUI thread.
#pragma once

#include "core/model/model_folder.h"

#include <QHash>
#include <QObject>

#include <string>
#include <vector>

namespace tessera::app {

class ModelHashes : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Finds out which of these are the same; changed() tells. Models whose codebooks or factors differ cost nothing.
    void compare(const std::vector<core::OpenedModel>& models);
    /// Null is the same as nothing.
    bool areSame(const core::VqModel* one, const core::VqModel* other) const;

    std::string of(const core::VqModel& model) const; ///< empty where nobody has computed it
    void note(const core::VqModel& model, const std::string& hash);

signals:
    void changed();

private:
    void compute(const core::OpenedModel& model);

    QHash<quint64, std::string> m_hashes; ///< by the model's serial number; empty while it is being computed
};

} // namespace tessera::app
