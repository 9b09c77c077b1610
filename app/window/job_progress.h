// SPDX-License-Identifier: GPL-3.0-or-later
// What takes longer than a moment: its name, how far it is, and Cancel. Hidden otherwise.
#pragma once

#include "app/engine/engine.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QToolButton;

namespace tessera::app {

class Exporter;
class Session;

class JobProgress : public QWidget {
    Q_OBJECT
public:
    static constexpr int kMomentMs = 600;

    JobProgress(Session& session, Exporter& exporter, QWidget* parent = nullptr);

    QToolButton& cancelButton() { return *m_cancel; }

private:
    void look(); ///< what is done now?
    QString workNow() const;
    bool isSearching() const; ///< for the codes of a stroke, in the document in front
    void cancel();

    Session& m_session;
    Exporter& m_exporter;
    std::optional<Engine::Job> m_job;
    bool m_wanted = false;
    QTimer m_moment;
    QLabel* m_text;
    QProgressBar* m_bar;
    QToolButton* m_cancel;
};

} // namespace tessera::app
