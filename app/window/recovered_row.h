// SPDX-License-Identifier: GPL-3.0-or-later
// One piece of work that an earlier run left behind, on the start page: its picture, its name, when and how much, and what
// to do with it. The thumbnail is made on a worker.
#pragma once

#include "app/recovery/recovery.h"

#include <QFutureWatcher>
#include <QImage>
#include <QWidget>

class QLabel;

namespace tessera::app {

class RecoveredRow : public QWidget {
    Q_OBJECT
public:
    explicit RecoveredRow(const RecoveryOffer& offer, QWidget* parent = nullptr);

signals:
    void openAsked();
    void discardAsked();

private:
    QLabel* m_picture;
    QFutureWatcher<QImage> m_reader;
};

} // namespace tessera::app
