// SPDX-License-Identifier: GPL-3.0-or-later
// The difference that one pane shows, kept up with its two pictures on a worker; of pictures that change faster than
// that the newest win. Lives on the GUI thread.
#pragma once

#include "app/documents/shown_picture.h"
#include "app/panes/difference_image.h"
#include "app/panes/mipmap.h"

#include <QFutureWatcher>
#include <QObject>

namespace tessera::app {

class PaneDifference : public QObject {
    Q_OBJECT
public:
    explicit PaneDifference(QObject* parent = nullptr);

    /// Cheap where nothing is new. Without one of the pictures there is nothing to show.
    void want(const ShownPicture& first, const ShownPicture& second, const DifferenceStyle& style);

    const Mipmap& image() const { return m_made.image; }
    double range() const { return m_made.range; }
    /// Why there is no image though both pictures are there; empty otherwise.
    QString problem() const { return m_made.problem; }
    /// Is the image that of the pictures that were asked for last?
    bool isUpToDate() const { return m_shown == m_wanted; }

signals:
    void changed();

private:
    struct Content {
        ShownPicture first, second;
        DifferenceStyle style;
        bool operator==(const Content&) const = default;
    };
    struct Made {
        Mipmap image;
        double range = 0;
        QString problem;
    };
    static Made make(const Content& content);
    void start();

    Content m_wanted, m_underWay, m_shown;
    Made m_made;
    bool m_busy = false;
    QFutureWatcher<Made> m_worker;
};

} // namespace tessera::app
