// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/example_run.h"

#include <utility>

namespace sluice::ui {

ExampleRun::ExampleRun(Document document, const Registry& registry)
    : m_document(std::move(document))
    , m_registry(registry)
    , m_layout(layoutDiagram(m_document, registry, {})) {}

void ExampleRun::play() {
    if (std::exchange(m_isPlaying, true)) return;
    if (!m_engine) {
        m_engine = std::make_unique<Engine>();
        m_engine->load(m_document);
    }
    m_engine->play();
}

void ExampleRun::pause() {
    if (!std::exchange(m_isPlaying, false)) return;
    m_engine->pause();
}

void ExampleRun::advance(double seconds) {
    if (!m_engine) return;
    if (FramePointer next = m_engine->takeFrame()) {
        m_frame = std::move(next);
        m_layout = layoutDiagram(m_document, m_registry, m_frame->pictures);
        m_motion.take(*m_frame);
    }
    m_motion.advance(seconds);
}

Pictures ExampleRun::pictures() const {
    return m_frame ? Pictures(m_frame->pictures) : Pictures();
}

} // namespace sluice::ui
