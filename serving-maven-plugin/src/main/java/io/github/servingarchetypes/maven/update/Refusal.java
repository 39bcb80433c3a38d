package io.github.servingarchetypes.maven.update;

/** What was asked for cannot be done, and nothing has been changed. Its message tells the user why, and what to do. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
