// SPDX-License-Identifier: GPL-3.0-or-later
// The document: edits and their undo steps, and which reconstruction belongs to which codes.
#include "tests/app/made_document.h"

#include <QSignalSpy>
#include <QTest>

using namespace tessera;
using namespace tessera::tests;
using app::Document;

class TestDocument : public QObject {
    Q_OBJECT
private slots:
    void aNewDocumentHasAPictureAndNothingElse()
    {
        const auto document = newDocument(30, 18);
        QVERIFY(!document->hasCodes());
        QVERIFY(!document->isExact());
        QVERIFY(!document->isModified());
        QVERIFY(document->grid().isEmpty());
        QCOMPARE(document->revision(), quint64{0});
    }

    void encodedCodesAreTheBeginning()
    {
        const auto document = newDocument(30, 18);
        QSignalSpy everything(document.get(), &Document::encodedChanged);
        encode(*document);
        QCOMPARE(everything.count(), 1);
        QCOMPARE(document->grid(), (core::CellRect{0, 0, 5, 8}));
        QVERIFY(document->codes() == document->encodedCodes());
        QCOMPARE(document->seen()->width, 32);
        QCOMPARE(document->preparation().pictureWidth, 30);
        QVERIFY(!document->isModified());
    }

    void anEditIsAppliedToldAndUndone()
    {
        const auto document = encodedDocument(32, 20);
        QList<core::CellRect> told;
        connect(document.get(), &Document::codesChanged, this, [&](const core::CellRect& rect) { told << rect; });
        const quint64 before = document->revision();

        document->edit(oneCell(*document, 2, 3, 500), "Paint code 500");
        QCOMPARE(document->codes().at(2, 3), 500);
        QCOMPARE(document->revision(), before + 1);
        QVERIFY(document->isModified());
        QCOMPARE(document->undoStack().undoText(), QString("Paint code 500"));

        document->undoStack().undo();
        QVERIFY(document->codes() == document->encodedCodes());
        QCOMPARE(document->revision(), before + 2);
        QVERIFY(!document->isModified());
        document->undoStack().redo();
        QCOMPARE(document->codes().at(2, 3), 500);
        QCOMPARE(told, QList<core::CellRect>(3, core::CellRect{2, 3, 1, 1}));
    }

    void aSelectionAloneIsNothingToSave()
    {
        const auto document = encodedDocument(32, 20);
        QSignalSpy told(document.get(), &Document::modifiedChanged);
        const core::Region some = core::brushAt({2, 3}, 3, core::BrushShape::square, document->grid());
        document->select(some, "Select");
        QCOMPARE(document->undoStack().count(), 1); // it can be undone all the same
        QVERIFY(!document->isModified());
        QCOMPARE(told.count(), 0);
        document->edit(oneCell(*document, 2, 3, 500), "Paint");
        QVERIFY(document->isModified());
        QCOMPARE(told.count(), 1);
        document->select({}, "Deselect");
        QVERIFY(document->isModified());
        document->undoStack().undo();
        document->undoStack().undo();
        QVERIFY(!document->isModified());
        QCOMPARE(told.count(), 2);
        document->undoStack().undo();
        QVERIFY(!document->isModified());
        document->undoStack().setIndex(2);
        document->undoStack().setClean();
        document->undoStack().setIndex(1); // the painted code is missing now
        QVERIFY(document->isModified());
        document->edit(oneCell(*document, 2, 3, 400), "Paint"); // no undo leads to what was saved
        document->undoStack().undo();
        QVERIFY(document->isModified());
    }

    void anEditThatChangesNothingIsNoUndoStep()
    {
        const auto document = encodedDocument(32, 20);
        document->edit(oneCell(*document, 0, 7, 7), "Paint code 7");
        QCOMPARE(document->undoStack().count(), 0);
        QVERIFY(!document->isModified());
    }

    void theStepsOfOneStrokeAreOneUndoStep()
    {
        const auto document = encodedDocument(32, 20);
        const int first = document->newStroke();
        for (int col = 0; col < 8; ++col)
            document->edit(oneCell(*document, col % 5, col, 300), "Paint code 300", first);
        const core::IndexMap afterFirst = document->codes();
        const int second = document->newStroke();
        QVERIFY(second != first);
        document->edit(oneCell(*document, 4, 0, 301), "Paint code 301", second);
        document->edit(oneCell(*document, 0, 0, 301), "Paint code 301", second);
        QCOMPARE(document->undoStack().count(), 2);

        document->undoStack().undo();
        QVERIFY(document->codes() == afterFirst);
        document->undoStack().undo();
        QVERIFY(document->codes() == document->encodedCodes());
        document->undoStack().redo();
        QVERIFY(document->codes() == afterFirst);
    }

