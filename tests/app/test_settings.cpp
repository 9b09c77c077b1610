// SPDX-License-Identifier: GPL-3.0-or-later
// The file of settings: as QSettings has it, both ways; files that are too large, no files, damaged or closed; and that no other
// file is needed to write it.
#include "app/files/ini_text.h"
#include "app/files/settings.h"
#include "tests/support/bad_input.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>

using namespace tessera;
using namespace tessera::tests;

namespace {

/// Values of every kind that is kept, and texts that a careless writer would spoil.
QList<QPair<QString, QVariant>> values()
{
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all += static_cast<char>(i);
    return {{"window/theme", "dark"},
            {"window/geometry", all},
            {"view/grid", true},
            {"view/seed", 4294967295U},
            {"edit/history", 256},
            {"engine/memoryBudget", quint64{1} << 40},
            {"import/rows/720", qlonglong{-24}},
            {"overlays/strength", 0.3},
            {"recent/pictures", QStringList{"/tmp/a, b.png", "/tmp/\"c\"\\d.png", " e ", "", QString::fromUtf8("/tmp/\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80.png")}},
            {"recent/models", QStringList{"one"}},
            {"recent/projects", QStringList()},
            {"favourites/photo f8 \xC3\xA4%=;[]", QStringList{"1", "22", "333"}},
            {"odd/empty", QString()},
            {"odd/at", "@ByteArray(no)"},
            {"odd/atList", QStringList{"@one", "@@two"}},
            {"odd/comma", "a, b; c = d"},
            {"odd/lines", "a\nb\rc\td\\e\"f'g"},
            {"odd/afterEscape", QString("\1") + "abc\2" + "012" + QChar(0x20AC) + "f"},
            {"odd/blank", "  x  "},
            {"odd/deep/er/key", "1"},
            {"General/inAGroupOfThatName", "2"},
            {"noGroup", "3"},
            {"keys/open-picture", "Ctrl+O, Alt+\\"}};
}

/// Is what was read what was kept? Numbers and truth values are read as texts.
bool isSame(const QVariant& read, const QVariant& value)
{
    if (value.typeId() == QMetaType::QStringList)
        return read.toStringList() == value.toStringList();
    if (value.typeId() == QMetaType::QByteArray)
        return read.toByteArray() == value.toByteArray();
    return read.toString() == value.toString();
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestSettings : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static QString path() { return app::openSettings().fileName(); }
    static void put(const QByteArray& text)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path()).absolutePath()));
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    static void set(const QString& key, const QVariant& value)
    {
        app::openSettings().setValue(key, value);
        app::flushSettings();
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        QVERIFY(path().startsWith(m_folder.path()) && path().endsWith(QStringLiteral("/Tessera/tessera.ini")));
    }
    void cleanup()
    {
        QFile::remove(path());
        app::openSettings().clear();
        app::flushSettings();
        QFile::remove(path());
    }

    void whatIsWrittenHereIsReadByQSettings()
    {
        for (const auto& [key, value] : values())
            app::openSettings().setValue(key, value);
        app::flushSettings();
        const QSettings found(path(), QSettings::IniFormat);
        QCOMPARE(found.status(), QSettings::NoError);
        for (const auto& [key, value] : values()) {
            const QVariant there = found.value(key), here = app::openSettings().value(key);
            for (const QVariant& read : {there, here})
                QVERIFY2(isSame(read, value), qPrintable(key));
        }
        QStringList keys = app::openSettings().keys(), theirs = found.allKeys();
        keys.sort();
        theirs.sort();
        QCOMPARE(keys, theirs);
    }

    void whatQSettingsWroteIsReadHere() // U10: also what a later version wrote
    {
        {
            QSettings old(path(), QSettings::IniFormat);
            for (const auto& [key, value] : values())
                old.setValue(key, value);
            old.setValue("odd/rectangle", QRect(1, 2, 3, 4)); // of a version to come
            old.setValue("odd/stream", QVariantMap{{"a", 1}});
        }
        QVERIFY(!app::openSettings().isDamaged());
        for (const auto& [key, value] : values()) {
            QVERIFY2(isSame(app::openSettings().value(key), value), qPrintable(key));
        }
        QVERIFY(app::openSettings().value("odd/stream").toString().startsWith("@Variant(")); // never made into what it says
        set("window/theme", "light"); // and what is not known stays as it is
        const QSettings found(path(), QSettings::IniFormat);
        QCOMPARE(found.value("odd/rectangle").toRect(), QRect(1, 2, 3, 4));
        QCOMPARE(found.value("odd/stream").toMap(), (QVariantMap{{"a", 1}}));
        QCOMPARE(found.value("window/theme").toString(), QString("light"));
    }

    void whatWasSetIsReadAtOnceAndWhatIsRemovedIsGone()
    {
        app::Settings settings = app::openSettings();
        settings.setValue("a/b", 1);
        QCOMPARE(settings.value("a/b").toInt(), 1);
        app::flushSettings();
        for (int i = 2; i < 50; ++i) { // files of one size, one right after the other
            settings.setValue("a/b", 10 + i);
            app::flushSettings();
            QCOMPARE(settings.value("a/b").toInt(), 10 + i);
        }
        settings.remove("a/b");
        QCOMPARE(settings.value("a/b", 7).toInt(), 7);
        app::flushSettings();
        QCOMPARE(settings.value("a/b", 7).toInt(), 7);
        QVERIFY(!QSettings(path(), QSettings::IniFormat).contains("a/b"));
    }

    void noOtherFileIsNeededToWriteIt() // what a kill would leave behind
    {
        const QByteArray before = qgetenv("TMPDIR");
        qputenv("TMPDIR", "/nonexistent");
        set("a/b", "c");
        before.isEmpty() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", before);
        QCOMPARE(contents(path()), QByteArray("[a]\nb=c\n"));
        QCOMPARE(QDir(QFileInfo(path()).absolutePath()).entryList(QDir::Files | QDir::Hidden), QStringList{"tessera.ini"});
    }

    void aFileThatCannotBeReadIsLeftAsItIsAndTold_data() // U10
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("words");
        QTest::newRow("3 GB") << "large" << "expected at most 4,194,304";
        QTest::newRow("a FIFO") << "fifo" << "it is a FIFO";
        QTest::newRow("endless") << "device" << "it is a device";
        QTest::newRow("a folder") << "folder" << "it is a folder";
    }

    void aFileThatCannotBeReadIsLeftAsItIsAndTold()
    {
        QFETCH(QString, kind);
        QFETCH(QString, words);
        put("[a]\nb=1\n");
        QCOMPARE(app::openSettings().value("a/b").toInt(), 1);
        constexpr qint64 kLarge = qint64{3} << 30;
        QVERIFY(kind == "large" ? QFile::resize(path(), kLarge) : QFile::remove(path())); // sparse
        if (kind == "fifo")
            QCOMPARE(::mkfifo(qPrintable(path()), 0600), 0);
        else if (kind == "device")
            QVERIFY(QFile::link("/dev/zero", path()));
        else if (kind == "folder")
            QVERIFY(QDir().mkdir(path()));
        const auto peak = [] {
            rusage usage{};
            getrusage(RUSAGE_SELF, &usage);
            return usage.ru_maxrss / 1024;
        };
        const long before = peak();
        QSignalSpy told(&app::settingsKeeper(), &app::SettingsKeeper::failed);
        QCOMPARE(app::openSettings().value("a/b", 5).toInt(), 5); // the default
        app::lookAtSettings();
        app::flushSettings();
        set("a/b", 6);
        set("a/c", 7);
        QCOMPARE(told.count(), 1);
        const QString problem = told[0][0].toString();
        QVERIFY2(problem.contains("tessera.ini") && problem.contains(words) && problem.contains("rename it"), qPrintable(problem));
        QCOMPARE(app::openSettings().value("a/b").toInt(), 6); // until the program ends
        QVERIFY(peak() - before < 64);
        struct stat status {};
        QCOMPARE(::lstat(qPrintable(path()), &status), 0);
        if (kind == "large")
            QCOMPARE(status.st_size, off_t{kLarge});
        QCOMPARE(S_ISREG(status.st_mode), kind == "large");
        if (kind == "folder")
            QVERIFY(QDir().rmdir(path()));
        else
            QVERIFY(QFile::remove(path())); // as if it had been renamed
        set("a/d", 8);
        QCOMPARE(QSettings(path(), QSettings::IniFormat).value("a/b").toInt(), 6);
    }

    void beginningAnewReplacesAFileThatCannotBeRead()
    {
        put("[a]\nb=1\n");
        QVERIFY(QFile::resize(path(), qint64{8} << 20));
        app::openSettings().clear();
        app::openSettings().setValue("a/c", 2);
        app::flushSettings();
        QCOMPARE(contents(path()), QByteArray("[a]\nc=2\n"));
    }

    void aDamagedFileGivesWhatCanBeUnderstood_data() // U10
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isDamaged");
        QTest::newRow("good") << QByteArray("[a]\nb=1\n") << false;
        QTest::newRow("comment, blank lines, Windows") << QByteArray("\xEF\xBB\xBF; a note = x\r\n\r\n [a] \r\nb = 1 \r\n") << false;
        QTest::newRow("a line of nothing") << QByteArray("nonsense\n[a]\nb=1\n") << true;
        QTest::newRow("a section without an end") << QByteArray("[a]\nb=1\n[c\nd=2\n") << true;
        QTest::newRow("binary") << QByteArray("[a]\nb=1\n\0\xFF\xFE\n", 12) << true;
    }

    void aDamagedFileGivesWhatCanBeUnderstood()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isDamaged);
        put(text);
        QCOMPARE(app::openSettings().isDamaged(), isDamaged);
        QCOMPARE(app::openSettings().value("a/b").toInt(), 1);
    }

    void whateverTheBytesNothingBreaks()
    {
        QMap<QString, QByteArray> all;
        for (const auto& [key, value] : values())
            all[key] = app::toIniValue(value);
        const QByteArray good = app::toIni(all);
        QCOMPARE(app::parseIni(good).values, all);
        const auto read = [](const QByteArray& text) {
            for (const QByteArray& value : app::parseIni(text).values)
                app::fromIniValue(value);
        };
        for (qsizetype i = 0; i < good.size(); ++i) {
            read(good.left(i));
            for (const char flip : {'\x01', '\x80', '\xFF'}) {
                QByteArray flipped = good;
                flipped[i] = static_cast<char>(flipped[i] ^ flip);
                read(flipped);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "test_settings.moc"
