// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/codebook_panel.h"

#include "app/codes/code_looks.h"
#include "app/overlays/overlays.h"
#include "app/panels/code_card.h"
#include "app/panels/code_grid.h"
#include "app/session.h"
#include "app/tools/tool_state.h"
#include "core/analysis/usage.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <utility>

namespace tessera::app {

CodebookPanel::CodebookPanel(const PanelContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_card(new CodeCard(context.looks, this)),
      m_grid(new CodeGrid(context.looks, this)), m_order(new QComboBox(this)), m_look(new QComboBox(this)),
      m_filter(new QLineEdit(this)), m_scope(new QComboBox(this)), m_summary(new QLabel(this))
{
    m_order->addItem(tr("By number"), int(CodeOrder::number));
    m_order->addItem(tr("By similarity"), int(CodeOrder::similarity));
    m_order->addItem(tr("By use"), int(CodeOrder::usage));
    m_order->addItem(tr("By colour"), int(CodeOrder::colour));
    m_order->setAccessibleName(tr("Order of the codes"));
    m_order->setToolTip(tr("In which order the codes stand."));
    m_look->setAccessibleName(tr("Look of the codes"));
    m_look->setToolTip(tr("Decoded: the middle of what the decoder draws from nothing but this code.\n"
                          "Patches: the average of the picture parts that a code stood for in training.\n"
                          "Colours: as in the Codes pane."));
    m_filter->setPlaceholderText(tr("Filter: 42, 100-200, >900, used, favourite"));
    m_filter->setAccessibleName(tr("Filter of the codes"));
    m_filter->setClearButtonEnabled(true);
    for (auto* clear : m_filter->findChildren<QAbstractButton*>())
        clear->setAccessibleName(tr("Clear the filter"));
    m_filter->setToolTip(tr("Shows some codes only: numbers (42 is all that begin so), ranges (100-200, >900),\n"
                            "and the words used, unused and favourite."));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_summary->setWordWrap(true);
    m_scope->addItem(tr("in this picture"));
    m_scope->addItem(tr("in all open pictures"));
    m_scope->setAccessibleName(tr("Where use is counted"));
    m_scope->setToolTip(tr("Whose cells are counted: of this picture, or of all open ones that have the same model."));

    auto* choices = new QHBoxLayout;
    choices->setContentsMargins(10, 0, 10, 8);
    choices->addWidget(m_order, 1);
    choices->addWidget(m_look);
    auto* filter = new QHBoxLayout;
    filter->setContentsMargins(10, 0, 10, 8);
    filter->addWidget(m_filter);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_card);
    all->addLayout(choices);
    all->addLayout(filter);
    all->addWidget(m_grid, 1);
    auto* count = new QHBoxLayout;
    count->setContentsMargins(10, 5, 10, 6);
    count->addWidget(m_summary, 1);
    count->addWidget(m_scope);
    all->addLayout(count);
    setMinimumWidth(260);

    ToolState& tools = context.tools;
    connect(m_grid, &CodeGrid::chosen, &tools, &ToolState::setCode);
    connect(m_card, &CodeCard::chosen, &tools, &ToolState::setCode);
    connect(&tools, &ToolState::codeChanged, m_grid, &CodeGrid::setCurrent);
    connect(&tools, &ToolState::codeChanged, m_card, &CodeCard::setCode);
    connect(m_order, &QComboBox::currentIndexChanged, this,
            [this] { m_grid->setOrder(static_cast<CodeOrder>(m_order->currentData().toInt())); });
    connect(m_look, &QComboBox::currentIndexChanged, this,
            [this] { m_grid->setLook(m_wantedLook = static_cast<CodeLook>(m_look->currentData().toInt())); });
    connect(m_filter, &QLineEdit::textChanged, m_grid, &CodeGrid::setFilter);
    connect(m_scope, &QComboBox::currentIndexChanged, this, &CodebookPanel::watchDocument);
    connect(&context.session, &Session::documentsChanged, this, &CodebookPanel::watchDocument);
    connect(&context.session.sameModels(), &SameModels::changed, this, &CodebookPanel::watchDocument);
    connect(m_grid, &CodeGrid::hovered, &context.overlays, &Overlays::setHovered);
    connect(m_grid, &CodeGrid::pinAsked, &context.overlays, &Overlays::togglePin);
    connect(&context.looks.swatches(), &CodeSwatches::changed, m_card, &CodeCard::showSwatches);
    connect(&context.looks, &CodeLooks::changed, this, &CodebookPanel::renew);
    connect(&context.session, &Session::documentChanged, this, &CodebookPanel::watchDocument);
    renew();
    watchDocument();
}

QList<Document*> CodebookPanel::counted() const
{
    // Looks and document change one after the other; between the two the counts of other codes would stand here.
    if (!m_document || !m_document->hasCodes() || m_document->model().get() != m_context.looks.model())
        return {};
    return m_scope->currentIndex() == 1 ? m_context.session.sameModels().with(m_document) : QList<Document*>{m_document};
}

void CodebookPanel::watchDocument()
{
    for (const QPointer<Document>& document : std::exchange(m_watched, {}))
        if (document)
            document->disconnect(this);
    m_document = m_context.session.document();
    for (Document* document : m_scope->currentIndex() == 1 ? m_context.session.documents() : QList{m_document.data()})
        if (document) {
            connect(document, &Document::codesChanged, this, &CodebookPanel::recount);
            connect(document, &Document::encodedChanged, this, &CodebookPanel::recount);
            m_watched << document;
        }
    recount();
}

void CodebookPanel::recount()
{
    const int codes = m_context.looks.codes();
    std::vector<std::int64_t> counts(static_cast<std::size_t>(codes));
    std::int64_t cells = 0;
    for (const Document* document : counted()) {
        const std::vector<std::int64_t> more = core::countCodes(document->codes(), codes);
        std::ranges::transform(counts, more, counts.begin(), std::plus());
        cells += document->codes().cells();
    }
    const QLocale locale;
    const std::int64_t used = core::usedCodes(counts);
    m_summary->setText(codes == 0 ? tr("No model is open")
                           : cells == 0 ? tr("%1 codes").arg(locale.toString(codes))
                                        : tr("%1 of %2 codes in %3 cells")
                                              .arg(locale.toString(qlonglong(used)), locale.toString(codes),
                                                   locale.toString(qlonglong(cells))));
    m_card->setCounts(counts, cells);
    m_grid->setCounts(std::move(counts), cells > 0);
}

void CodebookPanel::renew()
{
    {
        const QSignalBlocker quiet(m_look);
        m_look->clear();
        m_look->addItem(tr("Decoded"), int(CodeLook::decoded));
        if (m_context.looks.hasPatches())
            m_look->addItem(tr("Patches"), int(CodeLook::patches));
        m_look->addItem(tr("Colours"), int(CodeLook::colours));
        m_look->setCurrentIndex(std::max(m_look->findData(int(m_wantedLook)), 0));
    }
    m_grid->setLook(static_cast<CodeLook>(m_look->currentData().toInt()));
    if (m_context.looks.codes() > 0 && m_context.tools.code() >= m_context.looks.codes())
        m_context.tools.setCode(m_context.looks.codes() - 1);
    m_grid->refresh();
    m_card->refresh();
    recount();
}

} // namespace tessera::app
