// SPDX-License-Identifier: GPL-3.0-or-later
// The codes of the current model that somebody has marked as favourites; kept in the settings by the model's name and
// the size of its codebook.
#pragma once

#include <QObject>
#include <QString>

#include <set>

namespace tessera::core {
class VqModel;
}

namespace tessera::app {

class Favourites : public QObject {
    Q_OBJECT
public:
    explicit Favourites(QObject* parent = nullptr) : QObject(parent) {}

    void setModel(const core::VqModel* model); ///< null: none
    bool contains(int code) const { return m_codes.contains(code); }
    void toggle(int code);

signals:
    void changed();

private:
    QString m_key; ///< empty without a model
    std::set<int> m_codes;
};

} // namespace tessera::app
