// SPDX-License-Identifier: GPL-3.0-or-later
// The user guide as chapters and sections, read from resources/help, and which section is about what.
#pragma once

#include <QList>
#include <QString>

class QWidget;

namespace tessera::app {

struct HelpSection {
    QString chapter; ///< file name: "guide.md"
    QString title;   ///< of its heading
    int level = 1;   ///< of its heading: 1 is the chapter itself
    QString text;    ///< Markdown, up to the next heading
};

/// In the order of reading. Throws core::FileError where the help is not installed.
QList<HelpSection> readHelp();
QString helpFile(const QString& chapter); ///< its path

/// The sections that hold every word of `query` in title or text; all of them for an empty query.
QList<HelpSection> sectionsWith(const QList<HelpSection>& sections, const QString& query);

QString tutorialTitle(); ///< of the chapter

/// The title of the section that is about `widget` or what it lies in; the guide's first where none is.
QString sectionFor(const QWidget* widget);
/// All titles that sectionFor() may give, so that a test can look for them in the guide.
QStringList sectionsInUse();

} // namespace tessera::app
