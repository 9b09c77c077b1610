// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the document, in which format and where to; says what will be written before it is. Knows the document
// that it is about, and hands over a request.
#pragma once

#include "app/exports/export_formats.h"
#include "app/exports/export_request.h"

#include <QDialog>
#include <QPointer>

#include <functional>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace tessera::app {

class Document;

class ExportDialog : public QDialog {
    Q_OBJECT
public:
    /// Begins with `first`: its subject, and where it has a path, all of it.
    ExportDialog(const Document& document, const ExportRequest& first, QWidget* parent);

    ExportRequest request() const;

signals:
    void chosen(const tessera::app::ExportRequest& request);

protected:
    void accept() override;

private:
    QFormLayout* makeForm();
    void fill(const ExportRequest& first);
    ExportSubject subject() const;
    const ExportFormat& format() const { return m_formats[m_current]; }
    void showFormats();
    void takeFormat(int index); ///< and give the file its extension
    void browse();
    void refresh(); ///< what will be written, and whether it can be
    QString contents() const;
    QString obstacle() const;
    QString notice() const;
    void finish();

    QPointer<const Document> m_document;
    QList<ExportFormat> m_formats; ///< of the subject
    qsizetype m_current = 0;
    QComboBox* m_subject;
    QComboBox* m_format;
    QSpinBox* m_quality;
    QComboBox* m_cells;
    QComboBox* m_difference;
    QLineEdit* m_path;
    QLabel* m_summary;
    QPushButton* m_export = nullptr;
    QFormLayout* m_form;
};

/// Opens the dialog and returns at once; `then` is called when somebody has chosen.
void askForExport(QWidget& window, const Document& document, const ExportRequest& first,
                  std::function<void(const ExportRequest&)> then);

} // namespace tessera::app
