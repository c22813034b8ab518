// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/store/recovery_log.h"
#include "tests/support/test_main.h"
#include "ui/session/clipboard.h"
#include "ui/session/document_session.h"
#include "ui/session/selection.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <set>

namespace sluice::ui::document_session_test {

namespace {

NodeId addNode(DocumentSession& session, std::string_view kind) {
    NodeId id{};
    (void)session.edit("Add", [&](Document& document) {
        id = sluice::addNode(document, *registry().find(kind), {100, 100});
    });
    return id;
}

PropertyValue visibility(const DocumentSession& session, NodeId id) {
    return session.document().node(id)->properties.at("visibility_timeout");
}

Result<> setVisibility(DocumentSession& session, NodeId id, Duration value, int mergeKey = 0) {
    const auto change = [&](Document& document) {
        return setProperty(document, registry(), id, "visibility_timeout", value);
    };
    return session.edit("Change", change, mergeKey);
}

} // namespace

class DocumentSessionTest : public QObject {
    Q_OBJECT

private slots:
    void editsAreUndoneAndRedone() {
        DocumentSession session;
        const Document empty = session.document();
        const NodeId id = addNode(session, "queue");
        const Document full = session.document();
        QVERIFY(full.node(id) != nullptr);
        QVERIFY(session.isModified());
        session.undoStack().undo();
        QCOMPARE(session.document() == empty, true);
        QVERIFY(!session.isModified());
        session.undoStack().redo();
        QCOMPARE(session.document() == full, true);
    }

    void editWithoutEffectIsNoStep() {
        DocumentSession session;
        (void)session.edit("Nothing", [](Document&) {});
        QCOMPARE(session.undoStack().count(), 0);
    }

    void failedEditChangesNothingAndSaysWhy() {
        DocumentSession session;
        const NodeId id = addNode(session, "queue");
        const Document before = session.document();
        const auto done = setVisibility(session, id, -1s);
        QVERIFY(!done);
        QVERIFY(!done.error().message.empty());
        QVERIFY(session.document() == before);
        QCOMPARE(session.undoStack().count(), 1);
    }

    void editsWithOneMergeKeyAreOneStep() {
        DocumentSession session;
        const NodeId id = addNode(session, "queue");
        const PropertyValue first = visibility(session, id);
        for (const Duration value : {31s, 32s, 33s}) QVERIFY(setVisibility(session, id, value, 7));
        QCOMPARE(session.undoStack().count(), 2);
        QVERIFY(visibility(session, id) == PropertyValue(Duration(33s)));
        session.undoStack().undo();
        QVERIFY(visibility(session, id) == first);
    }

    void mergedStepThatChangesNothingDisappears() {
        DocumentSession session;
        const NodeId id = addNode(session, "queue");
        const Duration before = std::get<Duration>(visibility(session, id));
        QVERIFY(setVisibility(session, id, before + 1s, 7));
        QVERIFY(setVisibility(session, id, before, 7));
        QCOMPARE(session.undoStack().count(), 1);
    }

    void patchesDescribeEveryChange() {
        DocumentSession session;
        Document mirror = session.document();
        connect(&session, &DocumentSession::patched, this, [&](const Patch& patch) {
            apply(patch, mirror);
        });
        addNode(session, "queue");
        addNode(session, "consumer");
        session.undoStack().undo();
        QVERIFY(mirror == session.document());
    }

    void savedFileOpensAsTheSameDocument() {
        const QTemporaryDir folder;
        DocumentSession session;
        addNode(session, "queue");
        const QString path = folder.filePath("a.sluice");
        QVERIFY(session.saveAs(path));
        QVERIFY(!session.isModified());
        QCOMPARE(session.path(), path);
        DocumentSession other;
        const QSignalSpy opened(&other, &DocumentSession::opened);
        QVERIFY(other.openFile(path));
        QCOMPARE(opened.count(), 1);
        QVERIFY(other.document() == session.document());
    }

    void unreadableFileChangesNothing() {
        const QTemporaryDir folder;
        DocumentSession session;
        addNode(session, "queue");
        const Document before = session.document();
        const auto opened = session.openFile(folder.filePath("missing.sluice"));
        QVERIFY(!opened);
        QVERIFY(session.document() == before);
        QVERIFY(session.undoStack().canUndo());
    }

    void unsavedEditsAreRecoveredAfterTheProgramIsGone() {
        const std::string folder = DocumentSession::recoveryFolder().toStdString();
        QVERIFY(orphans(folder).empty());
        Document edited;
        {
            auto log = RecoveryLog::start(folder, {}, {});
            QVERIFY(log);
            DocumentSession killed;
            addNode(killed, "queue");
            edited = killed.document();
            QVERIFY(log->append(edited));
        }
        auto found = orphans(folder);
        QCOMPARE(found.size(), std::size_t{1});
        DocumentSession session;
        session.openRecovered(found.front());
        QVERIFY(session.document() == edited);
        QVERIFY(session.isModified());
        QVERIFY(orphans(folder).empty());
    }

