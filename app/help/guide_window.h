// SPDX-License-Identifier: GPL-3.0-or-later
// The user guide: its sections at the left, what they say at the right, and a search over all of it. A window of its
// own, so that it can be read beside the work, also while a dialog is open.
#pragma once

#include "app/help/help_book.h"

#include <QWidget>

class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace tessera::app {

class GuideWindow : public QWidget {
    Q_OBJECT
public:
    explicit GuideWindow(QList<HelpSection> sections);

    void show(const QString& title); ///< of a section of guide.md or of a chapter

    QString shownSection() const { return m_shown; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void list(const QString& query);
    void open(const HelpSection& section);
    void load(const QString& chapter);
    void polish();       ///< tables, code and pictures of the chapter
    void fitPictures();  ///< into the page
    void findNext();
    void markFound();

    QList<HelpSection> m_sections;
    QList<HelpSection> m_listed;
    QString m_chapter; ///< that is loaded
    QString m_shown;
    QLineEdit* m_query;
    QListWidget* m_contents;
    QTextBrowser* m_page;
};

} // namespace tessera::app
