// SPDX-License-Identifier: GPL-3.0-or-later
// Says in the window's message bar what its parts report, and asks there what they want to know.
#pragma once

#include <QObject>

namespace tessera::app {

class Document;
class MainWindow;
class StartPage;

class Announcer : public QObject {
    Q_OBJECT
public:
    /// Once all parts of the window are there.
    Announcer(MainWindow& window, StartPage& start);

    void fail(const QString& text);
    void done(const QString& text);
    void tell(const QString& text);

private:
    void announceOpening();
    void announceExchange();
    void announceSaving();
    void offerAnotherName(Document* document, const QString& problem);
    void offerRecovered();
    void tellOfRecovered();

    MainWindow& m_window;
    StartPage& m_start;
};

} // namespace tessera::app
