// SPDX-License-Identifier: Apache-2.0
// Words from files in messages: one line, no tricks, not too long.
#include "core/advice.h"
#include "core/text.h"

#include <QTest>

#include <string>

using namespace tessera::core;

class TestText : public QObject {
    Q_OBJECT
private slots:
    void aRemedyIsAddedWhereThereIsNone()
    {
        QCOMPARE(advised("it is cut", "fetch it again"), std::string("it is cut; fetch it again"));
        QCOMPARE(advised("it is cut: fetch the file", "choose another"), std::string("it is cut: fetch the file"));
        QCOMPARE(advised("expected what torch.save writes", "choose another"),
                 std::string("expected what torch.save writes; choose another"));
        const auto kept = [](auto error) {
            try {
                withAdvice("choose another", [&] { throw error; });
            } catch (const decltype(error)& same) {
                return std::string(same.what());
            }
            return std::string();
        };
        QCOMPARE(kept(FormatError("bad")), std::string("bad; choose another"));
        QCOMPARE(kept(FileError("gone")), std::string("gone; choose another"));
        QCOMPARE(kept(DeviceError("lost")), std::string("lost"));
        QCOMPARE(withAdvice("choose another", [] { return 3; }), 3);
    }

    void whatWouldBreakALineBecomesAQuestionMark_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        const auto row = [](const char* name, const QByteArray& text, const QByteArray& shown) {
            QTest::newRow(name) << text << shown;
        };
        row("plain", "conv_in.weight", "conv_in.weight");
        row("line breaks", "a\nb\r\tc", "a?b??c");
        row("NUL", QByteArray("a\0b", 3), "a?b");
        row("delete", "a\x7F", "a?");
        row("two to four bytes", "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
        row("second set of controls", "\xC2\x85", "?");
        row("right to left override", "a\xE2\x80\xAE" "b", "a?b");
        row("line separator", "a\xE2\x80\xA8" "b", "a?b");
        row("byte order mark", "\xEF\xBB\xBF" "a", "?a");
        row("lone continuation", "\x80" "a", "?a");
        row("cut in a character", "a\xE2\x82", "a??");
        row("overlong", "\xC0\xAF", "??");
        row("overlong of three bytes", "\xE0\x80\xAF", "???");
        row("surrogate", "\xED\xA0\x80", "???");
        row("beyond Unicode", "\xF4\x90\x80\x80", "????");
        row("no such lead", "\xFF", "?");
    }

    void whatWouldBreakALineBecomesAQuestionMark()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(printable(text.toStdString())), shown);
    }

    void longTextsLoseTheirMiddle()
    {
        QCOMPARE(printable("0123456789", 10), std::string("0123456789"));
        QCOMPARE(printable("0123456789ABCDEF", 12), std::string("012345...DEF"));
        QCOMPARE(printable(std::string(5000, 'x')).size(), 120U);
        QCOMPARE(printable("0123456789", 0), std::string("..."));
    }

    void cutsGoBetweenCharacters()
    {
        std::string euros;
        for (int i = 0; i < 60; ++i)
            euros += "\xE2\x82\xAC";
        for (std::size_t most = 3; most < euros.size(); ++most) {
            const std::string shown = printable(euros, most);
            QVERIFY(shown.size() <= most);
            QCOMPARE(shown.find('?'), shown.npos);
        }
    }

    void listsEndWithACount()
    {
        QCOMPARE(listed({}), std::string());
        QCOMPARE(listed({"a", "b\n"}), std::string("a, b?"));
        QCOMPARE(listed({"a", "b", "c", "d"}, 2), std::string("a, b and 2 more"));
    }

    void numbersAreGroupedByThousands()
    {
        QCOMPARE(grouped(0), std::string("0"));
        QCOMPARE(grouped(999), std::string("999"));
        QCOMPARE(grouped(1000), std::string("1,000"));
        QCOMPARE(grouped(~0ULL), std::string("18,446,744,073,709,551,615"));
    }

    void utf8BecomesCharactersAndComesBack()
    {
        const std::string text = "für 目 🙂";
        QVERIFY(characterNumbers(text) == U"für 目 🙂");
        QCOMPARE(toUtf8(characterNumbers(text)), text);
        QVERIFY(characterNumbers("a\xC3z") == U"a\uFFFDz");
        QCOMPARE(toUtf8(std::u32string(1, 0x110000)), std::string("\xEF\xBF\xBD"));
    }

    void filesOfAModelAreNamedWithTheirFolder()
    {
        QCOMPARE(nameOf("models/cats/config.json"), std::string("config.json of \"models/cats\""));
        QCOMPARE(nameOf("config.json"), std::string("config.json of \".\""));
    }
};

QTEST_APPLESS_MAIN(TestText)
#include "test_text.moc"
