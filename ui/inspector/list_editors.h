// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/inspector/property_editor.h"

#include <vector>

namespace sluice::ui {

/// The editor of a setting whose values stand in a list: choices, and parts of the document. Null
/// for other settings. `parts`: those that a setting of type Node may name.
PropertyEditor*
makeListEditor(const PropertySpec& spec, QWidget* parent, const std::vector<NamedPart>& parts);

} // namespace sluice::ui
