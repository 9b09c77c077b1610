// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the guide at the section that fits what somebody looks at: from the menu, and with F1 in any window of the
// program. Owns the guide's window.
#pragma once

#include <QObject>

#include <memory>

class QWidget;

namespace tessera::app {

class GuideWindow;

class Guide : public QObject {
    Q_OBJECT
public:
    explicit Guide(QWidget& window);
    ~Guide() override;

    /// At the section that is about the widget with the focus. Throws core::FileError where there is no guide.
    void openHere();
    void open(const QString& section);

    const GuideWindow* window() const { return m_guide.get(); } ///< null before it was opened

signals:
    void failed(const QString& message);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget& m_window;
    std::unique_ptr<GuideWindow> m_guide;
};

} // namespace tessera::app
