// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels under the mouse, large, and figures about those of the selection, or of all the picture: smallest,
// largest, mean and deviation of each channel, and a histogram. Figures are those of exact pictures; of an older one
// they are grey until the new one is there. Computed on a worker, only while the panel is seen.
#pragma once

#include "app/panels/panel_list.h"
#include "core/analysis/statistics.h"

#include <QFutureWatcher>
#include <QPointer>
#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QTableWidget;

namespace tessera::app {

class Document;
class HistogramView;
class LoupeView;

class PixelsPanel : public QWidget {
    Q_OBJECT
public:
    explicit PixelsPanel(const PanelContext& context, QWidget* parent = nullptr);

    QTableWidget& table() { return *m_table; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum class Subject { input, reconstruction, error };
    using Figures = std::optional<core::PictureStatistics>;

    void watchDocument();
    void measure();
    void show(const core::PictureStatistics& statistics);
    void setOld(bool old);

    PanelContext m_context;
    QPointer<Document> m_document;
    LoupeView* m_loupe;
    QComboBox* m_subject;
    QLabel* m_where;
    QTableWidget* m_table;
    HistogramView* m_histogram;
    QCheckBox* m_logarithmic;
    bool m_busy = false, m_stale = false; ///< a worker runs; what it makes is old already
    QFutureWatcher<Figures> m_worker;
};

} // namespace tessera::app
