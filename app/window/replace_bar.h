// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces code A by code B, or swaps the two, in the selection, in the picture or in all open pictures of its
// model. Stays open beside the work: it says how many cells that would be and shows them on the canvas, and A and B may
// be picked there.
#pragma once

#include <QList>
#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace tessera::core {
struct Region;
}

namespace tessera::app {

class Canvas;
class CodeLooks;
class Document;
class Session;
class ToolState;

class ReplaceBar : public QWidget {
    Q_OBJECT
public:
    enum class Scope { selection, picture, allPictures };

    ReplaceBar(Session& session, ToolState& tools, const CodeLooks& looks, Canvas& canvas, QWidget* parent = nullptr);

    void open(); ///< of the selection where there is one

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeCode(const QString& label, const QString& name, QSpinBox*& number, QLabel*& swatch);
    void watchDocument();
    void refresh();
    Scope scope() const;
    /// The documents that the scope is about.
    QList<Document*> documents() const;
    core::Region affected(const Document& document, int code) const;
    void replace();
    void swap();

    Session& m_session;
    ToolState& m_tools;
    const CodeLooks& m_looks;
    Canvas& m_canvas;
    QPointer<Document> m_document;
    QSpinBox* m_a = nullptr;
    QSpinBox* m_b = nullptr;
    QLabel* m_swatchA = nullptr;
    QLabel* m_swatchB = nullptr;
    QComboBox* m_scope;
    QLabel* m_count;
    QPushButton* m_replace;
    QPushButton* m_swap;
};

} // namespace tessera::app
