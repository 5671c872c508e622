/// The formula language: what stands on the whiteboard, typed as text, becomes named tensors.
///
/// Text is read by [Lexer] and [Parser], a hand-written precedence parser rather than a generated one: half of its
/// lines are what it says about mistakes (`2x`, a bracket that is never closed, a decimal comma), which a grammar
/// can't state, and it counts its own depth, which hostile text would otherwise take from the stack. [Functions] is the
/// vocabulary, one line each; [Cut] decides which parts are steps; [Evaluation] runs them, first on types alone, so
/// that [Limits] are met before memory is taken.
@NullMarked
package dev.jacobi.explain.formula;

import org.jspecify.annotations.NullMarked;
