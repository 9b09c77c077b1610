// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/application.h"

#include "app/files/settings.h"
#include "app/window/theme.h"

#include <QApplication>
#include <QTranslator>

namespace tessera::app {
namespace {

/// Source texts say "%n cell(s)"; this makes English of it. Installed first, so that real translations go before it.
class EnglishPlurals : public QTranslator {
public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int n) const override
    {
        if (n < 0)
            return {};
        return QString::fromUtf8(source).replace(QLatin1String("(s)"), n == 1 ? QLatin1String() : QLatin1String("s"));
    }
};

} // namespace

void prepareApplication(QApplication& application)
{
    QApplication::setApplicationName(QStringLiteral("Tessera"));
    QApplication::setOrganizationName(QStringLiteral("Tessera"));
    QApplication::setApplicationVersion(QStringLiteral(TESSERA_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("tessera"));
    QApplication::installTranslator(new EnglishPlurals(&application));
    applyTheme(application, themeFromName(openSettings().value(settings_key::kTheme).toString()));
}

} // namespace tessera::app
