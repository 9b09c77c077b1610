// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/favourites.h"

#include "app/files/settings.h"
#include "core/model/vq_model.h"

#include <QUrl>

namespace tessera::app {

void Favourites::setModel(const core::VqModel* model)
{
    m_key.clear();
    m_codes.clear();
    if (model) {
        const QString name =
            QStringLiteral("%1 %2").arg(QString::fromStdString(model->name())).arg(model->config().codes);
        m_key = QLatin1String(settings_key::kFavourites) + QLatin1Char('/')
            + QString::fromLatin1(QUrl::toPercentEncoding(name));
        for (const QString& text : openSettings().value(m_key).toStringList()) {
            bool isNumber = false;
            const int code = text.toInt(&isNumber);
            if (isNumber && code >= 0 && code < model->config().codes)
                m_codes.insert(code);
        }
    }
    emit changed();
}

void Favourites::toggle(int code)
{
    if (m_key.isEmpty() || code < 0)
        return;
    if (m_codes.erase(code) == 0)
        m_codes.insert(code);
    QStringList texts;
    for (const int favourite : m_codes)
        texts << QString::number(favourite);
    openSettings().setValue(m_key, texts);
    emit changed();
}

} // namespace tessera::app
