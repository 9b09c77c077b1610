// SPDX-License-Identifier: GPL-3.0-or-later
// How a picture, or all pictures of a folder, use the codebook: counts, dead codes, entropy, perplexity, growth against
// the pictures seen, and bits per pixel beside the bytes of the usual formats. Folders can be dropped on it. Figures of
// the picture are computed only while the panel is seen; a folder is counted until it is done or cancelled.
#pragma once

#include "app/analysis/size_meter.h"
#include "app/panels/panel_list.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace tessera::core {
class CodeUsage;
}

namespace tessera::app {

class Document;
class FactSheet;
class CurvePlot;
class UsageSurvey;

class UsagePanel : public QWidget {
    Q_OBJECT
public:
    /// `dock` tells when the panel is seen.
    UsagePanel(const PanelContext& context, QWidget* dock);

    /// What is concluded, in one sentence.
    QString sentence() const;
    CurvePlot& plot() { return *m_plot; }
    UsageSurvey& survey() { return *m_survey; }
    /// Counts the codes of these pictures, and of those in these folders.
    void count(const QStringList& paths);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Subject { picture, folder };

    void makeLayout();
    void connectParts();
    void watchDocument();
    void followEdit();
    void chooseFolder();
    Subject subject() const;
    void refresh();
    void showPicture();
    void showFolder();
    void showNothing(const QString& sentence);
    void setSheet(FactSheet* sheet);
    void fitFigures();
    void plot(const core::CodeUsage& usage);

    Session& m_session;
    UsageSurvey* m_survey;
    QPointer<Document> m_document;
    bool m_isSeen = false; ///< not behind another tab either
    /// Runs after an edit was followed: sheet and plot take longer to make than a mouse takes to move on.
    QTimer m_soon;
    bool m_isBehind = false; ///< there were more edits
    QLabel* m_sentence;
    QComboBox* m_subject;
    QPushButton* m_choose;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QScrollArea* m_figures;
    QComboBox* m_plotOf;
    CurvePlot* m_plot;
    SizeMeter m_sizes;
};

} // namespace tessera::app
