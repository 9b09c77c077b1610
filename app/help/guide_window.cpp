// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/guide_window.h"

#include "app/window/icons.h"
#include "app/window/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kPageMargin = 24;
constexpr int kRightOfPicture = 40; ///< scroll bar and margin

} // namespace

GuideWindow::GuideWindow(QList<HelpSection> sections)
    : m_sections(std::move(sections)), m_query(new QLineEdit(this)), m_contents(new QListWidget(this)),
      m_page(new QTextBrowser(this))
{
    setWindowTitle(tr("Tessera: User Guide"));
    setWindowIcon(applicationIcon());
    m_query->setPlaceholderText(tr("Search the guide"));
    m_query->setAccessibleName(tr("Search the guide"));
    m_query->setClearButtonEnabled(true);
    m_contents->setAccessibleName(tr("Sections"));
    m_contents->setFrameShape(QFrame::NoFrame);
    m_contents->setWordWrap(true);
    m_contents->setTextElideMode(Qt::ElideNone);
    m_contents->setResizeMode(QListView::Adjust);
    m_contents->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_page->setAccessibleName(tr("The guide"));
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->setOpenExternalLinks(false);
    m_page->setOpenLinks(false); // there are links between sections only
    m_page->document()->setDocumentMargin(kPageMargin);
    m_page->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_page->viewport()->installEventFilter(this); // it gets its size after the window

    auto* side = new QWidget(this);
    auto* column = new QVBoxLayout(side);
    column->addWidget(m_query);
    column->addWidget(m_contents, 1);
    auto* across = new QSplitter(this);
    across->addWidget(side);
    across->addWidget(m_page);
    across->setStretchFactor(1, 1);
    across->setSizes({250, 750});
    across->setChildrenCollapsible(false);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(across);
    resize(1000, 760);

    connect(m_query, &QLineEdit::textChanged, this, &GuideWindow::list);
    connect(m_query, &QLineEdit::returnPressed, this, &GuideWindow::findNext);
    connect(m_contents, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            open(m_listed[row]);
    });
    connect(m_page, &QTextBrowser::anchorClicked, this,
            [this](const QUrl& link) { show(link.fragment(QUrl::FullyDecoded)); });
    const auto onKey = [this](const QKeySequence& key, auto act) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, act);
    };
    onKey(QKeySequence(Qt::Key_F3), [this] { findNext(); });
    onKey(QKeySequence(QKeySequence::Find), [this] { m_query->setFocus(); });
    onKey(QKeySequence(Qt::Key_Escape), [this] { close(); });
    list({});
}

void GuideWindow::list(const QString& query)
{
    m_listed = sectionsWith(m_sections, query);
    const QSignalBlocker quiet(m_contents);
    m_contents->clear();
    for (const HelpSection& section : m_listed) {
        auto* item =
            new QListWidgetItem(QString((section.level - 1) * 3, QLatin1Char(' ')) + section.title, m_contents);
        QFont font = item->font();
        font.setWeight(section.level == 1 ? QFont::DemiBold : QFont::Normal);
        item->setFont(font);
        if (section.title == m_shown)
            m_contents->setCurrentItem(item);
    }
    markFound();
}

void GuideWindow::show(const QString& title)
{
    for (const HelpSection& section : m_sections)
        if (section.title == title) {
            open(section);
            break;
        }
    list(m_query->text());
}

void GuideWindow::open(const HelpSection& section)
{
    load(section.chapter);
    m_shown = section.title;
    for (QTextBlock block = m_page->document()->begin(); block.isValid(); block = block.next())
        if (block.blockFormat().headingLevel() == section.level && block.text() == section.title) {
            m_page->setTextCursor(QTextCursor(block));
            const QRectF place = m_page->document()->documentLayout()->blockBoundingRect(block);
            m_page->verticalScrollBar()->setValue(section.level == 1 ? 0
                                                                     : static_cast<int>(place.top()) - kPageMargin / 2);
            break;
        }
}

void GuideWindow::load(const QString& chapter)
{
    if (chapter == m_chapter)
        return;
    m_chapter = chapter;
    m_page->setSource(QUrl::fromLocalFile(helpFile(chapter)), QTextDocument::MarkdownResource);
    m_page->document()->setDocumentMargin(kPageMargin);
    polish();
    fitPictures();
    markFound();
}

void GuideWindow::polish()
{
    QTextDocument& document = *m_page->document();
    for (QTextFrame* frame : document.rootFrame()->childFrames())
        if (auto* table = qobject_cast<QTextTable*>(frame)) {
            QTextTableFormat format = table->format();
            format.setBorder(1);
            format.setBorderCollapse(true);
            format.setBorderBrush(lineColour(palette()));
            format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            format.setCellPadding(5);
            format.setTopMargin(6);
            format.setBottomMargin(12);
            table->setFormat(format);
        }
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        if (!format.hasProperty(QTextFormat::BlockCodeFence) && !format.hasProperty(QTextFormat::BlockCodeLanguage))
            continue;
        format.setBackground(palette().alternateBase());
        format.setNonBreakableLines(false); // long commands go on below
        QTextCursor(block).setBlockFormat(format);
    }
}

void GuideWindow::fitPictures()
{
    QTextDocument& document = *m_page->document();
    const int room = m_page->viewport()->width() - kPageMargin - kRightOfPicture;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            QTextImageFormat format = it.fragment().charFormat().toImageFormat();
            if (!format.isValid())
                continue;
            const auto image = qvariant_cast<QImage>(document.resource(QTextDocument::ImageResource,
                                                                       m_page->source().resolved(QUrl(format.name()))));
            if (image.isNull())
                continue;
            const int width = std::min(room, image.width());
            if (static_cast<int>(format.width()) == width)
                continue;
            format.setWidth(width);
            format.setHeight(double(width) * image.height() / image.width());
            QTextCursor cursor(&document);
            cursor.setPosition(it.fragment().position());
            cursor.setPosition(it.fragment().position() + it.fragment().length(), QTextCursor::KeepAnchor);
            cursor.setCharFormat(format);
            break; // the block's fragments are new ones now
        }
}

void GuideWindow::findNext()
{
    const QString word = m_query->text().section(QLatin1Char(' '), 0, 0, QString::SectionSkipEmpty);
    if (word.isEmpty() || m_listed.isEmpty())
        return;
    if (m_chapter.isEmpty())
        open(m_listed.first());
    if (m_page->find(word))
        return;
    // On to the next section that has it, round to the first.
    qsizetype next = 0;
    for (qsizetype i = 0; i < m_listed.size(); ++i)
        if (m_listed[i].chapter == m_chapter)
            next = (i + 1) % m_listed.size();
    open(m_listed[next]);
    m_page->find(word);
}

void GuideWindow::markFound()
{
    QList<QTextEdit::ExtraSelection> marks;
    for (const QString& word : m_query->text().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        QTextCursor cursor(m_page->document());
        while (word.size() > 1 && !(cursor = m_page->document()->find(word, cursor)).isNull()) {
            QTextCharFormat mark;
            mark.setBackground(palette().highlight());
            mark.setForeground(palette().highlightedText());
            marks.append({cursor, mark});
        }
    }
    m_page->setExtraSelections(marks);
}

bool GuideWindow::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_page->viewport() && event->type() == QEvent::Resize && !m_chapter.isEmpty())
        fitPictures();
    return QWidget::eventFilter(watched, event);
}

} // namespace tessera::app
