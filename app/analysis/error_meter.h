// SPDX-License-Identifier: GPL-3.0-or-later
// The error report of the document in front, kept up on a worker while somebody wants it: of exact reconstructions
// alone, the newest first; what is older is given up. Asks for the decode of the unquantized latents. Lives on the GUI
// thread.
#pragma once

#include "app/analysis/error_report.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QString>

#include <memory>

namespace tessera::app {

class Document;
class Unquantized;

class ErrorMeter : public QObject {
    Q_OBJECT
public:
    using Report = std::shared_ptr<const ErrorReport>;

    /// `unquantized` outlives it and follows the same document.
    explicit ErrorMeter(Unquantized& unquantized, QObject* parent = nullptr);
    ~ErrorMeter() override;

    void setDocument(Document* document);
    /// Each who wants reports says so for itself.
    void setWanted(const QObject* who, bool wanted);
    void setSsimMapWanted(bool wanted);

    /// The newest; null before the first of these codes.
    const Report& report() const { return m_report; }
    /// Is it that of the picture and the selection as they are?
    bool isCurrent() const { return m_isCurrent; }
    QString problem() const { return m_problem; } ///< why none will come

signals:
    void changed();

private:
    struct Outcome {
        Report report;
        QString problem;
    };

    void reset();
    void measure();
    void take();

    Unquantized& m_unquantized;
    QPointer<Document> m_document;
    QSet<const QObject*> m_wantedBy;
    bool m_ssimMapWanted = false;
    ErrorSources m_sources; ///< of the report that is there or under way
    Report m_report;
    bool m_isCurrent = false;
    QString m_problem;
    QFutureWatcher<Outcome> m_worker;
};

} // namespace tessera::app
