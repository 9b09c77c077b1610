// SPDX-License-Identifier: Apache-2.0
// The restricted reader of pickles: what checkpoints hold is understood, nothing is ever run, and whatever could be is
// refused by name. The row names are those of the catalogue of bad input.
#include "core/files/pickle.h"

#include "core/files/torch_tensors.h"
#include "tests/support/bad_input.h"
#include "tests/support/torch_bytes.h"

#include <QTest>

using namespace tessera::core;
using namespace tessera::tests;
using namespace std::string_literals;

namespace {

using Kind = PickleValue::Kind;

std::span<const std::byte> bytesOf(const std::string& text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

QString refusal(const std::string& body)
{
    const std::string pickled = pickle::whole(body);
    return messageOf<FormatError>([&] { parsePickle(bytesOf(pickled)); });
}

QString refusalOfTensors(const std::string& body)
{
    const std::string pickled = pickle::whole(body);
    return messageOf<FormatError>([&] { torchTensors(parsePickle(bytesOf(pickled))); });
}

std::vector<TorchTensor> tensorsOf(const std::string& body)
{
    const std::string pickled = pickle::whole(body);
    return torchTensors(parsePickle(bytesOf(pickled)));
}

const std::string kFloats = pickle::storage("FloatStorage", "0", 12);
const std::string kGood = pickle::tensor(kFloats, 0, {3, 4}, {4, 1});

} // namespace

class TestPickle : public QObject {
    Q_OBJECT
private slots:
    void aStateDictIsUnderstood()
    {
        const auto tensors = tensorsOf(pickle::dict({{"a", kGood}, {"b", pickle::tensor(kFloats, 2, {2}, {5})}}));
        QCOMPARE(tensors.size(), 2U);
        QCOMPARE(tensors[0].name, "a"s);
        QCOMPARE(tensors[0].dtype, "F32"s);
        QCOMPARE(tensors[0].shape, (std::vector<std::int64_t>{3, 4}));
        QVERIFY(tensors[0].isContiguous());
        QCOMPARE(tensors[1].storage, "0"s);
        QCOMPARE(tensors[1].offset, 2U);
        QCOMPARE(tensors[1].span(), 6U);
        QVERIFY(!tensors[1].isContiguous());
    }

    void whatTrainersKeepBesideIsReadPast() // P5, P13
    {
        const std::string callbacks = "}"
            + pickle::global("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint") + "}"
            + pickle::text("best_model_score") + kGood + "s" + "s";
        const std::string scalar = pickle::global("numpy.core.multiarray", "scalar")
            + pickle::tuple({pickle::global("numpy", "dtype") + pickle::tuple({pickle::text("f8"), "\x89", "\x88"})
                                 + "R" + pickle::tuple({pickle::number(3), pickle::text("<")}) + "b",
                             "C\x08" + std::string(8, '\1')})
            + "R";
        const std::string parameter = pickle::global("torch._utils", "_rebuild_parameter")
            + pickle::tuple({kGood, "\x88", pickle::emptyDict()}) + "R";
        const std::string made = pickle::global("omegaconf.dictconfig", "DictConfig") + ")\x81" + "}"
            + pickle::text("k") + pickle::number(1) + "sb";
        const std::string sets = "\x8f(" + pickle::number(1) + "\x90";
        const auto tensors = tensorsOf(pickle::dict({{"epoch", pickle::number(7)},
                                                     {"callbacks", callbacks},
                                                     {"scalar", scalar},
                                                     {"hyper_parameters", made},
                                                     {"seen", sets},
                                                     {"rate", "G" + std::string(8, '\0')},
                                                     {"state_dict", pickle::dict({{"w", parameter}, {"x", "N"}})}}));
        QCOMPARE(tensors.size(), 1U);
        QCOMPARE(tensors[0].name, "w"s);
    }

