// SPDX-License-Identifier: GPL-3.0-or-later
// The stamps that are kept, of the model that is open: a stamp's codes mean nothing to another model. Those of the
// others wait until their model is back. Lives on the GUI thread.
#pragma once

#include "core/edit/code_block.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::app {

struct Stamp {
    QString name;
    core::CodeBlock block;
    int key = 0; ///< 1..9: the digit that takes it up; 0: none
    bool operator==(const Stamp&) const = default;
};

/// What the shelf calls a model. Folders of models are often called alike, and codes of a larger codebook mean nothing to
/// a smaller one.
QString shelfNameOf(const std::string& model, std::int64_t codes);

class StampShelf : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Shows the stamps of this model, by shelfNameOf(); "" for none.
    void setModel(const QString& name);
    const std::vector<Stamp>& stamps() const { return m_stamps; }
    /// Of any model, for instance to save them.
    std::vector<Stamp> stampsOf(const QString& model) const;
    /// Adds those of a saved list that are not there yet. A key that is taken stays with whom it has.
    void add(const QString& model, const std::vector<Stamp>& stamps);

    /// Adds a stamp, named by its size, or gives the one with this block the key. Whoever had the key stays, without
    /// it. Returns its place.
    int keep(core::CodeBlock block, int key = 0);
    void remove(int place);
    void rename(int place, const QString& name);
    int placeOfKey(int key) const; ///< -1: nobody has it

signals:
    void changed();

private:
    QString m_model;
    std::vector<Stamp> m_stamps;
    QHash<QString, std::vector<Stamp>> m_others; ///< by model
};

} // namespace tessera::app
