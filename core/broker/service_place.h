// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace sluice {

/// Region and account of a service's resources: part of every ARN and URL.
struct ServicePlace {
    std::string region = "us-east-1";
    std::string account = "000000000000";

    friend bool operator==(const ServicePlace&, const ServicePlace&) = default;
};

} // namespace sluice
