// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/window.h"

#include "app/engine/device_catalogue.h"
#include "app/engine/device_options.h"
#include "app/files/freed_memory.h"
#include "app/files/settings.h"
#include "app/window/application.h"
#include "app/window/device_badge.h"
#include "app/window/end_signals.h"
#include "app/window/main_window.h"

#include <QApplication>

#include <chrono>

namespace tessera::app {
namespace {

constexpr std::chrono::seconds kTestAfter{15}; ///< the first picture comes before

} // namespace

int runWindow(int argc, char** argv, WindowArguments arguments)
{
    returnFreedMemory();
    if (arguments.resetSettings)
        openSettings().clear();
    QApplication application(argc, argv);
    prepareApplication(application);
    const QString device = arguments.device.isEmpty() ? openSettings().value(settings_key::kDevice).toString() : arguments.device;
    auto devices = std::make_unique<DeviceCatalogue>();
    auto engine = std::make_unique<Engine>(device, devices->factory(), deviceOptions(arguments.options));
    MainWindow window(std::move(devices), std::move(engine));
    const EndSignals endSignals;
    QObject::connect(&endSignals, &EndSignals::asked, &window, &MainWindow::leaveAtOnce);
    window.badge().setTestsByItself(kTestAfter);
    window.show();
    window.start(arguments);
    return QApplication::exec();
}

} // namespace tessera::app
