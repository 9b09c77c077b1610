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

class StartPage : public QScrollArea {
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);

    void setSamples(const QStringList& paths); ///< thumbnails are made on a worker
    void setRecent(const QStringList& paths);
    void setModelAndDevice(const QString& model, const QString& device); ///< empty while they are not there

signals:
    void openAsked();
    void openModelAsked();
    void pictureChosen(const QString& path);

private:
    QLayout* makeHead();
    QLabel* heading(const QString& text);

    QHBoxLayout* m_samples;
    QLabel* m_samplesHeading;
    QVBoxLayout* m_recent;
    QLabel* m_recentHeading;
    QLabel* m_device;
    QPushButton* m_open;
};

} // namespace tessera::app
