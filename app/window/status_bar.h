// SPDX-License-Identifier: GPL-3.0-or-later
// The line below: on the left what is under the mouse (or what the tool does), on the right the state of the document.
#pragma once

#include "app/canvas/canvas.h"

#include <QPointer>
#include <QStatusBar>

class QLabel;

namespace tessera::app {

class ActionSet;
class Document;
class ElidedLabel;
class QualityMeter;
class Session;
class ToolState;

class StatusBar : public QStatusBar {
    Q_OBJECT
public:
    StatusBar(Session& session, QualityMeter& quality, const ToolState& tools, const ActionSet& actions, Viewport& viewport,
              QWidget* parent = nullptr);

    void setHover(const Hover& hover);

protected:
    /// Lines of use of menus and tool bars come as events of the window: they stand where the hint does, cut with "…".
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLabel* addFact(const QString& name, const QString& toolTip);
    void watchDocument();
    void showState();
    void showSelection();
    void showHint();
    void showKeys(); ///< where a fact names one
    void showZoom();

    Session& m_session;
    QualityMeter& m_quality;
    const ToolState& m_tools;
    const ActionSet& m_actions;
    Viewport& m_viewport;
    QPointer<Document> m_document;
    ElidedLabel* m_left;
    QLabel* m_selected;
    QLabel* m_psnr;
    QLabel* m_size;
    QLabel* m_revision;
    QLabel* m_time;
    QLabel* m_zoom;
};

} // namespace tessera::app
