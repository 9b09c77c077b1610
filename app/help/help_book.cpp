// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/help_book.h"

#include "app/files/resources.h"
#include "core/error.h"
#include "core/files/bounded_file.h"

#include <QFile>
#include <QWidget>

#include <algorithm>
#include <iterator>

namespace tessera::app {
namespace {

constexpr const char* kChapters[] = {"tutorial.md", "guide.md"};
constexpr std::uint64_t kMostBytes = std::uint64_t{4} << 20;

/// What a part of the window is explained by: object names, and titles of guide.md.
struct About {
    const char* widget;
    const char* section;
};

const About kAbout[] = {
    {"export-dialog", "Export"},
    {"shortcuts-dialog", "Keys"},
    {"action-search", "Keys"},
    {"codebook", "Paint"},
    {"stamps", "Paint"},
    {"history", "Paint"},
    {"information", "Open"},
    {"performance", "Devices"},
    {"quality", "Analyse"},
    {"usage", "Analyse"},
    {"atlas", "Analyse"},
    {"influence", "Analyse"},
    {"robustness", "Analyse"},
    {"spectrum", "Analyse"},
    {"polish", "Analyse"},
    {"tool-bar", "Paint"},
    {"tool-strip", "Paint"},
};
constexpr const char* kFirst = "What you see";
constexpr const char* kTutorial = "Tutorial: ten minutes with Tessera";

int headingLevel(const QString& line)
{
    int level = 0;
    while (level < line.size() && line[level] == QLatin1Char('#'))
        ++level;
    return level > 0 && level < line.size() && line[level] == QLatin1Char(' ') ? level : 0;
}

void readChapter(const QString& chapter, QList<HelpSection>& to)
{
    const std::vector<std::byte> bytes = core::readFile(QFile::encodeName(helpFile(chapter)).toStdString(), kMostBytes);
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
    bool inCode = false;
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        inCode = inCode != line.startsWith(QLatin1String("```"));
        const int level = inCode ? 0 : headingLevel(line);
        if (level > 0)
            to.append({chapter, line.mid(level + 1).trimmed(), level, {}});
        else if (!to.isEmpty())
            to.last().text += line + QLatin1Char('\n');
    }
}

} // namespace

QString helpFile(const QString& chapter)
{
    return QFile::decodeName((resourceFolder() / "help").c_str()) + QLatin1Char('/') + chapter;
}

QList<HelpSection> readHelp()
{
    QList<HelpSection> sections;
    for (const char* chapter : kChapters)
        readChapter(QLatin1String(chapter), sections);
    return sections;
}

QList<HelpSection> sectionsWith(const QList<HelpSection>& sections, const QString& query)
{
    const QStringList words = query.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QList<HelpSection> found;
    std::ranges::copy_if(sections, std::back_inserter(found), [&](const HelpSection& section) {
        return std::ranges::all_of(words, [&](const QString& word) {
            return section.title.contains(word, Qt::CaseInsensitive)
                || section.text.contains(word, Qt::CaseInsensitive);
        });
    });
    return found;
}

QString tutorialTitle() { return QLatin1String(kTutorial); }

QString sectionFor(const QWidget* widget)
{
    for (; widget; widget = widget->parentWidget())
        for (const About& about : kAbout)
            if (widget->objectName() == QLatin1String(about.widget))
                return QLatin1String(about.section);
    return QLatin1String(kFirst);
}

QStringList sectionsInUse()
{
    QStringList titles{QLatin1String(kFirst), QLatin1String(kTutorial)};
    for (const About& about : kAbout)
        titles << QLatin1String(about.section);
    return titles;
}

} // namespace tessera::app
