// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/engine.h"
#include "ui/canvas/canvas_scene.h"

#include <memory>

namespace sluice::ui {

/// A real simulation of an example at its opening speed, for a living thumbnail. GUI thread
/// only; the simulation itself runs on the engine's thread, which exists from the first play() on.
class ExampleRun {
public:
    ExampleRun(Document document, const Registry& registry);

    void play();
    void pause();
    bool isPlaying() const { return m_isPlaying; }
    /// Takes what the simulation has done and lets `seconds` of wall time pass on the screen.
    void advance(double seconds);

    const Document& document() const { return m_document; }
    const DiagramLayout& layout() const { return m_scene.layout(); }
    const Motion& motion() const { return m_scene.motion(); }
    /// Empty until the first frame has come.
    Pictures pictures() const { return m_scene.pictures(); }

private:
    Document m_document;
    CanvasScene m_scene;
    std::unique_ptr<Engine> m_engine;
    bool m_isPlaying = false;
};

} // namespace sluice::ui
