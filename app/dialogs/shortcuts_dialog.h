// SPDX-License-Identifier: GPL-3.0-or-later
// Other keys for actions. What is changed is in effect at once; there is nothing to confirm.
#pragma once

#include <QDialog>
#include <QList>
#include <QString>

class QKeySequence;
class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QMenuBar;
class QPushButton;
class QTreeWidget;

namespace tessera::app {

class Shortcuts;

class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    ShortcutsDialog(Shortcuts& shortcuts, const QMenuBar& bar, QWidget* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeList(const QMenuBar& bar);
    QLayout* makeEditor();
    void refresh();    ///< all keys in the list
    void showChoice(); ///< what the line below offers for the action and the key
    void filter(const QString& text);
    QString chosen() const; ///< its id; empty for none
    QKeySequence typed() const;
    void assign(bool beside);
    void clear();
    void reset();

    Shortcuts& m_shortcuts;
    QLineEdit* m_filter;
    QTreeWidget* m_list;
    QLabel* m_which;
    QKeySequenceEdit* m_key;
    QPushButton* m_assign;
    QPushButton* m_add;
    QPushButton* m_clear;
    QPushButton* m_reset;
    QLabel* m_notice;
};

} // namespace tessera::app
