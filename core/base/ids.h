// SPDX-License-Identifier: GPL-3.0-or-later
// Identities. Ids are stable and saved with the document; indices are dense positions inside one
// World.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sluice {

/// A part of the document. Never reused within a document; 0 means none.
enum class NodeId : std::uint32_t {};
/// A link of the document. Never reused within a document; 0 means none.
enum class LinkId : std::uint32_t {};
/// A note of the document. Never reused within a document; 0 means none.
enum class NoteId : std::uint32_t {};
/// A frame (region, account, network) of the document. Never reused within a document; 0 means
/// none.
enum class BoundaryId : std::uint32_t {};

/// Position of a node in World::nodes. Stays valid for the life of a World: removed nodes leave a
/// gap.
enum class NodeIndex : std::uint32_t {};
/// Position of a link in World::links. Stays valid for the life of a World.
enum class LinkIndex : std::uint32_t {};
/// Position of a live message in the MessagePool; reused after the last copy is gone.
enum class MessageIndex : std::uint32_t {};

/// A message group (FIFO) or tenant (fair queue); 0: none.
using GroupIndex = std::uint32_t;

/// Position in the list of a kind's ports or properties.
using PortIndex = std::uint8_t;

inline constexpr NodeIndex kNoNode{0xFFFFFFFFU};
inline constexpr LinkIndex kNoLink{0xFFFFFFFFU};
inline constexpr MessageIndex kNoMessage{0xFFFFFFFFU};

/// The plain number behind an id or index, for subscripts and for storing.
template <class Id>
constexpr std::size_t raw(Id id) {
    return static_cast<std::size_t>(id);
}

} // namespace sluice