    void plainObjectsBesideAreReadPast() // P5, P13
    {
        for (const auto& [module, name] : {std::pair{"datetime", "date"}, {"datetime", "datetime"}, {"datetime", "timezone"},
                                           {"pathlib", "PosixPath"}, {"pathlib", "PurePosixPath"}, {"argparse", "Namespace"},
                                           {"collections", "deque"}, {"builtins", "set"}, {"torch", "device"}}) {
            const std::string object = pickle::global(module, name) + pickle::tuple({pickle::text("x")}) + "R";
            QCOMPARE(tensorsOf(pickle::dict({{"beside", object}, {"w", kGood}})).size(), 1U);
        }
    }

    void newerProtocolsAreUnderstood() // P13
    {
        const std::string pickled = "\x80\x04\x95" + raw(std::uint64_t{20}) + "\x8c\x0b" + "collections"
            + "\x94\x8c\x0b" + "OrderedDict" + "\x94\x93\x94)R\x94(" + pickle::text("w") + "\x94" + kGood + "u}"
            + pickle::text("_metadata") + "}sb.";
        const auto tensors = torchTensors(parsePickle(bytesOf(pickled)));
        QCOMPARE(tensors.at(0).name, "w"s);
    }

    void dictsOfPairsAndSizesAreUnderstood() // P13, as Python 2 writes them
    {
        const std::string pairs = pickle::global("collections", "OrderedDict") + "](" + pickle::text("a") + kGood + "t"
            + "a" + "\x85R";
        const auto tensors = tensorsOf(pickle::dict({{"size", pickle::global("torch", "Size") + pickle::numbers({3, 4})
                                                                  + "\x85R"},
                                                     {"seed", "\x8b" + raw(std::int32_t{2}) + "\xff\x80" + "0N"},
                                                     {"key", "\x8a\x09" + std::string(9, '\1')},
                                                     {"bytes", "B" + raw(std::uint32_t{3}) + "abc"},
                                                     {"state_dict", pairs}}));
        QCOMPARE(tensors.size(), 1U);
        QCOMPARE(tensors[0].name, "a"s);
    }

