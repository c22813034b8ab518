// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/naive_access.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <nlohmann/json.hpp>

namespace sluice::test {
namespace {

using Json = nlohmann::json;

QString qt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QStringList listOf(const Json& value) {
    QStringList texts;
    for (const Json& each : value.is_array() ? value : Json::array({value}))
        texts << QString::fromStdString(each.is_string() ? each.get<std::string>() : each.dump());
    return texts;
}

bool matchesArnByParts(const QString& pattern, const QString& arn) {
    if (pattern == "*") return true;
    QStringList wanted = pattern.split(':');
    while (wanted.size() < 6) wanted << "*";
    const QStringList given = arn.split(':');
    if (given.size() < 6) return false;
    for (int at = 0; at < 5; ++at) {
        if (!naiveMatches(wanted[at].toStdString(), given[at].toStdString())) return false;
    }
    return naiveMatches(wanted.mid(5).join(':').toStdString(),
                        given.mid(5).join(':').toStdString());
}

bool isCaller(const QString& type, const QString& name, const Principal& caller) {
    if (name == "*") return true;
    if (caller.kind == Principal::Kind::Service)
        return type == "Service" && name == qt(caller.name);
    if (type != "AWS") return false;
    const QString account = qt(caller.account);
    return name == qt(caller.name) || name == account
           || name == "arn:aws:iam::" + account + ":root";
}

bool namesCaller(const Json& principal, const Principal& caller) {
    if (principal.is_string()) return true;
    for (const auto& [type, names] : principal.items()) {
        for (const QString& name : listOf(names)) {
            if (isCaller(QString::fromStdString(type), name, caller)) return true;
        }
    }
    return false;
}

/// The bits of "10.1.2.3" as a text of zeros and ones.
QString bitsOf(const QString& address) {
    QString bits;
    for (const QString& part : address.split('.'))
        bits += QString::number(part.toInt(), 2).rightJustified(8, '0');
    return bits;
}

bool isInNetwork(const QString& address, const QString& network) {
    const int length = network.contains('/') ? network.section('/', 1).toInt() : 32;
    return bitsOf(address).left(length) == bitsOf(network.section('/', 0, 0)).left(length);
}

bool isOneTrue(const QString& comparison, const QString& wanted, const QString& given) {
    if (comparison == "StringEquals" || comparison == "Bool") return wanted == given;
    if (comparison == "StringLike") return naiveMatches(wanted.toStdString(), given.toStdString());
    if (comparison.startsWith("Arn")) return matchesArnByParts(wanted, given);
    if (comparison.endsWith("IpAddress")) return isInNetwork(given, wanted);
    const qint64 limit = QDateTime::fromString(wanted, Qt::ISODate).toSecsSinceEpoch();
    return comparison == "DateLessThan" ? given.toLongLong() < limit : given.toLongLong() > limit;
}

std::optional<QString> given(const std::string& key, const AccessRequest& request) {
    if (key == "aws:SourceArn" && request.sourceArn) return qt(*request.sourceArn);
    if (key == "aws:SourceAccount" && request.sourceAccount) return qt(*request.sourceAccount);
    if (key == "aws:PrincipalArn" && request.principal.kind == Principal::Kind::Identity)
        return qt(request.principal.name);
    if (key == "aws:SecureTransport" && request.isSecureTransport)
        return *request.isSecureTransport ? "true" : "false";
    if (key == "aws:SourceIp" && request.sourceIp) return qt(*request.sourceIp);
    if (key == "aws:CurrentTime" && request.currentTime)
        return QString::number(*request.currentTime);
    return std::nullopt;
}

bool areAllMet(const Json& conditions, const AccessRequest& request) {
    for (const auto& [comparison, tests] : conditions.items()) {
        for (const auto& [key, values] : tests.items()) {
            const auto text = given(key, request);
            bool isMet = false;
            for (const QString& wanted : listOf(values))
                isMet =
                    isMet || (text && isOneTrue(QString::fromStdString(comparison), wanted, *text));
            if (isMet == (comparison == "NotIpAddress")) return false;
        }
    }
    return true;
}

bool concerns(const Json& statement, const AccessRequest& request) {
    if (statement.contains("Principal") && !namesCaller(statement["Principal"], request.principal))
        return false;
    if (statement.contains("NotPrincipal")
        && namesCaller(statement["NotPrincipal"], request.principal))
        return false;
    QString action = qt(request.action);
    if (action == "sqs:SendMessageBatch") action = "sqs:SendMessage";
    bool isAction = false;
    for (const QString& pattern :
         listOf(statement.value("Action", statement.value("NotAction", Json()))))
        isAction = isAction
                   || naiveMatches(pattern.toLower().toStdString(), action.toLower().toStdString());
    bool isResource = false;
    for (const QString& pattern :
         listOf(statement.value("Resource", statement.value("NotResource", Json()))))
        isResource = isResource || matchesArnByParts(pattern, qt(request.resource));
    return isAction == statement.contains("Action") && isResource == statement.contains("Resource")
           && areAllMet(statement.value("Condition", Json::object()), request);
}

bool has(const std::string& policy, const char* effect, const AccessRequest& request) {
    const Json whole = Json::parse(policy);
    for (const Json& statement : whole["Statement"]) {
        if (statement["Effect"] == effect && concerns(statement, request)) return true;
    }
    return false;
}

} // namespace

bool naiveIsAllowed(const AccessRequest& request,
                    const std::string& resourcePolicy,
                    std::string_view ownerAccount,
                    const std::string& identityPolicy) {
    const bool isService = request.principal.kind == Principal::Kind::Service;
    if (has(resourcePolicy, "Deny", request)) return false;
    if (isService) return has(resourcePolicy, "Allow", request);
    if (has(identityPolicy, "Deny", request)) return false;
    const bool byResource = has(resourcePolicy, "Allow", request);
    const bool byIdentity = has(identityPolicy, "Allow", request);
    if (request.principal.account == ownerAccount) return byResource || byIdentity;
    return byResource && byIdentity && request.action != "sqs:DeleteQueue";
}

bool naiveMatches(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() == '*') {
        return naiveMatches(pattern.substr(1), text)
               || (!text.empty() && naiveMatches(pattern, text.substr(1)));
    }
    return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front())
           && naiveMatches(pattern.substr(1), text.substr(1));
}

} // namespace sluice::test
