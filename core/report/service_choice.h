// SPDX-License-Identifier: GPL-3.0-or-later
// Which service suits which need, as a page of the reference manual. What is said of queues and
// topics is what their simulation does; streams and brokers are told of so that the choice is whole.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// What the services can do (CMP-6), a few words each.
struct Capability {
    std::string_view name;
    std::string_view queue;
    std::string_view topic;
    std::string_view stream;
    std::string_view broker;
};
std::span<const Capability> capabilities();

/// A need and the service that answers it (CMP-1 to CMP-5).
struct ServiceChoice {
    std::string_view need;
    std::string_view service;
    std::string_view reason;
};
std::span<const ServiceChoice> serviceChoices();

/// Both as one Markdown page.
std::string serviceChoicePage();

} // namespace sluice
