// SPDX-License-Identifier: GPL-3.0-or-later
// The Spectrum dock against spectra that the test computes itself, of what a device without arithmetic draws.
#include "app/analysis/spectrum_meter.h"
#include "app/files/settings.h"
#include "app/panels/band_view.h"
#include "app/panels/spectrum_panel.h"
#include "app/panels/spectrum_view.h"
#include "app/pictures/fitted_picture.h"
#include "app/pictures/picture_files.h"
#include "tests/app/made_document.h"
#include "tests/app/panel_fixture.h"

#include <QComboBox>
#include <QLocale>

#include <algorithm>
#include <cmath>

using namespace tessera;
using namespace tessera::tests;
using app::MeasuredSpectra;

namespace {

const QString kDock = QStringLiteral("spectrum");
constexpr QKeyCombination kKey = Qt::SHIFT | Qt::Key_F8;

} // namespace

class TestSpectrumPanel : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<PanelFixture> m_fixture;

    app::SpectrumPanel& panel() { return m_fixture->panel<app::SpectrumPanel>(); }
    app::SpectrumMeter& meter() { return panel().meter(); }
    app::Document& document() { return *m_fixture->document(); }
    QComboBox& box(const char* name) { return m_fixture->control<QComboBox>(name); }
    QString texts() { return m_fixture->texts(); }
    void showDock() { m_fixture->showDock(); }
    void open(const QString& path) { m_fixture->openFile(path); }
    core::PictureSpectra expected(const core::SpectrumSettings& settings = {})
    {
        const auto transform = core::makeCpuFourier();
        return core::pictureSpectra(*transform, *document().original(),
                                    app::onOriginal(*document().reconstruction(), document().preparation()), 4,
                                    settings);
    }

    /// Of a reconstruction in the model's size.
    std::vector<double> expectedOf(const core::Picture& made)
    {
        const auto transform = core::makeCpuFourier();
        return core::pictureSpectra(*transform, *document().original(), app::onOriginal(made, document().preparation()), 4)
            .reconstruction.radial.power;
    }
    const std::vector<double>& power() { return meter().spectra()->radial[MeasuredSpectra::reconstruction].power; }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<PanelFixture>(kDock, kKey, m_gate);
    }
    void cleanup() { m_fixture.reset(); }

    void nothingIsComputedWhileNobodyLooks()
    {
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QVERIFY(!m_fixture->dock().isVisible());
        QVERIFY(!meter().spectra());
        showDock();
        QTRY_VERIFY(meter().isNew());
        m_fixture->coverDock();
        const app::SpectrumMeter::Spectra before = meter().spectra();
        m_fixture->drag(app::PaneSource::codes, {{2, 2}, {9, 9}});
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY(!meter().isNew());
        QCOMPARE(meter().spectra(), before);
        m_fixture->dock().raise();
        QTRY_VERIFY(meter().isNew());
        QVERIFY(meter().spectra() != before);
    }

    void whatNobodyLooksAtAnyMoreIsGivenUp()
    {
        open(samplePath(QStringLiteral("chelsea.jpg")));
        meter().setWanted(true);
        QVERIFY(meter().isBusy());
        meter().setWanted(false);
        QTRY_VERIFY(!meter().isBusy());
        QVERIFY(!meter().spectra() && meter().problem().isEmpty());
        showDock();
        QTRY_VERIFY(meter().isNew()); // and is begun anew for who looks
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
        ratio.frequency = {0}; // of a line of pixels
        QVERIFY(app::SpectrumPanel::conclusionOf(ratio).contains("too small to compare"));
        ratio.frequency = {0, 0.5};
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
        const core::SpectrumScale scale = core::spectrumScale(spectra);
        QCOMPARE(panel().view().image(),
                 app::toImage(core::spectrumPicture(spectra.input.plane, scale.lowest, scale.highest)));
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

    void whatIsPaintedShowsAtOnceAndSaysThatItIsApproximate()
    {
        showDock();
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QTRY_VERIFY(meter().isNew());
        const app::SpectrumMeter::Spectra before = meter().spectra();
        m_gate->close();
        m_fixture->drag(app::PaneSource::codes, {{2, 2}, {9, 9}});
        QVERIFY(!m_fixture->isExact());
        QVERIFY(!meter().isNew() && !meter().isApproximate());
        QVERIFY(panel().view().isVisible() && !panel().view().isEnabled()); // pale: of the codes before
        QCOMPARE(meter().spectra(), before);
        m_gate->letReport(); // of the decode of the stroke's first step: the occasion for a preview of all of it
        QTRY_VERIFY(meter().isApproximate());
        QVERIFY(!meter().isNew());
        QVERIFY(panel().view().isEnabled());
        QVERIFY2(texts().contains("Approximate"), qPrintable(texts()));
        const app::ShownPicture& shown = document().shown();
        QVERIFY(shown.part);
        QCOMPARE(power(), expectedOf(shown.cut({0, 0, shown.whole->width, shown.whole->height})));
        m_gate->open();
        QTRY_VERIFY(meter().isNew());
        QVERIFY(panel().view().isEnabled() && !texts().contains("Approximate"));
        QCOMPARE(power(), expected().reconstruction.radial.power);
        QVERIFY(power() != before->radial[MeasuredSpectra::reconstruction].power);
    }

    void whoPaintsOnSeesTheSpectraOfEachDecode()
    {
        showDock();
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QTRY_VERIFY(meter().isNew());
        m_gate->close();
        m_fixture->drag(app::PaneSource::codes, {{2, 2}, {9, 9}});
        const auto decoded = fakePicture(document().codes());
        const quint64 revision = document().revision();
        m_fixture->drag(app::PaneSource::codes, {{20, 2}, {20, 9}});
        QVERIFY(document().setReconstruction(decoded, revision)); // a decode is done while somebody paints on
        QTRY_VERIFY(power() == expected().reconstruction.radial.power);
        QVERIFY(!document().isExact() && !meter().isNew());
        QVERIFY(!panel().view().isEnabled()); // they are of older codes
        m_gate->open();
        QTRY_VERIFY(meter().isNew());
    }

    void aVulkanDeviceTransformsByVkFft()
    {
        const gpu::DeviceList devices = gpu::listDevices();
        if (devices.devices.empty() || !devices.devices.front().unusable.empty())
            QSKIP("there is no Vulkan device");
        m_fixture = std::make_unique<PanelFixture>(kDock, kKey, m_gate, QString::fromStdString(devices.devices.front().name));
        showDock();
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QTRY_VERIFY_WITH_TIMEOUT(meter().isNew(), kPatienceMs); // it compiles its kernels
        QVERIFY2(texts().contains("VkFFT on " + QString::fromStdString(devices.devices.front().name)), qPrintable(texts()));
        const std::vector<double>& power = meter().spectra()->radial[MeasuredSpectra::input].power;
        const std::vector<double> reference = expected().input.radial.power; // in double precision
        QCOMPARE(power.size(), reference.size());
        const double largest = *std::ranges::max_element(reference);
        for (std::size_t i = 0; i < power.size(); ++i)
            QVERIFY(std::abs(power[i] - reference[i]) <= 1e-5 * largest);
    }

    void theErrorIsTakenApartIntoBands()
    {
        showDock();
        open(samplePath(QStringLiteral("chelsea.jpg")));
        QTRY_VERIFY(meter().isNew());
        QVERIFY(meter().spectra()->bands[0].isNull()); // nobody has asked
        QComboBox& source = box("Picture");
        source.setFocus(Qt::TabFocusReason);
        QTest::keyClick(&source, Qt::Key_End);
        QTRY_VERIFY(meter().isNew() && !panel().bands().band(0).isNull());
        QVERIFY(panel().bands().isVisible() && !panel().view().isVisible());
        const core::Picture made = app::onOriginal(*document().reconstruction(), document().preparation());
        const core::ErrorBands bands = core::errorBands(*document().original(), made);
        QCOMPARE(meter().spectra()->bandErrors, bands.meanSquares);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(panel().bands().band(i).size(), QSize(made.width, made.height));
            QVERIFY(panel().bands().caption(i).contains(QString("MSE ") + QLocale().toString(bands.meanSquares[i], 'f', 2)));
        }
        QVERIFY(panel().bands().caption(0).contains("1/16") && panel().bands().caption(2).contains("1/4"));
        QVERIFY(!panel().bands().grab().isNull());
    }

    void codesWithoutAPictureHaveNothingToCompareWith()
    {
        showDock();
        m_fixture->session().openCodes(core::IndexMap(1, 6, 8), QStringLiteral("codes"));
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY2(texts().contains("without a picture"), qPrintable(texts()));
        QVERIFY(!meter().spectra());
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
