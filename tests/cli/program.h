// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the built program as a script would: without a display, with its two streams apart.
#pragma once

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtEndian>

namespace tessera::tests {

struct Run {
    int exitCode = -1; ///< -1: crashed or took too long
    QByteArray out;
    QByteArray err;

    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    /// One line on standard error, and nothing else anywhere.
    bool isOneLine() const
    {
        return out.isEmpty() && err.startsWith("tessera: ") && err.count('\n') == 1 && err.endsWith('\n');
    }
};

inline Run runTessera(const QStringList& arguments, const QStringList& environment = {})
{
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        variables.remove(name);
    for (const QString& setting : environment)
        variables.insert(setting.section('=', 0, 0), setting.section('=', 1));
    process.setProcessEnvironment(variables);
    process.start(QStringLiteral(TESSERA_BINARY_DIR "/tessera"), arguments);
    if (!process.waitForFinished(600000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// A folder for one test, and files in it.
class Folder {
public:
    QString file(const QString& name) const { return m_folder.filePath(name); }
    QString write(const QString& name, const QByteArray& bytes) const
    {
        QFile out(file(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("cannot write a test file");
        return out.fileName();
    }
    QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name); }
    bool has(const QString& name) const { return QFile::exists(file(name)); }

private:
    QTemporaryDir m_folder;
};

/// A .npy with any header.
inline QByteArray npyWithHeader(QByteArray header, const QByteArray& data, char major = 1)
{
    const int prefix = major == 1 ? 10 : 12;
    header += QByteArray((64 - (prefix + static_cast<int>(header.size()) + 1) % 64) % 64, ' ') + '\n';
    QByteArray length(major == 1 ? 2 : 4, 0);
    if (major == 1)
        qToLittleEndian(static_cast<quint16>(header.size()), length.data());
    else
        qToLittleEndian(static_cast<quint32>(header.size()), length.data());
    return QByteArray("\x93NUMPY") + major + '\0' + length + header + data;
}

inline QByteArray npy(const QByteArray& descr, const QByteArray& shape, const QByteArray& data, char major = 1)
{
    return npyWithHeader("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }", data, major);
}

template <class Number>
QByteArray rawBytes(const QList<Number>& values)
{
    QByteArray bytes(values.size() * static_cast<qsizetype>(sizeof(Number)), 0);
    for (qsizetype i = 0; i < values.size(); ++i)
        qToLittleEndian(values[i], bytes.data() + i * static_cast<qsizetype>(sizeof(Number)));
    return bytes;
}

inline QString source(const QString& path) { return QStringLiteral(TESSERA_SOURCE_DIR "/") + path; }

} // namespace tessera::tests
