// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/ini_text.h"

#include <QStringList>

#include <algorithm>
#include <optional>
#include <string_view>

namespace tessera::app {
namespace {

bool isPlain(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || u == '_' || u == '-' || u == '.';
}

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

QString fromHex(const QByteArray& digits, bool& isGood) { return QString(QChar(static_cast<char16_t>(digits.toUInt(&isGood, 16)))); }

/// "a%20b\c" -> "a b/c"
QString fromIniKey(const QByteArray& text)
{
    QString key;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            key += u'/';
            continue;
        }
        const bool isWide = text[i] == '%' && i + 1 < text.size() && text[i + 1] == 'U';
        const qsizetype begin = i + (isWide ? 2 : 1), count = isWide ? 4 : 2;
        bool isGood = text[i] == '%' && begin + count <= text.size();
        const QString character = isGood ? fromHex(text.mid(begin, count), isGood) : QString();
        if (isGood) {
            key += character;
            i = begin + count - 1;
        } else {
            key += QLatin1Char(text[i]);
        }
    }
    return key;
}

QByteArray toIniKey(QStringView key)
{
    QByteArray text;
    for (const QChar c : key)
        if (c == u'/')
            text += '\\';
        else if (isPlain(c))
            text += static_cast<char>(c.unicode());
        else if (c.unicode() < 0x100)
            text += '%' + QByteArray::number(c.unicode(), 16).toUpper().rightJustified(2, '0');
        else
            text += "%U" + QByteArray::number(c.unicode(), 16).toUpper().rightJustified(4, '0');
    return text;
}

/// One line after the other. A backslash, or an open quote, takes the next line to this one.
class Lines {
public:
    explicit Lines(const QByteArray& text) : m_text(text) {}

    /// False at the end. `equals`: where the first = outside of quotes is; -1 for none.
    bool next(QByteArray& line, qsizetype& equals)
    {
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
        if (m_at >= m_text.size())
            return false;
        const qsizetype begin = m_at;
        const bool isComment = m_text[begin] == ';';
        bool isQuoted = false;
        equals = -1;
        for (; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if ((c == '\n' || c == '\r') && !isQuoted)
                break;
            if (isComment)
                continue;
            if (c == '\\')
                ++m_at;
            else if (c == '"')
                isQuoted = !isQuoted;
            else if (c == '=' && !isQuoted && equals < 0)
                equals = m_at - begin;
        }
        m_at = std::min(m_at, m_text.size());
        line = m_text.mid(begin, m_at - begin);
        return true;
    }

private:
    const QByteArray& m_text;
    qsizetype m_at = 0;
};

/// A number in the middle of a text: its digits from `at` on, which ends behind them.
QChar numberAt(const QString& text, qsizetype& at, int base)
{
    quint32 value = 0;
    for (; at < text.size(); ++at) {
        bool isDigit = false;
        const quint32 digit = QStringView(text).mid(at, 1).toUInt(&isDigit, base);
        if (!isDigit)
            break;
        value = (value * static_cast<quint32>(base) + digit) & 0xFFFF;
    }
    return static_cast<char16_t>(value);
}

/// What a backslash stands for; `at` is behind it, and then behind all that belongs to it.
QString escaped(const QString& text, qsizetype& at)
{
    constexpr std::u16string_view kNames = u"abfnrtv\"?'\\", kMeanings = u"\a\b\f\n\r\t\v\"?'\\";
    if (at >= text.size())
        return {};
    const QChar c = text[at++];
    if (const std::size_t known = kNames.find(c.unicode()); known != kNames.npos)
        return QChar(kMeanings[known]);
    if (c == u'x')
        return numberAt(text, at, 16);
    if (c >= u'0' && c <= u'7')
        return numberAt(text, --at, 8);
    if (c == u'\r' && at < text.size() && text[at] == u'\n')
        ++at;
    return {}; // the line goes on, or nobody knows what it is
}

/// The parts of a value between its commas, without quotes and escapes, and without white space around what has neither.
QStringList partsOf(const QString& text)
{
    QStringList parts;
    QString part;
    qsizetype kept = 0; // so much of it was quoted or escaped
    bool isQuoted = false;
    const auto end = [&] {
        while (part.size() > kept && part.back().isSpace())
            part.chop(1);
        parts << part;
        part.clear();
        kept = 0;
    };
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i++];
        if (c == u'\\')
            part += escaped(text, i);
        else if (c == u'"')
            isQuoted = !isQuoted;
        else if (c == u',' && !isQuoted)
            end();
        else if (isQuoted || !part.isEmpty() || !c.isSpace())
            part += c;
        if (isQuoted || c == u'\\')
            kept = part.size();
    }
    end();
    return parts;
}

