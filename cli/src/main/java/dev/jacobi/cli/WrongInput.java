package dev.jacobi.cli;

/// What was typed is wrong. The message is one sentence for who typed it: what was asked, what was met, what to do.
final class WrongInput extends RuntimeException {
    WrongInput(String message) { super(message); }
}
