// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/start_page.h"

#include "app/window/icons.h"
#include "app/window/picture_card.h"
#include "app/window/plain_text.h"
#include "app/window/recovered_row.h"
#include "app/window/start_models.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace tessera::app {
namespace {

constexpr int kWidth = 792;
constexpr int kMostRecent = 5;

void clear(QLayout& layout)
{
    while (QLayoutItem* item = layout.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

StartPage::StartPage(QWidget* parent)
    : QScrollArea(parent), m_recovered(new QVBoxLayout), m_recoveredHeading(heading(tr("Recovered work"))), m_samples(new QHBoxLayout), m_samplesHeading(heading(tr("Try a sample"))),
      m_recent(new QVBoxLayout), m_recentHeading(heading(tr("Recent projects and pictures"))), m_device(new QLabel(this)),
      m_open(new QPushButton(icon(QStringLiteral("open")), tr("Open a Picture …"), this)),
      m_continue(new QPushButton(icon(QStringLiteral("recent")), QString(), this))
{
    m_samples->setSpacing(12);
    m_recent->setSpacing(0);
    m_device->setTextFormat(Qt::PlainText);
    m_device->setForegroundRole(QPalette::PlaceholderText);

    auto* column = new QWidget;
    column->setMaximumWidth(kWidth);
    auto* all = new QVBoxLayout(column);
    all->setContentsMargins(0, 24, 0, 24);
    all->setSpacing(10);
    all->addLayout(makeHead());
    all->addWidget(m_continue, 0, Qt::AlignLeft);
    connect(m_continue, &QPushButton::clicked, this, &StartPage::lastSessionAsked);
    m_recoveredHeading->setContentsMargins(0, 18, 0, 0);
    all->addWidget(m_recoveredHeading);
    all->addLayout(m_recovered);
    all->addSpacing(22);
    all->addWidget(m_samplesHeading);
    all->addLayout(m_samples);
    all->addSpacing(18);
    all->addWidget(m_recentHeading);
    all->addLayout(m_recent);
    all->addSpacing(18);
    auto* models = new StartModels;
    connect(models, &StartModels::modelChosen, this, &StartPage::modelChosen);
    all->addWidget(models);
    all->addSpacing(18);
    all->addWidget(m_device);

    auto* page = new QWidget;
    auto* middle = new QVBoxLayout(page);
    middle->addStretch(2);
    auto* across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(column, 100);
    across->addStretch(1);
    middle->addLayout(across);
    middle->addStretch(3);
    setWidget(page);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Start page"));
    setRecent({}, {});
    setRecovered({});
    setLastSession({});
    setModelAndDevice({}, {});
}

QLayout* StartPage::makeHead()
{
    auto* sign = new QLabel(this);
    sign->setPixmap(applicationIcon().pixmap(QSize(72, 72)));
    auto* name = new QLabel(QStringLiteral("Tessera"), this);
    QFont large = name->font();
    large.setPointSizeF(large.pointSizeF() * 2.4);
    large.setWeight(QFont::DemiBold);
    name->setFont(large);
    auto* what = new QLabel(tr("Turn a picture into codes, paint the codes, and see what they draw."), this);
    what->setForegroundRole(QPalette::PlaceholderText);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(name);
    words->addWidget(what);

    m_open->setDefault(true);
    m_open->setMinimumHeight(36);
    auto* model = new QPushButton(icon(QStringLiteral("model")), tr("Open a Model …"), this);
    model->setMinimumHeight(36);
    connect(m_open, &QPushButton::clicked, this, &StartPage::openAsked);
    connect(model, &QPushButton::clicked, this, &StartPage::openModelAsked);

    auto* head = new QHBoxLayout;
    head->setSpacing(18);
    head->addWidget(sign);
    head->addLayout(words);
    head->addStretch(1);
    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_open);
    buttons->addWidget(model);
    head->addLayout(buttons);
    return head;
}

QLabel* StartPage::heading(const QString& text)
{
    auto* label = new QLabel(text, this);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

void StartPage::setSamples(const QStringList& paths)
{
    clear(*m_samples);
    m_samplesHeading->setVisible(!paths.isEmpty());
    for (const QString& path : paths) {
        auto* card = new PictureCard(path, this);
        connect(card, &PictureCard::clicked, this, [this, path] { emit pictureChosen(path); });
        m_samples->addWidget(card, 1);
    }
}

void StartPage::setRecent(const QStringList& projects, const QStringList& pictures)
{
    clear(*m_recent);
    m_recentHeading->setVisible(!projects.isEmpty() || !pictures.isEmpty());
    for (const QString& path : projects.mid(0, kMostRecent))
        addRecent(path, QStringLiteral("save"));
    for (const QString& path : pictures.mid(0, kMostRecent))
        addRecent(path, QStringLiteral("picture"));
}

void StartPage::addRecent(const QString& path, const QString& iconName)
{
    const QFileInfo file(path);
    auto* button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIcon(icon(iconName));
    button->setText(plainLabel(QStringLiteral("  %1      %2").arg(file.fileName(), shortFolder(file.absolutePath()))));
    button->setToolTip(plainToolTip(tr("Open %1").arg(path)));
    button->setAccessibleName(tr("Open %1").arg(path));
    connect(button, &QToolButton::clicked, this, [this, path] { emit pictureChosen(path); });
    m_recent->addWidget(button, 0, Qt::AlignLeft);
}

void StartPage::setRecovered(const QList<RecoveryOffer>& offers)
{
    clear(*m_recovered);
    m_recoveredHeading->setVisible(!offers.isEmpty());
    for (const RecoveryOffer& offer : offers) {
        auto* row = new RecoveredRow(offer, this);
        connect(row, &RecoveredRow::openAsked, this, [this, id = offer.id] { emit recoverAsked(id); }, Qt::QueuedConnection);
        connect(row, &RecoveredRow::discardAsked, this, [this, id = offer.id] { emit discardAsked(id); }, Qt::QueuedConnection);
        m_recovered->addWidget(row);
    }
}

void StartPage::setLastSession(const QStringList& paths)
{
    m_continue->setVisible(!paths.isEmpty());
    QStringList names;
    for (const QString& path : paths)
        names << QFileInfo(path).fileName();
    m_continue->setText(plainLabel(names.size() == 1 ? tr("Continue With %1").arg(names.first())
                                                     : tr("Continue With %1 and %n More", nullptr, static_cast<int>(names.size()) - 1)
                                                           .arg(names.value(0))));
    m_continue->setToolTip(plainToolTip(tr("Open what was open when Tessera was last closed:") + QLatin1Char('\n')
                                        + names.join(QLatin1Char('\n'))));
}

void StartPage::setModelAndDevice(const QString& model, const QString& device)
{
    m_device->setText(tr("Model: %1      Device: %2")
                          .arg(model.isEmpty() ? tr("none is open") : model, device.isEmpty() ? tr("starting …") : device));
}

} // namespace tessera::app
