// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/example_run.h"

#include <utility>

namespace sluice::ui {

ExampleRun::ExampleRun(Document document, const Registry& registry)
    : m_document(std::move(document))
    , m_scene(registry) {
    m_scene.rebuild(m_document, {});
}

void ExampleRun::play() {
    if (std::exchange(m_isPlaying, true)) return;
    if (!m_engine) {
        m_engine = std::make_unique<Engine>();
        m_engine->load(m_document);
        m_engine->setSpeed(m_document.settings.speed);
    }
    m_engine->play();
}

void ExampleRun::pause() {
    if (!std::exchange(m_isPlaying, false)) return;
    m_engine->pause();
}

void ExampleRun::advance(double seconds) {
    if (!m_engine) return;
    if (const FramePointer next = m_engine->takeFrame()) m_scene.take(next, m_document);
    m_scene.motion().advance(seconds);
}

} // namespace sluice::ui
