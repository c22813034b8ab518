// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"

namespace sluice {

/// In the services a part keeps its name; here it may get another one, or another type, and its ARN
/// with it. Puts the new ARN into every text that names the old one, so that policies go on to mean
/// the same part. A part that was moved into another region or account is another resource: what
/// names it is left alone.
void followRenamedParts(const Document& before, Document& after);

} // namespace sluice
