// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/message_bar.h"

#include "app/window/icons.h"
#include "app/window/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace tessera::app {

namespace {

constexpr int kDoneStaysMs = 6000;

} // namespace

/// One message: sign, words, close button, on a ground tinted by its kind.
class Strip : public QWidget {
public:
    Strip(MessageBar::Kind kind, const QString& text, QWidget* parent) : QWidget(parent), m_kind(kind), m_text(new QLabel(text, this))
    {
        m_text->setTextFormat(Qt::PlainText);
        m_text->setWordWrap(true);
        m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Minimum);
        policy.setHeightForWidth(true); // as high as its lines are at the width it gets, and no higher
        m_text->setSizePolicy(policy);
        m_close = new QToolButton(this);
        m_close->setAutoRaise(true);
        m_close->setIcon(icon(QStringLiteral("close")));
        m_close->setAccessibleName(MessageBar::tr("Close this message"));
        m_close->setToolTip(MessageBar::tr("Close this message"));
        m_row = new QHBoxLayout(this);
        m_row->setContentsMargins(44, 6, 8, 6);
        m_row->addWidget(m_text, 1);
        m_row->addWidget(m_close, 0, Qt::AlignTop);
    }

    QPushButton& addButton(const QString& buttonText)
    {
        auto* button = new QPushButton(buttonText, this);
        m_row->insertWidget(m_row->count() - 1, button, 0, Qt::AlignTop);
        return *button;
    }

    QToolButton& closeButton() const { return *m_close; }
    QString text() const { return m_text->text(); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        QColor tint = colour();
        tint.setAlpha(palette().color(QPalette::Window).lightness() < 128 ? 46 : 26);
        painter.fillRect(rect(), tint);
        painter.fillRect(QRect(0, 0, 4, height()), colour());
        painter.fillRect(QRect(0, height() - 1, width(), 1), lineColour(palette()));
        const char* name = m_kind == MessageBar::Kind::error ? "error" : m_kind == MessageBar::Kind::done ? "done" : "info";
        icon(QLatin1String(name)).paint(&painter, QRect(14, (height() - 20) / 2, 20, 20));
    }

private:
    QColor colour() const
    {
        return m_kind == MessageBar::Kind::error ? errorColourOf(palette()) : palette().color(QPalette::Highlight);
    }

    MessageBar::Kind m_kind;
    QLabel* m_text;
    QToolButton* m_close;
    QHBoxLayout* m_row;
};

MessageBar::MessageBar(QWidget* parent) : QWidget(parent), m_strips(new QVBoxLayout(this))
{
    m_strips->setContentsMargins(0, 0, 0, 0);
    m_strips->setSpacing(0);
    setAccessibleName(tr("Messages"));
    hide();
}

Strip* MessageBar::add(Kind kind, const QString& text)
{
    takeBack(text); // said again, it comes last
    while (m_strips->count() >= kMost)
        remove(m_strips->itemAt(0)->widget());
    auto* strip = new Strip(kind, text, this);
    connect(&strip->closeButton(), &QToolButton::clicked, this, [this, strip] { remove(strip); });
    m_strips->addWidget(strip);
    show();
    QAccessibleEvent alert(strip, QAccessible::Alert);
    strip->setAccessibleName(text);
    QAccessible::updateAccessibility(&alert);
    return strip;
}

void MessageBar::say(Kind kind, const QString& text)
{
    Strip* strip = add(kind, text);
    if (kind == Kind::done)
        QTimer::singleShot(kDoneStaysMs, strip, [this, strip] { remove(strip); });
}

void MessageBar::ask(const QString& text, const QList<Button>& buttons, Kind kind)
{
    Strip* strip = add(kind, text);
    for (const Button& button : buttons)
        connect(&strip->addButton(button.text), &QPushButton::clicked, this, [this, strip, act = button.act] {
            remove(strip);
            act();
        });
}

void MessageBar::takeBack(const QString& text)
{
    for (int i = m_strips->count() - 1; i >= 0; --i)
        if (auto* strip = static_cast<Strip*>(m_strips->itemAt(i)->widget()); strip->text() == text)
            remove(strip);
}

void MessageBar::clear()
{
    while (m_strips->count() > 0)
        remove(m_strips->itemAt(0)->widget());
}

QStringList MessageBar::texts() const
{
    QStringList texts;
    for (int i = 0; i < m_strips->count(); ++i)
        texts.append(static_cast<const Strip*>(m_strips->itemAt(i)->widget())->text());
    return texts;
}

void MessageBar::remove(QWidget* strip)
{
    m_strips->removeWidget(strip);
    strip->hide();
    strip->deleteLater();
    setVisible(m_strips->count() > 0);
}

} // namespace tessera::app
