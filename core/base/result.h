// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace sluice {

/// Why an operation could not be done: what failed, on what, and what the user can do about it.
struct Error {
    std::string message;

    friend bool operator==(const Error&, const Error&) = default;
};

/// A value, or the reason there is none. `Result<>` is success without a value.
template <class T = void>
using Result = tl::expected<T, Error>;

/// Shorthand for returning a failure: `return failure("cannot open …")`.
inline tl::unexpected<Error> failure(std::string message) {
    return tl::unexpected<Error>(Error{std::move(message)});
}

} // namespace sluice
