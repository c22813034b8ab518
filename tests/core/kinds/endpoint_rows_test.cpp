// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/topic_protocols.h"
#include "core/kinds/endpoint.h"
#include "tests/support/test_main.h"

#include <QFile>

#include <set>
#include <string_view>

namespace sluice::endpoint_rows_test {

class EndpointRowsTest : public QObject {
    Q_OBJECT
private slots:
    void everyProtocolIsOneOfTheTopics() {
        const auto choices = detail::choicesOf<EndpointProtocol>();
        for (std::size_t i = 0; i < choices.size(); ++i) {
            Endpoint endpoint;
            endpoint.config.protocol = static_cast<EndpointProtocol>(i);
            QVERIFY(nameOf(endpoint.subscriber().protocol) == choices[i].key);
        }
    }
    void everyProtocolHasAnIconOfItsOwn() {
        std::set<std::string_view> icons;
        const auto choices = detail::choicesOf<EndpointProtocol>();
        for (std::size_t i = 0; i < choices.size(); ++i) {
            const std::string_view icon = Endpoint::iconOf(static_cast<EndpointProtocol>(i));
            const QString path = test::sourceDirectory() + "/resources/icons/"
                                 + QString::fromUtf8(icon.data(), qsizetype(icon.size())) + ".svg";
            QVERIFY2(QFile::exists(path), qPrintable(path));
            icons.insert(icon);
        }
        QCOMPARE(icons.size(), choices.size());
    }
    void whatOnlyWebServersAnswerIsOfferedForThemAlone() {
        for (const auto& row : Endpoint::properties()) {
            const bool isOfWebServers = row.spec.key == "status" || row.spec.key == "outage_kind";
            const bool isAsked = row.spec.appliesWhen.key == "protocol"
                                 && row.spec.appliesWhen.values == "https,http";
            QCOMPARE(isAsked, isOfWebServers);
        }
    }
    void statusesAreThoseOfHttp() {
        for (const auto& row : Endpoint::properties()) {
            if (row.spec.key != "status") continue;
            QVERIFY(!check(row.spec, PropertyValue{std::int64_t{199}}));
            QVERIFY(check(row.spec, PropertyValue{std::int64_t{404}}).has_value());
            QVERIFY(!check(row.spec, PropertyValue{std::int64_t{600}}));
        }
    }
};

SLUICE_TEST(EndpointRowsTest)

} // namespace sluice::endpoint_rows_test

#include "endpoint_rows_test.moc"
