// SPDX-License-Identifier: GPL-3.0-or-later
// The documents beside the one in front that panes can show: other open pictures, and this one through other models.
// Images are kept of those only that a pane shows. Lives on the GUI thread.
#pragma once

#include "app/panes/pane_source.h"

#include <QObject>
#include <QPointer>
#include <QRgb>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace tessera::app {

class Document;
class PaneImages;

class OtherDocuments : public QObject {
    Q_OBJECT
public:
    struct Candidate {
        quint64 number = 0; ///< its own as long as it is open
        QString name;
        QPointer<Document> document;
        bool isWorking = false; ///< its codes, or their decode, are on their way
    };
    /// A model that the picture in front can be seen through.
    struct Model {
        QString name;
        QString folder;
    };

    explicit OtherDocuments(QObject* parent = nullptr);
    ~OtherDocuments() override;

    /// `front`: the number of the document in front, which may be among the candidates; 0: it has none.
    void setCandidates(std::vector<Candidate> candidates, quint64 front);
    const std::vector<Candidate>& candidates() const { return m_candidates; }
    void setModels(std::vector<Model> models) { m_models = std::move(models); }
    const std::vector<Model>& models() const { return m_models; }

    bool isFront(quint64 number) const { return number == 0 || number == m_front; }
    /// What panes show: of these images are kept.
    void setUsed(std::set<quint64> numbers);
    const std::set<quint64>& used() const { return m_used; }
    const PaneImages* imagesOf(quint64 number) const; ///< null where it is not open any more
    QString nameOf(quint64 number) const;
    bool isWorking(quint64 number) const;
    void setCodeColours(const std::vector<QRgb>& colours); ///< of the model in front

signals:
    void changed(); ///< images, or which there are
    /// Somebody wants to see the picture in front through this model: `show` is to be called with its number.
    void modelAsked(const QString& folder, const std::function<void(quint64)>& show) const;

private:
    void keepImages();
    void colour(PaneImages& images, const Document& document) const;
    const Candidate* find(quint64 number) const;

    std::vector<Candidate> m_candidates;
    std::vector<Model> m_models;
    quint64 m_front = 0;
    std::set<quint64> m_used;
    std::map<quint64, std::unique_ptr<PaneImages>> m_images;
    std::vector<QRgb> m_colours;
};

} // namespace tessera::app