    void editsWithoutAStrokeNeverMerge()
    {
        const auto document = encodedDocument(32, 20);
        document->edit(oneCell(*document, 1, 1, 300), "a");
        document->edit(oneCell(*document, 1, 1, 301), "b");
        QCOMPARE(document->undoStack().count(), 2);
    }

    void aStrokeThatTakesItselfBackLeavesNoStep()
    {
        const auto document = encodedDocument(32, 20);
        const int stroke = document->newStroke();
        const int code = document->codes().at(1, 1);
        document->edit(oneCell(*document, 1, 1, 300), "Paint", stroke);
        document->edit(oneCell(*document, 1, 1, code), "Paint", stroke);
        QCOMPARE(document->undoStack().count(), 0);
        QVERIFY(document->codes() == document->encodedCodes());
    }

    void aCancelledStrokeIsGoneAndCannotBeRedone()
    {
        const auto document = encodedDocument(32, 20);
        document->edit(oneCell(*document, 0, 0, 9), "before");
        const core::IndexMap before = document->codes();
        const int stroke = document->newStroke();
        document->edit(oneCell(*document, 2, 2, 300), "Paint", stroke);
        document->edit(oneCell(*document, 2, 3, 300), "Paint", stroke);
        document->cancelStroke(stroke);
        QVERIFY(document->codes() == before);
        QCOMPARE(document->undoStack().count(), 1);
        QVERIFY(!document->undoStack().canRedo());
        document->cancelStroke(stroke);
        QVERIFY(document->codes() == before);
    }

    void aStrokeThatWasSavedHalfwayIsCancelledWhole()
    {
        const auto document = encodedDocument(32, 20);
        const int stroke = document->newStroke();
        document->edit(oneCell(*document, 2, 2, 300), "Paint", stroke);
        document->undoStack().setClean();
        document->edit(oneCell(*document, 2, 3, 300), "Paint", stroke);
        QCOMPARE(document->undoStack().count(), 2);
        document->cancelStroke(stroke);
        QVERIFY(document->codes() == document->encodedCodes());
        QVERIFY(document->isModified()); // what was saved is not what is shown
    }

    void aReconstructionIsExactForItsOwnRevisionOnly()
    {
        const auto document = encodedDocument(32, 20);
        QSignalSpy exact(document.get(), &Document::exactChanged);
        QVERIFY(document->setReconstruction(fakePicture(document->codes()), document->revision()));
        QVERIFY(document->isExact());
        QCOMPARE(exact.count(), 1);
        document->edit(oneCell(*document, 2, 2, 300), "Paint");
        QVERIFY(!document->isExact());
        QCOMPARE(exact.count(), 2);
        document->undoStack().undo();
        QVERIFY(!document->isExact()); // equal codes, but that is for a decode to say
    }

    void aReconstructionOlderThanTheShownOneIsDropped()
    {
        const auto document = encodedDocument(32, 20);
        const quint64 first = document->revision();
        const auto old = fakePicture(document->codes());
        document->edit(oneCell(*document, 2, 2, 300), "Paint");
        const auto middle = fakePicture(document->codes());
        const quint64 second = document->revision();
        document->edit(oneCell(*document, 2, 3, 300), "Paint");
        QVERIFY(document->setReconstruction(middle, second));
        QSignalSpy changed(document.get(), &Document::reconstructionChanged);
        QVERIFY(!document->setReconstruction(old, first));
        QCOMPARE(document->reconstruction(), middle);
        QCOMPARE(changed.count(), 0);
        QVERIFY(!document->isExact());
    }

    void aPreviewIsShownUntilItsDecodeIsThereAndIsNeverTheReconstruction()
    {
        const auto document = encodedDocument(32, 20);
        const quint64 base = document->revision();
        const auto exact = fakePicture(document->codes());
        document->setReconstruction(exact, base);
        QCOMPARE(document->shown(), (app::ShownPicture{exact, nullptr, base}));
        document->edit(oneCell(*document, 2, 2, 300), "Paint");
        QVERIFY(!document->isApproximate());

        QSignalSpy shown(document.get(), &Document::shownChanged), exactness(document.get(), &Document::exactChanged);
        QSignalSpy reconstruction(document.get(), &Document::reconstructionChanged);
        const auto part = partOf(8, 8, 4, 4);
        QVERIFY(document->setPreview(part, base + 1, base));
        QVERIFY(document->isApproximate());
        QVERIFY(!document->isExact());
        QCOMPARE(document->shown(), (app::ShownPicture{exact, part, base + 1}));
        QCOMPARE(document->reconstruction(), exact);
        QCOMPARE(shown.count(), 1);
        QCOMPARE(exactness.count() + reconstruction.count(), 0); // whoever measures has nothing to look at

        const auto newer = fakePicture(document->codes());
        document->setReconstruction(newer, base + 1);
        QCOMPARE(document->shown(), (app::ShownPicture{newer, nullptr, base + 1}));
        QVERIFY(!document->isApproximate());
        QVERIFY(!document->setPreview(part, base + 1, base));
        QVERIFY(!document->setPreview(part, base + 1, base + 1));
    }

