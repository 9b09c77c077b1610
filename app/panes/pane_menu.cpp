// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_menu.h"

#include "app/documents/document.h"
#include "app/panes/other_documents.h"
#include "app/panes/pane_view.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QLocale>
#include <QMenu>

#include <functional>

namespace tessera::app {
namespace {

constexpr PaneSource kSources[] = {PaneSource::input, PaneSource::codes, PaneSource::reconstruction, PaneSource::error,
                                   PaneSource::unquantized};
constexpr PaneSource kOtherSources[] = {PaneSource::reconstruction, PaneSource::input, PaneSource::codes};

QString text(const char* english) { return QCoreApplication::translate("PaneMenu", english); }

class Filler {
public:
    Filler(QMenu& menu, PaneView& pane, const CanvasScene& scene, const KeyOf& keyOf)
        : m_menu(menu), m_pane(pane), m_scene(scene), m_keyOf(keyOf)
    {
    }

    void fill()
    {
        addSources(m_menu, m_pane.setup().first, [](const SourceRef&) { return true; },
                   [&pane = m_pane](const SourceRef& ref) {
                       PaneSetup setup = pane.setup();
                       setup.first = ref;
                       const bool fits = setup.compare != Compare::difference || ref.isPicture();
                       if (!fits || setup.second == ref)
                           setup.compare = Compare::off;
                       pane.setSetup(setup);
                   });
        m_menu.addSeparator();
        addCompare();
        m_menu.addSeparator();
        addLink();
    }

private:
    using Choose = std::function<void(const SourceRef&)>;
    using Fits = std::function<bool(const SourceRef&)>;

    /// `name`, and behind it the key of that action.
    QString withKey(const QString& name, const char* action) const
    {
        const QString key = m_keyOf ? m_keyOf(QLatin1String(action)).toString(QKeySequence::NativeText) : QString();
        return key.isEmpty() ? name : name + QLatin1Char('\t') + key;
    }

    /// One choice for each source that fits.
    void addSources(QMenu& menu, const SourceRef& now, const Fits& fits, const Choose& choose)
    {
        auto* group = new QActionGroup(&menu);
        const auto add = [&](QMenu& into, const SourceRef& ref) {
            QAction* action = into.addAction(paneName(ref.source), &m_pane, [choose, ref] { choose(ref); });
            action->setCheckable(true);
            action->setChecked(ref == now);
            action->setEnabled(fits(ref));
            group->addAction(action);
        };
        for (const PaneSource source : kSources)
            add(menu, {source});
        if (!m_scene.others)
            return;
        for (const OtherDocuments::Candidate& other : m_scene.others->candidates()) {
            if (m_scene.others->isFront(other.number))
                continue;
            QString name = other.name;
            QMenu& more = *menu.addMenu(name.replace(QLatin1Char('&'), QStringLiteral("&&")));
            for (const PaneSource source : kOtherSources)
                add(more, {source, other.number});
        }
        addModels(menu, choose);
    }

    /// The picture in front through other models than its own.
    void addModels(QMenu& menu, const Choose& choose)
    {
        const OtherDocuments& others = *m_scene.others;
        if (others.models().empty())
            return;
        QMenu& models = *menu.addMenu(text("Through Another &Model"));
        models.setEnabled(m_scene.document && m_scene.document->hasPicture()); // there is nothing else to encode
        for (const OtherDocuments::Model& model : others.models()) {
            QString name = model.name;
            models.addAction(name.replace(QLatin1Char('&'), QStringLiteral("&&")), &m_pane,
                             [&others, choose, folder = model.folder] {
                                 emit others.modelAsked(folder, [choose](quint64 number) {
                                     choose({PaneSource::reconstruction, number});
                                 });
                             });
        }
    }

    void addCompare()
    {
        const PaneSetup& now = m_pane.setup();
        auto* group = new QActionGroup(&m_menu);
        const auto add = [&](Compare mode, const QString& name) {
            QAction* action = m_menu.addAction(name, &m_pane, [&pane = m_pane, mode] { pane.setCompare(mode); });
            action->setCheckable(true);
            action->setChecked(now.compare == mode);
            group->addAction(action);
        };
        add(Compare::off, text("Show It &Alone"));
        add(Compare::wipe, withKey(text("&Wipe"), "compare-wipe"));
        add(Compare::blink, withKey(text("&Blink"), "compare-blink"));
        add(Compare::difference, withKey(text("&Difference"), "compare-difference"));
        QMenu& with = *m_menu.addMenu(text("&Compare With"));
        addSources(with, now.compare == Compare::off ? SourceRef{PaneSource::input, ~quint64{0}} : now.second,
                   [now](const SourceRef& ref) {
                       return ref != now.first && (now.compare != Compare::difference || ref.isPicture());
                   },
                   [&pane = m_pane](const SourceRef& ref) {
                       PaneSetup setup = pane.setup();
                       setup.second = ref;
                       if (setup.compare == Compare::off)
                           setup.compare = Compare::wipe;
                       pane.setSetup(setup);
                   });
        addDifference();
    }

    void addDifference()
    {
        const PaneSetup& now = m_pane.setup();
        QMenu& menu = *m_menu.addMenu(text("Di&fference Shows"));
        const auto add = [&](const QString& name, bool on, QActionGroup* group, const DifferenceStyle& style) {
            QAction* action = menu.addAction(name, &m_pane, [&pane = m_pane, style] {
                PaneSetup setup = pane.setup();
                setup.difference = style;
                pane.setSetup(setup);
            });
            action->setCheckable(true);
            action->setChecked(on);
            group->addAction(action);
        };
        auto* kinds = new QActionGroup(&menu);
        DifferenceStyle style = now.difference;
        style.isSigned = false;
        add(text("&How Far"), !now.difference.isSigned, kinds, style);
        style.isSigned = true;
        add(text("Which Is &Lighter"), now.difference.isSigned, kinds, style);
        menu.addSeparator();
        auto* ranges = new QActionGroup(&menu);
        style = now.difference;
        style.isAutomatic = true;
        add(text("&Automatic Range"), now.difference.isAutomatic, ranges, style);
        style.isAutomatic = false;
        for (const double range : {0.02, 0.05, 0.1, 0.25, 0.5, 1.0}) {
            style.range = range;
            add(text("Range up to %1").arg(QLocale().toString(range)),
                !now.difference.isAutomatic && now.difference.range == range, ranges, style);
        }
        menu.setEnabled(now.compare == Compare::difference);
    }

    void addLink()
    {
        QAction* linked = m_menu.addAction(withKey(text("&Linked View"), "linked"));
        linked->setCheckable(true);
        linked->setChecked(m_pane.link().isLinked());
        QObject::connect(linked, &QAction::triggered, &m_pane,
                         [&pane = m_pane](bool on) { pane.link().setLinked(on); });
        QAction* align = m_menu.addAction(text("Look Where the &Others Look"), &m_pane,
                                          [&pane = m_pane] { pane.link().align(); });
        align->setEnabled(!m_pane.link().isLinked() || m_pane.link().hasOffset());
    }

    QMenu& m_menu;
    PaneView& m_pane;
    const CanvasScene& m_scene;
    const KeyOf& m_keyOf;
};

} // namespace

void fillPaneMenu(QMenu& menu, PaneView& pane, const CanvasScene& scene, const KeyOf& keyOf)
{
    menu.clear();
    for (QMenu* old : menu.findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly))
        old->deleteLater(); // clear() leaves menus of a menu alive
    Filler(menu, pane, scene, keyOf).fill();
}

} // namespace tessera::app
