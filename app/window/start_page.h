// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows while no picture is open: the ways in. Knows no session; it asks by signals.
#pragma once

#include <QScrollArea>
#include <QStringList>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace tessera::app {

struct RecoveryOffer;

class StartPage : public QScrollArea {
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);

    void setSamples(const QStringList& paths); ///< thumbnails are made on a worker
    void setRecent(const QStringList& projects, const QStringList& pictures);
    void setRecovered(const QList<RecoveryOffer>& offers); ///< what earlier runs left behind
    void setLastSession(const QStringList& paths); ///< what was open when the program ended; empty: nothing
    void setModelAndDevice(const QString& model, const QString& device); ///< empty while they are not there

signals:
    void openAsked();
    void openModelAsked();
    void lastSessionAsked();
    void pictureChosen(const QString& path);
    void recoverAsked(quint64 id);
    void discardAsked(quint64 id);
    void modelChosen(const QString& path);

private:
    QLayout* makeHead();
    QLabel* heading(const QString& text);
    void addRecent(const QString& path, const QString& iconName);

    QVBoxLayout* m_recovered;
    QLabel* m_recoveredHeading;
    QHBoxLayout* m_samples;
    QLabel* m_samplesHeading;
    QVBoxLayout* m_recent;
    QLabel* m_recentHeading;
    QLabel* m_device;
    QPushButton* m_open;
    QPushButton* m_continue;
};

} // namespace tessera::app
