// SPDX-License-Identifier: GPL-3.0-or-later
// A picture file as a button: its thumbnail, cut to one shape for all, and its name. The file is read on a worker.
#pragma once

#include <QAbstractButton>
#include <QFutureWatcher>
#include <QImage>

namespace tessera::app {

class PictureCard : public QAbstractButton {
    Q_OBJECT
public:
    explicit PictureCard(QString path, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRect pictureRect() const;

    QString m_path;
    QImage m_thumbnail; ///< null until it is read, and for files that are no pictures
    QFutureWatcher<QImage> m_reader;
};

} // namespace tessera::app
