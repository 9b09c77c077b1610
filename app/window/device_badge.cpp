// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/device_badge.h"

#include "app/session.h"
#include "app/window/plain_text.h"

#include <QLocale>

namespace tessera::app {
namespace {

QString described(const core::SelfTest& test)
{
    const QLocale locale;
    return DeviceBadge::tr("%1: latents off by %2 (allowed %3), pictures by %4 (allowed %5) of the largest value; other codes in "
                           "%6 of %7 cells, %8 unexplained")
        .arg(QString::fromStdString(test.model))
        .arg(locale.toString(test.latents, 'g', 2), locale.toString(core::kLatentsTolerance, 'g', 2),
             locale.toString(test.pictures, 'g', 2), locale.toString(core::kPictureTolerance, 'g', 2))
        .arg(test.otherCodes)
        .arg(test.cells)
        .arg(test.wrongCodes);
}

} // namespace

DeviceBadge::DeviceBadge(Session& session, QWidget* parent) : QToolButton(parent), m_session(session)
{
    setAutoRaise(true);
    setFocusPolicy(Qt::NoFocus);
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, [this] {
        if (!m_test)
            test();
    });
    connect(this, &QToolButton::clicked, this, &DeviceBadge::test);
    connect(&session.device(), &DeviceInUse::changed, this, &DeviceBadge::forget);
    connect(&session.engine(), &Engine::deviceTested, this, &DeviceBadge::take);
    showState();
}

void DeviceBadge::setTestsByItself(std::chrono::milliseconds after)
{
    m_testsByItself = true;
    m_later.setInterval(after);
    if (!m_session.device().name().isEmpty())
        m_later.start();
}

void DeviceBadge::test()
{
    if (m_session.device().name().isEmpty())
        return;
    m_isTesting = true;
    showState();
    m_session.engine().testDevice();
}

/// It is another device.
void DeviceBadge::forget()
{
    m_test.reset();
    m_isTesting = false;
    if (m_testsByItself)
        m_later.start();
    showState();
}

void DeviceBadge::take(const DeviceTest& test)
{
    if (test.device != m_session.device().name())
        return;
    m_isTesting = false;
    m_test = test;
    showState();
    if (!test.problem.isEmpty())
        emit failed(tr("%1 could not be tested: %2").arg(test.device, test.problem));
    else if (!test.passed())
        emit failed(tr("%1 computes other numbers than it should. Update its driver, or choose another device or the CPU in "
                       "Model › Device.")
                        .arg(test.device));
}

void DeviceBadge::showState()
{
    const QString name = m_session.device().name();
    setVisible(!name.isEmpty());
    // Not the name: the tool bar has it, and the status bar needs its room.
    setText(m_isTesting          ? tr("testing …")
                : !m_test          ? tr("not tested")
                : m_test->passed() ? tr("✓ tested")
                                   : tr("⚠ test failed"));
    QStringList lines{name, m_session.device().arithmetic()};
    if (m_isTesting)
        lines << tr("being tested, when it has nothing else to do");
    else if (!m_test)
        lines << tr("not tested yet: a click compares it with what was recorded of diffusers");
    else if (!m_test->problem.isEmpty())
        lines << m_test->problem;
    else
        lines << (m_test->passed() ? tr("computes what diffusers computes; largest differences:")
                                   : tr("computes something else than diffusers; largest differences:"));
    if (m_test && !m_isTesting)
        for (const core::SelfTest& test : m_test->results)
            lines << described(test);
    setToolTip(plainToolTip(lines.join(QLatin1Char('\n'))));
    setAccessibleName(tr("Device %1").arg(name));
    setAccessibleDescription(lines.join(QStringLiteral(". ")));
}

} // namespace tessera::app
