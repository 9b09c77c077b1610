// SPDX-License-Identifier: GPL-3.0-or-later
// What the codes of the current model decode to, one small picture each. Decoded by whoever answers asked(), a few at a
// time and only those that somebody wanted to see; kept on the disk by the model's hash. Lives on the GUI thread.
#pragma once

#include "app/codes/swatch_file.h"
#include "core/model/model_folder.h"
#include "core/picture.h"

#include <QFutureWatcher>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>
#include <vector>

namespace tessera::app {

class CodeSwatches : public QObject {
    Q_OBJECT
public:
    explicit CodeSwatches(QObject* parent = nullptr);

    void setModel(const core::OpenedModel& model);
    /// What asked() was for; fewer pictures than codes: decoding failed, and nothing more is asked of this model.
    void take(const std::shared_ptr<const core::VqModel>& model, const std::vector<std::int32_t>& codes,
              const std::vector<core::Picture>& pictures);

    bool has(int code) const;
    /// All there are, 32 codes a row, f x f pixels each; transparent where a code is not decoded yet.
    const QImage& atlas() const { return m_atlas; }
    QRect rect(int code) const; ///< in atlas()
    /// Is nothing on its way or waiting?
    bool isIdle() const { return !m_asking && (m_wanted.empty() || m_failed || !m_model); }
    QRgb meanColour(int code) const; ///< of a code that has its picture
    /// The device is another one: what failed may be asked for again.
    void retry();
    /// Somebody looks at these: they come before all that was wanted earlier.
    void want(const std::vector<int>& codes);

signals:
    void asked(const std::shared_ptr<const tessera::core::VqModel>& model, const std::vector<std::int32_t>& codes);
    void changed(); ///< more codes have their picture

private:
    struct Found {
        QString path; ///< of the cache; empty where there can be none
        QImage atlas; ///< null where the cache has nothing that can be used
    };
    void startReading(const core::OpenedModel& model);
    void ask();
    void save();

    std::shared_ptr<const core::VqModel> m_model;
    QImage m_atlas;
    QString m_path;
    QHash<quint64, QString> m_paths; ///< of all models so far, by serial
    bool m_ready = false; ///< the cache has been looked at
    bool m_asking = false;
    bool m_failed = false;
    std::deque<int> m_wanted;
    QFutureWatcher<Found> m_reader;
    QTimer m_saving; ///< some time after the last change
};

} // namespace tessera::app
