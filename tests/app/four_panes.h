// SPDX-License-Identifier: GPL-3.0-or-later
// A canvas of four panes with a decoded picture, for tests of what panes show.
#pragma once

#include "app/canvas/canvas.h"
#include "app/overlays/overlays.h"
#include "app/panes/pane_header.h"
#include "app/panes/pane_set.h"
#include "app/panes/pane_view.h"
#include "app/pictures/picture_files.h"
#include "app/tools/tool_state.h"
#include "tests/app/made_document.h"

#include <QMenu>
#include <QTest>

namespace tessera::tests {

using app::PaneView;

class FourPanes {
public:
    static constexpr int kFactor = 4;

    app::Overlays m_overlays;
    std::unique_ptr<app::ToolState> m_tools;
    std::unique_ptr<app::Document> m_document;
    std::unique_ptr<app::Canvas> m_canvas;

    PaneView& pane(int at) { return *m_canvas->panes()[static_cast<std::size_t>(at)]; }
    app::PaneSet& panes() { return m_canvas->paneSet(); }
    app::PaneHeader& header(int at) { return panes().headerOf(pane(at)); }

    QPoint at(const PaneView& view, double x, double y)
    {
        return view.viewport().toWidget(QPointF(x, y), view.size()).toPoint();
    }

    /// The colour that a pane shows at a picture's pixel.
    QRgb colourAt(PaneView& view, double x, double y) { return view.grab().toImage().pixel(at(view, x, y)); }

    static QRgb colourOf(const core::Picture& picture, int x, int y)
    {
        return app::toImage(picture).convertToFormat(QImage::Format_RGB32).pixel(x, y);
    }
    QRgb input(int x, int y) { return colourOf(*m_document->seen(), x, y); }
    QRgb made(int x, int y) { return colourOf(*m_document->reconstruction(), x, y); }

    /// Opens the pane's menu as a click does and triggers the entry of that path.
    void choose(int of, const QStringList& path)
    {
        QMenu* menu = &header(of).menu();
        emit menu->aboutToShow();
        for (const QString& name : path) {
            QAction* found = nullptr;
            for (QAction* action : menu->actions())
                if (action->text().section(QLatin1Char('\t'), 0, 0).remove(QLatin1Char('&')) == name)
                    found = action;
            QVERIFY2(found && found->isEnabled(), qPrintable(name));
            if (found->menu())
                menu = found->menu();
            else
                found->trigger();
        }
    }

    void begin()
    {
        m_tools = std::make_unique<app::ToolState>();
        m_document = encodedDocument(96, 72);
        m_canvas = std::make_unique<app::Canvas>(*m_tools);
        m_canvas->setOverlays(m_overlays);
        m_canvas->resize(803, 655);
        m_canvas->setDocument(m_document.get());
        m_canvas->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_canvas.get()));
        m_document->setReconstruction(fakePicture(m_document->codes()), m_document->revision());
        QTRY_COMPARE(header(2).state(), app::PaneState::exact);
        m_canvas->viewport().setZoom(4);
    }
    void end()
    {
        m_canvas.reset();
        m_document.reset();
        m_overlays.setChoice({});
        m_overlays.setPinned(-1);
    }
};

} // namespace tessera::tests
