// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the canvas what there is beside the picture in front: other open pictures, and the models that it can be seen
// through.
#pragma once

#include "app/engine/through_models.h"
#include "app/panes/other_documents.h"

#include <QObject>

namespace tessera::app {

class Canvas;
class RecentFiles;
class Session;

class PaneDocuments : public QObject {
    Q_OBJECT
public:
    PaneDocuments(Session& session, Canvas& canvas, const RecentFiles& models, QObject* parent = nullptr);

    ThroughModels& throughModels() { return m_through; }

private:
    void tellDocuments();
    void tellModels();

    Session& m_session;
    Canvas& m_canvas;
    const RecentFiles& m_recentModels;
    ThroughModels m_through;
};

} // namespace tessera::app
