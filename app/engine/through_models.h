// SPDX-License-Identifier: GPL-3.0-or-later
// The picture in front, encoded and decoded by other models than its own, for panes that compare them. Of each model
// that was asked for there is a document of its own, which nobody edits; it goes when no pane shows it any more. Lives
// on the GUI thread.
#pragma once

#include "app/documents/open_document.h"
#include "core/model/model_folder.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>
#include <QString>

#include <memory>
#include <set>
#include <vector>

namespace tessera::app {

class Engine;

class ThroughModels : public QObject {
    Q_OBJECT
public:
    explicit ThroughModels(Engine& engine, QObject* parent = nullptr);
    ~ThroughModels() override;

    /// The picture in front; what other models make of it is computed anew.
    void setDocument(Document* document);
    /// Reads the model and shows the picture through it; the number under which it will be among seen(), at once.
    quint64 open(const QString& folder);
    /// All others are forgotten.
    void keep(const std::set<quint64>& numbers);

    struct Seen {
        quint64 number = 0;
        QString name; ///< of the model
        Document* document = nullptr;
        bool isWorking = false; ///< its codes, or their decode, are on their way
    };
    std::vector<Seen> seen() const;

signals:
    void changed(); ///< seen()
    void failed(const QString& message);

private:
    struct Entry {
        quint64 number = 0;
        QString folder;
        QString name;
        std::shared_ptr<const core::VqModel> model; ///< null until it is read
        OpenDocument open;
        bool isEncoding = false; ///< or its model is being read
    };
    struct Read {
        quint64 number = 0;
        std::shared_ptr<const core::VqModel> model;
        QString problem;
    };
    Entry* encodedAs(quint64 id) const;
    void read(const Entry& entry);
    void take(const Read& read);
    void start(Entry& entry);
    void stop(Entry& entry);

    Engine& m_engine;
    QPointer<Document> m_front;
    std::vector<std::unique_ptr<Entry>> m_entries;
    quint64 m_last; ///< number
};

} // namespace tessera::app