    void negativeNumbersOfAnyLengthAreThemselves()
    {
        for (const std::int64_t number : {-1, -128, -129, -70'000}) {
            const std::string eight = raw(number);
            for (std::size_t bytes = number < -128 ? 3 : 1; bytes <= 8; ++bytes) {
                const std::string pickled =
                    pickle::whole("\x8a"s + static_cast<char>(bytes) + eight.substr(0, bytes));
                const Pickle read = parsePickle(bytesOf(pickled));
                QCOMPARE(read.values.at(0).integer, number);
            }
        }
    }

    void nothingIsEverRun_data() // P1, P2, P3, P4, P6, P19
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const std::string& body, const char* named) {
            QTest::newRow(name) << QByteArray(body.data(), static_cast<qsizetype>(body.size())) << QString(named);
        };
        const std::string argument = pickle::tuple({pickle::text("touch /tmp/run")});
        const auto call = [&](const char* module, const char* name) {
            return pickle::global(module, name) + argument + "R";
        };
        row("P1 os.system", call("os", "system"), "os.system");
        row("P1 posix.system", call("posix", "system"), "posix.system");
        row("P1 subprocess", call("subprocess", "Popen"), "subprocess.Popen");
        row("P1 exec", call("builtins", "exec"), "builtins.exec");
        row("P1 eval of Python 2", call("__builtin__", "eval"), "__builtin__.eval");
        row("P1 getattr", call("builtins", "getattr"), "builtins.getattr");
        row("P1 runpy", call("runpy", "_run_code"), "runpy._run_code");
        row("P1 resolve_name", call("pkgutil", "resolve_name"), "pkgutil.resolve_name");
        row("P1 numpy's", call("numpy.testing._private.utils", "runstring"), "runstring");
        row("P1 torch.load", call("torch", "load"), "torch.load");
        row("P1 torch's hub", call("torch.hub", "load"), "torch.hub.load");
        row("P1 a builtin that opens files", call("builtins", "open"), "builtins.open");
        row("P2 STACK_GLOBAL", pickle::text("os") + pickle::text("system") + "\x93" + argument + "R", "os.system");
        row("P2 NEWOBJ", pickle::global("os", "system") + ")\x81", "os.system");
        row("P2 NEWOBJ_EX", pickle::global("os", "system") + ")}\x92", "os.system");
        row("P2 INST", "(" + pickle::text("x") + "ios\nsystem\n", "INST");
        row("P2 OBJ", "(" + pickle::global("builtins", "object") + "o", "OBJ");
        row("P2 EXT1", "\x82\x01", "EXT1");
        row("P2 EXT2", "\x83\x01\x02", "EXT2");
        row("P2 EXT4", "\x84\x01\x02\x03\x04", "EXT4");
        row("P2 dotted name", call("pytorch_lightning", "utilities.os.system"), "utilities.os.system");
        row("P2 BUILD", pickle::global("os", "system") + "}b", "os.system");
        row("P3 popped", call("os", "system") + "0" + pickle::dict({{"w", kGood}}), "os.system");
        row("P3 a key", "}" + call("os", "system") + "Ns", "os.system");
        row("P3 persistent id", call("os", "system") + "Q", "os.system");
        row("P3 hooks",
            pickle::global("torch._utils", "_rebuild_tensor_v2")
                + pickle::tuple({kFloats, pickle::number(0), pickle::numbers({1}), pickle::numbers({1}), "\x89",
                                 call("os", "system")})
                + "R",
            "os.system");
        row("P4 before a broken stream", call("os", "system") + "\xff", "os.system");
        row("P4 before a stream without an end", call("os", "system") + "X\xff\xff\xff\xff", "os.system");
        row("P6 case", call("Collections", "OrderedDict"), "Collections.OrderedDict");
        row("P6 case of a name", call("torch", "floatStorage"), "torch.floatStorage");
        row("P6 a space behind", call("torch", "FloatStorage "), "FloatStorage");
        row("P6 a prefix", call("torch._utils", "_rebuild_tensor_v22"), "_rebuild_tensor_v22");
        row("P6 a package that begins alike", call("ldmx.evil", "Run"), "ldmx.evil.Run");
        row("P19 quantized", call("torch._utils", "_rebuild_qtensor"), "_rebuild_qtensor");
        row("P19 quantized storage", pickle::storage("QInt8Storage", "0", 1), "QInt8Storage");
        row("P19 complex", pickle::storage("ComplexFloatStorage", "0", 1), "ComplexFloatStorage");
        row("P19 invented", pickle::storage("BestStorage", "0", 1), "BestStorage");
    }

