// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"

#include <string>

namespace sluice {

/// In the services a part keeps its name; here it may get another one, or another type, and its ARN
/// with it. Puts the new ARN into every text that names the old one, so that policies go on to mean
/// the same part. A part that was moved into another region or account is another resource: what
/// names it is left alone. Settings that are the name of a part (PropertySpec::namesPartAt) follow
/// too.
void followRenamedParts(const Document& before, Document& after);

/// What such a setting says to mean the part: its name, or that in its ARN where this one is given
/// by a setting of the part.
std::string referenceTo(const Document& document, const Node& node);

} // namespace sluice
