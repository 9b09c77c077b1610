// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/code_formats.h"

#include "app/codes/code_png.h"
#include "app/pictures/byte_view.h"
#include "app/pictures/header.h"
#include "core/atomic_file.h"
#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/code_json.h"
#include "core/files/code_npz.h"
#include "core/files/npy.h"
#include "core/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tessera::app {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;
using Bytes = std::vector<std::byte>;
using Head = std::span<const std::byte>;

constexpr std::uint64_t kHeadBytes = 64;

Bytes npy(const core::IndexMap& codes, const core::CodeOrigin&) { return core::npyBytes(codes); }
bool isNpyHead(Head head) { return ByteView(head).startsWith("\x93NUMPY"sv); }
core::CodeArray readNpyCodes(const fs::path& file)
{
    const std::string name = core::printable(file.string());
    core::checkHoldsCodes(core::readNpyHead(file), name);
    return core::toCodeArray(core::readNpy(file), name);
}

Bytes npz(const core::IndexMap& codes, const core::CodeOrigin& origin) { return core::codesToNpz(codes, origin); }
bool isNpzHead(Head head) { return ByteView(head).startsWith("PK\3\4"sv); }
core::CodeArray readNpzCodes(const fs::path& file)
{
    const Bytes bytes = core::readFile(file, core::kMostCodeNpzBytes);
    return core::withContext(core::printable(file.string()), [&] { return core::codesFromNpz(bytes); });
}

Bytes png(const core::IndexMap& codes, const core::CodeOrigin&) { return codesToPng(codes); }
bool isPngHead(Head head) { return ByteView(head).startsWith("\x89PNG"sv); }

Bytes json(const core::IndexMap& codes, const core::CodeOrigin& origin)
{
    const std::string text = core::codesToJson(codes, origin);
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}
bool isJsonHead(Head head)
{
    const auto first = std::ranges::find_if(
        head, [](std::byte b) { return " \t\r\n\xEF\xBB\xBF"sv.find(static_cast<char>(b)) == std::string_view::npos; });
    return first != head.end() && (*first == std::byte{'['} || *first == std::byte{'{'});
}
core::CodeArray readJsonCodes(const fs::path& file)
{
    const Bytes bytes = core::readFile(file, core::kMostCodeJsonBytes);
    return core::withContext(core::printable(file.string()), [&] {
        return core::codesFromJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    });
}

#define TEXT(english) QT_TRANSLATE_NOOP("CodeFormats", english)

const CodeFormat kFormats[] = {
    {"npy", TEXT("NumPy array"), TEXT("numpy.load() gives int64 of shape (1, rows, columns)."), npy, isNpyHead, readNpyCodes},
    {"npz", TEXT("NumPy archive"), TEXT("The array \"codes\" of numpy.load(), with the model's name, its factor and its number of codes."), npz, isNpzHead, readNpzCodes},
    {"png", TEXT("PNG, 16 bits gray"), TEXT("A pixel for each cell, whose gray is the code: up to 65535."), png, isPngHead, codesFromPng},
    {"json", TEXT("JSON"), TEXT("A list of codes for each row, with the model's name, its factor and its number of codes."), json, isJsonHead, readJsonCodes},
};

#undef TEXT

QString translated(const char* english) { return QCoreApplication::translate("CodeFormats", english); }

} // namespace

std::span<const CodeFormat> codeFormats() { return kFormats; }

QString codeFormatName(const CodeFormat& format) { return translated(format.name); }

QString codeFormatContent(const CodeFormat& format) { return translated(format.content); }

const CodeFormat* codeFormatOf(const fs::path& path)
{
    const QString suffix = QString::fromStdString(path.extension().string()).toLower();
    for (const CodeFormat& format : kFormats)
        if (suffix == QLatin1Char('.') + QLatin1String(format.suffix))
            return &format;
    return nullptr;
}

std::string codeSuffixes()
{
    std::string text;
    for (const CodeFormat& format : kFormats)
        text += (text.empty() ? "." : ", .") + std::string(format.suffix);
    return text;
}

core::CodeArray readCodeFile(const fs::path& file)
{
    Bytes head;
    {
        const core::InputFile input(file);
        head.resize(static_cast<std::size_t>(std::min(input.size(), kHeadBytes)));
        input.read(0, head);
    }
    for (const CodeFormat& format : kFormats)
        if (format.matches(head))
            return format.read(file);
    if (const CodeFormat* named = codeFormatOf(file))
        return named->read(file); // whose reader says what is wrong with it
    const std::string found = core::looksLike(head);
    throw core::FormatError(core::printable(file.string()) + ": is "
                            + (found.empty() ? "no file of codes" : found) + "; codes are read from " + codeSuffixes());
}

void writeCodeFile(const fs::path& file, const core::IndexMap& codes, const core::CodeOrigin& origin)
{
    const CodeFormat* format = codeFormatOf(file);
    if (!format)
        throw core::FormatError(file.string() + ": codes are written as " + codeSuffixes()
                                + "; choose a name that ends so");
    const Bytes bytes = core::withContext(file.string(), [&] { return format->encode(codes, origin); });
    core::writeFileAtomically(file, bytes);
}

core::CodeOrigin originOf(const core::VqModel& model)
{
    return {model.name(), model.config().codes, model.factor()};
}

std::string mismatch(const core::CodeOrigin& file, const core::VqModel& model)
{
    const core::CodeOrigin now = originOf(model);
    const bool otherName = !file.model.empty() && file.model != now.model;
    const bool otherCodes = file.codes > 0 && file.codes != now.codes;
    const bool otherFactor = file.factor > 0 && file.factor != now.factor;
    if (!otherName && !otherCodes && !otherFactor)
        return {};
    const auto described = [](const core::CodeOrigin& origin) {
        std::string facts = origin.codes > 0 ? std::to_string(origin.codes) + " codes" : "";
        if (origin.factor > 0)
            facts += (facts.empty() ? "" : ", ") + ("factor " + std::to_string(origin.factor));
        return (origin.model.empty() ? "another model" : core::printable(origin.model))
            + (facts.empty() ? "" : " (" + facts + ")");
    };
    return "the codes were made with " + described(file) + ", not with " + described(now)
        + "; they draw something else here";
}

} // namespace tessera::app