    void nothingIsEverRun()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, named);
        REFUSES(refusal(body.toStdString()), (QStringList{"byte", named}));
        if (!named.startsWith("INST") && named != "OBJ" && !named.startsWith("EXT"))
            REFUSES(refusal(body.toStdString()), (QStringList{"nothing was run", "expected", "safetensors"}));
    }

    void brokenStreamsAreRefused_data() // P4, P7, P8, P9, P10
    {
        QTest::addColumn<QByteArray>("pickled");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const std::string& pickled, const QStringList& words) {
            QTest::newRow(name) << QByteArray(pickled.data(), static_cast<qsizetype>(pickled.size())) << words;
        };
        const auto body = [&](const char* name, const std::string& text, const QStringList& words) {
            row(name, pickle::whole(text), words);
        };
        row("nothing", "", {"ends early"});
        row("P4 after the end", pickle::whole("N") + pickle::global("os", "system"), {"follow its end"});
        row("P4 no end", "\x80\x02N", {"ends early"});
        row("protocol 0", "\x80\x01N.", {"protocol 1", "expected 2 to 5"});
        row("protocol 9", "\x80\x09N.", {"protocol 9"});
        const auto underflow = [&](const std::string& opcodes, const char* word) {
            for (const char opcode : opcodes)
                body(("P7 underflow " + QByteArray::number(static_cast<unsigned char>(opcode))).constData(),
                     opcode + "\0\0\0\0"s, {word});
        };
        underflow("R02bsaqrQ\x81\x85\x86\x87\x92\x93\x94", "the stack is empty");
        underflow("1tldeu\x90\x91", "there is no mark");
        body("P7 underflow at the end", "", {"the stack is empty"});
        body("P7 values below a mark", "N(0)R", {"byte"});
        body("P7 SETITEMS of a list", "](NNu", {"no dict"});
        body("P7 APPEND to a dict", "}Na", {"no list"});
        body("P7 a key alone", "}(Nu", {"key without a value"});
        body("P7 calling a text", pickle::text("os") + ")R", {"no name"});
        body("P7 a name of numbers", "K\1K\2\x93", {"no text"});
        body("P7 a mark that is open at the end", "N(", {"mark is open"});
        body("P7 a key alone in a dict", "(Nd", {"key without a value"});
        body("P7 ADDITEMS to a list", "](N\x90", {"no set"});
        body("P7 BUILD of a number", "K\1Nb", {"attributes for what can have none"});
        body("P7 keywords that are a list", pickle::global("omegaconf.dictconfig", "DictConfig") + ")]\x92",
             {"keywords that are no dict"});
        body("P7 arguments that are a list", pickle::global("collections", "OrderedDict") + "]R",
             {"arguments that are no tuple"});
        body("P7 a dict of a triple", pickle::global("collections", "OrderedDict") + "](K\1K\2K\3ta\x85R",
             {"a dict of no pairs"});
        body("P7 a size of nothing", pickle::global("torch", "Size") + ")R", {"torch.Size of no tuple"});
        body("P7 a parameter of a text", pickle::global("torch._utils", "_rebuild_parameter") + pickle::text("w") + "\x85R",
             {"a parameter of no tensor"});
        body("P7 calling a storage", pickle::global("torch", "FloatStorage") + ")R",
             {"torch.FloatStorage", "cannot be called"});
        body("P7 a persistent id of a number", "K\1Q", {"a persistent id that is no storage"});
        body("P7 strides that are texts",
             pickle::global("torch._utils", "_rebuild_tensor_v2")
                 + pickle::tuple({kFloats, pickle::number(0), pickle::numbers({2}), pickle::text("1") + "\x85"}) + "R",
             {"sizes or strides are no numbers"});
        body("a name of 4 GiB's kind on the stack", pickle::text("cldm." + std::string(2'000, 'a')) + pickle::text("b") + "\x93",
             {"a name of 2,006 letters", "at most 1,000"});
        body("P7 a tensor of nothing", pickle::global("torch._utils", "_rebuild_tensor_v2") + ")R",
             {"a tensor without"});
        body("P7 an unknown opcode", "\xff", {"255", "no opcode"});
        body("P8 4 GiB", "X\xff\xff\xff\xff", {"4,294,967,295", "follow"});
        body("P8 2^64-1", "\x8d" + raw(~std::uint64_t{0}), {"follow"});
        body("P8 bytes of 2^63", "\x8e" + raw(std::uint64_t{1} << 63), {"follow"});
        body("P8 a negative LONG4", "\x8b" + raw(std::int32_t{-1}), {"-1"});
        body("P8 a lying frame", "\x95" + raw(std::uint64_t{1} << 40), {"frame"});
        body("P9 memo of 2^32-1", "Nr\xff\xff\xff\xff", {"4,294,967,295", "memo", "expected less"});
        body("P9 unwritten", "h\1", {"memo", "empty"});
        body("P9 unwritten, of 32 bits", "j\xff\xff\xff\xff", {"4,294,967,295", "memo", "empty"});
        body("P9 negative", "Np-1\n", {"PUT"});
        body("P9 negative read", "g-1\n", {"GET"});
        body("P10 15,000 marks", std::string(15'000, '('), {"nested deeper than 256"});
        body("P19 a class that is no storage", pickle::storage("Size", "0", 1),
             {"\"torch.Size\"", "expected torch.FloatStorage"});
        body("P12 two roots", "NN", {"left over"});
        body("a name of 100,000 letters", "cldm." + std::string(100'000, 'a') + "\nb\n", {"name of more than"});
    }

    void brokenStreamsAreRefused()
    {
        QFETCH(QByteArray, pickled);
        QFETCH(QStringList, words);
        const std::string text = pickled.toStdString();
        REFUSES(messageOf<FormatError>([&] { parsePickle(bytesOf(text)); }), words);
    }

    void deepAndCircularValuesCostLittle_data() // P10, P11
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("most"); ///< values that it may cost
        const auto row = [](const char* name, const std::string& value, int most) {
            QTest::newRow(name) << QByteArray(value.data(), static_cast<qsizetype>(value.size())) << most;
        };
        std::string tuples = "N", lists, pairs = "N", memo = "]q\0"s;
        for (int i = 0; i < 15'000; ++i)
            tuples += '\x85';
        for (int i = 0; i < 7'000; ++i)
            lists += ']';
        for (int i = 1; i < 7'000; ++i)
            lists += 'a';
        for (int i = 0; i < 60; ++i) {
            pairs += "2\x86"; // each pair holds the last one twice: 2^60 leaves
            memo += "0h"s + static_cast<char>(i) + "h" + static_cast<char>(i) + "\x86q" + static_cast<char>(i + 1);
        }
        row("P10 15,000 tuples", tuples, 15'001);
        row("P10 7,000 lists", lists, 7'000);
        row("P10 a list that holds itself", "]q\0h\0a"s, 1);
        row("P10 a dict that holds itself", "}q\0K\1h\0s"s, 2);
        row("P10 a tuple that holds itself", "]q\0h\0\x85" "a"s, 2);
        row("P11 doubled by DUP", pairs, 61);
        row("P11 doubled by the memo", memo, 61);
    }

    void deepAndCircularValuesCostLittle()
    {
        QFETCH(QByteArray, value);
        QFETCH(int, most);
        const std::string alone = pickle::whole(value.toStdString());
        QCOMPARE(parsePickle(bytesOf(alone)).values.size(), static_cast<std::size_t>(most));
        // Beside weights they are passed over; in place of weights they are refused.
        const std::vector<TorchTensor> tensors = tensorsOf(pickle::dict({{"odd", value.toStdString()}, {"w", kGood}}));
        QCOMPARE(tensors.size(), 1U);
        REFUSES(refusalOfTensors(value.toStdString()), QStringList{"no tensors found"});
    }

    void limitsAreKept()
    {
        REFUSES(refusal(std::string(kMostPickleValues + 1, 'N')), (QStringList{"1,000,000 values"}));
        REFUSES(refusal("Nq\0"s + std::string(kMostPickleItems + 1, '2')), (QStringList{"4,000,000"}));
        std::string gets = "Nq\0"s;
        for (std::size_t i = 0; i <= kMostPickleItems; ++i)
            gets += "h\0"s;
        REFUSES(refusal(gets), (QStringList{"4,000,000 values on the stack"}));
        const std::string long64 = pickle::whole(std::string(kMostPickleBytes, 'N'));
        REFUSES(messageOf<FormatError>([&] { parsePickle(bytesOf(long64)); }),
                (QStringList{"its pickle has 67,108,867 bytes", "at most 67,108,864"}));
    }

    void rootsWithoutTensorsAreRefused_data() // P12
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, const std::string& body, const char* what) {
            QTest::newRow(name) << QByteArray(body.data(), static_cast<qsizetype>(body.size())) << QString(what);
        };
        row("None", "N", "a plain value");
        row("a number", "K\1", "a plain value");
        row("a list", "]", "a list");
        row("a list of tensors", "]" + kGood + "a", "a list");
        row("an empty dict", "}", "a dict without tensors");
        row("keys that are no texts", "}K\1K\2s", "a dict without tensors");
        row("values that are no tensors", pickle::dict({{"w", pickle::number(1)}}), "a dict without tensors");
        row("a tensor", kGood, "a single tensor");
        row("a whole model", pickle::global("taming.models.vqgan", "VQModel") + ")\x81}b", "an object of a program");
    }

    void rootsWithoutTensorsAreRefused()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, what);
        REFUSES(refusalOfTensors(body.toStdString()),
                (QStringList{"no tensors found", what, "expected names with tensors", "model.state_dict()"}));
    }

    void tensorsMustLieInTheirStorage_data() // P14, P15, P16, P17, P19
    {
        QTest::addColumn<QByteArray>("tensor");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const std::string& tensor, const char* word) {
            QTest::newRow(name) << QByteArray(tensor.data(), static_cast<qsizetype>(tensor.size())) << QString(word);
        };
        const auto most = std::numeric_limits<std::int64_t>::max();
        row("P14 offset -1", pickle::tensor(kFloats, -1, {3, 4}, {4, 1}), "-1");
        row("P14 offset beyond by one", pickle::tensor(kFloats, 1, {3, 4}, {4, 1}),
            "does not lie in its storage of 12");
        row("P14 offset 2^62", pickle::tensor(kFloats, std::int64_t{1} << 62, {1}, {1}), "does not lie");
        row("P14 a negative size", pickle::tensor(kFloats, 0, {-3, -4}, {4, 1}), "-3");
        row("P14 a negative stride", pickle::tensor(kFloats, 11, {3, 4}, {-4, -1}), "-4");
        row("P14 wrapping sizes", pickle::tensor(kFloats, 0, {most, most, 8}, {0, 0, 0}), "does not lie");
        const std::int64_t half = std::int64_t{1} << 32;
        row("P14 sizes that wrap to 0", pickle::tensor(kFloats, 0, {half, half}, {0, 0}), "does not lie");
        row("P15 sizes that wrap to 4",
            pickle::tensor(kFloats, 0, {half + 1, half - 1, half + 1, half - 1, 4}, {0, 0, 0, 0, 0}), "does not lie");
        row("P14 wrapping strides", pickle::tensor(kFloats, 0, {3, 4}, {most, most}), "does not lie");
        row("P15 stretched to 2^40", pickle::tensor(kFloats, 0, {std::int64_t{1} << 40}, {0}), "does not lie");
        row("P14 more sizes than strides", pickle::tensor(kFloats, 0, {3, 4}, {1}), "2 sizes and 1 strides");
        row("P14 twelve dimensions",
            pickle::tensor(kFloats, 0, std::vector<std::int64_t>(12, 1), std::vector<std::int64_t>(12, 1)),
            "12 dimensions");
        row("P17 a negative count", pickle::tensor(pickle::storage("FloatStorage", "0", -1), 0, {1}, {1}), "-1");
    }

    void tensorsMustLieInTheirStorage()
    {
        QFETCH(QByteArray, tensor);
        QFETCH(QString, word);
        REFUSES(refusalOfTensors(pickle::dict({{"w", tensor.toStdString()}})), (QStringList{"tensor \"w\"", word}));
    }

    void oneStorageHasOneKind() // P17
    {
        const std::string halves = pickle::tensor(pickle::storage("HalfStorage", "0", 12), 0, {12}, {1});
        REFUSES(refusalOfTensors(pickle::dict({{"a", kGood}, {"b", halves}})),
                (QStringList{"\"b\"", "F16", "F32", "elsewhere"}));
    }

    void namesAreTextsAndOccurOnce() // P12
    {
        REFUSES(refusalOfTensors(pickle::dict({{"a", kGood}, {"a", kGood}})), (QStringList{"\"a\"", "twice"}));
        REFUSES(refusalOfTensors(pickle::emptyDict() + pickle::number(1) + kGood + "s"), (QStringList{"no text"}));
    }

    void emptyTensorsAndScalarsAreFine()
    {
        const auto tensors = tensorsOf(pickle::dict(
            {{"none", pickle::tensor(kFloats, 0, {0, 4}, {4, 1})}, {"one", pickle::tensor(kFloats, 11, {}, {})}}));
        QCOMPARE(tensors[0].count(), 0U);
        QCOMPARE(tensors[1].count(), 1U);
    }

    void everyCutIsRefused() // P22
    {
        const std::string good = pickle::whole(pickle::dict({{"w", kGood}}));
        for (std::size_t size = 0; size < good.size(); ++size) {
            const std::string cut = good.substr(0, size);
            QVERIFY2(!messageOf<FormatError>([&] { parsePickle(bytesOf(cut)); }).isEmpty(),
                     qPrintable(QString::number(size)));
        }
    }
};

QTEST_APPLESS_MAIN(TestPickle)
#include "test_pickle.moc"