    void aFileSomebodyElseHasWrittenIsNoticed() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("a.sluice");
        DocumentSession session;
        addNode(session, "queue");
        QVERIFY(!session.isFileChanged()); // there is none
        QVERIFY(session.saveAs(path));
        QVERIFY(!session.isFileChanged());
        addNode(session, "topic");
        QVERIFY(!session.isFileChanged());
        DocumentSession other;
        QVERIFY(other.openFile(path));
        addNode(other, "bucket");
        QVERIFY(other.save());
        QVERIFY(session.isFileChanged());
        QVERIFY(session.save());
        QVERIFY(!session.isFileChanged());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("broken") > 0);
        file.close();
        QVERIFY(session.isFileChanged());
        QVERIFY(file.remove());
        QVERIFY(!session.isFileChanged());
    }

    void recoveredEditsDoNotPassForTheFileSavedSince() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("a.sluice");
        DocumentSession saved;
        addNode(saved, "queue");
        QVERIFY(saved.saveAs(path));
        RecoveredDocument recovered;
        recovered.userPath = path.toStdString();
        recovered.document = saved.document();
        addNode(recovered.document, *registry().find("topic"), {});
        recovered.savedDigest = documentDigest(saved.document());
        DocumentSession session;
        session.openRecovered(recovered);
        QVERIFY(!DocumentSession::isSavedSince(recovered) && !session.isFileChanged());
        addNode(saved, "bucket");
        QVERIFY(saved.save());
        session.openRecovered(recovered);
        QVERIFY(DocumentSession::isSavedSince(recovered) && session.isFileChanged());
    }

    void removedPartsLeaveTheSelection() {
        DocumentSession session;
        Selection selection(session);
        const NodeId first = addNode(session, "queue");
        const NodeId second = addNode(session, "queue");
        selection.set({{second, first, first}, {}, {}});
        QCOMPARE(selection.parts().nodes.size(), std::size_t{2});
        const QSignalSpy changed(&selection, &Selection::changed);
        session.undoStack().undo();
        QCOMPARE(changed.count(), 1);
        QVERIFY(selection.contains(first));
        QVERIFY(!selection.contains(second));
        selection.toggle({{first}, {}, {}});
        QVERIFY(selection.parts().empty());
    }

    void copiedPartsPasteAsOneStepWithTheirLinks() {
        DocumentSession session;
        Selection selection(session);
        const NodeId queue = addNode(session, "queue");
        const NodeId consumer = addNode(session, "consumer");
        QVERIFY(session.edit("Link", [&](Document& document) -> Result<> {
            const auto made = link(document, queue, consumer);
            if (!made) return tl::unexpected<Error>(made.error());
            return {};
        }));
        const QString text = partsText(session.document(), {{queue, consumer}, {}, {}});
        const auto parts = readParts(text, registry());
        QVERIFY(parts);
        const int steps = session.undoStack().count();
        pasteParts(session, selection, *parts, "Paste");
        QCOMPARE(session.document().nodes.size(), std::size_t{4});
        QCOMPARE(session.document().links.size(), std::size_t{2});
        QCOMPARE(selection.parts().nodes.size(), std::size_t{2});
        QVERIFY(!selection.contains(queue));
        QCOMPARE(session.undoStack().count(), steps + 1);
        // Again and again: none lies on another.
        for (int i = 0; i < 3; ++i) pasteParts(session, selection, *parts, "Paste");
        std::set<double> places;
        for (const Node& node : session.document().nodes)
            if (node.kind == "queue") places.insert(node.position.x);
        QCOMPARE(places.size(), std::size_t{5});
    }

    void foreignTextIsNotPasted_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("prose") << QStringLiteral("hello");
        QTest::newRow("other JSON") << QStringLiteral("{\"a\": [1, 2]}");
        QTest::newRow("too large") << QString(kMaxPasteBytes + 1, QLatin1Char('x'));
    }
    void foreignTextIsNotPasted() {
        QFETCH(const QString, text);
        const auto parts = readParts(text, registry());
        QVERIFY(!parts);
        QVERIFY(!parts.error().message.empty());
    }

private:
    static Result<LinkId> link(Document& document, NodeId from, NodeId to) {
        return sluice::connect(document, registry(), {from, "out"}, {to, "in"});
    }
};

SLUICE_TEST(DocumentSessionTest)

} // namespace sluice::ui::document_session_test

#include "document_session_test.moc"