    void anOlderDecodeDoesNotTakeANewerPreviewOutOfSight()
    {
        const auto document = encodedDocument(32, 20);
        const quint64 base = document->revision();
        const auto exact = fakePicture(document->codes());
        document->setReconstruction(exact, base);
        document->edit(oneCell(*document, 2, 2, 300), "Paint");
        const auto middle = fakePicture(document->codes());
        document->edit(oneCell(*document, 2, 3, 300), "Paint");
        const auto part = partOf(8, 8, 8, 4);
        QVERIFY(document->setPreview(part, base + 2, base));
        QSignalSpy shown(document.get(), &Document::shownChanged);
        QVERIFY(document->setReconstruction(middle, base + 1));
        QCOMPARE(document->reconstruction(), middle);
        QCOMPARE(document->shown(), (app::ShownPicture{exact, part, base + 2}));
        QCOMPARE(shown.count(), 0);
        QVERIFY(!document->setPreview(part, base + 2, base)); // no longer on the newest decode
        const auto closer = partOf(12, 8, 4, 4);
        QVERIFY(document->setPreview(closer, base + 2, base + 1));
        QCOMPARE(document->shown(), (app::ShownPicture{middle, closer, base + 2}));
    }

    void previewsOlderThanTheShownOneAreDropped()
    {
        const auto document = encodedDocument(32, 20);
        const quint64 base = document->revision();
        QVERIFY(!document->setPreview(partOf(0, 0, 4, 4), base, base)); // on nothing
        document->setReconstruction(fakePicture(document->codes()), base);
        document->edit(oneCell(*document, 2, 2, 300), "Paint");
        document->edit(oneCell(*document, 2, 3, 300), "Paint");
        QVERIFY(document->setPreview(partOf(8, 8, 8, 4), base + 2, base));
        QVERIFY(!document->setPreview(partOf(8, 8, 4, 4), base + 1, base));
        QCOMPARE(document->shown().revision, base + 2);
        encode(*document);
        QCOMPARE(document->shown(), app::ShownPicture());
        QVERIFY(!document->setPreview(partOf(8, 8, 4, 4), base + 2, base));
    }

    void aPartLiesOverTheWhole()
    {
        const auto whole = std::make_shared<const core::Picture>(gradient(9, 7));
        const app::ShownPicture shown{whole, partOf(3, 2, 4, 2), 1};
        const core::Picture piece = shown.cut(QRect(2, 1, 6, 5));
        for (int y = 0; y < 5; ++y)
            for (int x = 0; x < 6; ++x) {
                const bool inPart = shown.partRect().contains(x + 2, y + 1);
                QCOMPARE(shown.pixel(x + 2, y + 1)[0], inPart ? 0.75F : whole->pixel(x + 2, y + 1)[0]);
                for (int c = 0; c < 3; ++c)
                    QCOMPARE(piece.pixel(x, y)[c], shown.pixel(x + 2, y + 1)[c]);
            }
        const app::ShownPicture bare{whole, nullptr, 1};
        QVERIFY(bare.cut(QRect(0, 0, 9, 7)).values == whole->values);
        QVERIFY(shown.cut(QRect(0, 5, 3, 2)).values == bare.cut(QRect(0, 5, 3, 2)).values);
    }

    void newCodesForgetHistoryAndDecodesOfTheOldOnes()
    {
        const auto document = encodedDocument(32, 20);
        const quint64 old = document->revision();
        const auto picture = fakePicture(document->codes());
        document->setReconstruction(picture, old);
        document->edit(oneCell(*document, 2, 2, 300), "Paint");
        encode(*document);
        QVERIFY(!document->reconstruction());
        QCOMPARE(document->undoStack().count(), 0);
        QVERIFY(!document->isModified());
        QVERIFY(!document->setReconstruction(picture, old));
        QVERIFY(!document->reconstruction());
        QVERIFY(document->revision() > old + 1);
    }
};

QTEST_GUILESS_MAIN(TestDocument)
#include "test_document.moc"
