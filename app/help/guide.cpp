// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/guide.h"

#include "app/help/guide_window.h"

#include <QApplication>
#include <QKeyEvent>

namespace tessera::app {

Guide::Guide(QWidget& window) : QObject(&window), m_window(window)
{
    qApp->installEventFilter(this);
}

Guide::~Guide() = default;

void Guide::openHere() { open(sectionFor(QApplication::focusWidget())); }

void Guide::open(const QString& section)
{
    // It has no parent: a dialog would keep a child of the main window from being read beside it.
    if (!m_guide) {
        m_guide = std::make_unique<GuideWindow>(readHelp());
        m_guide->setAttribute(Qt::WA_QuitOnClose, false); // the program ends with the main window
    }
    m_guide->show(section);
    m_guide->QWidget::show();
    m_guide->raise();
    m_guide->activateWindow();
}

bool Guide::eventFilter(QObject* watched, QEvent* event)
{
    // The main window has an action for it, whose key may be another one; dialogs over it get no actions of its own.
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->matches(QKeySequence::HelpContents)) {
        const auto* widget = qobject_cast<QWidget*>(watched);
        const bool isDialog = widget && widget->window() != &m_window && widget->window() != m_guide.get();
        if (isDialog) {
            try {
                open(sectionFor(widget));
            } catch (const std::exception& error) {
                emit failed(QString::fromUtf8(error.what()));
            }
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace tessera::app
