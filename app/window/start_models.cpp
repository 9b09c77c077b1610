// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/start_models.h"

#include "app/models/model_catalogue.h"
#include "app/window/icons.h"
#include "app/window/plain_text.h"
#include "core/text.h"

#include <QFile>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <algorithm>
#include <functional>

namespace tessera::app {
namespace {

constexpr std::size_t kMostRows = 8;

} // namespace

StartModels::StartModels(QWidget* parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout)
{
    auto* heading = new QLabel(tr("Models on this computer"), this);
    QFont font = heading->font();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    m_rows->setSpacing(0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(heading);
    column->addLayout(m_rows);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &StartModels::list);
}

StartModels::~StartModels()
{
    m_stop.request_stop();
    m_watcher.waitForFinished(); // at most one model's header
}

void StartModels::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_watcher.isRunning())
        m_watcher.setFuture(QtConcurrent::run([stop = m_stop.get_token()] { return modelsOfThisComputer(stop); }));
}

void StartModels::list()
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    Models models = m_watcher.result();
    std::stable_partition(models.begin(), models.end(), std::mem_fn(&core::ListedModel::canBeOpened));
    for (std::size_t i = 0; i < std::min(models.size(), kMostRows); ++i)
        add(models[i]);
    if (models.size() > kMostRows) {
        auto* more = new QLabel(
            tr("and %n more: `tessera models` lists all", nullptr, static_cast<int>(models.size() - kMostRows)), this);
        more->setTextFormat(Qt::PlainText);
        more->setForegroundRole(QPalette::PlaceholderText);
        m_rows->addWidget(more);
    }
}

void StartModels::add(const core::ListedModel& model)
{
    const QString name = QString::fromStdString(core::printable(model.name));
    const QString facts = model.canBeOpened() ? tr("factor %1, %2 codes of %3 numbers")
                                                    .arg(model.factor)
                                                    .arg(QLocale().toString(qlonglong(model.codes)))
                                                    .arg(model.dimensions)
                                              : tr("cannot be opened");
    auto* button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIcon(icon(model.canBeOpened() ? QStringLiteral("model") : QStringLiteral("error")));
    button->setText(plainLabel(QStringLiteral("  %1      %2").arg(name, facts)));
    const QString path = QFile::decodeName(model.path.c_str());
    button->setToolTip(
        plainToolTip(model.canBeOpened() ? tr("Open %1").arg(path) : QString::fromStdString(model.problem)));
    button->setAccessibleName(tr("Open the model %1").arg(name));
    connect(button, &QToolButton::clicked, this, [this, path] { emit modelChosen(path); });
    m_rows->addWidget(button, 0, Qt::AlignLeft);
}

} // namespace tessera::app
