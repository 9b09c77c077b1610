// SPDX-License-Identifier: GPL-3.0-or-later
// How like the two pictures are that the active pane compares, whatever they are of: figures of all their pixels and of
// those under the selected cells, or a sentence why there are none. Measured only while it is looked at.
#pragma once

#include <QString>
#include <QWidget>

class QLabel;

namespace tessera::app {

class Canvas;
class Document;
class PairMeter;
struct PairSources;
class QualityTable;

class PaneQuality : public QWidget {
    Q_OBJECT
public:
    explicit PaneQuality(Canvas& canvas, QWidget* parent = nullptr);

    /// Keeps up with the active pane until rest(). Null: there is no document in front.
    void look(const Document* document);
    void rest();

    QualityTable& table() { return *m_table; } ///< the picture, the selection
    QString sentence() const;                  ///< empty where the active pane compares nothing

private:
    void connectPanes();
    PairSources sources() const; ///< of pictures that are there and exact
    void measure();
    void show();

    Canvas& m_canvas;
    const Document* m_document = nullptr; ///< of whom is looked at; compared, and used only while it is in front
    bool m_isSeen = false;
    PairMeter* m_meter;
    QString m_names; ///< of the pair; empty where there is none
    QLabel* m_label;
    QualityTable* m_table;
};

} // namespace tessera::app