/// What QSettings marks with @, from its text. Its @Variant, a stream of any type at all, stays text: nothing here writes it.
QVariant marked(const QString& text)
{
    if (!text.startsWith(u'@'))
        return text;
    if (text.startsWith(QLatin1String("@@")))
        return text.mid(1);
    const auto inside = [&text](const char* mark) -> std::optional<QByteArray> {
        const QString begin = QLatin1Char('@') + QLatin1String(mark) + QLatin1Char('(');
        if (!text.startsWith(begin) || !text.endsWith(u')'))
            return {};
        return text.mid(begin.size(), text.size() - begin.size() - 1).toLatin1();
    };
    if (const auto bytes = inside("ByteArray"))
        return *bytes;
    if (const auto string = inside("String"))
        return QString::fromLatin1(*string);
    if (text == QLatin1String("@Invalid()"))
        return {};
    return text;
}

QString withMark(const QVariant& value)
{
    if (value.typeId() == QMetaType::QByteArray)
        return QLatin1String("@ByteArray(") + QString::fromLatin1(value.toByteArray()) + QLatin1Char(')');
    Q_ASSERT(value.canConvert<QString>());
    const QString text = value.toString();
    return text.startsWith(u'@') ? u'@' + text : text;
}

/// As little marked as can be: names and numbers stay what they are.
QByteArray quoted(const QString& text)
{
    if (!text.isEmpty() && std::ranges::all_of(text, isPlain))
        return text.toLatin1();
    QByteArray result(1, '"');
    bool isAfterNumber = false; // whose digits the next one must not continue
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        const bool isHexDigit = (u >= '0' && u <= '9') || (u >= 'a' && u <= 'f') || (u >= 'A' && u <= 'F');
        if (u < 0x20 || u > 0x7E || (isAfterNumber && isHexDigit)) {
            result += "\\x" + QByteArray::number(u, 16);
            isAfterNumber = true;
            continue;
        }
        if (u == '"' || u == '\\')
            result += '\\';
        result += static_cast<char>(u);
        isAfterNumber = false;
    }
    return result + '"';
}

} // namespace

IniText parseIni(const QByteArray& text)
{
    IniText ini;
    QString group;
    QByteArray line;
    qsizetype equals = -1;
    const QByteArray body = text.startsWith("\xEF\xBB\xBF") ? text.mid(3) : text;
    for (Lines lines(body); lines.next(line, equals);) {
        if (line.startsWith(';'))
            continue;
        if (line.startsWith('[')) {
            const qsizetype end = line.indexOf(']');
            const QByteArray name = line.mid(1, end - 1).trimmed();
            ini.isWhole = ini.isWhole && end > 0;
            group = name.compare("general", Qt::CaseInsensitive) == 0 ? QString()
                : name.compare("%general", Qt::CaseInsensitive) == 0  ? QLatin1String(name.mid(1)) + QLatin1Char('/')
                                                                      : fromIniKey(name) + QLatin1Char('/');
            continue;
        }
        if (equals < 0) {
            ini.isWhole = false;
            continue;
        }
        ini.values[group + fromIniKey(line.left(equals).trimmed())] = line.mid(equals + 1).trimmed();
    }
    return ini;
}

QByteArray toIni(const QMap<QString, QByteArray>& values)
{
    QMap<QString, QByteArray> sections; // sorted, so that the same values give the same text
    for (auto value = values.begin(); value != values.end(); ++value) {
        const qsizetype slash = value.key().indexOf(u'/');
        const QString group = slash > 0 ? value.key().left(slash) : QString();
        sections[group] += toIniKey(QStringView(value.key()).mid(slash > 0 ? slash + 1 : 0)) + '=' + *value + '\n';
    }
    QByteArray text;
    for (auto section = sections.begin(); section != sections.end(); ++section) {
        const bool isGeneral = section.key().compare(QLatin1String("general"), Qt::CaseInsensitive) == 0;
        text += (text.isEmpty() ? "[" : "\n[") + (isGeneral ? QByteArray("%") : QByteArray())
            + (section.key().isEmpty() ? QByteArray("General") : toIniKey(section.key())) + "]\n" + *section;
    }
    return text;
}

QVariant fromIniValue(const QByteArray& text)
{
    const QStringList parts = partsOf(QString::fromUtf8(text));
    if (parts.size() == 1)
        return marked(parts.front());
    QStringList list;
    for (const QString& part : parts)
        list << marked(part).toString();
    return list;
}

QByteArray toIniValue(const QVariant& value)
{
    if (value.typeId() != QMetaType::QStringList)
        return quoted(withMark(value));
    const QStringList list = value.toStringList();
    if (list.isEmpty())
        return "@Invalid()";
    QByteArray text;
    for (const QString& part : list)
        text += (text.isEmpty() ? "" : ", ") + quoted(withMark(part));
    return text;
}

} // namespace tessera::app
