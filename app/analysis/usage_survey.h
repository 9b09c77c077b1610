// SPDX-License-Identifier: GPL-3.0-or-later
// Counts the codes of all pictures of some folders: read on a worker one ahead, encoded on the engine one by one, padded.
// Between two pictures, and at once where it is paused, it gives way to who paints. What is wrong with one picture is
// kept, and the others go on. Lives on the GUI thread.
#pragma once

#include "app/pictures/picture_list.h"
#include "core/analysis/usage.h"
#include "core/index_map.h"
#include "core/model/vq_model.h"
#include "core/picture.h"

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <QStringList>

#include <deque>
#include <memory>
#include <optional>

namespace tessera::app {

class Engine;

class UsageSurvey : public QObject {
    Q_OBJECT
public:
    /// `engine` outlives it.
    explicit UsageSurvey(Engine& engine, QObject* parent = nullptr);
    ~UsageSurvey() override;

    /// Files and folders, with all that is below them. What was counted before is forgotten.
    void start(const QStringList& paths, std::shared_ptr<const core::VqModel> model);
    /// What was counted until now stays.
    void cancel();
    /// Another has to be computed first.
    void setPaused(bool paused);

    bool isRunning() const { return m_running; }
    QString title() const { return m_title; } ///< of the folder; empty before the first
    const std::shared_ptr<const core::VqModel>& model() const { return m_model; } ///< null before the first
    const core::CodeUsage& usage() const { return m_usage; }
    int done() const { return m_done; }
    int total() const { return static_cast<int>(m_list.pictures.size()); } ///< 0 while the folder is being searched
    int passedOver() const { return m_list.passedOver; } ///< files that are no pictures
    const std::vector<Failure>& failed() const { return m_list.failed; }
    QString problem() const { return m_problem; } ///< why there is nothing to count

signals:
    void changed();

private:
    struct Listed {
        PictureList list;
        QString problem;
    };
    struct Loaded {
        std::filesystem::path path;
        std::shared_ptr<const core::Picture> picture; ///< null where it cannot be read
        std::string why;
    };

    static Loaded load(const std::filesystem::path& path);
    void stop();
    void takeList();
    void endEncoding();
    void takeCodes(const core::IndexMap& codes);
    void fail(const std::filesystem::path& path, const std::string& why);
    void goOn();

    Engine& m_engine;
    std::shared_ptr<const core::VqModel> m_model;
    QString m_title;
    PictureList m_list;
    core::CodeUsage m_usage{0};
    QString m_problem;
    int m_done = 0;
    std::size_t m_next = 0; ///< of the list, to be read
    bool m_running = false, m_paused = false, m_listing = false, m_reading = false;
    std::deque<Loaded> m_waiting; ///< read, to be encoded
    std::optional<Loaded> m_encoding;
    quint64 m_id; ///< of the newest encode
    QFutureWatcher<Listed> m_lister;
    QFutureWatcher<Loaded> m_reader;
};

} // namespace tessera::app
