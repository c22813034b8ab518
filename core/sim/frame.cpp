// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/frame.h"

#include <iterator>
#include <utility>

namespace sluice {

namespace {

template <class Value>
void putBefore(std::vector<Value>& newer, std::vector<Value>&& older) {
    older.insert(
        older.end(), std::make_move_iterator(newer.begin()), std::make_move_iterator(newer.end()));
    newer = std::move(older);
}

} // namespace

void keepUnread(Frame& frame, Frame&& unread) {
    putBefore(frame.answers, std::move(unread.answers));
    if (unread.run != frame.run) {
        return;
    }
    putBefore(frame.samples, std::move(unread.samples));
    frame.hops = std::move(unread.hops);
    frame.hopStride = unread.hopStride;
}

} // namespace sluice
