// SPDX-License-Identifier: GPL-3.0-or-later
// The INI files of QSettings as bytes in memory: QSettings itself reads whole files of any size and writes with the help of
// others. What it writes is read here, and what is written here it reads.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QVariant>

namespace tessera::app {

struct IniText {
    QMap<QString, QByteArray> values; ///< "group/key", and what stands behind its =, as it is written
    bool isWhole = true;              ///< was every line understood?
};

IniText parseIni(const QByteArray& text);
QByteArray toIni(const QMap<QString, QByteArray>& values);

/// What stands behind the = as a value: QString, QStringList, QByteArray or what QSettings keeps as a stream; invalid for what is
/// none of these. Numbers and truth values are texts, which QVariant turns into what they are.
QVariant fromIniValue(const QByteArray& text);
/// The way back. Numbers, truth values, texts, lists of texts, bytes, and what can be turned into a text.
QByteArray toIniValue(const QVariant& value);

} // namespace tessera::app
