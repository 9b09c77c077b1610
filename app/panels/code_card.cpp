// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/code_card.h"

#include "app/codes/code_looks.h"
#include "app/window/theme.h"
#include "core/analysis/neighbours.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace tessera::app {
namespace {

constexpr int kLarge = 58;
constexpr int kSmall = 26;

QLabel* quietLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

CodeCard::CodeCard(CodeLooks& looks, QWidget* parent)
    : QWidget(parent), m_looks(looks), m_swatch(new QLabel(this)), m_number(new QSpinBox(this)),
      m_of(quietLabel({}, this)), m_usage(quietLabel({}, this))
{
    m_swatch->setFixedSize(kLarge, kLarge);
    m_swatch->setAccessibleName(tr("Look of the current code"));
    m_number->setAccessibleName(tr("Code to paint with"));
    m_number->setToolTip(tr("The code to paint with.\nType a number, or press , and . for the one before and after."));
    m_number->setKeyboardTracking(false);
    connect(m_number, &QSpinBox::valueChanged, this, &CodeCard::chosen);

    auto* title = new QHBoxLayout;
    auto* name = new QLabel(tr("Code"), this);
    name->setBuddy(m_number);
    title->addWidget(name);
    title->addWidget(m_number);
    title->addWidget(m_of);
    title->addStretch(1);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addLayout(title);
    texts->addWidget(m_usage);
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_swatch);
    top->addLayout(texts, 1);

    auto* nearest = new QHBoxLayout;
    nearest->setSpacing(3);
    nearest->addWidget(quietLabel(tr("Nearest"), this));
    nearest->addStretch(1);
    for (int i = 0; i < kNeighbours; ++i) {
        auto* button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setIconSize(QSize(kSmall - 4, kSmall - 4));
        button->setFixedSize(kSmall, kSmall);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, [this, button] { emit chosen(button->property("code").toInt()); });
        nearest->addWidget(button);
        m_nearest.push_back(button);
    }
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(10, 10, 10, 6);
    all->setSpacing(8);
    all->addLayout(top);
    all->addLayout(nearest);
    refresh();
}

void CodeCard::setCode(int code)
{
    m_code = code;
    refresh();
}

void CodeCard::setCounts(std::vector<std::int64_t> counts, std::int64_t cells)
{
    m_counts = std::move(counts);
    m_cells = cells;
    showUsage();
}

void CodeCard::refresh()
{
    setEnabled(m_looks.codes() > 0);
    const QSignalBlocker quiet(m_number);
    m_number->setRange(0, std::max(0, m_looks.codes() - 1));
    m_number->setValue(m_code);
    m_of->setText(m_looks.codes() > 0 ? tr("of %1").arg(QLocale().toString(m_looks.codes())) : QString());
    showUsage();
    showNeighbours();
}

void CodeCard::showSwatches()
{
    std::vector<int> seen{m_code};
    m_swatch->setPixmap(m_looks.swatch(m_code, kLarge, devicePixelRatioF()));
    for (QToolButton* button : m_nearest) {
        if (button->isHidden())
            continue;
        seen.push_back(button->property("code").toInt());
        button->setIcon(m_looks.swatch(seen.back(), kSmall - 4, devicePixelRatioF()));
    }
    m_looks.swatches().want(seen);
}

void CodeCard::showUsage()
{
    if (m_cells == 0 || m_code >= static_cast<int>(m_counts.size())) {
        m_usage->setText(tr("no picture is open"));
        return;
    }
    const std::int64_t count = m_counts[static_cast<std::size_t>(m_code)];
    m_usage->setText(count == 0 ? tr("not used in this picture")
                                : tr("%n cell(s), %1 %", nullptr, static_cast<int>(count))
                                      .arg(QLocale().toString(100.0 * double(count) / double(m_cells), 'f', 1)));
}

void CodeCard::showNeighbours()
{
    std::vector<core::Neighbour> nearest;
    if (m_looks.model() && m_code < m_looks.codes())
        nearest = core::nearestCodes(m_looks.model()->codebook(), m_code, kNeighbours);
    for (std::size_t i = 0; i < m_nearest.size(); ++i) {
        QToolButton& button = *m_nearest[i];
        button.setVisible(i < nearest.size());
        if (i >= nearest.size())
            continue;
        const int code = nearest[i].code;
        const QString text = tr("Code %1, distance %2").arg(code).arg(QLocale().toString(nearest[i].distance, 'g', 3));
        button.setProperty("code", code);
        button.setToolTip(text + QLatin1Char('\n') + tr("Click to paint with it."));
        button.setAccessibleName(text);
    }
    showSwatches();
}

void CodeCard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        showNeighbours();
    QWidget::changeEvent(event);
}

} // namespace tessera::app
