// SPDX-License-Identifier: Apache-2.0
// Codes through the clipboard: what was copied comes back, and what nobody copied is refused with one line.
#include "core/error.h"
#include "core/files/copied_codes.h"

#include <QTest>

#include <cstring>

using namespace tessera::core;

namespace {

CopiedCodes sample()
{
    return {{3, 2, {0, 5, 511, 0, 7, 7}, {0, 1, 1, 0, 1, 1}}, 512, std::string(64, 'a'), "a model, ä"};
}

void setNumber(std::vector<std::byte>& bytes, std::size_t offset, std::uint32_t value)
{
    std::memcpy(bytes.data() + offset, &value, sizeof value);
}

QString problemOf(const std::vector<std::byte>& bytes)
{
    try {
        readCopiedCodes(bytes);
        return {};
    } catch (const FormatError& error) {
        return QString::fromUtf8(error.what());
    }
}

} // namespace

class TestCopiedCodes : public QObject {
    Q_OBJECT
private slots:
    void whatIsCopiedComesBack()
    {
        QVERIFY(readCopiedCodes(toBytes(sample())) == sample());
        CopiedCodes nameless = sample();
        nameless.model.clear();
        QVERIFY(readCopiedCodes(toBytes(nameless)) == nameless);
        CopiedCodes longName = sample();
        longName.model = std::string(1000, 'm');
        QCOMPARE(readCopiedCodes(toBytes(longName)).model, std::string(256, 'm'));
    }

    void namesAreMadeFitForAMessage()
    {
        CopiedCodes odd = sample();
        odd.model = "two\nlines";
        QCOMPARE(readCopiedCodes(toBytes(odd)).model, std::string("two?lines"));
    }

    void whatIsCutOrTooLongIsRefused()
    {
        const std::vector<std::byte> whole = toBytes(sample());
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY2(!problemOf({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}).isEmpty(),
                     qPrintable(QString::number(size)));
        std::vector<std::byte> more = whole;
        more.push_back(std::byte{0});
        QVERIFY(problemOf(more).contains("bytes"));
    }

    void emptyRowsAroundTheCodesAreRefused()
    {
        CopiedCodes loose = sample();
        loose.block = {2, 2, {0, 0, 1, 1}, {0, 0, 1, 1}};
        QVERIFY(problemOf(toBytes(loose)).contains("empty"));
        loose.block = {1, 1, {0}, {0}};
        QVERIFY(problemOf(toBytes(loose)).contains("empty"));
    }

    void damageIsNamed_data()
    {
        QTest::addColumn<int>("offset");
        QTest::addColumn<quint32>("value");
        QTest::addColumn<QString>("says");
        const int codes = 28 + 64 + 11; // after letters, numbers, hash and name
        QTest::newRow("other letters") << 0 << 0x20202020U << "begin";
        QTest::newRow("no rows") << 8 << 0U << "0 rows";
        QTest::newRow("more rows than bytes") << 8 << 4U << "bytes";
        QTest::newRow("rows beyond reason") << 8 << 0xFFFFFFFFU << "rows";
        QTest::newRow("more columns than bytes") << 12 << 0x10000U << "bytes";
        QTest::newRow("no codebook") << 16 << 0U << "model";
        QTest::newRow("a smaller codebook") << 16 << 500U << "511";
        QTest::newRow("a long hash") << 20 << 65U << "model";
        QTest::newRow("a name without end") << 24 << 0xFFFFFFFFU << "model";
        QTest::newRow("a hash of other letters") << 28 << 0x58585858U << "hash";
        QTest::newRow("a negative code") << codes + 4 << 0xFFFFFFFFU << "-1";
        QTest::newRow("a code outside the mask") << codes << 3U << "code 3";
        QTest::newRow("a mask of other numbers") << codes + 24 << 0x01010200U << "neither";
    }
    void damageIsNamed()
    {
        QFETCH(const int, offset);
        QFETCH(const quint32, value);
        QFETCH(const QString, says);
        std::vector<std::byte> bytes = toBytes(sample());
        setNumber(bytes, static_cast<std::size_t>(offset), value);
        const QString problem = problemOf(bytes);
        QVERIFY2(problem.contains(says) && !problem.contains('\n'), qPrintable(problem));
    }
};

QTEST_APPLESS_MAIN(TestCopiedCodes)
#include "test_copied_codes.moc"
