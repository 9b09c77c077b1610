// SPDX-License-Identifier: GPL-3.0-or-later
// What the program has to say, above the canvas and in nobody's way: a line per message with a button that closes it.
// Text is shown as it is, never as markup: it may come from files.
#pragma once

#include <QList>
#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace tessera::app {

class Strip;

class MessageBar : public QWidget {
    Q_OBJECT
public:
    enum class Kind { done, information, error };

    static constexpr int kMost = 3; ///< older messages make room

    explicit MessageBar(QWidget* parent = nullptr);

    struct Button {
        QString text;
        std::function<void()> act; ///< the message goes before
    };
    void say(Kind kind, const QString& text); ///< "done" goes by itself after a while
    void ask(const QString& text, const QList<Button>& buttons, Kind kind = Kind::information);
    void takeBack(const QString& text); ///< it is no longer so
    void clear();
    QStringList texts() const; ///< newest last

private:
    Strip* add(Kind kind, const QString& text);
    void remove(QWidget* strip);

    QVBoxLayout* m_strips;
};

} // namespace tessera::app
