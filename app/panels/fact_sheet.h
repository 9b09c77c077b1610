// SPDX-License-Identifier: GPL-3.0-or-later
// Names on the left, facts on the right, in sections. All text is shown as it is, never as markup.
#pragma once

#include <QWidget>

class QGridLayout;
class QLabel;

namespace tessera::app {

class FactSheet : public QWidget {
    Q_OBJECT
public:
    explicit FactSheet(QWidget* parent = nullptr);

    void section(const QString& title);
    /// Nothing where `value` is empty.
    void fact(const QString& name, const QString& value);
    void note(const QString& text);
    void end(); ///< what is free is below

private:
    QLabel* plain(const QString& text);

    QGridLayout* m_grid;
    int m_row = 0;
};

} // namespace tessera::app
