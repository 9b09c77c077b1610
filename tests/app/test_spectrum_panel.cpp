// SPDX-License-Identifier: GPL-3.0-or-later
// The Spectrum dock against spectra that the test computes itself, of what a device without arithmetic draws.
#include "app/analysis/spectrum_meter.h"
#include "app/files/settings.h"
#include "app/panels/spectrum_panel.h"
#include "app/panels/spectrum_view.h"
#include "app/pictures/fitted_picture.h"
#include "app/pictures/picture_files.h"
#include "tests/app/fake_device.h"
#include "tests/app/window_fixture.h"

#include <QComboBox>
#include <QDockWidget>
#include <QLabel>

using namespace tessera;
using namespace tessera::tests;
using app::MeasuredSpectra;

class TestSpectrumPanel : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    QDockWidget& dock() { return *m_fixture->window().findChild<QDockWidget*>(QStringLiteral("spectrum")); }
    app::SpectrumPanel& panel() { return *m_fixture->window().findChild<app::SpectrumPanel*>(); }
    app::SpectrumMeter& meter() { return panel().meter(); }
    app::Document& document() { return *m_fixture->document(); }
    QComboBox& box(const char* name)
    {
        for (auto* box : panel().findChildren<QComboBox*>())
            if (box->accessibleName().startsWith(QLatin1String(name)))
                return *box;
        throw std::runtime_error(name);
    }
    QString texts()
    {
        QStringList list;
        for (const QLabel* label : panel().findChildren<QLabel*>())
            if (label->isVisible())
                list << label->text();
        return list.join(QLatin1Char('\n'));
    }
    void showDock()
    {
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        QTest::keyClick(&m_fixture->window(), Qt::Key_F8, Qt::ShiftModifier);
        QTRY_VERIFY(dock().isVisible());
    }
    void open(const QString& path)
    {
        m_fixture->drop({path});
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->isExact(), kPatienceMs);
    }
    core::PictureSpectra expected(const core::SpectrumSettings& settings = {})
    {
        const auto transform = core::makeCpuFourier();
        return core::pictureSpectra(*transform, *document().original(),
                                    app::onOriginal(*document().reconstruction(), document().preparation()), 4,
                                    settings);
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>([gate = m_gate](const QString&, const gpu::DeviceOptions&) {
            return std::make_unique<FakeDevice>("fake", gate);
        });
        m_fixture->window().resize(1280, 1100);
        m_fixture->window().start({.model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->session().model().model);
    }
    void cleanup()
    {
        m_gate->open();
        if (m_fixture->document())
            m_fixture->document()->undoStack().setClean();
        m_fixture.reset();
        app::openSettings().clear();
    }

    void nothingIsComputedWhileNobodyLooks()
    {
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QVERIFY(!dock().isVisible());
        QVERIFY(!meter().spectra());
        showDock();
        QTRY_VERIFY(meter().isNew());
        m_fixture->window().findChild<QDockWidget*>(QStringLiteral("codebook"))->raise(); // in front of it
        QTRY_VERIFY(panel().visibleRegion().isEmpty());
        const app::SpectrumMeter::Spectra before = meter().spectra();
        m_fixture->drag(app::PaneSource::codes, {{2, 2}, {9, 9}});
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY(!meter().isNew());
        QCOMPARE(meter().spectra(), before);
        dock().raise();
        QTRY_VERIFY(meter().isNew());
        QVERIFY(meter().spectra() != before);
    }

    void itSaysWhatCoreFinds()
    {
        showDock();
        QVERIFY(texts().contains("When a picture has codes"));
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QTRY_VERIFY(meter().isNew());
        const core::PictureSpectra spectra = expected();
        QVERIFY(texts().startsWith(app::SpectrumPanel::conclusionOf(spectra.ratio)));
        QCOMPARE(meter().spectra()->ratio.smoothed, spectra.ratio.smoothed);
        QCOMPARE(meter().spectra()->radial[MeasuredSpectra::error].power, spectra.error.radial.power);
        QVERIFY(texts().contains(app::SpectrumPanel::peaksText(spectra.peaks, 4)));
        QVERIFY(texts().contains(QString::fromStdString(core::spectrumRecipe({}, {}))));
        QVERIFY(texts().contains("cv::dft"));
    }

    void theSentenceNamesTheFrequencyAndThePixels()
    {
        core::SpectrumRatio ratio;
        QVERIFY(app::SpectrumPanel::conclusionOf(ratio).startsWith("No detail is lost"));
        ratio.cutoff = 0.1923;
        QCOMPARE(app::SpectrumPanel::conclusionOf(ratio),
                 QString::fromUtf8("Detail finer than 1 cycle in 5.2 pixels is lost: the reconstruction falls below "
                                   "−3 dB of the input at 0.19 cycles per pixel."));
    }

    void peaksAreListedUpToSix()
    {
        QVERIFY(app::SpectrumPanel::peaksText({}, 8).contains("no peaks at multiples of 1/8"));
        QVERIFY(app::SpectrumPanel::peaksText({}, 1).contains("cells are pixels"));
        std::vector<core::ComparedPeak> peaks(8, {{0.125, 0, -20, 21.3}, 2.1});
        const QStringList lines = app::SpectrumPanel::peaksText(peaks, 8).split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 8); // a heading, six of them, and how many more
        QCOMPARE(lines[1], QString("across 0.125, down 0.000: 21.3 dB above its surroundings (input: 2.1 dB)"));
        QCOMPARE(lines.last(), QString("and 2 more"));
    }

    void theSourceMenuChoosesWhoseSpectrumIsSeen()
    {
        showDock();
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QTRY_VERIFY(meter().isNew());
        const auto& pictures = meter().spectra()->pictures;
        QVERIFY(pictures[0] != pictures[1] && pictures[1] != pictures[2]);
        QCOMPARE(panel().view().image(), pictures[MeasuredSpectra::reconstruction]);
        QComboBox& source = box("Picture");
        source.setFocus(Qt::TabFocusReason);
        QTest::keyClick(&source, Qt::Key_Down);
        QCOMPARE(panel().view().image(), pictures[MeasuredSpectra::error]);
        QTest::keyClick(&source, Qt::Key_Home);
        QCOMPARE(panel().view().image(), pictures[MeasuredSpectra::input]);
        const core::PictureSpectra spectra = expected();
        const double highest = core::strongestBin(spectra);
        QCOMPARE(panel().view().image(),
                 app::toImage(core::spectrumPicture(spectra.input.plane, highest - 100, highest)));
    }

    void windowAndChannelCount()
    {
        showDock();
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QTRY_VERIFY(meter().isNew());
        for (const char* name : {"Window", "Channel"}) {
            box(name).setFocus(Qt::TabFocusReason);
            QTest::keyClick(&box(name), Qt::Key_Down);
        }
        QTRY_VERIFY(meter().isNew());
        const core::SpectrumSettings settings{core::SpectrumWindow::kaiser, core::SpectrumChannel::red};
        QCOMPARE(meter().spectra()->radial[MeasuredSpectra::input].power, expected(settings).input.radial.power);
        QVERIFY(texts().contains(QString::fromStdString(core::spectrumRecipe(settings.window, settings.channel))));
    }

    void itFollowsTheExactPictureAndIsPaleUntilThen()
    {
        showDock();
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QTRY_VERIFY(meter().isNew());
        const app::SpectrumMeter::Spectra before = meter().spectra();
        m_gate->close();
        m_fixture->drag(app::PaneSource::codes, {{2, 2}, {9, 9}});
        QVERIFY(!m_fixture->isExact());
        QVERIFY(!meter().isNew());
        QVERIFY(panel().view().isVisible() && !panel().view().isEnabled());
        QCOMPARE(meter().spectra(), before);
        m_gate->open();
        QTRY_VERIFY(meter().isNew());
        QVERIFY(panel().view().isEnabled());
        const std::vector<double>& power = meter().spectra()->radial[MeasuredSpectra::reconstruction].power;
        QCOMPARE(power, expected().reconstruction.radial.power);
        QVERIFY(power != before->radial[MeasuredSpectra::reconstruction].power);
    }

    void flatAndTinyPicturesHaveValuesToo()
    {
        showDock();
        for (const QSize& size : {QSize(40, 24), QSize(3, 2), QSize(1, 1)}) {
            const QString path = m_desk->file(QStringLiteral("flat%1.png").arg(size.width()));
            QImage image(size, QImage::Format_RGB32);
            image.fill(QColor(90, 90, 90));
            QVERIFY(image.save(path));
            open(path);
            QTRY_VERIFY(meter().isNew());
            QVERIFY(!panel().grab().isNull()); // and it can be painted
            for (const char* odd : {"nan", "inf"})
                QVERIFY2(!texts().contains(QLatin1String(odd), Qt::CaseInsensitive), qPrintable(texts()));
            for (const double power : meter().spectra()->radial[MeasuredSpectra::input].power)
                QVERIFY(core::decibels(power) < -100);
        }
    }

    void closingThePictureLeavesNothingOfIt()
    {
        showDock();
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QTRY_VERIFY(meter().isNew());
        m_fixture->session().close(m_fixture->document());
        QVERIFY(!meter().spectra());
        QVERIFY(!panel().view().isVisible());
        QVERIFY(texts().contains("When a picture has codes"));
    }
};

QTEST_MAIN(TestSpectrumPanel)
#include "test_spectrum_panel.moc"
